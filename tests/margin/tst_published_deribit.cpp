#include "app/cli/cases/margin_case.h"
#include "tests/margin/margin_cases.h"
#include "tests/support/shared_data.h"

#include <QTest>

#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

// Two stored answers of private/pme/simulate.
std::optional<DeribitSimulateCase> stored(const char* name)
{
    const auto file = sharedData(std::string("margin/deribit_pm_simulate_2026-02-15/") + name);
    if (!file)
        return std::nullopt;
    const auto read = readMarginCase(file->string());
    return read ? std::optional(std::get<DeribitSimulateCase>(*read)) : std::nullopt;
}

} // namespace

class PublishedDeribitTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void simulate_matchesVenue_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("figures");

        QTest::newRow("BTC, documentation 2024-06-17") << "pme_simulate_docs_example_btc_2024-06-17.json" << 9;
        QTest::newRow("ETH, live 2026-02-15") << "pme_simulate_eth_perp_short.json" << 8;
    }
    void simulate_matchesVenue()
    {
        QFETCH(QString, file);
        QFETCH(int, figures);
        if (!sharedData("margin/deribit_pm_simulate_2026-02-15"))
            QSKIP("the stored answers of private/pme/simulate are not here");

        const auto published = stored(qPrintable(file));

        QVERIFY(published);
        const auto compared = figuresOf(*published);
        QCOMPARE(static_cast<int>(compared.size()), figures);
        for (const MarginFigure& f : compared) {
            QVERIFY2(f.agrees(), qPrintable(QString::fromStdString(f.name) + QString::number(f.difference())));
            QVERIFY2(std::abs(f.difference()) < 1e-9, f.name.c_str());
        }
    }

    void wrongSize_isNoticed()
    {
        auto published = stored("pme_simulate_eth_perp_short.json");
        if (!published)
            QSKIP("the stored answers of private/pme/simulate are not here");
        published->inputs.legs.front() = resized(published->inputs.legs.front(), -1.0);

        const auto figures = figuresOf(*published);

        QVERIFY(std::ranges::none_of(figures, [](const MarginFigure& f) {
            return f.agrees() && f.name.find("delta_shock") == std::string::npos;
        }));
    }

    void otherText_isRefused() { QVERIFY(!readMarginCase("/nowhere.json")); }
};

QTEST_GUILESS_MAIN(PublishedDeribitTest)
#include "tst_published_deribit.moc"

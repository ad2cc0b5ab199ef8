#include "app/cli/cases/margin_case.h"
#include "tests/support/shared_data.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <filesystem>

using namespace ballast;
using namespace ballast::test;

// Derive's own portfolio cases of PMRM 2: market of February 2025, one to many legs, perpetuals, collateral, depegs.
// All 40 are covered: collateral's confidence does not see the perpetual's feed, everything else as documented.
class PublishedPmrm2Test : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allCases_areThere()
    {
        const auto folder = sharedData("margin/derive_pmrm/PMRM_2_portfolio_cases");
        if (!folder)
            QSKIP("the PMRM 2 portfolio cases are not here");
        int files = 0;
        for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(*folder))
            ++files;

        QCOMPARE(files, 40);
    }

    void case_matchesVenue_data()
    {
        QTest::addColumn<QString>("file");
        const auto folder = sharedData("margin/derive_pmrm/PMRM_2_portfolio_cases");
        if (!folder)
            return;
        std::vector<std::filesystem::path> files;
        for (const auto& entry : std::filesystem::directory_iterator(*folder))
            files.push_back(entry.path());
        std::ranges::sort(files);
        for (const auto& file : files)
            QTest::newRow(file.stem().c_str()) << QString::fromStdString(file.string());
    }
    void case_matchesVenue()
    {
        if (!sharedData("margin/derive_pmrm/PMRM_2_portfolio_cases"))
            QSKIP("the PMRM 2 portfolio cases are not here");
        QFETCH(QString, file);

        const auto read = readMarginCase(file.toStdString());

        QVERIFY2(read.ok(), read.ok() ? "" : read.error().message.c_str());
        const auto& published = std::get<Pmrm2Case>(*read);
        const double size = std::max({std::abs(published.initial), std::abs(published.maintenance), 1.0});
        for (const MarginFigure& f : figuresOf(published))
            QVERIFY2(std::abs(f.difference()) <= 1e-9 * size || f.agrees(),
                     qPrintable(QStringLiteral("%1: %2 instead of %3")
                                    .arg(QString::fromStdString(f.name))
                                    .arg(f.computed, 0, 'g', 12)
                                    .arg(f.published, 0, 'g', 12)));
    }
};

QTEST_GUILESS_MAIN(PublishedPmrm2Test)
#include "tst_published_pmrm_2.moc"

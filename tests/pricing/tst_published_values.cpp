#include "models/pricing/greeks.h"
#include "tests/support/csv_table.h"
#include "tests/support/shared_data.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>

using namespace ballast;

namespace {

// An option on spot with rate r and yield q, reduced to Black-76 (Haug, "Option Pricing Formulas", 1998, p. 8).
struct SpotCase
{
    OptionType type = OptionType::Call;
    double strike = 0.0, spot = 0.0, q = 0.0, r = 0.0, t = 0.0, vol = 0.0;

    [[nodiscard]] double growth() const { return std::exp((r - q) * t); }
    [[nodiscard]] double discount() const { return std::exp(-r * t); }
    [[nodiscard]] BlackTerms terms() const { return {spot * growth(), strike, t, vol, type}; }
    [[nodiscard]] BlackValues forwardValues() const { return blackValues(terms()); }
    [[nodiscard]] double sign() const { return type == OptionType::Call ? 1.0 : -1.0; }

    [[nodiscard]] double price() const { return discount() * forwardValues().price; }
    [[nodiscard]] double delta() const { return discount() * growth() * forwardValues().delta; }
    [[nodiscard]] double gamma() const { return discount() * growth() * growth() * forwardValues().gamma; }
    [[nodiscard]] double vega() const { return discount() * forwardValues().vega; }
    [[nodiscard]] double rho() const { return discount() * forwardValues().rho; }
    [[nodiscard]] double dividendRho() const { return -t * spot * delta(); }
    // dV/dt at constant spot: forward theta, discounting and the drift of the forward.
    [[nodiscard]] double theta() const
    {
        return discount() * forwardValues().theta + r * price() - (r - q) * spot * delta();
    }
    [[nodiscard]] double elasticity() const { return delta() * spot / price(); }
};

double numberOrFraction(const std::string& text)
{
    const auto slash = text.find('/');
    return slash == std::string::npos ? std::stod(text)
                                      : std::stod(text.substr(0, slash)) / std::stod(text.substr(slash + 1));
}

SpotCase haugCase(const test::CsvTable& table, std::size_t row)
{
    return {table.cell(row, "type") == "Call" ? OptionType::Call : OptionType::Put,
            table.number(row, "strike"),
            table.number(row, "spot"),
            table.number(row, "q"),
            table.number(row, "r"),
            numberOrFraction(table.cell(row, "t")),
            table.number(row, "vol")};
}

double haugGreek(const SpotCase& c, const std::string& name)
{
    if (name == "delta")
        return c.delta();
    if (name == "gamma")
        return c.gamma();
    if (name == "vega")
        return c.vega();
    if (name == "theta")
        return c.theta();
    if (name == "theta per day")
        return c.theta() / 365.0;
    if (name == "rho")
        return c.rho();
    if (name == "dividendRho")
        return c.dividendRho();
    if (name == "elasticity")
        return c.elasticity();
    return std::nan("");
}

// Printed to about six digits, and to nine decimals: whichever is coarser.
bool asPrinted(const char* what, double actual, double printed)
{
    const double tolerance = 1e-5 * std::abs(printed) + 2e-8;
    if (std::abs(actual - printed) <= tolerance)
        return true;
    qWarning("%s: %.10g, printed %.10g", what, actual, printed);
    return false;
}

} // namespace

class PublishedValuesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void haugPrices_data() { rowsOf("reference/quantlib_haug_european_values.csv", "source"); }
    void haugPrices()
    {
        QFETCH(int, row);
        if (row < 0)
            QSKIP("reference data is not here");
        const auto table = test::readCsvTable(*test::sharedData("reference/quantlib_haug_european_values.csv"));
        const auto at = static_cast<std::size_t>(row);

        const double price = haugCase(table, at).price();

        QVERIFY2(std::abs(price - table.number(at, "value")) <= table.number(at, "tolerance"),
                 qPrintable(QString::number(price)));
    }

    void haugGreeks_data() { rowsOf("reference/quantlib_haug_greek_values.csv", "greek"); }
    void haugGreeks()
    {
        QFETCH(int, row);
        if (row < 0)
            QSKIP("reference data is not here");
        const auto table = test::readCsvTable(*test::sharedData("reference/quantlib_haug_greek_values.csv"));
        const auto at = static_cast<std::size_t>(row);

        const double greek = haugGreek(haugCase(table, at), table.cell(at, "greek"));

        QVERIFY2(std::abs(greek - table.number(at, "value")) <= 5.5e-5, qPrintable(QString::number(greek, 'g', 8)));
    }

    // Premium-adjusted delta is what an inverse option's net delta is: the strike for a delta is given to six digits.
    void fxDeltas_data() { rowsOf("reference/quantlib_fx_delta_conventions.csv", "delta_type"); }
    void fxDeltas()
    {
        QFETCH(int, row);
        if (row < 0)
            QSKIP("reference data is not here");
        const auto table = test::readCsvTable(*test::sharedData("reference/quantlib_fx_delta_conventions.csv"));
        const auto at = static_cast<std::size_t>(row);
        const double foreign = table.number(at, "foreign_df");
        const double forward = table.number(at, "spot") * foreign / table.number(at, "domestic_df");
        const auto type = table.cell(at, "type") == "Call" ? OptionType::Call : OptionType::Put;
        const BlackTerms terms{forward, table.number(at, "strike"), 1.0, table.number(at, "std_dev"), type};
        const std::string convention = table.cell(at, "delta_type");

        const Greeks g = optionGreeks(terms, Settlement::Inverse);
        const bool adjusted = convention.starts_with("Pa");
        const double spotFactor = convention.ends_with("Spot") ? foreign : 1.0;
        const double delta = spotFactor * (adjusted ? g.netDelta : g.delta);

        QVERIFY2(std::abs(delta - table.number(at, "delta")) <= 2e-3, qPrintable(QString::number(delta, 'g', 8)));
    }

    void pyVollib_data()
    {
        QTest::addColumn<QList<double>>("v");
        const auto file = test::sharedData("reference/py_vollib_test_data.json");
        if (!file) {
            QTest::newRow("absent") << QList<double>{};
            return;
        }
        std::ifstream in(*file);
        const auto document = nlohmann::json::parse(in);
        int line = 0;
        for (const auto& row : document["data"]) {
            QList<double> values;
            for (const auto& cell : row)
                values.append(cell.is_number() ? cell.get<double>() : std::nan(""));
            QTest::addRow("S %g K %g t %g v %g, row %d", values[0], values[1], values[3], values[4], line++) << values;
        }
    }
    void pyVollib()
    {
        QFETCH(QList<double>, v);
        if (v.isEmpty())
            QSKIP("reference data is not here");
        const SpotCase call{OptionType::Call, v[1], v[0], 0.0, v[2], v[3], v[4]};
        const SpotCase put{OptionType::Put, v[1], v[0], 0.0, v[2], v[3], v[4]};

        QVERIFY(asPrinted("call", call.price(), v[5]));
        QVERIFY(asPrinted("put", put.price(), v[6]));
        QVERIFY(asPrinted("call delta", call.delta(), v[7]));
        QVERIFY(asPrinted("call gamma", call.gamma(), v[8]));
        QVERIFY(asPrinted("call theta", call.theta(), v[9]));
        QVERIFY(asPrinted("call vega", call.vega(), v[10]));
        QVERIFY(asPrinted("call rho", call.rho(), v[11]));
        QVERIFY(asPrinted("put delta", put.delta(), v[12]));
        QVERIFY(asPrinted("put gamma", put.gamma(), v[13]));
        QVERIFY(asPrinted("put theta", put.theta(), v[14]));
        QVERIFY(asPrinted("put vega", put.vega(), v[15]));
        QVERIFY(asPrinted("put rho", put.rho(), v[16]));
        QVERIFY(asPrinted("call again", call.price(), v[17]));
    }

private:
    static void rowsOf(const char* file, const char* nameColumn)
    {
        QTest::addColumn<int>("row");
        const auto path = test::sharedData(file);
        if (!path) {
            QTest::newRow("absent") << -1;
            return;
        }
        const auto table = test::readCsvTable(*path);
        for (std::size_t i = 0; i < table.rows.size(); ++i)
            QTest::addRow("%s %s, row %zu", table.cell(i, nameColumn).c_str(), table.cell(i, "type").c_str(), i + 2)
                << static_cast<int>(i);
    }
};

QTEST_GUILESS_MAIN(PublishedValuesTest)
#include "tst_published_values.moc"

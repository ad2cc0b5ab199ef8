#include "app/cli/bench/benchmark.h"
#include "app/cli/bench/sample_smiles.h"
#include "app/cli/lab_input.h"
#include "models/margin/margin_model.h"
#include "models/whatif/book_map.h"
#include "models/whatif/scenario_comparison.h"
#include "models/whatif/spot_curves.h"
#include "models/whatif/tornado.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <random>
#include <stdexcept>

namespace ballast::bench {
namespace {

constexpr std::size_t lines = 1000;
constexpr int edits = 60;
constexpr double barNs = 50e6; // what a trader feels: performance.md
constexpr const char* rowName = "what-if edit, 1,000 lines, everything shown, p95";

template <class T>
T valueOf(Result<T> result)
{
    if (!result)
        throw std::runtime_error(result.error().message);
    return std::move(result).value();
}

// A thousand lines in twelve expiries of sixty strikes, calls and puts.
PortfolioPtr bookOf(const MarketSnapshot& market, std::size_t more)
{
    std::vector<InstrumentId> listed;
    for (const Instrument& instrument : market.instruments->all()) {
        if (isOption(instrument))
            listed.push_back(instrument.id);
    }
    std::mt19937_64 random(6);
    std::ranges::shuffle(listed, random);
    std::uniform_real_distribution<double> coins(-10.0, 10.0);
    Portfolio book;
    book.name = "bench";
    for (std::size_t i = 0; i < lines + more; ++i) {
        Position position;
        position.instrument = listed[i % listed.size()];
        position.quantity = coins(random);
        book.positions.push_back(position);
    }
    return std::make_shared<const Portfolio>(book);
}

// Book, book and ten hypothetical legs, book and a proposal of twenty trades.
std::vector<PricedBookPtr> threeBooks()
{
    const auto market = std::make_shared<const MarketSnapshot>(sampleMarket(sampleSmiles()));
    std::vector<PricedBookPtr> books;
    for (const std::size_t more : {std::size_t{0}, std::size_t{10}, std::size_t{20}}) {
        RiskInputs inputs;
        inputs.market = market;
        inputs.book = bookOf(*market, more);
        books.push_back(valueOf(priceBook("book", inputs, 5e7, {})));
    }
    return books;
}

ScenarioNode editedScenario(int edit)
{
    UnderlyingShock shock;
    shock.spot = -0.12;
    shock.volPoints = 5.0 + 0.5 * edit;
    shock.skew25d = 6.0;
    shock.curvature25d = 2.0;
    shock.termPower = 0.5;
    shock.spreadMultiple = 2.5;
    ScenarioNode node;
    node.name = "crash with skew";
    node.scenario = Scenario{node.name, 1.0, VolDynamics::StickyStrike, {shock}};
    return node;
}

struct Shown
{
    BookMap map;
    SpotCurves curves;
    ScenarioContributions contributions;
    Tornado tornado;
    ComparedScenario row;
};

// All that the page shows of an edited scenario: its row in the table with margins, the 41 x 21 map, curves at four
// dates, what each factor gives, and the tornado.
Shown recomputed(const std::vector<PricedBookPtr>& books, const ScenarioNode& node, const ComparisonOptions& options)
{
    const PricedBook& book = *books[1];
    const PartRunner runner = allCores();
    const MapAxis spots{MapAxisKind::Spot, {}, evenAxis(-0.4, 0.4, 41)};
    const MapAxis vols{MapAxisKind::VolPoints, {}, evenAxis(-20.0, 40.0, 21)};
    const std::array days{0.0, 7.0, 21.0, 45.0};
    Shown shown;
    shown.map = valueOf(computeBookMap(book, {spots, vols, BookMeasure::PnlUsd, *node.scenario, nullptr}, runner, {}));
    shown.curves =
        valueOf(computeSpotCurves(book, "BTC", evenAxis(-0.4, 0.4, 81), days, 21.0, *node.scenario, runner, {}));
    shown.contributions = valueOf(scenarioContributions(book, *node.scenario, {}));
    shown.tornado = valueOf(factorTornado(book, 3.0, VolDynamics::StickyStrike, {}));
    shown.row = compareScenario(books, node, options, {});
    return shown;
}

// The map against line-by-line revaluation, at every hundredth cell.
double errorOf(const Shown& shown, const PricedBook& book, const Scenario& scenario)
{
    double largest = 0.0;
    double worst = 0.0;
    for (std::size_t i = 0; i < shown.map.cells.size(); i += 97) {
        Scenario cell = scenario;
        cell.shocks[0].spot = shown.map.rows.values[i / shown.map.columns.values.size()];
        cell.shocks[0].volPoints = shown.map.columns.values[i % shown.map.columns.values.size()];
        const double exact = scenarioPnlUsd(book.inputs(), cell);
        largest = std::max(largest, std::abs(exact));
        worst = std::max(worst, std::abs(*shown.map.cells[i] - exact));
    }
    return worst / largest;
}

Row editRow()
{
    const auto books = threeBooks();
    ComparisonOptions options;
    options.marginModel = std::shared_ptr<const MarginModel>(valueOf(marginModel("deribit-pm")));
    std::vector<double> nanoseconds;
    Shown last;
    for (int edit = 0; edit < edits; ++edit) {
        const ScenarioNode node = editedScenario(edit);
        const auto start = std::chrono::steady_clock::now();
        last = recomputed(books, node, options);
        nanoseconds.push_back(
            std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count());
    }
    std::ranges::sort(nanoseconds);
    const double p95 = nanoseconds[nanoseconds.size() * 95 / 100];
    return {rowName,
            "edit",
            p95,
            barNs,
            barNs / p95,
            1.0,
            errorOf(last, *books[1], *editedScenario(edits - 1).scenario),
            "largest difference to line by line, of the largest cell; the anchor is the 50 ms bar"};
}

} // namespace

std::vector<Benchmark> whatIfBenchmarks()
{
    return {{rowName, editRow}};
}

} // namespace ballast::bench

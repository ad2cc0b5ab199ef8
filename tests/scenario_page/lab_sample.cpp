#include "tests/scenario_page/lab_sample.h"

#include "app/engine/scenario_lab.h"
#include "tests/ui/desk_sample.h"
#include "ui/scenario/scenario_hub.h"

#include <cmath>
#include <random>
#include <stdexcept>

namespace ballast::test {

namespace {

constexpr unsigned seed = 20'260'205;

ScenarioNodeId idOf(const ScenarioSet& set, const std::string& name)
{
    for (const ScenarioNode& node : set.nodes)
        if (node.name == name)
            return node.id;
    throw std::runtime_error("no scenario " + name);
}

// The put spread of the design's picture, on what the market lists, and a short perpetual.
WhatIfBook withThreeLegs(const DeskPicture& picture)
{
    WhatIfBook book = branchedFrom(picture.book, WhatIfBookId{7}, "Crash and put spread");
    const UnderlyingPicture& btc = *picture.of("BTC");
    const ChainView& chain = btc.chains[btc.chains.size() / 2];
    const auto add = [&](std::optional<std::size_t> listed, double quantity, const char* origin) {
        if (!listed)
            throw std::runtime_error("the sample lists no such put");
        Position leg;
        leg.instrument = (*picture.market->instruments)[*listed].id;
        leg.quantity = quantity;
        leg.averagePrice = picture.market->quotes[*listed].mark;
        auto added = withLeg(book, leg, origin);
        if (!added)
            throw std::runtime_error(added.error().message);
        book = *added;
    };
    const std::size_t middle = chain.rows.size() / 2;
    add(chain.rows[middle].put.instrument, 25.0, "by hand");
    add(chain.rows[middle - 3].put.instrument, -25.0, "chain");
    add(perpetualOf(*picture.market, "BTC"), -120'000.0, "by hand");
    return book;
}

std::vector<Limit> sampleLimits()
{
    const auto limit = [](const char* name, LimitMetric metric, const char* underlying, double soft, double hard) {
        Limit made;
        made.name = name;
        made.metric = metric;
        made.underlying = underlying;
        made.soft = {-soft, soft};
        made.hard = {-hard, hard};
        return made;
    };
    Limit var = limit("VaR", LimitMetric::VarUsd, "", 250'000.0, 400'000.0);
    var.soft.lower = var.hard.lower = std::nullopt;
    return {limit("BTC delta", LimitMetric::DeltaCoin, "BTC", 20.0, 40.0),
            limit("BTC vega", LimitMetric::VegaUsd, "BTC", 5'000.0, 12'000.0),
            limit("Gamma", LimitMetric::GammaUsd1pct, "", 150'000.0, 400'000.0), var};
}

ScenarioRequest requestOf(const DeskSample& desk, const WhatIfBook& whatIf)
{
    ScenarioRequest request;
    request.number = 1;
    request.basis = desk.picture;
    request.whatIf = resultingBook(whatIf);
    const auto hedged = withProposal(whatIf, *desk.proposal);
    request.hedged = hedged ? resultingBook(*hedged) : nullptr;
    request.hedgeName = "+ hedge 218";
    request.underlying = "BTC";
    request.set = std::make_shared<const ScenarioSet>(standardScenarioSet());
    request.chosen = idOf(*request.set, "Crash with skew");
    std::vector<std::string> underlyings;
    for (const UnderlyingPicture& each : desk.picture->underlyings)
        underlyings.push_back(each.underlying);
    request.history = madeUpHistory(underlyings);
    request.explain = {desk.picture, desk.nextPicture, {}, {}};
    request.limits = sampleLimits();
    return request;
}

LabSample build()
{
    const DeskSample& desk = deskSample();
    const WhatIfBook whatIf = withThreeLegs(*desk.picture);
    LabSample sample;
    sample.request = requestOf(desk, whatIf);
    ScenarioLab lab;
    lab.run(sample.request, {},
            {[&](ScenarioPicturePtr picture) { sample.picture = std::move(picture); }, [](const char*, int, int) {}});
    sample.scenarios = {sample.request.set, sample.request.chosen, 3};
    sample.whatIf.book = whatIf;
    sample.whatIf.legs = hypotheticalLegs(whatIf);
    sample.whatIf.saved = {{WhatIfBookId{7}, whatIf.name, desk.now}};
    sample.controls.undo = {true, false, "change Vol level to +20.0 pt", {}};
    sample.controls.moments = {{1, "21:29:37"}};
    sample.controls.explainFrom = 1;
    sample.controls.historyName = sample.request.history->source;
    sample.controls.equityUsd = sample.request.equityUsd;
    sample.controls.marginModel = sample.request.marginModel;
    sample.controls.limits = sample.request.limits;
    auto names = std::make_shared<std::vector<std::string>>();
    for (const Instrument& each : desk.picture->market->instruments->all())
        names->push_back(each.id.name);
    sample.controls.instruments = std::move(names);
    sample.controls.hasProposal = true;
    return sample;
}

} // namespace

OpenHistoryPtr madeUpHistory(const std::vector<std::string>& underlyings)
{
    constexpr int days = 300;
    std::mt19937_64 random(seed);
    std::student_t_distribution<double> fat(4.0);
    auto history = std::make_shared<OpenHistory>();
    history->source = "made-up days, fixed seed";
    for (const std::string& each : underlyings) {
        history->daily.factors.push_back({FactorKind::Spot, each});
        history->daily.factors.push_back({FactorKind::Vol, each});
    }
    const std::chrono::sys_days first = std::chrono::year{2024} / 2 / 1;
    for (int day = 0; day < days; ++day) {
        const double common = 0.02 * fat(random);
        std::vector<double> moves;
        for (std::size_t i = 0; i < underlyings.size(); ++i) {
            const double spot = common * (i == 0 ? 1.0 : 1.2) + 0.006 * fat(random);
            moves.push_back(spot);
            moves.push_back(-0.5 * spot + 0.02 * fat(random));
        }
        history->daily.days.push_back(first + std::chrono::days(day));
        history->daily.moves.push_back(std::move(moves));
    }
    return history;
}

ScenarioRequest labRequest()
{
    return requestOf(deskSample(), withThreeLegs(*deskSample().picture));
}

const LabSample& labSample()
{
    static const LabSample sample = build();
    return sample;
}

void showLab(ScenarioHub& hub, const LabSample& sample)
{
    hub.showScenarios(sample.scenarios);
    hub.showWhatIf(sample.whatIf);
    hub.showControls(sample.controls);
    hub.showPicture(sample.picture);
}

} // namespace ballast::test

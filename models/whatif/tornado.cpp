#include "models/whatif/tornado.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace ballast {
namespace {

constexpr std::array contributing{
    ShockField::Spot,         ShockField::VolPoints,         ShockField::VolRelative, ShockField::Skew25d,
    ShockField::Curvature25d, ShockField::TermPower,         ShockField::Rate,        ShockField::Funding,
    ShockField::Basis,        ShockField::OracleDelaySeconds};

// Parts of a scenario that are kept; all else is neutral.
struct Kept
{
    std::vector<ShockField> fields;
    bool time = false;
    bool path = false;
    bool stablecoins = false;
};

Scenario only(const Scenario& scenario, const Kept& kept)
{
    Scenario part;
    part.dynamics = scenario.dynamics;
    part.horizonDays = kept.time ? scenario.horizonDays : 0.0;
    for (const UnderlyingShock& whole : scenario.shocks) {
        UnderlyingShock shock;
        shock.underlying = whole.underlying;
        for (const ShockField field : kept.fields)
            shock = withShockValue(std::move(shock), field, shockValue(whole, field));
        if (kept.path)
            shock.path = whole.path;
        if (kept.stablecoins)
            shock.stablecoins = whole.stablecoins;
        part.shocks.push_back(std::move(shock));
    }
    return part;
}

bool moves(const Scenario& scenario, ShockField field)
{
    return std::ranges::any_of(scenario.shocks, [field](const auto& shock) { return !isNeutral(shock, field); });
}

// What a field can do nothing without.
Kept contextOf(ShockField field)
{
    switch (field) {
    case ShockField::TermPower:
        return {{ShockField::VolPoints, ShockField::VolRelative}};
    case ShockField::Funding:
        return {{}, true};
    case ShockField::OracleDelaySeconds:
        return {{ShockField::Spot}, true, true};
    default:
        return {};
    }
}

std::string shownMove(ShockField field, double value)
{
    const ShockFieldSpec& spec = shockField(field);
    return shownShockValue(field, value) + (spec.unit[0] == '\0' ? "" : " ") + spec.unit;
}

std::string fieldMove(const Scenario& scenario, ShockField field)
{
    std::string text;
    bool alike = true;
    for (const UnderlyingShock& shock : scenario.shocks) {
        alike = alike && shockValue(shock, field) == shockValue(scenario.shocks.front(), field);
        const std::string who = shock.underlying.empty() ? "others" : shock.underlying;
        text += (text.empty() ? "" : ", ") + who + " " + shownMove(field, shockValue(shock, field));
    }
    return alike ? shownMove(field, shockValue(scenario.shocks.front(), field)) : text;
}

std::string pegMove(const Scenario& scenario)
{
    std::string text;
    for (const UnderlyingShock& shock : scenario.shocks) {
        for (const StablecoinPeg& peg : shock.stablecoins) {
            const std::string one = fmt::format("{} {:+.1f} %", peg.coin, (peg.priceUsd - 1.0) * 100.0);
            if (text.find(one) == std::string::npos)
                text += (text.empty() ? "" : ", ") + one;
        }
    }
    return text;
}

// P&L of parts of one scenario on one book.
class Contributions
{
public:
    Contributions(const PricedBook& book, const Scenario& scenario, std::stop_token stop)
        : m_inputs(book.inputs()), m_scenario(scenario), m_stop(std::move(stop))
    {}

    [[nodiscard]] std::vector<ScenarioContribution> all()
    {
        std::vector<ScenarioContribution> list;
        for (const ShockField field : contributing) {
            if (!m_stop.stop_requested() && moves(m_scenario, field))
                list.push_back({{TornadoFactorKind::Field, field}, fieldMove(m_scenario, field), ofField(field)});
        }
        if (m_scenario.horizonDays > 0.0)
            list.push_back(
                {{TornadoFactorKind::Time, {}}, fmt::format("{:g} d", m_scenario.horizonDays), pnl({{}, true})});
        const auto hasPath = [](const UnderlyingShock& s) { return !s.path.empty(); };
        if (m_scenario.horizonDays > 0.0 && std::ranges::any_of(m_scenario.shocks, hasPath))
            list.push_back({{TornadoFactorKind::Path, {}}, "on the way", pnl({{}, true, true}) - pnl({{}, true})});
        const auto hasPegs = [](const UnderlyingShock& s) { return !s.stablecoins.empty(); };
        if (std::ranges::any_of(m_scenario.shocks, hasPegs))
            list.push_back({{TornadoFactorKind::Stablecoins, {}}, pegMove(m_scenario), pnl({{}, false, false, true})});
        std::ranges::stable_sort(list, std::ranges::greater(),
                                 [](const ScenarioContribution& c) { return std::abs(c.pnlUsd); });
        return list;
    }

private:
    [[nodiscard]] double pnl(const Kept& kept) const { return scenarioPnlUsd(m_inputs, only(m_scenario, kept)); }

    [[nodiscard]] double ofField(ShockField field) const
    {
        const Kept context = contextOf(field);
        Kept with = context;
        with.fields.push_back(field);
        const bool alone = context.fields.empty() && !context.time;
        return pnl(with) - (alone ? 0.0 : pnl(context));
    }

    ScenarioInputs m_inputs;
    const Scenario& m_scenario;
    std::stop_token m_stop;
};

// A bar of the standard tornado: a field by so much down and up.
struct StandardMove
{
    ShockField field;
    double size; // as the shock's value
    const char* text;
};
constexpr std::array standardMoves{StandardMove{ShockField::Spot, 0.10, "\u00b110 %"},
                                   StandardMove{ShockField::VolPoints, 15.0, "\u00b115 pt"},
                                   StandardMove{ShockField::Skew25d, 5.0, "\u00b15 pt"},
                                   StandardMove{ShockField::Curvature25d, 3.0, "\u00b13 pt"},
                                   StandardMove{ShockField::Basis, 0.02, "\u00b12 %"},
                                   StandardMove{ShockField::Rate, 0.02, "\u00b12 % p.a."},
                                   StandardMove{ShockField::Funding, 0.0003, "\u00b10.03 % per 8 h"}};
constexpr double termVolPoints = 10.0;
constexpr double termPowerMove = 0.5;
constexpr double pegMoveDown = -0.02;
constexpr double spreadMove = 3.0;

Scenario everywhere(const UnderlyingShock& shock, double horizonDays, VolDynamics dynamics)
{
    return {{}, horizonDays, dynamics, {shock}};
}

class StandardTornado
{
public:
    StandardTornado(const PricedBook& book, double days, VolDynamics dynamics)
        : m_inputs(book.inputs()), m_days(days), m_dynamics(dynamics)
    {}

    [[nodiscard]] TornadoBar bar(const StandardMove& move) const
    {
        TornadoBar bar{{TornadoFactorKind::Field, move.field}, -move.size, move.size, move.text, 0.0, 0.0};
        const bool inTime = move.field == ShockField::Funding;
        const double days = inTime ? m_days : 0.0;
        const double still = inTime ? pnl({}, days) : 0.0;
        bar.downPnlUsd = pnl(withShockValue({}, move.field, -move.size), days) - still;
        bar.upPnlUsd = pnl(withShockValue({}, move.field, move.size), days) - still;
        return bar;
    }

    // The front moves more or less than the back while vols rise.
    [[nodiscard]] TornadoBar term() const
    {
        const auto bent = [this](double power) {
            UnderlyingShock shock;
            shock.volPoints = termVolPoints;
            shock.termPower = power;
            return pnl(shock, 0.0);
        };
        return {{TornadoFactorKind::Field, ShockField::TermPower},
                -termPowerMove,
                termPowerMove,
                fmt::format("\u00b1{:g} at {:+g} pt", termPowerMove, termVolPoints),
                bent(-termPowerMove) - bent(0.0),
                bent(termPowerMove) - bent(0.0)};
    }

    [[nodiscard]] TornadoBar time() const
    {
        return {{TornadoFactorKind::Time, {}}, 0.0, m_days, fmt::format("+{:g} d", m_days), 0.0, pnl({}, m_days)};
    }

    [[nodiscard]] TornadoBar stablecoins() const
    {
        UnderlyingShock shock;
        for (const char* coin : {"USDC", "USDT"})
            shock.stablecoins.push_back({coin, 1.0 + pegMoveDown});
        return {{TornadoFactorKind::Stablecoins, {}}, pegMoveDown, 0.0, "\u22122 % / 0", pnl(shock, 0.0), 0.0};
    }

    // What leaving the book costs more: no part of the P&L.
    [[nodiscard]] TornadoBar spreads() const
    {
        TornadoBar bar{{TornadoFactorKind::Field, ShockField::SpreadMultiple},    1.0, spreadMove,
                       fmt::format("\u00d71 / \u00d7{:g}, to leave", spreadMove), 0.0, 0.0};
        UnderlyingShock shock;
        shock.spreadMultiple = spreadMove;
        if (const auto result = runScenario(m_inputs, everywhere(shock, 0.0, m_dynamics), {}))
            bar.upPnlUsd = result->exitCost.nowUsd - result->exitCost.thenUsd;
        return bar;
    }

private:
    [[nodiscard]] double pnl(const UnderlyingShock& shock, double days) const
    {
        return scenarioPnlUsd(m_inputs, everywhere(shock, days, m_dynamics));
    }

    ScenarioInputs m_inputs;
    double m_days;
    VolDynamics m_dynamics;
};

Error cancelled()
{
    return {Errc::Cancelled, "the tornado was not finished: newer work replaced it"};
}

} // namespace

const char* tornadoFactorLabel(const TornadoFactor& factor)
{
    switch (factor.kind) {
    case TornadoFactorKind::Path:
        return "Path";
    case TornadoFactorKind::Time:
        return "Time";
    case TornadoFactorKind::Stablecoins:
        return "Stablecoin peg";
    case TornadoFactorKind::Field:
        break;
    }
    return shockField(factor.field).label;
}

Result<ScenarioContributions> scenarioContributions(const PricedBook& book, const Scenario& scenario,
                                                    std::stop_token stop)
{
    if (const Status status = checkScenario(scenario); !status)
        return status.error();
    ScenarioContributions result;
    result.basis = book.report->basis;
    result.scenario = scenario.name;
    result.linesLeftOut = book.report->linesFailed;
    result.pnlUsd = scenarioPnlUsd(book.inputs(), scenario);
    result.factors = Contributions(book, scenario, stop).all();
    if (stop.stop_requested())
        return cancelled();
    result.interactionUsd = result.pnlUsd;
    for (const ScenarioContribution& c : result.factors)
        result.interactionUsd -= c.pnlUsd;
    return result;
}

double TornadoBar::reach() const
{
    return std::max(std::abs(downPnlUsd), std::abs(upPnlUsd));
}

Result<Tornado> factorTornado(const PricedBook& book, double days, VolDynamics dynamics, std::stop_token stop)
{
    if (!(days >= 0.0))
        return Error{Errc::BadInput, "the time of a tornado is zero days or more"};
    const StandardTornado standard(book, days, dynamics);
    Tornado tornado{book.report->basis, {}, book.report->linesFailed};
    for (const StandardMove& move : standardMoves) {
        if (stop.stop_requested())
            return cancelled();
        tornado.bars.push_back(standard.bar(move));
    }
    for (const TornadoBar& bar : {standard.term(), standard.time(), standard.stablecoins(), standard.spreads()})
        tornado.bars.push_back(bar);
    std::ranges::stable_sort(tornado.bars, std::ranges::greater(), &TornadoBar::reach);
    return tornado;
}

} // namespace ballast

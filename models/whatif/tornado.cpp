#include "models/whatif/tornado.h"

#include "models/risk/exit_cost.h"

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

// Scenarios to be revalued, all at once.
class Asked
{
public:
    std::size_t ask(Scenario scenario)
    {
        m_scenarios.push_back(std::move(scenario));
        return m_scenarios.size() - 1;
    }
    void answer(const PricedBook& book) { m_pnls = scenarioPnls(book.inputs(), m_scenarios); }
    [[nodiscard]] double operator[](std::size_t i) const { return m_pnls.usd[i]; }
    [[nodiscard]] const OtcEstimates& estimates() const { return m_pnls.estimates; }

private:
    std::vector<Scenario> m_scenarios;
    ScenarioPnls m_pnls;
};

// A P&L, less that of what it stands on.
struct Question
{
    std::size_t whole = 0;
    std::optional<std::size_t> context;
    [[nodiscard]] double answer(const Asked& asked) const { return asked[whole] - (context ? asked[*context] : 0.0); }
};

struct AskedContribution
{
    ScenarioContribution contribution;
    Question question;
};

Question askField(Asked& asked, const Scenario& scenario, ShockField field)
{
    const Kept context = contextOf(field);
    Kept with = context;
    with.fields.push_back(field);
    const bool alone = context.fields.empty() && !context.time;
    Question question{asked.ask(only(scenario, with)), std::nullopt};
    if (!alone)
        question.context = asked.ask(only(scenario, context));
    return question;
}

std::vector<AskedContribution> askContributions(Asked& asked, const Scenario& scenario)
{
    std::vector<AskedContribution> list;
    const auto add = [&list](TornadoFactor factor, std::string move, Question question) {
        list.push_back({{factor, std::move(move), 0.0}, question});
    };
    for (const ShockField field : contributing) {
        if (moves(scenario, field))
            add({TornadoFactorKind::Field, field}, fieldMove(scenario, field), askField(asked, scenario, field));
    }
    const std::size_t time = asked.ask(only(scenario, {{}, true}));
    if (scenario.horizonDays > 0.0)
        add({TornadoFactorKind::Time, {}}, fmt::format("{:g} d", scenario.horizonDays), {time, std::nullopt});
    const auto hasPath = [](const UnderlyingShock& s) { return !s.path.empty(); };
    if (scenario.horizonDays > 0.0 && std::ranges::any_of(scenario.shocks, hasPath))
        add({TornadoFactorKind::Path, {}}, "on the way", {asked.ask(only(scenario, {{}, true, true})), time});
    const auto hasPegs = [](const UnderlyingShock& s) { return !s.stablecoins.empty(); };
    if (std::ranges::any_of(scenario.shocks, hasPegs))
        add({TornadoFactorKind::Stablecoins, {}}, pegMove(scenario),
            {asked.ask(only(scenario, {{}, false, false, true})), std::nullopt});
    return list;
}

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

struct AskedBar
{
    TornadoBar bar;
    std::optional<Question> down; // nullopt: nothing moves that way
    std::optional<Question> up;
};

// Asks for the bars of the standard tornado.
class StandardTornado
{
public:
    StandardTornado(Asked& asked, double days, VolDynamics dynamics)
        : m_asked(asked), m_days(days), m_dynamics(dynamics)
    {}

    [[nodiscard]] AskedBar bar(const StandardMove& move)
    {
        const bool inTime = move.field == ShockField::Funding;
        const double days = inTime ? m_days : 0.0;
        const auto still = inTime ? std::optional(ask({}, days)) : std::nullopt;
        return {{{TornadoFactorKind::Field, move.field}, -move.size, move.size, move.text, 0.0, 0.0},
                Question{ask(withShockValue({}, move.field, -move.size), days), still},
                Question{ask(withShockValue({}, move.field, move.size), days), still}};
    }

    // The front moves more or less than the back while vols rise.
    [[nodiscard]] AskedBar term()
    {
        const auto bent = [this](double power) {
            UnderlyingShock shock;
            shock.volPoints = termVolPoints;
            shock.termPower = power;
            return ask(shock, 0.0);
        };
        const std::size_t flat = bent(0.0);
        return {{{TornadoFactorKind::Field, ShockField::TermPower},
                 -termPowerMove,
                 termPowerMove,
                 fmt::format("\u00b1{:g} at {:+g} pt", termPowerMove, termVolPoints),
                 0.0,
                 0.0},
                Question{bent(-termPowerMove), flat},
                Question{bent(termPowerMove), flat}};
    }

    [[nodiscard]] AskedBar time()
    {
        return {{{TornadoFactorKind::Time, {}}, 0.0, m_days, fmt::format("+{:g} d", m_days), 0.0, 0.0},
                std::nullopt,
                Question{ask({}, m_days), std::nullopt}};
    }

    [[nodiscard]] AskedBar stablecoins()
    {
        UnderlyingShock shock;
        for (const char* coin : {"USDC", "USDT"})
            shock.stablecoins.push_back({coin, 1.0 + pegMoveDown});
        return {{{TornadoFactorKind::Stablecoins, {}}, pegMoveDown, 0.0, "\u22122 % / 0", 0.0, 0.0},
                Question{ask(shock, 0.0), std::nullopt},
                std::nullopt};
    }

private:
    std::size_t ask(const UnderlyingShock& shock, double days)
    {
        return m_asked.ask(everywhere(shock, days, m_dynamics));
    }

    Asked& m_asked;
    double m_days;
    VolDynamics m_dynamics;
};

// What leaving the book costs more: no part of the P&L.
TornadoBar spreadBar(const PricedBook& book)
{
    TornadoBar bar{{TornadoFactorKind::Field, ShockField::SpreadMultiple},    1.0, spreadMove,
                   fmt::format("\u00d71 / \u00d7{:g}, to leave", spreadMove), 0.0, 0.0};
    UnderlyingShock wider;
    wider.spreadMultiple = spreadMove;
    for (const RiskLine& line : book.report->lines) {
        const Quote* quote = book.market && line.values ? book.market->quote(line.holding.instrument) : nullptr;
        if (!quote)
            continue;
        const auto cost = [&](const UnderlyingShock& shock) {
            return exitCostUsd(*line.instrument, *quote, line.holding.quantity, line.values->forward, shock);
        };
        if (const auto now = cost({}))
            bar.upPnlUsd += *now - *cost(wider);
    }
    return bar;
}

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
    Asked asked;
    const std::size_t whole = asked.ask(scenario);
    const auto questions = askContributions(asked, scenario);
    if (stop.stop_requested())
        return cancelled();
    asked.answer(book);
    result.estimates = asked.estimates();
    result.pnlUsd = asked[whole];
    result.interactionUsd = result.pnlUsd;
    for (const AskedContribution& one : questions) {
        result.factors.push_back(one.contribution);
        result.factors.back().pnlUsd = one.question.answer(asked);
        result.interactionUsd -= result.factors.back().pnlUsd;
    }
    std::ranges::stable_sort(result.factors, std::ranges::greater(),
                             [](const ScenarioContribution& c) { return std::abs(c.pnlUsd); });
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
    Asked asked;
    StandardTornado standard(asked, days, dynamics);
    std::vector<AskedBar> bars;
    for (const StandardMove& move : standardMoves)
        bars.push_back(standard.bar(move));
    bars.push_back(standard.term());
    bars.push_back(standard.time());
    bars.push_back(standard.stablecoins());
    if (stop.stop_requested())
        return cancelled();
    asked.answer(book);
    Tornado tornado{book.report->basis, {spreadBar(book)}, book.report->linesFailed, asked.estimates()};
    for (const AskedBar& one : bars) {
        tornado.bars.push_back(one.bar);
        tornado.bars.back().downPnlUsd = one.down ? one.down->answer(asked) : 0.0;
        tornado.bars.back().upPnlUsd = one.up ? one.up->answer(asked) : 0.0;
    }
    std::ranges::stable_sort(tornado.bars, std::ranges::greater(), &TornadoBar::reach);
    return tornado;
}

} // namespace ballast

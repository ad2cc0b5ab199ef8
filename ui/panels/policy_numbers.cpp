#include "ui/panels/policy_numbers.h"

#include "models/items/words.h"
#include "ui/panels/policy_words.h"

#include <QCoreApplication>
#include <cmath>

namespace ballast {

namespace {

constexpr double anyUsd = 1e15;

QString tr(const char* text)
{
    return QCoreApplication::translate("ballast::policy_numbers", text);
}

using Kind = PolicyNumber::Kind;
using Value = std::optional<double>;

// A plain member in the screen's unit times `scale`.
PolicyNumber plain(PolicyNumber number, double HedgePolicy::*member, double scale)
{
    number.kind = Kind::Needed;
    number.get = [=](const HedgePolicy& policy) { return Value(policy.*member * scale); };
    number.set = [=](HedgePolicy& policy, Value value) { policy.*member = *value / scale; };
    return number;
}

Value scaledValue(const Value& value, double factor)
{
    return value ? Value(*value * factor) : std::nullopt;
}

PolicyNumber openInterestNumber()
{
    PolicyNumber number{tr("Open interest ≤"),
                        tr("%"),
                        tr("Share of an instrument's open interest that a leg may take"),
                        0.0,
                        100.0,
                        Kind::Optional,
                        {},
                        {}};
    number.get = [](const HedgePolicy& policy) { return scaledValue(policy.positions.openInterestShare, 100.0); };
    number.set = [](HedgePolicy& policy, Value value) {
        policy.positions.openInterestShare = scaledValue(value, 0.01);
    };
    return number;
}

PolicyNumber notionalNumber()
{
    PolicyNumber number{tr("Notional ≤"),
                        tr("USD"),
                        tr("Sum of quantity times underlying price; empty: no limit"),
                        0.0,
                        anyUsd,
                        Kind::Optional,
                        {},
                        {}};
    number.get = [](const HedgePolicy& policy) { return policy.maxNotionalUsd; };
    number.set = [](HedgePolicy& policy, Value value) { policy.maxNotionalUsd = value; };
    return number;
}

PolicyNumber positionNumber(const QString& coin)
{
    PolicyNumber number{tr("Position ≤"),
                        coin,
                        tr("Of any instrument after the hedge, either way; empty: no limit"),
                        0.0,
                        1e9,
                        Kind::Optional,
                        {},
                        {}};
    number.get = [](const HedgePolicy& policy) { return policy.positions.maxCoins; };
    number.set = [](HedgePolicy& policy, Value value) { policy.positions.maxCoins = value; };
    return number;
}

template <class Get, class Set>
PolicyNumber universeNumber(PolicyNumber number, Get get, Set set)
{
    number.kind = Kind::Needed;
    number.get = [get](const HedgePolicy& policy) { return Value(get(policy.universe)); };
    number.set = [set](HedgePolicy& policy, Value value) { set(policy.universe, *value); };
    return number;
}

} // namespace

PolicyNumber riskAversionNumber()
{
    return plain(
        {tr("Risk aversion"),
         tr("per million USD"),
         tr("A variance of V USD² costs half of V times this; also widens or narrows the Whalley–Wilmott band"),
         0.0,
         1e9,
         Kind::Needed,
         {},
         {}},
        &HedgePolicy::riskAversion, 1e6);
}

PolicyNumber confidenceNumber()
{
    return plain(
        {tr("Confidence"), tr("%"), tr("Of value at risk and expected shortfall"), 50.0, 99.99, Kind::Needed, {}, {}},
        &HedgePolicy::confidence, 100.0);
}

PolicyNumber horizonNumber()
{
    return plain(
        {tr("Horizon"), tr("days"), tr("Of variance, scenarios and the P&L curve"), 0.01, 3650.0, Kind::Needed, {}, {}},
        &HedgePolicy::horizonDays, 1.0);
}

PolicyNumber shortfallWeightNumber()
{
    return plain({tr("One USD of ES costs"),
                  tr("USD"),
                  tr("What one USD of expected shortfall is worth in cost"),
                  0.0,
                  1e6,
                  Kind::Needed,
                  {},
                  {}},
                 &HedgePolicy::cvarWeight, 1.0);
}

PolicyNumber scenarioCountNumber()
{
    PolicyNumber number{tr("Scenarios"),
                        tr("drawn"),
                        tr("How many days are drawn from the history"),
                        10.0,
                        100'000.0,
                        Kind::Whole,
                        {},
                        {}};
    number.get = [](const HedgePolicy& policy) { return Value(policy.scenarios.count); };
    number.set = [](HedgePolicy& policy, Value value) {
        policy.scenarios.count = value ? static_cast<int>(std::lround(*value)) : ScenarioChoice().count;
    };
    return number;
}

PolicyNumber maxLegsNumber()
{
    PolicyNumber number{tr("Legs ≤"), {}, tr("Most trades of one proposal; empty: no limit"), 1.0, 1000.0, Kind::Whole,
                        {},           {}};
    number.get = [](const HedgePolicy& policy) {
        return policy.maxLegs ? Value(static_cast<double>(*policy.maxLegs)) : std::nullopt;
    };
    number.set = [](HedgePolicy& policy, Value value) {
        policy.maxLegs = value ? std::optional(static_cast<int>(std::lround(*value))) : std::nullopt;
    };
    return number;
}

QList<PolicyNumber> tradingNumbers(const QString& coin)
{
    return {notionalNumber(), positionNumber(coin),
            plain({tr("Share of depth ≤"),
                   tr("%"),
                   tr("Of the visible depth that one leg may take"),
                   0.1,
                   100.0,
                   Kind::Needed,
                   {},
                   {}},
                  &HedgePolicy::depthShare, 100.0),
            openInterestNumber(),
            plain({tr("Search time ≤"),
                   tr("s"),
                   tr("Then the best hedge found is proposed with its gap"),
                   0.05,
                   3600.0,
                   Kind::Needed,
                   {},
                   {}},
                  &HedgePolicy::timeLimitSeconds, 1.0)};
}

PolicyNumber stressLossNumber()
{
    PolicyNumber number{
        tr("Any stress loss ≤"),
        tr("USD"),
        tr("Of every stress that has no limit of its own; without stresses below, of the desk's own set"),
        0.0,
        anyUsd,
        Kind::Optional,
        {},
        {}};
    number.get = [](const HedgePolicy& policy) { return policy.stress.maxLossUsd; };
    number.set = [](HedgePolicy& policy, Value value) { policy.stress.maxLossUsd = value; };
    return number;
}

QList<PolicyNumber> marginNumbers()
{
    PolicyNumber initial{tr("Initial margin ≤"),
                         tr("USD"),
                         tr("After the hedge, of the whole book; empty: no limit"),
                         0.0,
                         anyUsd,
                         Kind::Optional,
                         {},
                         {}};
    initial.get = [](const HedgePolicy& policy) { return policy.margin.maxInitialUsd; };
    initial.set = [](HedgePolicy& policy, Value value) { policy.margin.maxInitialUsd = value; };
    return {initial};
}

QList<PolicyNumber> universeNumbers()
{
    return {
        universeNumber(
            {tr("Option spread ≤"),
             tr("vol pt"),
             tr("Options quoted wider are refused"),
             0.0,
             1000.0,
             Kind::Needed,
             {},
             {}},
            [](const HedgeUniverse& u) { return u.maxSpreadVolPoints; },
            [](HedgeUniverse& u, double value) { u.maxSpreadVolPoints = value; }),
        universeNumber(
            {tr("Open interest ≥"), tr("contracts"), tr("Where the market states it"), 0.0, 1e9, Kind::Needed, {}, {}},
            [](const HedgeUniverse& u) { return u.minOpenInterest; },
            [](HedgeUniverse& u, double value) { u.minOpenInterest = value; }),
        universeNumber(
            {tr("Option |delta| ≥"),
             {},
             tr("Options further out of the money are refused"),
             0.0,
             1.0,
             Kind::Needed,
             {},
             {}},
            [](const HedgeUniverse& u) { return u.minAbsDelta; },
            [](HedgeUniverse& u, double value) { u.minAbsDelta = value; }),
        universeNumber(
            {tr("Option |delta| ≤"),
             {},
             tr("Options further in the money are refused"),
             0.0,
             1.0,
             Kind::Needed,
             {},
             {}},
            [](const HedgeUniverse& u) { return u.maxAbsDelta; },
            [](HedgeUniverse& u, double value) { u.maxAbsDelta = value; })};
}

PolicyNumber stickinessNumber()
{
    return plain({tr("Skew stickiness"),
                  {},
                  tr("0 sticky moneyness, 1 sticky strike; of the minimum-variance delta"),
                  -10.0,
                  10.0,
                  Kind::Needed,
                  {},
                  {}},
                 &HedgePolicy::skewStickiness, 1.0);
}

QList<PolicyNumber> robustNumbers()
{
    const auto number = [](PolicyNumber field, double RobustBox::*member, double scale) {
        field.kind = Kind::Needed;
        field.get = [=](const HedgePolicy& policy) { return Value(policy.robust.*member * scale); };
        field.set = [=](HedgePolicy& policy, Value value) { policy.robust.*member = *value / scale; };
        return field;
    };
    return {
        number({tr("Vols ±"),
                tr("points"),
                tr("Every limit must hold with all vols this much higher and lower"),
                0.0,
                100.0,
                Kind::Needed,
                {},
                {}},
               &RobustBox::volPoints, 1.0),
        number({tr("Correlations ±"),
                {},
                tr("Correlations of the covariance moved by so much"),
                0.0,
                1.0,
                Kind::Needed,
                {},
                {}},
               &RobustBox::correlation, 1.0),
        number({tr("Depth that may be gone"), tr("%"), tr("Of every visible amount"), 0.0, 99.0, Kind::Needed, {}, {}},
               &RobustBox::depthLoss, 100.0)};
}

QList<PolicyRow> rowsOf(const std::vector<PnlAtMove>& limits, double usdSign)
{
    QList<PolicyRow> rows;
    for (const PnlAtMove& limit : limits)
        rows << PolicyRow{{}, {100.0 * limit.move, usdSign * limit.leastPnlUsd}};
    return rows;
}

std::vector<PnlAtMove> limitsOf(const QList<PolicyRow>& rows, double usdSign)
{
    std::vector<PnlAtMove> limits;
    for (const PolicyRow& row : rows)
        limits.push_back({*row.numbers.at(0) / 100.0, usdSign * *row.numbers.at(1)});
    return limits;
}

QList<PolicyRow> rowsOf(const std::vector<StressMove>& moves)
{
    QList<PolicyRow> rows;
    for (const StressMove& move : moves)
        rows << PolicyRow{{words(move.name)},
                          {100.0 * move.spot, move.volPoints, move.maxLossUsd},
                          move.shape ? shapeWords(*move.shape) : QString()};
    return rows;
}

std::vector<StressMove> movesOf(const QList<PolicyRow>& rows, const std::vector<StressMove>& before)
{
    std::vector<StressMove> moves;
    for (const PolicyRow& row : rows) {
        moves.push_back(
            {row.texts.at(0).toStdString(), *row.numbers.at(0) / 100.0, *row.numbers.at(1), row.numbers.at(2)});
        const auto origin = static_cast<std::size_t>(row.origin);
        if (row.origin >= 0 && origin < before.size())
            moves.back().shape = before[origin].shape;
    }
    return moves;
}

QList<PolicyRow> rowsOf(const std::vector<VenueLimit>& limits)
{
    QList<PolicyRow> rows;
    for (const VenueLimit& limit : limits)
        rows << PolicyRow{{words(limit.venue)}, {limit.maxNotionalUsd}};
    return rows;
}

std::vector<VenueLimit> venuesOf(const QList<PolicyRow>& rows)
{
    std::vector<VenueLimit> limits;
    for (const PolicyRow& row : rows)
        limits.push_back({row.texts.at(0).toStdString(), *row.numbers.at(0)});
    return limits;
}

} // namespace ballast

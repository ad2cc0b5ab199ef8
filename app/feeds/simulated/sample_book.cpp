#include "app/feeds/simulated/sample_book.h"

#include "app/feeds/simulated/simulation_random.h"
#include "app/feeds/simulated/tick_prices.h"
#include "models/market/calendar.h"
#include "models/pricing/greeks.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace ballast {
namespace {

enum class Account
{
    Main,
    Hedge
};

struct OptionRule
{
    const char* underlying;
    double days; // the listed expiry nearest to this many days
    OptionType type;
    double absDelta; // the listed strike nearest to this delta
    double coins;
    const char* tag;
};

constexpr OptionType C = OptionType::Call;
constexpr OptionType P = OptionType::Put;

constexpr std::array optionRules{
    OptionRule{"BTC", 4, C, 0.30, -6, "income"},       OptionRule{"BTC", 4, P, 0.25, -5, "income"},
    OptionRule{"BTC", 11, C, 0.50, -6, "short-vol"},   OptionRule{"BTC", 11, P, 0.50, -6, "short-vol"},
    OptionRule{"BTC", 18, C, 0.25, -25, "overwrite"},  OptionRule{"BTC", 18, C, 0.50, -8, "short-vol"},
    OptionRule{"BTC", 18, P, 0.30, -20, "put-write"},  OptionRule{"BTC", 18, P, 0.10, 35, "tail"},
    OptionRule{"BTC", 18, C, 0.08, 15, "tail"},        OptionRule{"BTC", 46, C, 0.20, -30, "overwrite"},
    OptionRule{"BTC", 46, C, 0.40, 12, "upside"},      OptionRule{"BTC", 46, P, 0.35, -30, "put-write"},
    OptionRule{"BTC", 46, P, 0.12, 20, "tail"},        OptionRule{"BTC", 137, C, 0.35, 10, "upside"},
    OptionRule{"BTC", 137, C, 0.15, -40, "overwrite"}, OptionRule{"BTC", 137, P, 0.10, 8, "tail"},
    OptionRule{"ETH", 18, C, 0.30, -250, "overwrite"}, OptionRule{"ETH", 18, P, 0.25, -200, "put-write"},
    OptionRule{"ETH", 18, P, 0.10, 150, "tail"},       OptionRule{"ETH", 46, C, 0.50, -100, "short-vol"},
    OptionRule{"ETH", 46, P, 0.30, -120, "put-write"}, OptionRule{"ETH", 137, C, 0.25, 120, "upside"},
};

struct DeltaOneRule
{
    const char* underlying;
    InstrumentKind kind;
    double days; // futures
    double amountUsd;
    const char* tag;
    Account account;
};

constexpr std::array deltaOneRules{
    DeltaOneRule{"BTC", InstrumentKind::Perpetual, 0, 2'600'000, "core", Account::Hedge},
    DeltaOneRule{"BTC", InstrumentKind::Future, 46, -600'000, "carry", Account::Main},
    DeltaOneRule{"ETH", InstrumentKind::Perpetual, 0, 420'000, "core", Account::Hedge},
};

constexpr double entryDeviationOption = 0.06; // average price off the mark, relative
constexpr double entryDeviationDeltaOne = 0.006;

std::optional<double> absDeltaOf(const Instrument& option, const Quote& quote, Timestamp asOf)
{
    if (!quote.markIv || !quote.underlyingPrice || !quote.mark)
        return std::nullopt;
    const BlackTerms terms{*quote.underlyingPrice, *option.strike, yearsBetween(asOf, *option.expiry), *quote.markIv,
                           *option.type};
    return std::abs(optionGreeks(terms, option.settlement).delta);
}

double daysFrom(Timestamp asOf, Timestamp expiry)
{
    return yearsBetween(asOf, expiry) * 365.0;
}

std::optional<Timestamp> nearestExpiry(const MarketSnapshot& snapshot, const OptionRule& rule)
{
    const auto expiries = optionExpiries(snapshot, rule.underlying);
    const auto distance = [&](Timestamp expiry) { return std::abs(daysFrom(snapshot.asOf, expiry) - rule.days); };
    const auto best = std::ranges::min_element(expiries, {}, distance);
    return best == expiries.end() ? std::nullopt : std::optional(*best);
}

std::optional<std::size_t> pickOption(const MarketSnapshot& snapshot, const OptionRule& rule)
{
    const auto expiry = nearestExpiry(snapshot, rule);
    std::optional<std::size_t> best;
    double bestDistance = 1.0;
    for (std::size_t i = 0; expiry && i < snapshot.instruments->size(); ++i) {
        const Instrument& option = (*snapshot.instruments)[i];
        if (!isOption(option) || option.underlying != rule.underlying || option.expiry != expiry ||
            option.type != rule.type)
            continue;
        const auto delta = absDeltaOf(option, snapshot.quotes[i], snapshot.asOf);
        if (delta && std::abs(*delta - rule.absDelta) < bestDistance) {
            bestDistance = std::abs(*delta - rule.absDelta);
            best = i;
        }
    }
    return best;
}

std::optional<std::size_t> pickDeltaOne(const MarketSnapshot& snapshot, const DeltaOneRule& rule)
{
    std::optional<std::size_t> best;
    double bestDistance = 1e9;
    for (std::size_t i = 0; i < snapshot.instruments->size(); ++i) {
        const Instrument& candidate = (*snapshot.instruments)[i];
        if (candidate.kind != rule.kind || candidate.underlying != rule.underlying || !isQuantityInUsd(candidate))
            continue;
        const double distance =
            candidate.expiry ? std::abs(daysFrom(snapshot.asOf, *candidate.expiry) - rule.days) : 0.0;
        if (distance < bestDistance) {
            bestDistance = distance;
            best = i;
        }
    }
    return best;
}

// Paid some time ago, at a price near today's mark; the same for the same instrument in every run.
std::optional<double> entryPrice(const Instrument& instrument, const Quote& quote)
{
    if (!quote.mark)
        return std::nullopt;
    const double deviation = isOption(instrument) ? entryDeviationOption : entryDeviationDeltaOne;
    const double paid = *quote.mark * (1.0 + deviation * (2.0 * nameUniform(instrument.id.name, 0) - 1.0));
    return std::max(instrument.tick.base, tickAtOrBelow(paid, instrument.tick));
}

void addLine(Portfolio& book, const MarketSnapshot& snapshot, std::size_t row, double quantity, const char* tag,
             Account account)
{
    const Instrument& instrument = (*snapshot.instruments)[row];
    const auto held = std::ranges::find(book.positions, instrument.id, &Position::instrument);
    if (held != book.positions.end()) {
        held->quantity += quantity;
        return;
    }
    book.positions.push_back({instrument.id, quantity, entryPrice(instrument, snapshot.quotes[row]),
                              account == Account::Main ? "main" : "hedge", tag});
}

} // namespace

Portfolio sampleBook(const MarketSnapshot& snapshot)
{
    Portfolio book{.name = "Sample book", .positions = {}};
    for (const DeltaOneRule& rule : deltaOneRules) {
        if (const auto row = pickDeltaOne(snapshot, rule))
            addLine(book, snapshot, *row, rule.amountUsd, rule.tag, rule.account);
    }
    for (const OptionRule& rule : optionRules) {
        if (const auto row = pickOption(snapshot, rule))
            addLine(book, snapshot, *row, rule.coins, rule.tag, Account::Main);
    }
    return book;
}

} // namespace ballast

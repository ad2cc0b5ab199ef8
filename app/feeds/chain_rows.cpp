#include "app/feeds/chain_rows.h"

#include "app/feeds/cell_text.h"
#include "models/core/number_text.h"
#include "models/market/instrument_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

using enum ChainField;

void complain(ChainFileRow& row, ChainField field, std::string_view what)
{
    if (row.problem.empty())
        row.problem = fmt::format("{} is no {}", chainFieldWord(field), what);
}

void setLevels(ChainFileRow& row, ChainField field, std::string_view text)
{
    auto levels = levelsFromText(text);
    if (!levels) {
        complain(row, field, "list of [price, amount]");
        return;
    }
    std::erase_if(*levels, [](const LadderLevel& level) { return level.amount <= 0.0; });
    const bool bids = field == BidLadder;
    std::ranges::stable_sort(*levels, [bids](const LadderLevel& left, const LadderLevel& right) {
        return bids ? left.price > right.price : left.price < right.price;
    });
    (bids ? row.ladder.bids : row.ladder.asks) = std::move(*levels);
    row.hasLadder = true;
}

void setGreeks(ChainFileRow& row, std::string_view dict)
{
    for (const ChainField greek : {Delta, Gamma, Vega, Theta, Rho})
        row.numbers[static_cast<std::size_t>(greek)] = dictNumber(dict, chainFieldWord(greek));
}

void setNumber(ChainFileRow& row, ChainField field, std::string_view text)
{
    const auto number = parseNumber(text);
    if (number)
        row.numbers[static_cast<std::size_t>(field)] = number;
    else
        complain(row, field, "number");
}

// A column "underlying" names the coin in some files and prices it in others.
void setUnderlying(ChainFileRow& row, std::string_view text)
{
    auto& forward = row.numbers[static_cast<std::size_t>(Forward)];
    if (const auto price = parseNumber(text))
        forward = forward ? forward : price;
    else
        row.currency = text;
}

// Percent where most vols are above 3: 300 % is beyond any chain's middle, 3 % below it.
constexpr double percentAbove = 3.0;

double ivUnit(const std::vector<ChainFileRow>& rows)
{
    std::vector<double> vols;
    for (const ChainFileRow& row : rows) {
        for (const ChainField field : {MarkIv, BidIv, AskIv}) {
            if (const auto& vol = row.number(field); vol && *vol > 0.0)
                vols.push_back(*vol);
        }
    }
    if (vols.empty())
        return 0.0;
    const auto middle = vols.begin() + static_cast<std::ptrdiff_t>(vols.size() / 2);
    std::ranges::nth_element(vols, middle);
    return *middle > percentAbove ? 0.01 : 1.0;
}

// 0 is how files write "no quote".
std::optional<double> positive(const std::optional<double>& value)
{
    return value && *value > 0.0 ? value : std::nullopt;
}

std::optional<double> scaled(const std::optional<double>& value, double unit)
{
    const auto given = positive(value);
    if (!given)
        return std::nullopt;
    // Dividing keeps printed percents exact: 43.59 / 100 is the double nearest to 0.4359.
    return unit == 0.01 ? *given / 100.0 : *given;
}

Quote quoteOf(const ChainFileRow& row, double unit)
{
    Quote quote;
    quote.bid = positive(row.number(Bid));
    quote.ask = positive(row.number(Ask));
    quote.bidAmount = quote.bid ? positive(row.number(BidAmount)) : std::nullopt;
    quote.askAmount = quote.ask ? positive(row.number(AskAmount)) : std::nullopt;
    quote.mark = row.number(Mark);
    quote.last = positive(row.number(Last));
    quote.bidIv = scaled(row.number(BidIv), unit);
    quote.askIv = scaled(row.number(AskIv), unit);
    quote.markIv = scaled(row.number(MarkIv), unit);
    quote.underlyingPrice = positive(row.number(Forward));
    quote.openInterest = row.number(OpenInterest);
    quote.volume24h = row.number(Volume);
    quote.fundingRate8h = row.number(Funding);
    quote.venueGreeks = {row.number(Delta), row.number(Gamma), row.number(Vega), row.number(Theta), row.number(Rho)};
    return quote;
}

bool hasPrice(const Quote& quote)
{
    return quote.bid || quote.ask || positive(quote.mark) || quote.markIv || quote.bidIv || quote.askIv;
}

bool anyNegative(const ChainFileRow& row)
{
    return std::ranges::any_of(std::array{Bid, Ask, Mark, BidIv, AskIv, MarkIv, Forward, Index},
                               [&row](ChainField field) {
                                   const auto& value = row.number(field);
                                   return value && *value < 0.0;
                               });
}

bool contradicts(const Instrument& named, const ChainFileRow& row)
{
    if (!isOption(named))
        return false;
    const auto& strike = row.number(Strike);
    const auto dayOf = [](Timestamp at) { return std::chrono::floor<std::chrono::days>(at); };
    return (strike && *strike != *named.strike) || (row.type && *row.type != *named.type) ||
           (row.expiry && dayOf(*row.expiry) != dayOf(*named.expiry));
}

// Who the row speaks about, or the reason why that is not known.
class Naming
{
public:
    explicit Naming(const ChainOptions& options) : m_options(options) {}

    [[nodiscard]] Result<Instrument> name(const ChainFileRow& row)
    {
        if (!row.venue.empty() && row.venue != deribitVenue.value)
            return Error{Errc::Unsupported, "other venue"};
        if (row.instrument.empty())
            return build(row);
        auto named = parseDeribitName(row.instrument);
        // Listed spot pairs are named BTC_USDC; a bare word is another venue's symbol.
        if (!named || (named->kind == InstrumentKind::Spot && row.instrument.find('_') == std::string::npos))
            return Error{Errc::NotFound, "unknown instrument name"};
        if (contradicts(*named, row))
            return Error{Errc::BadInput, "columns contradict the instrument's name"};
        return named;
    }

    [[nodiscard]] bool assumedBitcoin() const { return m_assumedBitcoin; }
    [[nodiscard]] bool typeFromDelta() const { return m_typeFromDelta; }

private:
    [[nodiscard]] std::string underlyingOf(const ChainFileRow& row)
    {
        if (!row.currency.empty())
            return row.currency;
        if (!m_options.underlyingHint.empty())
            return m_options.underlyingHint;
        // No other listed coin has ever cost 10,000 USD.
        const auto& price = row.number(Index) ? row.number(Index) : row.number(Forward);
        if (!price || *price < 10'000.0)
            return {};
        m_assumedBitcoin = true;
        return "BTC";
    }

    [[nodiscard]] Result<Instrument> build(const ChainFileRow& row)
    {
        Instrument option;
        option.underlying = underlyingOf(row);
        option.type = row.type;
        if (!option.type && row.number(Delta) && *row.number(Delta) != 0.0) {
            option.type = *row.number(Delta) < 0.0 ? OptionType::Put : OptionType::Call;
            m_typeFromDelta = true;
        }
        option.strike = positive(row.number(Strike));
        option.expiry = row.expiry;
        if (option.underlying.empty())
            return Error{Errc::NotFound, "no underlying"};
        if (!option.strike || !option.expiry || !option.type)
            return Error{Errc::NotFound, "no expiry, strike or option type"};
        auto named = parseDeribitName(deribitName(option));
        if (!named)
            return Error{Errc::NotFound, "unknown instrument name"};
        return named;
    }

    const ChainOptions& m_options;
    bool m_assumedBitcoin = false;
    bool m_typeFromDelta = false;
};

Result<TickerUpdate> toUpdate(const ChainFileRow& row, double unit, Naming& naming, const ChainOptions& options)
{
    if (!row.problem.empty())
        return Error{Errc::BadInput, row.problem};
    const auto instrument = naming.name(row);
    if (!instrument)
        return instrument.error();
    const auto at = row.at ? row.at : options.asOf;
    if (!at)
        return Error{Errc::NotFound, "no time"};
    if (anyNegative(row))
        return Error{Errc::BadInput, "negative price or vol"};
    TickerUpdate update{instrument->id.name, TickerScope::Full, quoteOf(row, unit), positive(row.number(Index))};
    if (!hasPrice(update.quote))
        return Error{Errc::NoQuote, "no quote"};
    if (instrument->expiry && *instrument->expiry <= *at)
        return Error{Errc::Expired, "expired"};
    update.quote.at = *at;
    if (row.hasLadder && (!row.ladder.bids.empty() || !row.ladder.asks.empty()))
        update.quote.ladder = std::make_shared<const Ladder>(row.ladder);
    return update;
}

void addNotes(ChainUpdates& result, const Naming& naming, double unit, const std::string& file)
{
    if (unit != 0.0)
        result.notes.push_back(fmt::format("{}: vols read as {}", file, unit == 0.01 ? "percent" : "fractions"));
    if (naming.assumedBitcoin())
        result.notes.push_back(fmt::format("{}: names no underlying, BTC assumed from the price level", file));
    if (naming.typeFromDelta())
        result.notes.push_back(fmt::format("{}: calls and puts told apart by the sign of delta", file));
}

} // namespace

void setCell(ChainFileRow& row, ChainField field, std::string_view text)
{
    if (isMissingText(text))
        return;
    switch (field) {
    case Name:
        row.instrument = text;
        break;
    case Venue:
        row.venue = text;
        break;
    case Currency:
        setUnderlying(row, text);
        break;
    case Time:
        if (row.at = timeFromText(text); !row.at)
            complain(row, field, "time");
        break;
    case Expiry:
        if (row.expiry = expiryFromText(text); !row.expiry)
            complain(row, field, "expiry");
        break;
    case Type:
        row.type = optionTypeFromText(text);
        break;
    case GreeksDict:
        setGreeks(row, text);
        break;
    case BidLadder:
    case AskLadder:
        setLevels(row, field, text);
        break;
    default:
        setNumber(row, field, text);
        break;
    }
}

void setCell(ChainFileRow& row, ChainField field, double number)
{
    switch (field) {
    case Time:
        if (row.at = timeFromNumber(number); !row.at)
            complain(row, field, "time");
        break;
    case Expiry:
        if (row.expiry = timeFromNumber(number); !row.expiry)
            complain(row, field, "expiry");
        break;
    case Currency:
        setUnderlying(row, shortestNumber(number));
        break;
    case Name:
    case Venue:
    case Type:
    case GreeksDict:
    case BidLadder:
    case AskLadder:
        complain(row, field, "text");
        break;
    default:
        row.numbers[static_cast<std::size_t>(field)] = number;
        break;
    }
}

ChainUpdates toUpdates(const std::vector<ChainFileRow>& rows, const std::filesystem::path& file,
                       const ChainOptions& options)
{
    ChainUpdates result;
    result.updates.reserve(rows.size());
    const double unit = ivUnit(rows);
    Naming naming(options);
    for (const ChainFileRow& row : rows) {
        auto update = toUpdate(row, unit, naming, options);
        if (update) {
            result.tally.use();
            result.updates.push_back(std::move(*update));
        } else {
            result.tally.reject(update.error().message, file, row.line);
        }
    }
    result.timeMissing = !rows.empty() && result.tally.rejected("no time") == rows.size();
    result.nameMissing = !rows.empty() && result.tally.rejected("no underlying") == rows.size();
    addNotes(result, naming, unit, file.filename().string());
    return result;
}

} // namespace ballast

#include "models/market/otc_name.h"

#include "models/market/instrument_name.h"
#include "models/market/name_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace ballast {
namespace {

constexpr std::size_t mostFixings = 400;
constexpr int longestStepDays = 31;
constexpr double largestUsd = 1e9;
constexpr std::size_t listedParts = 4;

constexpr std::array<std::pair<std::string_view, BarrierKind>, 4> barriers{
    {{"UO", BarrierKind::UpOut}, {"UI", BarrierKind::UpIn}, {"DO", BarrierKind::DownOut}, {"DI", BarrierKind::DownIn}}};

Error notAName(std::string_view name, std::string_view why)
{
    return {Errc::BadInput, fmt::format("'{}' is no name of an OTC option: {}", name.substr(0, 64), why)};
}

std::optional<double> parseUsd(std::string_view text)
{
    const auto usd = parseAmount(text);
    return usd && *usd <= largestUsd ? usd : std::nullopt;
}

std::optional<int> parseStep(std::string_view text)
{
    int days = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), days);
    const bool whole = read.ec == std::errc() && std::string_view(read.ptr, text.data() + text.size()) == "D";
    return whole && days >= 1 && days <= longestStepDays ? std::optional(days) : std::nullopt;
}

using Parts = std::vector<std::string_view>;

// What is wrong with the parts; nullopt: read into `terms`.
std::optional<std::string> readBarrier(const Parts& parts, OtcTerms& terms)
{
    if (parts.size() < 6 || parts.size() > 7)
        return "a barrier option ends as in -UO-90000 or -UO-90000-R500";
    const auto level = parseUsd(parts[5]);
    if (!level)
        return "the barrier must be a price in USD such as 90000";
    terms.style = OtcStyle::Barrier;
    terms.barrierUsd = *level;
    if (parts.size() == 6)
        return std::nullopt;
    const auto rebate = parts[6].starts_with('R') ? parseUsd(parts[6].substr(1)) : std::nullopt;
    if (!rebate)
        return "the rebate must be R and USD per coin, such as R500";
    terms.rebateUsd = *rebate;
    return std::nullopt;
}

std::optional<std::string> readAverage(const Parts& parts, OtcTerms& terms, Timestamp expiry)
{
    if (parts.size() != 7)
        return "an Asian option ends as in -AVG-20MAR26-1D: first fixing and days between fixings";
    const auto first = parseExpiryLabel(parts[5]);
    const auto step = parseStep(parts[6]);
    if (!first || *first > expiry)
        return "the first fixing must be a day such as 20MAR26, not after the expiry";
    if (!step)
        return fmt::format("the days between fixings must be 1D to {}D", longestStepDays);
    terms.style = OtcStyle::Asian;
    terms.average = parts[4] == "GEO" ? AverageKind::Geometric : AverageKind::Arithmetic;
    terms.firstFixing = *first;
    terms.stepDays = *step;
    return std::nullopt;
}

std::optional<std::string> readTerms(const Parts& parts, OtcTerms& terms, Timestamp expiry)
{
    const auto barrier = std::ranges::find(barriers, parts[4], &std::pair<std::string_view, BarrierKind>::first);
    if (barrier != barriers.end()) {
        terms.barrier = barrier->second;
        return readBarrier(parts, terms);
    }
    if (parts[4] == "AVG" || parts[4] == "GEO")
        return readAverage(parts, terms, expiry);
    if (parts[4] != "AM" || parts.size() != 5)
        return "the fifth part must be UO, UI, DO or DI (barrier), AVG or GEO (Asian) or AM (American)";
    terms.style = OtcStyle::American;
    return std::nullopt;
}

} // namespace

const char* otcEngineWord(OtcEngine engine)
{
    switch (engine) {
    case OtcEngine::Analytic:
        return "analytic";
    case OtcEngine::FiniteDifferences:
        return "fd";
    case OtcEngine::MonteCarlo:
        return "mc";
    }
    return "analytic";
}

const char* barrierWord(BarrierKind kind)
{
    switch (kind) {
    case BarrierKind::UpOut:
        return "up-and-out";
    case BarrierKind::UpIn:
        return "up-and-in";
    case BarrierKind::DownOut:
        return "down-and-out";
    case BarrierKind::DownIn:
        return "down-and-in";
    }
    return "up-and-out";
}

bool knocksIn(BarrierKind kind)
{
    return kind == BarrierKind::UpIn || kind == BarrierKind::DownIn;
}

bool isUpBarrier(BarrierKind kind)
{
    return kind == BarrierKind::UpOut || kind == BarrierKind::UpIn;
}

Result<Instrument> parseOtcName(std::string_view name)
{
    const Parts parts = splitAtDashes(name);
    if (parts.size() <= listedParts)
        return notAName(name, "write CURRENCY-EXPIRY-STRIKE-C or -P and then -UO-90000, -AVG-20MAR26-1D or -AM");
    const std::size_t listedEnd = static_cast<std::size_t>(parts[3].data() - name.data()) + parts[3].size();
    const auto listed = parseDeribitName(name.substr(0, listedEnd));
    if (!listed || parts[0].find('_') != std::string_view::npos)
        return notAName(name, "it must begin as a listed option does, BTC-27MAR26-70000-C");

    Instrument instrument;
    instrument.id = {otcVenue, std::string(name)};
    instrument.underlying = listed->underlying;
    instrument.kind = InstrumentKind::Otc;
    instrument.settlement = Settlement::Linear; // in USD
    instrument.strike = listed->strike;
    instrument.expiry = listed->expiry;
    instrument.type = listed->type;
    OtcTerms terms;
    if (const auto fault = readTerms(parts, terms, *instrument.expiry))
        return notAName(name, *fault);
    instrument.otc = terms;
    if (fixingsOf(instrument).size() > mostFixings)
        return notAName(name, fmt::format("more than {} fixings, take them further apart", mostFixings));
    if (const std::string written = otcName(instrument); written != name)
        return notAName(name, fmt::format("write it as {}", written));
    return instrument;
}

std::string otcName(const Instrument& instrument)
{
    const OtcTerms& terms = *instrument.otc;
    std::string name = fmt::format("{}-{}-{}-{}", instrument.underlying, expiryLabel(*instrument.expiry),
                                   amountText(*instrument.strike), *instrument.type == OptionType::Call ? "C" : "P");
    if (terms.style == OtcStyle::American)
        return name + "-AM";
    if (terms.style == OtcStyle::Asian)
        return name + fmt::format("-{}-{}-{}D", terms.average == AverageKind::Geometric ? "GEO" : "AVG",
                                  expiryLabel(terms.firstFixing), terms.stepDays);
    const auto word = std::ranges::find(barriers, terms.barrier, &std::pair<std::string_view, BarrierKind>::second);
    name += fmt::format("-{}-{}", word->first, amountText(terms.barrierUsd));
    return terms.rebateUsd > 0.0 ? name + "-R" + amountText(terms.rebateUsd) : name;
}

std::vector<Timestamp> fixingsOf(const Instrument& instrument)
{
    std::vector<Timestamp> fixings;
    if (!instrument.otc || instrument.otc->style != OtcStyle::Asian)
        return fixings;
    const std::chrono::days step(instrument.otc->stepDays);
    for (Timestamp at = instrument.otc->firstFixing; at <= *instrument.expiry; at += step) {
        fixings.push_back(at);
        if (fixings.size() > mostFixings)
            break;
    }
    return fixings;
}

} // namespace ballast

#include "app/cli/bench/sample_smiles.h"

#include "models/market/calendar.h"
#include "models/market/instrument_name.h"
#include "models/pricing/black76.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <utility>

namespace ballast::bench {
namespace {

constexpr double indexUsd = 7e4;
constexpr double halfWidthVol = 0.0025;
constexpr double noiseVol = 0.002;
constexpr int strikesPerExpiry = 60;
constexpr std::array expiryDays{7, 14, 21, 35, 49, 63, 91, 126, 182, 273, 364, 546};

Timestamp today()
{
    using namespace std::chrono;
    return sys_days(2026y / March / 6d) + 8h;
}

// SSVI of one skew and power-law curvature, free of static arbitrage (Gatheral and Jacquier 2014, spec F5), as raw SVI.
SviParams smileAt(double years)
{
    constexpr double rho = -0.25;
    const double theta = 0.36 * years + 0.004 * (1.0 - std::exp(-20.0 * years));
    const double phi = 1.1 / std::sqrt(theta);
    const double root = std::sqrt(1.0 - rho * rho);
    return {0.5 * theta * (1.0 - rho * rho), 0.5 * theta * phi, rho, -rho / phi, root / phi};
}

SampleSmile noisySmile(int days, std::mt19937_64& random)
{
    std::normal_distribution<double> noise(0.0, noiseVol);
    SampleSmile smile;
    smile.expiry = today() + std::chrono::days(days);
    smile.years = yearsBetween(today(), smile.expiry);
    smile.forward = indexUsd * std::exp(0.05 * smile.years);
    const SviParams truth = smileAt(smile.years);
    const double widest = 2.2 * std::sqrt(sviTotalVariance(truth, 0.0));
    for (int i = 0; i < strikesPerExpiry; ++i) {
        const double k = widest * (2.0 * i / (strikesPerExpiry - 1) - 1.0);
        const double strike = std::round(smile.forward * std::exp(k) / 50.0) * 50.0;
        smile.k.push_back(std::log(strike / smile.forward));
        smile.vol.push_back(std::sqrt(sviTotalVariance(truth, smile.k.back()) / smile.years) + noise(random));
    }
    return smile;
}

Quote quoteAt(const SampleSmile& smile, std::size_t i, OptionType type)
{
    const double strike = smile.forward * std::exp(smile.k[i]);
    const auto coin = [&](double vol) {
        return blackPrice({smile.forward, strike, smile.years, vol, type}) / smile.forward;
    };
    Quote quote;
    quote.bidIv = smile.vol[i] - halfWidthVol;
    quote.askIv = smile.vol[i] + halfWidthVol;
    quote.markIv = smile.vol[i];
    quote.bid = coin(*quote.bidIv);
    quote.ask = coin(*quote.askIv);
    quote.mark = coin(*quote.markIv);
    quote.bidAmount = 10.0;
    quote.askAmount = 10.0;
    quote.underlyingPrice = smile.forward;
    quote.openInterest = 100.0;
    quote.at = today();
    return quote;
}

Instrument optionAt(const SampleSmile& smile, std::size_t i, OptionType type)
{
    Instrument option;
    option.underlying = "BTC";
    option.strike = std::round(smile.forward * std::exp(smile.k[i]));
    option.expiry = smile.expiry;
    option.type = type;
    option.id = {deribitVenue, {}};
    option.id.name = deribitName(option);
    return option;
}

} // namespace

std::vector<double> SampleSmile::strikes() const
{
    std::vector<double> strikes;
    for (const double at : k)
        strikes.push_back(forward * std::exp(at));
    return strikes;
}

std::vector<SampleSmile> sampleSmiles()
{
    std::mt19937_64 random(60);
    std::vector<SampleSmile> smiles;
    for (const int days : expiryDays)
        smiles.push_back(noisySmile(days, random));
    return smiles;
}

MarketSnapshot sampleMarket(const std::vector<SampleSmile>& smiles)
{
    std::vector<std::pair<Instrument, Quote>> listed;
    for (const SampleSmile& smile : smiles) {
        for (std::size_t i = 0; i < smile.k.size(); ++i) {
            for (const auto type : {OptionType::Call, OptionType::Put})
                listed.emplace_back(optionAt(smile, i, type), quoteAt(smile, i, type));
        }
    }
    std::ranges::sort(listed, [](const auto& a, const auto& b) { return listedBefore(a.first, b.first); });
    std::vector<Instrument> instruments;
    MarketSnapshot market;
    for (auto& [instrument, quote] : listed) {
        instruments.push_back(std::move(instrument));
        market.quotes.push_back(std::move(quote));
    }
    market.id = {1};
    market.asOf = today();
    market.source = "benchmark";
    market.instruments = std::make_shared<const InstrumentTable>(std::move(instruments));
    market.indices = {{"BTC", indexUsd, today()}};
    return market;
}

std::vector<SviSample> equallyWeighted(const SampleSmile& smile)
{
    std::vector<SviSample> samples;
    for (std::size_t i = 0; i < smile.k.size(); ++i) {
        const double slope = 2.0 * smile.vol[i] * smile.years;
        samples.push_back({smile.k[i], smile.vol[i] * smile.vol[i] * smile.years, 1.0 / (slope * slope)});
    }
    return samples;
}

SviParams roughStart(const SampleSmile& smile)
{
    const auto w = [&](std::size_t i) { return smile.vol[i] * smile.vol[i] * smile.years; };
    const std::size_t last = smile.k.size() - 1;
    const std::size_t middle = last / 2;
    const double left = (w(0) - w(middle)) / (smile.k[middle] - smile.k[0]);
    const double right = (w(last) - w(middle)) / (smile.k[last] - smile.k[middle]);
    const double b = std::max(0.5 * (left + right), 1e-3);
    const double sigma = 0.25 * (smile.k[last] - smile.k[0]);
    return {std::max(w(middle) - b * sigma, 1e-4), b, std::clamp(0.5 * (right - left) / b, -0.9, 0.9), 0.0, sigma};
}

} // namespace ballast::bench

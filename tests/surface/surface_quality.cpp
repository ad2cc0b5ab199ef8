#include "app/feeds/import_market.h"
#include "models/market/calendar.h"
#include "models/market/instrument_name.h"
#include "models/pricing/black76.h"
#include "models/surface/surface_fit.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

// Measures fitted surfaces against the executable prices of recorded chains: share of two-sided quotes with |delta| in
// 0.05..0.95 whose bid..ask holds the model's price, on the option's own forward and on the slice's; least Durrleman g
// and calendar gap on a grid of its own; time of a cold fit. Usage: surface_quality [-v] FILE...

using namespace ballast;

namespace {

constexpr double deltaLow = 0.05;
constexpr double deltaHigh = 0.95;
constexpr int coldFits = 9;

struct Held
{
    int quotes = 0;
    int onOwnForward = 0;
    int onSliceForward = 0;
    int mark = 0;
};

double quoted(const Instrument& option, double forward, double strike, double years, double vol)
{
    const double usd = blackPrice({forward, strike, years, vol, *option.type});
    return option.settlement == Settlement::Inverse ? usd / forward : usd;
}

bool between(const Quote& quote, double price)
{
    return price >= *quote.bid - 1e-12 && price <= *quote.ask + 1e-12;
}

Held heldQuotes(const MarketSnapshot& market, const SviSlice& slice, bool listMisses)
{
    Held held;
    for (std::size_t i = 0; i < market.quotes.size(); ++i) {
        const Instrument& option = (*market.instruments)[i];
        const Quote& quote = market.quotes[i];
        if (!isOption(option) || option.expiry != slice.expiry || !quote.bid || !quote.ask || *quote.bid > *quote.ask)
            continue;
        if (slice.quotes.empty() ||
            (*market.instruments)[slice.quotes.front().instrument].underlying != option.underlying)
            continue;
        const double vol = slice.volAtStrike(*option.strike);
        const double delta = std::abs(
            blackValues({slice.forward, *option.strike, slice.years, quote.markIv.value_or(vol), *option.type}).delta);
        if (delta < deltaLow || delta > deltaHigh)
            continue;
        const double own = quote.underlyingPrice.value_or(slice.forward);
        const bool inOwn = between(quote, quoted(option, own, *option.strike, slice.years, vol));
        const bool inSlice = between(quote, quoted(option, slice.forward, *option.strike, slice.years, vol));
        ++held.quotes;
        held.onOwnForward += inOwn ? 1 : 0;
        held.onSliceForward += inSlice ? 1 : 0;
        held.mark +=
            quote.markIv && between(quote, quoted(option, own, *option.strike, slice.years, *quote.markIv)) ? 1 : 0;
        if (listMisses && !(inOwn && inSlice))
            std::printf(
                "      %s delta %.3f bid %.4f ask %.4f model %.6f own %.6f vol %.4f mark vol %.4f forwards %.2f %.2f\n",
                option.id.name.c_str(), delta, *quote.bid, *quote.ask,
                quoted(option, slice.forward, *option.strike, slice.years, vol),
                quoted(option, own, *option.strike, slice.years, vol), vol, quote.markIv.value_or(0.0), own,
                slice.forward);
    }
    return held;
}

double leastG(const SviSlice& slice)
{
    return std::min(sviMinDurrleman(slice.params, -3.0, 3.0, 12001), sviMinDurrleman(slice.params, -12.0, 12.0, 6001));
}

double leastGap(const VolSurface& surface)
{
    double least = 1.0;
    for (std::size_t i = 1; i < surface.slices.size(); ++i)
        for (double k = -12.0; k <= 12.0; k += std::abs(k) < 3.0 ? 5e-4 : 4e-3)
            least = std::min(least, sviTotalVariance(surface.slices[i].params, k) -
                                        sviTotalVariance(surface.slices[i - 1].params, k));
    return least;
}

double threadMilliseconds()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

double percentOf(int part, int whole)
{
    return whole > 0 ? 100.0 * part / whole : 0.0;
}

void measure(const MarketSnapshot& market, const std::string& underlying, int verbose)
{
    double milliseconds = 1e9;
    for (int i = 0; i < coldFits; ++i) {
        const double start = threadMilliseconds();
        (void)fitSurface(market, underlying, {});
        milliseconds = std::min(milliseconds, threadMilliseconds() - start);
    }
    const auto surface = fitSurface(market, underlying, {});
    Held sum;
    double g = 1.0;
    for (const SviSlice& slice : surface->slices) {
        const Held held = heldQuotes(market, slice, verbose > 1);
        sum.quotes += held.quotes;
        sum.onOwnForward += held.onOwnForward;
        sum.onSliceForward += held.onSliceForward;
        sum.mark += held.mark;
        g = std::min(g, leastG(slice));
        if (verbose > 0)
            std::printf("    %-8s T %.4f quotes %3d own %6.2f slice %6.2f mark %6.2f g %.5f rms %.2f  a %.5f b %.5f "
                        "rho %.4f m %.4f s %.4f\n",
                        expiryLabel(slice.expiry).c_str(), slice.years, held.quotes,
                        percentOf(held.onOwnForward, held.quotes), percentOf(held.onSliceForward, held.quotes),
                        percentOf(held.mark, held.quotes), leastG(slice), slice.rmseVolPoints, slice.params.a,
                        slice.params.b, slice.params.rho, slice.params.m, slice.params.sigma);
    }
    for (const FailedSlice& failed : surface->failed)
        if (verbose > 0)
            std::printf("    %s: %s\n", expiryLabel(failed.expiry).c_str(), failed.reason.c_str());
    std::printf("%s %s  slices %zu+%zu quotes %4d  own %6.2f  slice %6.2f  mark %6.2f  min g %9.2e  gap %9.2e  %s  "
                "%6.2f ms  %s\n",
                underlying.c_str(), toIso8601(market.asOf).c_str(), surface->slices.size(), surface->failed.size(),
                sum.quotes, percentOf(sum.onOwnForward, sum.quotes), percentOf(sum.onSliceForward, sum.quotes),
                percentOf(sum.mark, sum.quotes), g, leastGap(*surface),
                surface->arbitrageFree() ? "certified" : "ARBITRAGE", milliseconds, surface->method.c_str());
    for (const std::string& warning : surface->dataWarnings)
        std::printf("    WARNING %s\n", warning.c_str());
}

} // namespace

int main(int argc, char** argv)
{
    int verbose = 0;
    for (int i = 1; i < argc; ++i) {
        if (std::strncmp(argv[i], "-v", 2) == 0) {
            verbose += std::strcmp(argv[i], "-vv") == 0 ? 2 : 1;
            continue;
        }
        ImportOptions options;
        options.paths = {argv[i]};
        const auto imported = importMarket(options);
        if (!imported || !imported->merged) {
            std::fprintf(stderr, "%s: %s\n", argv[i], imported ? "nothing usable" : imported.error().message.c_str());
            continue;
        }
        for (const std::string& underlying : underlyingsOf(*imported->merged))
            measure(*imported->merged, underlying, verbose);
    }
    return 0;
}

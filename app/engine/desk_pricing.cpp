#include "app/engine/desk_pricing.h"

#include "models/pricing/quantlib/quantlib_otc_pricer.h"
#include "models/pricing/quantlib/reference_pricer.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

std::optional<BlackTerms> termsOf(const RiskLine& line)
{
    if (!line.values.ok() || !line.instrument || !isOption(*line.instrument) || !line.values->vol)
        return std::nullopt;
    return BlackTerms{line.values->forward, *line.instrument->strike, line.values->years, *line.values->vol,
                      *line.instrument->type};
}

ReferenceCheck compareWithReference(const RiskReport& report, const std::stop_token& stop)
{
    ReferenceCheck check;
    for (const RiskLine& line : report.lines) {
        const auto terms = stop.stop_requested() ? std::nullopt : termsOf(line);
        const auto reference = terms ? referencePrice(*terms) : std::nullopt;
        if (!reference)
            continue;
        ++check.options;
        const double error = std::abs(*reference - blackPrice(*terms)) / terms->forward;
        check.largestPriceError = std::max(check.largestPriceError, error);
    }
    return check;
}

Result<DeskPicture> priced(const PricingRequest& request, const DeskAids& aids, const std::stop_token& stop)
{
    auto picture = buildDeskPicture(request.market, request.book, request.settings, stop, aids);
    if (picture && picture->risk)
        picture->reference = compareWithReference(*picture->risk, stop);
    return picture;
}

Result<DeskPicture> pricedWith(PricingRequest request, SmileHistory& history, const DeskAids& aids,
                               const std::stop_token& stop)
{
    request.settings.delta.motions = history.motions();
    auto picture = priced(request, aids, stop);
    if (picture) {
        for (const UnderlyingPicture& underlying : picture->underlyings)
            history.record(underlying.surface);
    }
    return picture;
}

} // namespace

Result<DeskPicture> priceDesk(const PricingRequest& request, std::stop_token stop)
{
    return priced(request, DeskAids{quantLibOtcPricer()}, stop);
}

Result<DeskPicture> priceDesk(const PricingRequest& request, SmileHistory& history, std::stop_token stop)
{
    return pricedWith(request, history, DeskAids{quantLibOtcPricer()}, stop);
}

Result<DeskPicture> priceDesk(const PricingRequest& request, PricingMemory& memory, std::stop_token stop)
{
    const DeskAids aids{quantLibOtcPricer(), &memory.desk, &memory.threads.runner()};
    return pricedWith(request, memory.history, aids, stop);
}

} // namespace ballast

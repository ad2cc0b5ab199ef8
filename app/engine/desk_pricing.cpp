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

} // namespace

Result<DeskPicture> priceDesk(const PricingRequest& request, std::stop_token stop)
{
    auto picture = buildDeskPicture(request.market, request.book, request.settings, stop, quantLibOtcPricer());
    if (picture && picture->risk)
        picture->reference = compareWithReference(*picture->risk, stop);
    return picture;
}

Result<DeskPicture> priceDesk(const PricingRequest& request, SmileHistory& history, std::stop_token stop)
{
    PricingRequest fitted = request;
    fitted.settings.delta.motions = history.motions();
    auto picture = priceDesk(fitted, std::move(stop));
    if (picture) {
        for (const UnderlyingPicture& underlying : picture->underlyings)
            history.record(underlying.surface);
    }
    return picture;
}

} // namespace ballast

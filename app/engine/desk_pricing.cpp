#include "app/engine/desk_pricing.h"

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
    auto picture = buildDeskPicture(request.market, request.book, request.settings, stop);
    if (picture && picture->risk)
        picture->reference = compareWithReference(*picture->risk, stop);
    return picture;
}

HedgeProposal hedgeDesk(const HedgeRequest& request, std::stop_token stop)
{
    std::vector<VolSurfacePtr> surfaces;
    for (const UnderlyingPicture& underlying : request.basis->underlyings) {
        if (underlying.surface)
            surfaces.push_back(underlying.surface);
    }
    const HedgeInputs inputs{request.id, request.basis->market, request.basis->book,
                             surfaces,   request.policy,        request.frontier};
    if (request.edited)
        return withQuantities(inputs, *request.edited, request.quantities);
    return proposeHedge(inputs, stop);
}

} // namespace ballast

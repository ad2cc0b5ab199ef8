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

std::vector<HedgedPnlCurves> curvesOf(const HedgeProposal& proposal, const DeskPicture& basis,
                                      const std::vector<VolSurfacePtr>& surfaces)
{
    std::vector<HedgedPnlCurves> curves;
    if (proposal.trades.empty() || !basis.risk)
        return curves;
    const RiskInputs inputs{basis.market, basis.book, surfaces, basis.risk->vol};
    const std::vector<double> moves = evenAxis(-widestPnlMove, widestPnlMove, pnlPoints);
    for (const double days : pnlHorizonDays) {
        auto curve = hedgedPnlOverSpot(*basis.risk, inputs, proposal, moves, days);
        if (!curve)
            return {};
        curves.push_back(std::move(curve).value());
    }
    return curves;
}

} // namespace

Result<DeskPicture> priceDesk(const PricingRequest& request, std::stop_token stop)
{
    auto picture = buildDeskPicture(request.market, request.book, request.settings, stop);
    if (picture && picture->risk)
        picture->reference = compareWithReference(*picture->risk, stop);
    return picture;
}

HedgePicture hedgeDesk(const HedgeRequest& request, std::stop_token stop)
{
    std::vector<VolSurfacePtr> surfaces;
    for (const UnderlyingPicture& underlying : request.basis->underlyings) {
        if (underlying.surface)
            surfaces.push_back(underlying.surface);
    }
    const HedgeInputs inputs{request.id, request.basis->market, request.basis->book,
                             surfaces,   request.policy,        request.frontier};
    HedgePicture hedge;
    hedge.proposal =
        request.edited ? withQuantities(inputs, *request.edited, request.quantities) : proposeHedge(inputs, stop);
    if (request.curves && !stop.stop_requested())
        hedge.curves = curvesOf(hedge.proposal, *request.basis, surfaces);
    return hedge;
}

} // namespace ballast

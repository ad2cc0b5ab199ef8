#include "tests/ui/desk_sample.h"

#include "app/feeds/simulated/sample_book.h"
#include "app/feeds/simulated/simulated_market.h"

#include <stdexcept>

namespace ballast::test {

namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

DeskPicturePtr pictureOf(const SnapshotPtr& market, const PortfolioPtr& book)
{
    Result<DeskPicture> picture = buildDeskPicture(market, book, {}, {});
    if (!picture)
        throw std::runtime_error(picture.error().message);
    return std::make_shared<const DeskPicture>(std::move(*picture));
}

Band band(BandKind kind, double lower, double upper)
{
    Band band;
    band.kind = kind;
    band.name = bandWord(kind);
    band.lower = lower;
    band.upper = upper;
    return band;
}

// Tight enough that the sample book is out of all three bands.
HedgePolicy tightPolicy(const RiskReport& risk)
{
    HedgePolicy policy;
    policy.name = "Flat through the weekend";
    for (const UnderlyingRisk& each : risk.byUnderlying) {
        if (each.underlying != policy.underlying)
            continue;
        const auto half = [](double value) { return 0.4 * std::abs(value) + 1e-6; };
        policy.bands = {band(BandKind::Delta, -half(each.total.deltaCoin), half(each.total.deltaCoin)),
                        band(BandKind::Gamma, -half(each.total.gammaCoinPerUsd), half(each.total.gammaCoinPerUsd)),
                        band(BandKind::Vega, -half(each.total.vegaUsd), half(each.total.vegaUsd))};
    }
    policy.maxLegs = 6;
    return policy;
}

std::shared_ptr<const HedgeProposal> solved(const DeskPicture& picture, const HedgePolicy& policy)
{
    std::vector<VolSurfacePtr> surfaces;
    for (const UnderlyingPicture& each : picture.underlyings)
        surfaces.push_back(each.surface);
    HedgeInputs inputs{{218}, picture.market, picture.book, surfaces, policy, FrontierWanted::Yes};
    return std::make_shared<const HedgeProposal>(proposeHedge(inputs, {}));
}

HedgeDetailsPtr detailsOf(const DeskPicture& picture, const HedgePolicy& policy, const HedgeProposal& proposal)
{
    std::vector<VolSurfacePtr> surfaces;
    for (const UnderlyingPicture& each : picture.underlyings)
        surfaces.push_back(each.surface);
    const HedgeInputs inputs{{218}, picture.market, picture.book, surfaces, policy, FrontierWanted::No};
    auto details = std::make_shared<HedgeDetails>();
    details->proposal = proposal.id;
    details->costUsd = proposal.costUsd();
    details->riskAfterUsd = proposal.riskAfterUsd;
    details->frontier = hedgeFrontier(inputs, proposal, {});
    details->alternatives = explainAlternatives(inputs, proposal, {});
    const std::array<const RiskReport*, 1> reports{picture.risk.get()};
    details->outlook = deltaOutlook({reports, policy, surfaces, picture.market->index("BTC")->priceUsd, 0.5, 0.001});
    return details;
}

HedgedCurvesPtr curvesOf(const DeskPicture& picture, const HedgeProposal& proposal)
{
    std::vector<VolSurfacePtr> surfaces;
    for (const UnderlyingPicture& each : picture.underlyings)
        surfaces.push_back(each.surface);
    auto curves = std::make_shared<std::vector<HedgedPnlCurves>>();
    for (const double days : pnlHorizonDays)
        curves->push_back(hedgedPnlOverSpot(*picture.risk, {picture.market, picture.book, surfaces, picture.risk->vol},
                                            proposal, evenAxis(-widestPnlMove, widestPnlMove, pnlPoints), days)
                              .value());
    return curves;
}

ApprovalView openApproval(Timestamp now)
{
    ApprovalView view;
    view.proposal = {218};
    view.state = ProposalState::Open;
    view.openedAt = now - seconds(6);
    view.expiresAt = now + seconds(24);
    view.checks = {{"Prices fresh", true, "oldest 0.9 s"},
                   {"Market within tolerance", true, "spot moved 0.04 % of 0.25 %"},
                   {"Limits after fill", true, "3 of 3 inside"},
                   {"Kill switch at rest", true, "at rest"}};
    view.canApprove = true;
    return view;
}

std::vector<JournalEntry> journalOf(Timestamp now)
{
    const auto entry = [&](std::int64_t sequence, const char* kind, const char* summary) {
        JournalEntry made;
        made.sequence = sequence;
        made.at = now - seconds(120) + seconds(10 * sequence);
        made.kind = kind;
        made.actor = "trader";
        made.basis = 41200 + static_cast<std::uint64_t>(sequence);
        made.proposal = 217;
        made.summary = summary;
        made.payload = R"({"trades":[{"instrument":"BTC-PERPETUAL","side":"sell","quantity":10000}]})";
        made.hash = std::string(64, static_cast<char>('a' + sequence));
        made.previousHash = std::string(64, static_cast<char>('a' + sequence - 1));
        return made;
    };
    return {entry(1, "proposal-opened", "6 legs, cost 3,628 USD"),
            entry(2, "approved", "6 legs approved at basis 41202"),
            entry(3, "filled", "Sell 10,000 BTC-PERPETUAL at 63,701.2")};
}

DeskSample build()
{
    DeskSample sample;
    SimulatedMarket market;
    market.step(seconds(30));
    const auto book = std::make_shared<const Portfolio>(sampleBook(*market.current()));
    sample.picture = pictureOf(market.step(milliseconds(100)), book);
    sample.nextPicture = pictureOf(market.step(milliseconds(100)), book);
    sample.policy = tightPolicy(*sample.picture->risk);
    sample.proposal = solved(*sample.picture, sample.policy);
    sample.curves = curvesOf(*sample.picture, *sample.proposal);
    sample.now = sample.picture->market->asOf + seconds(2);
    sample.open = openApproval(sample.now);
    sample.journal = journalOf(sample.now);
    sample.feeds = {{"Simulated", QuoteState::Live, 0.1, 3.0, "step 302, 1x"},
                    {"Deribit", QuoteState::Late, 3.4, 212.0, "late"},
                    {"OKX", QuoteState::Stale, 74.0, std::nullopt, "stale"},
                    {"Bybit", QuoteState::Down, 120.0, std::nullopt, "next try 8 s"}};
    return sample;
}

} // namespace

const DeskSample& deskSample()
{
    static const DeskSample sample = build();
    return sample;
}

const HedgeDetailsPtr& deskStudy()
{
    static const HedgeDetailsPtr study = detailsOf(*deskSample().picture, deskSample().policy, *deskSample().proposal);
    return study;
}

} // namespace ballast::test

#include "app/session/hedge_work.h"

#include "app/engine/desk_pricing.h"
#include "app/store/scenario_csv.h"

namespace ballast {
namespace {

Status readScenarios(HedgeRequest& request)
{
    const ScenarioChoice& choice = request.policy.scenarios;
    if (choice.source != ScenarioSource::File)
        return Done{};
    if (choice.file.empty())
        return Error{Errc::BadInput, "The policy takes its scenarios from a file: choose one under Scenarios."};
    auto read = readScenarioCsv(choice.file);
    if (!read)
        return read.error();
    request.scenarios = std::make_shared<const HedgeScenarioSet>(std::move(read).value());
    return Done{};
}

HedgePicture refused(const HedgeRequest& request, const std::string& why)
{
    HedgePicture hedge;
    hedge.proposal.id = request.id;
    hedge.proposal.policy = request.policy;
    hedge.proposal.basis = request.basis->market->id;
    hedge.proposal.basisAsOf = request.basis->market->asOf;
    hedge.proposal.status = HedgeStatus::BadInput;
    hedge.proposal.message = why;
    return hedge;
}

} // namespace

HedgePicture hedgeWithFiles(HedgeRequest request, std::stop_token stop)
{
    if (const Status read = readScenarios(request); !read)
        return refused(request, read.error().message);
    return hedgeDesk(request, std::move(stop));
}

HedgePicture studyWithFiles(HedgeRequest request, std::stop_token stop)
{
    (void)readScenarios(request); // the proposal has said what is wrong with the file
    return studyHedge(request, std::move(stop));
}

} // namespace ballast

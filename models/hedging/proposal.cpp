#include "models/hedging/proposal.h"

namespace ballast {

const char* hedgeStatusWord(HedgeStatus status)
{
    switch (status) {
    case HedgeStatus::Optimal:
        return "optimal";
    case HedgeStatus::Feasible:
        return "feasible";
    case HedgeStatus::NothingToDo:
        return "nothing-to-do";
    case HedgeStatus::Infeasible:
        return "infeasible";
    case HedgeStatus::Unbounded:
        return "unbounded";
    case HedgeStatus::Cancelled:
        return "cancelled";
    case HedgeStatus::BadInput:
        return "bad-input";
    }
    return "unknown";
}

} // namespace ballast

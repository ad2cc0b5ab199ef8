#pragma once

#include "models/desk/approval.h"
#include "models/desk/desk_picture.h"
#include "models/desk/hedge_picture.h"
#include "models/hedging/hedger.h"

#include <memory>

namespace ballast::test {

// A market, a book and what the desk makes of them: real numbers for windows under test. Built once per program.
struct DeskSample
{
    DeskPicturePtr picture;
    DeskPicturePtr nextPicture; // a moment later, same instruments
    HedgePolicy policy;
    std::shared_ptr<const HedgeProposal> proposal; // solved, with trades
    HedgedCurvesPtr curves;                        // of the proposal, at every horizon
    ApprovalView open;
    Timestamp now{};
    std::vector<FeedHealth> feeds;
    std::vector<JournalEntry> journal;
};

[[nodiscard]] const DeskSample& deskSample();
// The study of its proposal: frontier, alternatives, next breaks of the band. Takes seconds: worked out where it is
// looked at, once per program.
[[nodiscard]] const HedgeDetailsPtr& deskStudy();

} // namespace ballast::test

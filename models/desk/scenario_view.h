#pragma once

#include "models/risk/limits.h"
#include "models/whatif/book_comparison.h"
#include "models/whatif/scenario_set.h"
#include "models/whatif/whatif_book.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ballast {

// What can be taken back and done again; texts as the menu says them.
struct UndoView
{
    bool canUndo = false;
    bool canRedo = false;
    std::string undoText;
    std::string redoText;
    bool operator==(const UndoView&) const = default;
};

// The scenarios that the page edits.
struct ScenarioSetView
{
    std::shared_ptr<const ScenarioSet> set;
    ScenarioNodeId chosen;
    int edits = 0; // that stand
};

struct SavedBook
{
    WhatIfBookId id;
    std::string name;
    Timestamp at{};
    bool operator==(const SavedBook&) const = default;
};

// The what-if book that the page edits.
struct WhatIfView
{
    std::optional<WhatIfBook> book; // nullopt: the page shows the live book itself
    int legs = 0;                   // hypothetical ones
    std::vector<std::string> notes; // of the last rebase on the live book
    std::vector<SavedBook> saved;   // newest first, without discarded ones
};

struct MomentName
{
    std::uint64_t id = 0; // 0: now
    std::string name;
    bool operator==(const MomentName&) const = default;
};

// Everything else that the page's controls show.
struct LabControls
{
    UndoView undo; // of both, in the order of the edits
    std::vector<MomentName> moments;
    std::uint64_t explainFrom = 0; // 0: none chosen
    std::uint64_t explainTo = 0;   // 0: now
    std::string historyName;       // empty: none is open
    std::optional<double> equityUsd;
    std::string marginModel;
    std::vector<Limit> limits;
    std::shared_ptr<const std::vector<std::string>> instruments; // of the market, to search legs in; may be null
    bool hasProposal = false;
};

// How one limit was used over time, the oldest first.
struct LimitUses
{
    struct Use
    {
        Timestamp at{};
        std::optional<double> value; // nullopt: could not be measured
        LimitState state = LimitState::Unknown;
        std::optional<double> headroom;
    };
    std::string limit;
    std::vector<Use> uses;
};

// A drag tells every position and is one edit; Step is one edit by itself.
enum class EditStage
{
    Step,
    Dragging
};

} // namespace ballast

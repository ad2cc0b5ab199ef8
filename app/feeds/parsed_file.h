#pragma once

#include "app/feeds/import_tally.h"
#include "models/market/snapshot.h"

#include <string>
#include <vector>

namespace ballast {

// What one file says: its pictures in time order, before anything is implied.
struct ParsedFile
{
    std::string source;
    std::vector<MarketSnapshot> pictures;
    std::vector<Instrument> definitions; // the venue's own contract terms
    Timestamp definitionsAt{};           // when they were said
    bool isAnswer = false;               // REST answers: several files make one picture
    ImportTally tally;
    std::vector<std::string> notes;
};

} // namespace ballast

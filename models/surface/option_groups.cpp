#include "models/surface/option_groups.h"

#include <algorithm>

namespace ballast {

std::vector<OptionGroup> optionGroups(const MarketSnapshot& snapshot, std::string_view underlying)
{
    std::vector<OptionGroup> groups;
    if (!snapshot.instruments)
        return groups;
    for (std::size_t i = 0; i < snapshot.instruments->size() && i < snapshot.quotes.size(); ++i) {
        const Instrument& option = (*snapshot.instruments)[i];
        const bool complete = option.expiry && option.strike && *option.strike > 0.0 && option.type;
        if (!isOption(option) || option.underlying != underlying || !complete || *option.expiry <= snapshot.asOf)
            continue;
        if (groups.empty() || groups.back().expiry != *option.expiry)
            groups.push_back({*option.expiry, {}});
        groups.back().options.push_back(i);
    }
    return groups;
}

} // namespace ballast

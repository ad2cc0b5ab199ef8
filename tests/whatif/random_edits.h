#pragma once

#include "models/whatif/scenario_set.h"
#include "models/whatif/whatif_book.h"

#include <random>

namespace ballast::test {

// A book of `lines` lines, some of them alike.
inline PortfolioPtr baseBook(int lines)
{
    Portfolio book;
    book.name = "BTC main";
    for (int i = 0; i < lines; ++i) {
        Position p;
        p.instrument = {deribitVenue, "BTC-27MAR26-" + std::to_string(60000 + 1000 * (i % 7)) + "-P"};
        p.quantity = 1.0 + i;
        p.averagePrice = 0.01 + 0.001 * i;
        p.account = i % 2 == 0 ? "main" : "fund";
        book.positions.push_back(p);
    }
    return std::make_shared<const Portfolio>(book);
}

inline Position randomLeg(std::mt19937& random)
{
    Position leg;
    leg.instrument = {deribitVenue, "BTC-27FEB26-" + std::to_string(50000 + 1000 * (random() % 30)) + "-C"};
    leg.quantity = (random() % 2 == 0 ? 1.0 : -1.0) * (0.1 + 0.1 * static_cast<double>(random() % 100));
    if (random() % 2 == 0)
        leg.averagePrice = 0.001 * static_cast<double>(1 + random() % 90);
    return leg;
}

// One edit that the book accepts.
inline WhatIfBook randomlyEdited(const WhatIfBook& book, std::mt19937& random)
{
    for (;;) {
        const std::size_t row = random() % std::max<std::size_t>(whatIfLines(book).size(), 1);
        Result<WhatIfBook> next = book;
        switch (random() % 8) {
        case 0:
        case 1:
            next = withLeg(book, randomLeg(random), "by hand");
            break;
        case 2:
            next = withoutLeg(book, row);
            break;
        case 3:
            next = withQuantity(book, row, 0.5 + static_cast<double>(random() % 50));
            break;
        case 4:
            next = withChangedLeg(book, row, randomLeg(random), "chain");
            break;
        case 5:
            next = withBaseLeg(book, row);
            break;
        case 6:
            next = renamed(book, "what-if " + std::to_string(random() % 1000));
            break;
        default:
            next = book.followsMarket() ? frozenAt(book, {{random() % 99}, fromUnixMilliseconds(static_cast<std::int64_t>(random())), "live"})
                                        : followingMarket(book);
            break;
        }
        if (next && !(*next == book))
            return *next;
    }
}

// One edit that the set accepts.
inline ScenarioSet randomlyEdited(const ScenarioSet& set, std::mt19937& random)
{
    for (;;) {
        const ScenarioNodeId id = set.nodes[random() % set.nodes.size()].id;
        Result<ScenarioSet> next = set;
        const auto take = [&next](Result<AddedNode> added) {
            if (added)
                next = added->set;
        };
        const auto field = static_cast<ShockField>(random() % 12);
        switch (random() % 9) {
        case 0:
            take(withFolder(set, {}, "folder " + std::to_string(random() % 1000)));
            break;
        case 1:
            take(withDuplicate(set, id));
            break;
        case 2:
            next = withNodeName(set, id, "name " + std::to_string(random() % 1000));
            break;
        case 3:
            if (set.nodes.size() > 4)
                next = withoutNode(set, id);
            break;
        case 4:
            next = movedNode(set, id, set.nodes[random() % set.nodes.size()].id, random() % 4);
            break;
        case 5:
            next = withPeg(set, id, "BTC", "USDC", 0.9 + 0.01 * static_cast<double>(random() % 20));
            break;
        case 6:
            next = withHorizon(set, id, static_cast<double>(random() % 30));
            break;
        case 7:
            next = withFollow(set, id, random() % 2 == 0 ? OthersFollow::No : OthersFollow::ConditionalExpectation);
            break;
        default:
            next = withShockField(set, id, random() % 2 == 0 ? "BTC" : "", field,
                                  0.01 * static_cast<double>(random() % 90));
            break;
        }
        if (next && !(*next == set))
            return *next;
    }
}

} // namespace ballast::test

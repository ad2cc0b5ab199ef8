#include "app/venue/redated_market.h"

#include "models/market/instrument_name.h"

#include <memory>
#include <utility>
#include <vector>

namespace ballast {

SnapshotPtr redatedMarket(const MarketSnapshot& recorded, Timestamp now)
{
    const Milliseconds later = now - recorded.asOf;
    std::vector<Instrument> listed(recorded.instruments->all().begin(), recorded.instruments->all().end());
    for (Instrument& instrument : listed) {
        if (!instrument.expiry)
            continue;
        *instrument.expiry += later;
        instrument.id.name = deribitName(instrument);
    }
    auto moved = std::make_shared<MarketSnapshot>(recorded);
    moved->asOf = now;
    moved->instruments = std::make_shared<const InstrumentTable>(listed);
    for (std::size_t row = 0; row < listed.size(); ++row) { // the table sorts by name
        Quote quote = recorded.quotes[row];
        quote.at += later;
        if (const auto place = moved->instruments->find(listed[row].id))
            moved->quotes[*place] = std::move(quote);
    }
    for (IndexPrice& index : moved->indices)
        index.at += later;
    return moved;
}

} // namespace ballast

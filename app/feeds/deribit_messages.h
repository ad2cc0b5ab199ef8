#pragma once

#include "app/feeds/market_events.h"
#include "models/core/result.h"
#include "models/market/instrument.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast {

enum class DeribitMessageKind
{
    Tickers,     // ticker, quote, mark prices, book summaries, order book answers
    Book,        // incremental or grouped book
    Index,       // index price
    Instruments, // listing
    Trades,
    TestRequest, // heartbeat that wants an answer
    Heartbeat,
    Reply,   // answer without market data
    Request, // a client's own message
    RpcError,
    Other, // channel of no interest here
};

// Stable words for counts: "trades", "reply".
[[nodiscard]] const char* deribitMessageWord(DeribitMessageKind kind);

struct DeribitItemReject
{
    std::string name;
    std::string reason;
    bool operator==(const DeribitItemReject&) const = default;
};

// One JSON-RPC message of Deribit, typed, in the units of models/market.
struct DeribitMessage
{
    DeribitMessageKind kind = DeribitMessageKind::Other;
    std::optional<std::int64_t> id;      // of the request that it answers
    std::string channel;                 // of a subscription
    std::optional<Timestamp> serverTime; // usOut, where the venue prints it
    std::vector<TickerUpdate> tickers;   // `quote.at` is the epoch where the item has no time
    std::vector<BookUpdate> books;
    std::vector<IndexUpdate> indices;
    std::vector<Instrument> instruments;
    std::vector<DeribitItemReject> rejects; // items of an answer that are sound but of no use
    std::string errorText;                  // RpcError
    std::optional<std::int64_t> errorCode;
};

// Text in, typed message out; no socket, no clock. Keeps its buffers between messages: one per thread.
class DeribitDecoder
{
public:
    DeribitDecoder();
    ~DeribitDecoder();
    DeribitDecoder(DeribitDecoder&&) noexcept;
    DeribitDecoder& operator=(DeribitDecoder&&) noexcept;

    // Errors: BadInput for broken JSON and for messages that lack what their kind must have.
    [[nodiscard]] Result<DeribitMessage> decode(std::string_view json);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace ballast

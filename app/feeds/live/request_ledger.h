#pragma once

#include "models/core/time.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ballast {

enum class RequestKind
{
    Hello,
    Authenticate,
    RefreshToken,
    SetHeartbeat,
    Test,
    Instruments,
    Summary,
    Subscribe,
    Unsubscribe,
    Positions,
    AccountSummary,
    OpenOrders,
};
[[nodiscard]] const char* requestWord(RequestKind kind);

struct PendingRequest
{
    std::int64_t id = 0;
    RequestKind kind = RequestKind::Hello;
    Timestamp sentAt{};
    Timestamp deadline{};
    int tries = 0;                     // before this one
    std::string subject;               // currency of a listing or summary
    std::vector<std::string> channels; // of a subscription
};

// Ids of requests under way. Replies come in any order; what was never answered is given back after its deadline.
class RequestLedger
{
public:
    RequestLedger() = default;
    explicit RequestLedger(std::int64_t firstId) : m_nextId(firstId) {}

    // Ids grow over the life of the ledger, across reconnects: a late reply never meets a new request.
    std::int64_t open(PendingRequest request, Timestamp now, Milliseconds patience);
    [[nodiscard]] const PendingRequest* find(std::int64_t id) const;
    [[nodiscard]] std::optional<PendingRequest> close(std::int64_t id);
    [[nodiscard]] std::vector<PendingRequest> expire(Timestamp now);
    [[nodiscard]] std::optional<Timestamp> nextDeadline() const;
    void clear() { m_pending.clear(); }

    [[nodiscard]] std::size_t size() const { return m_pending.size(); }

private:
    std::map<std::int64_t, PendingRequest> m_pending;
    std::int64_t m_nextId = 1;
};

} // namespace ballast

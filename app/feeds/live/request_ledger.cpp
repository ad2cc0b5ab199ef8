#include "app/feeds/live/request_ledger.h"

#include <algorithm>
#include <utility>

namespace ballast {

const char* requestWord(RequestKind kind)
{
    switch (kind) {
    case RequestKind::Hello:
        return "public/hello";
    case RequestKind::Authenticate:
    case RequestKind::RefreshToken:
        return "public/auth";
    case RequestKind::SetHeartbeat:
        return "public/set_heartbeat";
    case RequestKind::Test:
        return "public/test";
    case RequestKind::Instruments:
        return "public/get_instruments";
    case RequestKind::Summary:
        return "public/get_book_summary_by_currency";
    case RequestKind::Subscribe:
        return "subscribe";
    case RequestKind::Unsubscribe:
        return "unsubscribe";
    case RequestKind::Positions:
        return "private/get_positions";
    case RequestKind::AccountSummary:
        return "private/get_account_summary";
    case RequestKind::OpenOrders:
        return "private/get_open_orders";
    }
    return "unknown";
}

std::int64_t RequestLedger::open(PendingRequest request, Timestamp now, Milliseconds patience)
{
    request.id = m_nextId++;
    request.sentAt = now;
    request.deadline = now + patience;
    const std::int64_t id = request.id;
    m_pending.emplace(id, std::move(request));
    return id;
}

const PendingRequest* RequestLedger::find(std::int64_t id) const
{
    const auto it = m_pending.find(id);
    return it == m_pending.end() ? nullptr : &it->second;
}

std::optional<PendingRequest> RequestLedger::close(std::int64_t id)
{
    auto node = m_pending.extract(id);
    return node ? std::optional(std::move(node.mapped())) : std::nullopt;
}

std::vector<PendingRequest> RequestLedger::expire(Timestamp now)
{
    std::vector<PendingRequest> late;
    for (auto it = m_pending.begin(); it != m_pending.end();) {
        if (it->second.deadline > now) {
            ++it;
            continue;
        }
        late.push_back(std::move(it->second));
        it = m_pending.erase(it);
    }
    return late;
}

std::optional<Timestamp> RequestLedger::nextDeadline() const
{
    std::optional<Timestamp> next;
    for (const auto& [id, request] : m_pending)
        next = next ? std::min(*next, request.deadline) : request.deadline;
    return next;
}

} // namespace ballast

#include "app/venue/simulated_venue.h"

#include <algorithm>
#include <utility>

namespace ballast {
namespace {

constexpr std::size_t longestRequest = 1u << 20; // bytes

} // namespace

SimulatedVenue::SimulatedVenue(SimulatedVenueSettings settings, std::unique_ptr<VenueMarket> market, Timestamp now)
    : m_settings(std::move(settings)),
      m_market(std::move(market)),
      m_account(m_settings.balances),
      m_picture(m_market->picture()),
      m_now(now),
      m_tickAt(now)
{
    m_changed.assign(m_picture->quotes.size(), true);
    refreshBooks();
    m_steps.clear();
    noteVolIndices();
}

SimulatedVenue::~SimulatedVenue() = default;

void SimulatedVenue::opened(std::uint64_t connection, Timestamp now)
{
    m_now = now;
    VenueConnection& made = m_connections[connection];
    made.id = connection;
}

void SimulatedVenue::closed(std::uint64_t connection, Timestamp now)
{
    m_now = now;
    const auto it = m_connections.find(connection);
    if (it == m_connections.end())
        return;
    const bool cancels = it->second.cancelOnDisconnect;
    m_connections.erase(it);
    if (cancels) {
        tellAccount(m_desk.cancelAll({}, {}, connection, marketTime(now)));
        refreshBooks();
        tellBooks();
    }
}

void SimulatedVenue::received(std::uint64_t id, std::string_view text, Timestamp now)
{
    m_now = now;
    const auto it = m_connections.find(id);
    if (it == m_connections.end() || it->second.closing)
        return;
    VenueConnection& connection = it->second;
    connection.heartbeat.testPending = false; // whoever speaks lives
    const Json request =
        text.size() > longestRequest ? Json(Json::value_t::discarded) : Json::parse(text, nullptr, false);
    if (request.is_discarded()) {
        answer(connection, nullptr, rpcFault(rpc_code::parseError));
        return;
    }
    const auto method = request.is_object() ? request.find("method") : request.end();
    if (!request.is_object() || method == request.end() || !method->is_string()) {
        answer(connection, request.is_object() && request.contains("id") ? request["id"] : Json(nullptr),
               rpcFault(rpc_code::invalidRequest));
        return;
    }
    const Json params =
        request.contains("params") && request["params"].is_object() ? request["params"] : Json::object();
    const Json requestId = request.contains("id") ? request["id"] : Json(nullptr);
    const std::size_t before = m_output.size();
    const RpcAnswer result = call(connection, method->get<std::string>(), params);
    // What the call itself said (first messages of channels) comes after its answer.
    std::vector<VenueOutput> said(std::make_move_iterator(m_output.begin() + static_cast<std::ptrdiff_t>(before)),
                                  std::make_move_iterator(m_output.end()));
    m_output.resize(before);
    answer(connection, requestId, result);
    std::ranges::move(said, std::back_inserter(m_output));
    const auto* fault = std::get_if<RpcFault>(&result);
    if (fault != nullptr && fault->code == rpc_code::tooManyRequests)
        end(connection);
}

RpcAnswer SimulatedVenue::call(VenueConnection& connection, const std::string& method, const Json& params)
{
    const auto known = methods().find(method);
    if (known == methods().end())
        return rpcFault(rpc_code::methodNotFound);
    if (m_throttled.erase(connection.id) > 0 || !affords(connection, known->second))
        return rpcFault(rpc_code::tooManyRequests);
    if (m_maintenance && method != "public/test" && method != "public/status")
        return rpcFault(rpc_code::systemMaintenance);
    if (const auto no = refusal(connection, method, known->second))
        return *no;
    return (this->*known->second.handler)(connection, params);
}

std::optional<RpcFault> SimulatedVenue::refusal(const VenueConnection& connection, const std::string& method,
                                                const Method& known) const
{
    if (!method.starts_with("private/"))
        return std::nullopt;
    if (!connection.key)
        return rpcFault(rpc_code::unauthorized, "not logged in");
    if (connection.expiresAt && *connection.expiresAt <= m_now)
        return rpcFault(rpc_code::unauthorized, "token has expired");
    if (connection.key->trade < known.trade || connection.key->account < known.account)
        return rpcFault(rpc_code::scopeExceeded);
    return std::nullopt;
}

bool SimulatedVenue::affords(VenueConnection& connection, const Method& method)
{
    switch (method.cost) {
    case Method::Cost::Subscribe:
        return connection.subscribes.tryTake(m_now);
    case Method::Cost::Matching:
        return connection.matching.tryTake(m_now);
    case Method::Cost::Ordinary:
        break;
    }
    return connection.requests.tryTake(m_now);
}

void SimulatedVenue::answer(VenueConnection& connection, const Json& id, const RpcAnswer& result)
{
    const std::int64_t at = venueMicroseconds(m_now);
    send(connection, answerText(id, result, at, at + 120));
}

void SimulatedVenue::send(VenueConnection& connection, std::string text, std::string channel)
{
    if (!connection.closing)
        m_output.push_back({connection.id, std::move(text), std::move(channel), false});
}

void SimulatedVenue::end(VenueConnection& connection)
{
    if (std::exchange(connection.closing, true))
        return;
    m_output.push_back({connection.id, {}, {}, true});
}

void SimulatedVenue::beat(VenueConnection& connection)
{
    VenueHeartbeat& heart = connection.heartbeat;
    if (heart.interval <= Milliseconds{0} || m_now < heart.next)
        return;
    if (heart.testPending) {
        end(connection);
        return;
    }
    heart.next = m_now + heart.interval;
    heart.testPending = std::exchange(heart.askNext, !heart.askNext);
    send(connection, heartbeatText(heart.testPending));
}

void SimulatedVenue::tick(Timestamp now)
{
    m_now = now;
    const Milliseconds elapsed = std::max(now - m_tickAt, Milliseconds{0});
    m_tickAt = now;
    const SnapshotPtr before = m_picture;
    m_market->advance(elapsed);
    m_picture = m_market->picture();
    m_freshTrades.clear();
    m_states.clear();
    noteListing(*before);
    noteTrades(*before);
    if (m_picture->asOf - m_volIndicesAt >= std::chrono::seconds(1))
        noteVolIndices();
    const DeskChanges filled = m_desk.match(*m_picture, marketTime(now));
    refreshBooks();
    tellMarket();
    tellBooks();
    if (!filled.isEmpty())
        tellAccount(filled);
    for (auto& [id, connection] : m_connections)
        beat(connection);
}

std::vector<VenueOutput> SimulatedVenue::takeOutput()
{
    return std::exchange(m_output, {});
}

void SimulatedVenue::setMaintenance(bool on, Timestamp now)
{
    m_now = now;
    if (std::exchange(m_maintenance, on) == on)
        return;
    const std::string text = notificationText("platform_state", Json{{"maintenance", on}});
    for (auto& [id, connection] : m_connections) {
        if (connection.channels.contains("platform_state"))
            send(connection, text, "platform_state");
    }
}

void SimulatedVenue::throttle(std::uint64_t connection)
{
    m_throttled.insert(connection);
}

// The market's time, moved on by what passed since its last step: the venue's clock does not stand between ticks.
Timestamp SimulatedVenue::marketTime(Timestamp now) const
{
    const double passed = static_cast<double>((now - m_tickAt).count()) * m_market->speed();
    return m_picture->asOf + Milliseconds{static_cast<std::int64_t>(passed)} + m_settings.clockOffset;
}

std::int64_t SimulatedVenue::venueMicroseconds(Timestamp now) const
{
    return toUnixMilliseconds(marketTime(now)) * 1'000;
}

std::optional<std::size_t> SimulatedVenue::rowOf(std::string_view instrument) const
{
    return m_picture->instruments->find({deribitVenue, std::string(instrument)});
}

venue_json::Listed SimulatedVenue::listed(std::size_t row) const
{
    const Instrument& instrument = (*m_picture->instruments)[row];
    const IndexPrice* index = m_picture->index(instrument.underlying);
    const auto touched = m_touched.find(row);
    return {instrument, touched == m_touched.end() ? m_picture->quotes[row] : touched->second,
            index != nullptr ? std::optional(index->priceUsd) : std::nullopt, marketTime(m_now)};
}

} // namespace ballast

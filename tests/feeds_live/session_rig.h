#pragma once

#include "app/feeds/live/conflation.h"
#include "models/market/instrument_name.h"
#include "tests/feeds_live/live_testing.h"
#include "tests/feeds_live/simulated_deribit.h"

#include <deque>
#include <optional>

namespace ballast::test {

// A session and a venue on one fake clock, with a conflator behind. Everything that was done is kept.
struct SessionRig
{
    explicit SessionRig(DeribitSettings settings = {})
        : session(std::move(settings)), conflator(parseDeribitName, "deribit")
    {}

    void connect()
    {
        conflator.linkUp(now);
        carryOut(session.connected(now));
        settle();
    }

    // Delivers what the venue answered until nobody has more to say at this instant.
    void settle()
    {
        while (!inbound.empty()) {
            const std::string text = inbound.front();
            inbound.pop_front();
            deliver(text);
        }
    }

    void deliver(const std::string& text)
    {
        conflator.message(text.size(), now);
        carryOut(session.received(text, now));
    }

    // Time passes in small steps, the session's deadlines are kept.
    void advance(Milliseconds span, Milliseconds step = Milliseconds{100})
    {
        for (const Timestamp end = now + span; now < end;) {
            now = std::min(now + step, end);
            carryOut(session.tick(now));
            settle();
        }
    }

    void carryOut(const SessionStep& step)
    {
        for (const FeedEvent& event : step.events) {
            conflator.apply(event, now);
            events.push_back(event);
        }
        for (const SessionAction& action : step.actions) {
            if (const auto* send = std::get_if<SendText>(&action)) {
                sent.push_back(*send);
                for (std::string& text : venue.answer(send->text, now))
                    inbound.push_back(std::move(text));
            } else if (const auto* reconnect = std::get_if<Reconnect>(&action)) {
                reconnects.push_back(*reconnect);
                inbound.clear();
            } else {
                alarms.push_back(std::get<Alarm>(action));
            }
        }
    }

    [[nodiscard]] std::size_t alarmsOf(AlarmKind kind) const
    {
        return static_cast<std::size_t>(
            std::ranges::count_if(alarms, [kind](const Alarm& alarm) { return alarm.kind == kind; }));
    }

    [[nodiscard]] std::vector<std::string> methods() const
    {
        std::vector<std::string> names;
        for (const QJsonObject& request : venue.requests)
            names.push_back(request[QLatin1String("method")].toString().toStdString());
        return names;
    }

    // The ladder that the desk would use; nullopt when it must not.
    [[nodiscard]] std::optional<Ladder> usableBook(const std::string& instrument)
    {
        const auto picture = conflator.publish({1}, MarketMode::Live, now, now);
        const Quote* quote = picture->quote({deribitVenue, instrument});
        if (quote == nullptr || quote->ladder == nullptr || quote->state == QuoteState::Gap ||
            quote->state == QuoteState::Down)
            return std::nullopt;
        return *quote->ladder;
    }

    Timestamp now = *parseIso8601("2026-02-05T10:00:00Z");
    DeribitSession session;
    SimulatedDeribit venue;
    Conflator conflator;
    std::deque<std::string> inbound;
    std::vector<FeedEvent> events;
    std::vector<SendText> sent;
    std::vector<Reconnect> reconnects;
    std::vector<Alarm> alarms;
};

} // namespace ballast::test

#include "tests/feeds_live/session_rig.h"

#include <QtTest>

using namespace ballast;
using namespace ballast::test;
using namespace std::chrono_literals;

namespace {

const std::vector<std::string> instruments{"BTC-PERPETUAL", "BTC-27MAR26-70000-C", "BTC-27MAR26-60000-P"};

std::string channelOf(const std::string& instrument)
{
    return "book." + instrument + ".100ms";
}

DeribitSettings threeBooks()
{
    DeribitSettings settings;
    settings.channels.currencies = {"BTC"};
    settings.channels.watched = {instruments.begin(), instruments.end()};
    return settings;
}

enum class Fault
{
    None,
    Drop,
    Repeat,
    Swap,
    WrongId,
    OldSnapshot,
    Truncate,
    Corrupt,
    LateAgain
};

struct Counts
{
    int faults = 0;
    int wrongBooks = 0;
    int unnoticed = 0;
    int compared = 0;
};

class FaultyWire
{
public:
    FaultyWire(SessionRig& rig, std::uint32_t seed) : m_rig(rig), m_random(seed) {}

    Counts counts;

    void step()
    {
        const std::string& name = instruments[m_random() % instruments.size()];
        const std::string channel = channelOf(name);
        if (!m_rig.venue.subscribed.contains(channel)) {
            m_rig.advance(100ms);
            return;
        }
        const auto fault = static_cast<Fault>(m_random() % 16 < 10 ? 0 : 1 + m_random() % 8);
        counts.faults += fault == Fault::None ? 0 : 1;
        deliver(fault, name, channel);
        m_rig.settle();
        compareAll();
        m_rig.advance(m_random() % 2 == 0 ? 5ms : 1'500ms, 500ms);
    }

    void compareAll()
    {
        const auto picture = m_rig.conflator.publish({1}, MarketMode::Live, m_rig.now, m_rig.now);
        for (const std::string& name : instruments) {
            const Quote* quote = picture->quote({deribitVenue, name});
            if (quote == nullptr || quote->ladder == nullptr || quote->state == QuoteState::Gap)
                continue;
            const auto id = m_rig.session.bookChangeId(name);
            ++counts.compared;
            if (!id || !(*quote->ladder == m_rig.venue.ladderAt(channelOf(name), *id)))
                ++counts.wrongBooks;
        }
    }

private:
    std::string next(const std::string& channel) { return m_rig.venue.change(channel, m_random, m_rig.now); }

    // Where the fault breaks the chain, the message that shows it must take the book away at once.
    void deliver(Fault fault, const std::string& name, const std::string& channel)
    {
        std::string first = next(channel);
        switch (fault) {
        case Fault::None:
            m_rig.deliver(first);
            return;
        case Fault::Drop:
            expectLost(next(channel), name);
            return;
        case Fault::Repeat:
            m_rig.deliver(first);
            expectLost(first, name);
            return;
        case Fault::Swap: {
            const std::string second = next(channel);
            expectLost(second, name);
            m_rig.deliver(first);
            return;
        }
        case Fault::WrongId:
            expectLost(replaced(first, "\"prev_change_id\":", "\"prev_change_id\":7"), name);
            return;
        case Fault::OldSnapshot: {
            const std::string old = m_rig.venue.snapshot(channel, m_rig.now);
            m_rig.deliver(first); // already within the snapshot: the chain goes on from before
            for (int i = 0; i < 3; ++i)
                m_rig.deliver(next(channel));
            expectLost(old, name);
            return;
        }
        case Fault::Truncate:
            m_rig.deliver(first.substr(0, m_random() % first.size()));
            expectLost(next(channel), name);
            return;
        case Fault::Corrupt:
            m_rig.deliver(replaced(first, "\"bids\":", "\"bids\":x"));
            expectLost(next(channel), name);
            return;
        case Fault::LateAgain:
            m_rig.deliver(first);
            m_late.push_back(first);
            if (m_late.size() > 5) {
                m_rig.deliver(m_late.front());
                m_late.erase(m_late.begin());
            }
            return;
        }
    }

    void expectLost(const std::string& text, const std::string& name)
    {
        const bool wasLive = m_rig.session.bookChangeId(name).has_value();
        const auto step = m_rig.session.received(text, m_rig.now);
        if (wasLive && (firstOf<BookLost>(step.events) == nullptr || m_rig.session.bookChangeId(name)))
            ++counts.unnoticed;
        m_rig.carryOut(step);
    }

    static std::string replaced(std::string text, std::string_view what, std::string_view with)
    {
        if (const auto at = text.find(what); at != std::string::npos)
            text.replace(at, what.size(), with);
        return text;
    }

    SessionRig& m_rig;
    std::mt19937 m_random;
    std::vector<std::string> m_late;
};

} // namespace

class BookFaultsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Reliability row 4.
    void tenThousandFaults_neverAWrongBook()
    {
        SessionRig rig(threeBooks());
        rig.connect();
        FaultyWire wire(rig, 20260205);
        while (wire.counts.faults < 10'000) {
            wire.step();
            QCOMPARE(wire.counts.wrongBooks, 0);
            QCOMPARE(wire.counts.unnoticed, 0);
            rig.events.clear();
            rig.sent.clear();
            rig.venue.requests.clear();
        }
        QVERIFY(rig.reconnects.empty());
        QVERIFY(wire.counts.compared > 10'000);
        QVERIFY(rig.session.figures().gaps > 1'000);

        rig.advance(10s);
        for (const std::string& name : instruments) {
            const auto book = rig.usableBook(name);
            QVERIFY2(book.has_value(), name.c_str());
            QVERIFY(*book == rig.venue.ladderAt(channelOf(name), rig.venue.books[channelOf(name)].changeId));
        }
    }

    void gap_healsWithinTheBudget()
    {
        SessionRig rig(threeBooks());
        rig.connect();
        rig.advance(5s);
        std::mt19937 random(9);
        static_cast<void>(rig.venue.change(channelOf(instruments[0]), random, rig.now));
        rig.deliver(rig.venue.change(channelOf(instruments[0]), random, rig.now));
        const Timestamp lost = rig.now;
        rig.settle();
        while (!rig.usableBook(instruments[0]))
            rig.advance(10ms, 10ms);
        QVERIFY(rig.now - lost <= 2s);
    }

    void groupedImage_olderThanTheKnownIsDropped()
    {
        BookChains chains;
        const BookUpdate newer{"X", BookUpdateKind::Image, {}, 20, {}, {}, {}};
        const BookUpdate older{"X", BookUpdateKind::Image, {}, 10, {}, {}, {}};
        QCOMPARE(chains.judge("book.X.none.10.100ms", newer), BookChainVerdict::Pass);
        QCOMPARE(chains.judge("book.X.none.10.100ms", older), BookChainVerdict::Drop);
        QCOMPARE(chains.judge("book.X.none.10.100ms", newer), BookChainVerdict::Pass);
        QCOMPARE(*chains.changeId("book.X.none.10.100ms"), std::int64_t(20));
    }
};

QTEST_GUILESS_MAIN(BookFaultsTest)
#include "tst_book_faults.moc"

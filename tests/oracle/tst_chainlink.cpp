#include "models/oracle/chainlink.h"

#include <QtTest>

#include <cmath>
#include <random>

using namespace ballast;

namespace {

std::string word(std::uint64_t low, const std::string& above = std::string(48, '0'))
{
    return above + QByteArray::number(qulonglong(low), 16).rightJustified(16, '0').toStdString();
}

constexpr std::int64_t updatedSeconds = 1'770'000'000;
constexpr std::uint64_t answer = 6'501'234'567'890; // 65012.3456789 with 8 decimals

// Round 18,446,744,073,709,592,001 = (1 << 64) | 40385: phase 1.
std::string roundHex(std::uint64_t price = answer, std::uint64_t answeredIn = 40385,
                     std::uint64_t updated = updatedSeconds)
{
    const std::string phaseOne = std::string(47, '0') + "1";
    return "0x" + word(40385, phaseOne) + word(price) + word(updatedSeconds - 12) + word(updated) +
           word(answeredIn, phaseOne);
}

Timestamp at(std::int64_t seconds)
{
    return fromUnixMilliseconds(seconds * 1000);
}

ChainlinkFeed feed()
{
    return {"BTC/USD", "0xF4030086522a5bEEa4988F8cA5B36dbC97BeE88c", 8, std::chrono::seconds(3600), 0.005, {}, {}};
}

Result<double> price(const std::string& hex, std::int64_t ageSeconds, const ChainlinkFeed& rules = feed())
{
    const auto round = decodeLatestRoundData(hex);
    return round ? priceOf(*round, rules, at(updatedSeconds + ageSeconds)) : Result<double>(round.error());
}

} // namespace

class ChainlinkTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fiveWords_areARound()
    {
        const auto round = decodeLatestRoundData(roundHex());

        QVERIFY(round.ok());
        QCOMPARE(round->phase, std::uint16_t(1));
        QCOMPARE(round->round, std::uint64_t(40385));
        QCOMPARE(round->answer, 6'501'234'567'890.0);
        QVERIFY(round->startedAt == at(updatedSeconds - 12));
        QVERIFY(*round->updatedAt == at(updatedSeconds));
        QCOMPARE(round->answeredInRound, std::uint64_t(40385));
        QVERIFY(std::abs(*price(roundHex(), 10) - 65012.3456789) < 1e-9);
    }

    void negativeAnswer_isTwosComplementAndNoPrice()
    {
        std::string hex = roundHex();
        hex.replace(2 + 64, 64, std::string(64, 'f'));

        QCOMPARE(decodeLatestRoundData(hex)->answer, -1.0);
        QCOMPARE(price(hex, 10).error().code, Errc::BadInput);
        QCOMPARE(price(roundHex(0), 10).error().code, Errc::BadInput);
    }

    void heartbeat_withGrace()
    {
        QVERIFY(heartbeatGrace(feed()) == std::chrono::seconds(360));
        QVERIFY(price(roundHex(), 3600 + 360).ok());
        QCOMPARE(price(roundHex(), 3600 + 361).error().code, Errc::Stale);
        ChainlinkFeed quick = feed();
        quick.heartbeat = std::chrono::seconds(120);
        QVERIFY(heartbeatGrace(quick) == std::chrono::seconds(60));
        QCOMPARE(price(roundHex(), 181, quick).error().code, Errc::Stale);
    }

    void roundWithoutAnswer_isNoQuote() { QCOMPARE(price(roundHex(answer, 40385, 0), 10).error().code, Errc::NoQuote); }

    void answerOfAnEarlierRound_isStale() { QCOMPARE(price(roundHex(answer, 40384), 10).error().code, Errc::Stale); }

    void answerAtTheAggregatorsBound_isRefused()
    {
        ChainlinkFeed bounded = feed();
        bounded.minAnswer = 65'000.0;
        QCOMPARE(price(roundHex(), 10, bounded).error().code, Errc::Conflict);
        bounded.minAnswer = 60'000.0;
        bounded.maxAnswer = 65'500.0;
        QCOMPARE(price(roundHex(), 10, bounded).error().code, Errc::Conflict);
        bounded.maxAnswer = 100'000.0;
        QVERIFY(price(roundHex(), 10, bounded).ok());
    }

    void decimals_oneWord()
    {
        QCOMPARE(*decodeDecimals("0x" + word(8)), 8);
        QCOMPARE(*decodeDecimals("0x" + word(18)), 18);
        QVERIFY(!decodeDecimals("0x" + word(37)));
        QVERIFY(!decodeDecimals("0x" + word(264)));
        QVERIFY(!decodeDecimals("0x"));
    }

    void sequencer_mustHaveBeenUpForAnHour()
    {
        QVERIFY(isSequencerTrusted(true, at(0), at(3600)));
        QVERIFY(!isSequencerTrusted(true, at(0), at(3599)));
        QVERIFY(!isSequencerTrusted(false, at(0), at(7200)));
    }

    void everyTruncation_isAnError()
    {
        const std::string whole = roundHex();
        for (std::size_t size = 0; size < whole.size(); ++size)
            QVERIFY(!decodeLatestRoundData(std::string_view(whole).substr(0, size)));
        QVERIFY(!decodeLatestRoundData(whole + "00"));
    }

    void mutations_areErrorsOrFiniteRounds()
    {
        std::mt19937 random(7);
        int sound = 0;
        for (int round = 0; round < 20'000; ++round) {
            std::string hex = roundHex();
            for (unsigned step = 0; step <= random() % 3; ++step)
                hex[random() % hex.size()] =
                    static_cast<char>(random() % 4 == 0 ? random() % 256 : '0' + random() % 10);
            const auto decoded = decodeLatestRoundData(hex);
            if (!decoded)
                continue;
            ++sound;
            QVERIFY(std::isfinite(decoded->answer));
            const auto value = priceOf(*decoded, feed(), at(updatedSeconds));
            QVERIFY(!value || *value > 0.0);
        }
        QVERIFY(sound > 1000 && sound < 20'000);
    }
};

QTEST_GUILESS_MAIN(ChainlinkTest)
#include "tst_chainlink.moc"

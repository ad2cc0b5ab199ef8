#include "app/venue/fault_injector.h"
#include "tests/venue/venue_testing.h"

#include <QtTest>

#include <random>

using namespace ballast;
using namespace ballast::test;
using namespace std::chrono_literals;

class FaultScriptTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void soundScript_isRead()
    {
        const auto script = parseFaultScript(R"({"seed":7,"faults":[
            {"kind":"drop","at":2.5,"count":3,"channel":"book."},
            {"kind":"delay","probability":0.01,"milliseconds":250},
            {"kind":"certificate","which":"expired"}]})");
        QVERIFY(script.ok());
        QCOMPARE(script->seed, std::uint64_t(7));
        QCOMPARE(script->rules.size(), std::size_t(3));
        QCOMPARE(script->rules[0].count, std::optional(3));
        QCOMPARE(script->rules[1].span, 250ms);
        QCOMPARE(script->certificate(), CertificateFault::Expired);
    }

    void wrongScripts_areRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("no JSON") << QByteArray("{");
        QTest::newRow("unknown key") << QByteArray(R"({"sead":1})");
        QTest::newRow("unknown kind") << QByteArray(R"({"faults":[{"kind":"dorp","at":1}]})");
        QTest::newRow("unknown field") << QByteArray(R"({"faults":[{"kind":"drop","at":1,"time":2}]})");
        QTest::newRow("neither time nor chance") << QByteArray(R"({"faults":[{"kind":"drop"}]})");
        QTest::newRow("time and chance") << QByteArray(R"({"faults":[{"kind":"drop","at":1,"probability":0.1}]})");
        QTest::newRow("chance above one") << QByteArray(R"({"faults":[{"kind":"drop","probability":1.1}]})");
        QTest::newRow("delay without length") << QByteArray(R"({"faults":[{"kind":"delay","at":1}]})");
        QTest::newRow("negative delay") << QByteArray(R"({"faults":[{"kind":"delay","at":1,"milliseconds":-4}]})");
        QTest::newRow("length where none belongs")
            << QByteArray(R"({"faults":[{"kind":"drop","at":1,"milliseconds":5}]})");
        QTest::newRow("certificate with a time")
            << QByteArray(R"({"faults":[{"kind":"certificate","which":"expired","at":1}]})");
        QTest::newRow("which where none belongs")
            << QByteArray(R"({"faults":[{"kind":"drop","at":1,"which":"expired"}]})");
        QTest::newRow("count of none") << QByteArray(R"({"faults":[{"kind":"drop","at":1,"count":0}]})");
    }
    void wrongScripts_areRefused()
    {
        QFETCH(QByteArray, text);
        const auto script = parseFaultScript(text.toStdString());
        QVERIFY(!script.ok());
        QVERIFY(!script.error().message.empty());
    }

    // Any bytes: a script, or an error in words.
    void mutatedScripts_areReadOrRefused()
    {
        const std::string sound = R"({"seed":7,"faults":[{"kind":"drop","at":2.5,"count":3,"channel":"book."},
            {"kind":"delay","probability":0.01,"milliseconds":250},{"kind":"certificate","which":"expired"}]})";
        QVERIFY(parseFaultScript(sound));
        std::mt19937 random(11);
        int refused = 0;
        for (int round = 0; round < 5'000; ++round) {
            std::string text = sound;
            for (std::uint32_t change = 0; change <= random() % 3; ++change) {
                const std::size_t at = random() % text.size();
                if (random() % 4 == 0)
                    text.erase(at, 1 + random() % 8);
                else
                    text[at] = static_cast<char>(random() % 256);
            }
            const auto script = parseFaultScript(text);
            if (script) {
                QVERIFY(script->rules.size() <= 3);
                continue;
            }
            QVERIFY(!script.error().message.empty());
            ++refused;
        }
        QVERIFY(refused > 3'000);
    }

    void faults_comeInTheirOrder()
    {
        VenueRig rig;
        FaultInjector faults(*parseFaultScript(R"({"faults":[
            {"kind":"duplicate","at":0,"channel":"a"}, {"kind":"reorder","at":0,"channel":"b"},
            {"kind":"delay","at":1,"milliseconds":500}, {"kind":"stall","at":3,"milliseconds":1000}]})"),
                             rig.now);
        const auto pass = [&](std::initializer_list<const char*> channels) {
            std::vector<VenueOutput> in;
            for (const char* channel : channels)
                in.push_back({1, std::string("{\"c\":\"") + channel + "\"}", channel, false});
            std::string out;
            for (const VenueOutput& output : faults.pass(std::move(in), rig.now, rig.venue))
                out += output.channel;
            return out;
        };
        QCOMPARE(pass({"a", "b", "c"}), std::string("aacb"));
        rig.now += 1s;
        QCOMPARE(pass({"d", "e"}), std::string());
        rig.now += 499ms;
        QCOMPARE(pass({}), std::string());
        rig.now += 1ms;
        QCOMPARE(pass({"f"}), std::string("def"));
        rig.now += 2s;
        QCOMPARE(pass({"g"}), std::string());
        rig.now += 1s;
        QCOMPARE(pass({}), std::string("g"));
    }

    void sameSeed_sameFaults()
    {
        const auto run = [] {
            VenueRig rig;
            FaultInjector faults(
                *parseFaultScript(
                    R"({"seed":3,"faults":[{"kind":"drop","probability":0.3}, {"kind":"corrupt","probability":0.2}]})"),
                rig.now);
            rig.ask("public/subscribe", {{"channels", Json::array({"ticker.BTC-PERPETUAL.100ms"})}});
            std::string all;
            for (int i = 0; i < 100; ++i) {
                rig.now += 100ms;
                rig.venue.tick(rig.now);
                for (const VenueOutput& output : faults.pass(rig.venue.takeOutput(), rig.now, rig.venue))
                    all += output.text + "\n";
            }
            return all;
        };
        const std::string first = run();
        QVERIFY(first.find('\x01') != std::string::npos);
        QCOMPARE(first, run());
    }
};

QTEST_GUILESS_MAIN(FaultScriptTest)
#include "tst_fault_script.moc"

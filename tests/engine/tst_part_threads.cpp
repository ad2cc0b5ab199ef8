#include "app/engine/part_threads.h"

#include <QTest>

#include <array>
#include <atomic>
#include <numeric>
#include <vector>

using namespace ballast;

class TestPartThreads : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPart_runsOnce_data();
    void everyPart_runsOnce();
    void partsFarApart_areWokenAgain();
    void parts_runAtTheSameTime();
};

void TestPartThreads::everyPart_runsOnce_data()
{
    QTest::addColumn<int>("threads");
    QTest::addColumn<int>("parts");
    for (const int threads : {1, 2, 3})
        for (const int parts : {1, 2, 3, 7})
            QTest::addRow("%d threads, %d parts", threads, parts) << threads << parts;
}

void TestPartThreads::everyPart_runsOnce()
{
    QFETCH(int, threads);
    QFETCH(int, parts);
    const auto count = static_cast<std::size_t>(parts);
    PartThreads warm(static_cast<std::size_t>(threads));

    for (int round = 0; round < 300; ++round) {
        std::vector<int> runs(count, 0);
        warm.runner().run(count, [&](std::size_t part) { ++runs[part]; });
        QCOMPARE(runs, std::vector<int>(count, 1));
    }
    QCOMPARE(warm.runner().parts, threads == 1 ? std::size_t{1} : 8 * static_cast<std::size_t>(threads));
}

// Longer apart than a thread looks for work: it sleeps and has to be woken.
void TestPartThreads::partsFarApart_areWokenAgain()
{
    PartThreads warm(2);
    for (int round = 0; round < 20; ++round) {
        const auto until = std::chrono::steady_clock::now() + std::chrono::microseconds(300);
        while (std::chrono::steady_clock::now() < until) {
        }
        std::atomic<int> sum = 0;
        warm.runner().run(2, [&](std::size_t part) { sum += static_cast<int>(part) + 1; });
        QCOMPARE(sum.load(), 3);
    }
}

// Each part waits for the other: only both at once can finish.
void TestPartThreads::parts_runAtTheSameTime()
{
    PartThreads warm(2);
    std::array<std::atomic<bool>, 2> here{};

    warm.runner().run(2, [&](std::size_t part) {
        here[part] = true;
        here[part].notify_all();
        here[1 - part].wait(false);
    });

    QVERIFY(here[0] && here[1]);
}

QTEST_APPLESS_MAIN(TestPartThreads)
#include "tst_part_threads.moc"

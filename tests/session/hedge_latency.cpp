// From click to proposal, through the running desk, by hand:
//   hedge_latency LINES RUNS [POLICY.json] MARKET_FILE...
// The book holds LINES of what the market lists, long and short by turns. Prints milliseconds of each run until the
// proposal is on the screen, until frontier and alternatives are, and how long a cancelled search keeps the engine
// busy.
#include "app/session/default_policy.h"
#include "app/session/desk_session.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

using namespace ballast;

namespace {

constexpr int patience = 120'000;

PortfolioPtr bookOf(const MarketSnapshot& market, std::size_t lines)
{
    Portfolio book;
    book.name = "many lines";
    double side = 1.0;
    for (std::size_t i = 0; i < market.instruments->size() && book.positions.size() < lines; ++i) {
        if (!market.quotes[i].mark)
            continue;
        Position position;
        position.instrument = (*market.instruments)[i].id;
        position.quantity = side * (isQuantityInUsd((*market.instruments)[i]) ? 10'000.0 : 2.0);
        book.positions.push_back(position);
        side = -side;
    }
    return std::make_shared<const Portfolio>(std::move(book));
}

struct Answers
{
    int proposals = 0;
    int pictures = 0;
    bool studied = false;
    HedgeStatus status = HedgeStatus::BadInput;
    double milliseconds = 0.0;
    std::size_t legs = 0;
};

bool wait(const std::function<bool()>& done)
{
    return QTest::qWaitFor(done, patience);
}

void measureProposals(DeskSession& session, Answers& answers, int runs)
{
    std::vector<double> waits;
    for (int run = 0; run < runs; ++run) {
        const int before = answers.proposals;
        answers.studied = false;
        QElapsedTimer clock;
        clock.start();
        session.propose(session.policy());
        if (!wait([&] { return answers.proposals > before; }))
            return;
        waits.push_back(static_cast<double>(clock.nsecsElapsed()) * 1e-6);
        wait([&] { return answers.studied; });
        std::printf("proposal %7.1f ms (%s, %zu legs, %.1f ms in the hedger), frontier and alternatives %8.1f ms\n",
                    waits.back(), hedgeStatusWord(answers.status), answers.legs, answers.milliseconds,
                    static_cast<double>(clock.nsecsElapsed()) * 1e-6);
    }
    std::ranges::sort(waits);
    std::printf("click to proposal: median %.1f ms, worst %.1f ms\n", waits[waits.size() / 2], waits.back());
}

// A cancelled search is over when the engine takes the next work: a repricing asked for right after.
void measureCancel(DeskSession& session, Answers& answers, int runs)
{
    HedgePolicy slow = session.policy();
    slow.objective = HedgeObjective::Cvar;
    slow.maxLegs = 8;
    const auto repriced = [&] {
        const int before = answers.pictures;
        QElapsedTimer clock;
        clock.start();
        session.setBook(session.book());
        wait([&] { return answers.pictures > before; });
        return static_cast<double>(clock.nsecsElapsed()) * 1e-6;
    };
    for (int run = 0; run < runs; ++run) {
        const double alone = repriced();
        session.propose(slow);
        QTest::qWait(30 + 40 * run);
        session.cancelProposing();
        std::printf("cancelled after %d ms: engine free %.1f ms later\n", 30 + 40 * run, repriced() - alone);
    }
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 4)
        return std::puts("hedge_latency LINES RUNS [POLICY.json] MARKET_FILE..."), 2;
    const QCoreApplication application(argc, argv);
    const QTemporaryDir folder;
    const SystemClock clock;
    DeskSession session(clock, {folder.filePath(QStringLiteral("journal.db")).toStdString(), "trader"});
    Answers answers;
    QObject::connect(&session, &DeskSession::pictureReady, [&](const DeskPicturePtr& picture) {
        answers.pictures += picture->book == session.book() ? 1 : 0;
    });
    QObject::connect(&session, &DeskSession::proposalReady, [&](const std::shared_ptr<const HedgeProposal>& proposal) {
        ++answers.proposals;
        answers.status = proposal->status;
        answers.milliseconds = proposal->milliseconds;
        answers.legs = proposal->trades.size();
    });
    QObject::connect(&session, &DeskSession::hedgeDetailsReady,
                     [&](const HedgeDetailsPtr& details) { answers.studied = !details->working; });
    QStringList files;
    for (int i = 3; i < argc; ++i) {
        const QString file = QString::fromLocal8Bit(argv[i]);
        if (!file.endsWith(QLatin1String(".json")))
            files << file;
        else if (!session.openPolicy(file))
            return std::puts("the policy cannot be read"), 2;
    }
    session.playFiles(files);
    if (!wait([&] { return answers.pictures > 0; }))
        return 1;
    session.setBook(bookOf(*session.market(), std::strtoul(argv[1], nullptr, 10)));
    answers.pictures = 0;
    if (!wait([&] { return answers.pictures > 0; }))
        return 1;
    std::printf("%zu lines, %zu instruments, priced in %.1f ms\n", session.book()->positions.size(),
                session.market()->instruments->size(), session.picture()->pricingMilliseconds);
    const int runs = std::atoi(argv[2]);
    measureProposals(session, answers, runs);
    measureCancel(session, answers, std::min(runs, 5));
    return 0;
}

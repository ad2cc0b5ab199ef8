#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/cli/run_until_told.h"
#include "app/feeds/recording/recorded_tape.h"
#include "app/feeds/recording/replay_report.h"
#include "app/feeds/snapshot_file.h"
#include "models/core/number_text.h"

#include <fmt/format.h>

#include <cstdio>
#include <memory>

namespace ballast {
namespace {

struct Options
{
    std::string file;
    std::string speed = "max";
    std::string out;
    bool books = false;
    bool json = false;
};

Json levelsJson(const std::vector<LadderLevel>& levels)
{
    Json list = Json::array();
    for (const LadderLevel& level : levels)
        list.push_back(Json::array({level.price, level.amount}));
    return list;
}

Json toJson(const ReplayReport& report, bool withBooks)
{
    Json alarms = Json::array();
    for (const Alarm& alarm : report.alarms)
        alarms.push_back({{"kind", alarmWord(alarm.kind)}, {"text", alarm.text}});
    Json document{{"source", report.source},
                  {"from", jsonTime(report.from)},
                  {"to", jsonTime(report.to)},
                  {"inputs", report.inputs},
                  {"messages", report.status.session.messages},
                  {"badMessages", report.status.session.badMessages},
                  {"gaps", report.status.session.gaps},
                  {"reconnects", report.status.session.reconnects},
                  {"instruments", report.status.listed},
                  {"pictures", report.pictures},
                  {"picturesHash", report.picturesHash},
                  {"alarms", std::move(alarms)}};
    if (!withBooks)
        return document;
    Json books = Json::array();
    for (const ReplayedBook& book : report.books)
        books.push_back({{"instrument", book.instrument},
                         {"changeId", book.changeId ? Json(*book.changeId) : Json(nullptr)},
                         {"bids", levelsJson(book.ladder.bids)},
                         {"asks", levelsJson(book.ladder.asks)}});
    document["books"] = std::move(books);
    return document;
}

void printPeople(const ReplayReport& report)
{
    fmt::print("source       {}\nfrom         {}\nto           {}\nmessages     {}\nunreadable   {}\ngaps         {}\n"
               "reconnects   {}\ninstruments  {}\npictures     {}\nhash         {}\n",
               report.source, toIso8601(report.from), toIso8601(report.to), report.status.session.messages,
               report.status.session.badMessages, report.status.session.gaps, report.status.session.reconnects,
               report.status.listed, report.pictures, report.picturesHash);
    for (const Alarm& alarm : report.alarms)
        fmt::print("alarm        {}\n", alarm.text);
    TextTable table({{"book", TextTable::Align::Left}, {"bids"}, {"asks"}, {"best bid"}, {"best ask"}});
    for (const ReplayedBook& book : report.books) {
        const auto best = [](const std::vector<LadderLevel>& side) {
            return side.empty() ? std::string("—") : fmt::format("{}", side.front().price);
        };
        table.addRow({book.instrument, std::to_string(book.ladder.bids.size()), std::to_string(book.ladder.asks.size()),
                      best(book.ladder.bids), best(book.ladder.asks)});
    }
    if (!report.books.empty())
        table.print();
}

// 0: as fast as it goes.
Result<double> speedOf(const std::string& word)
{
    if (word == "max")
        return 0.0;
    std::string_view text(word);
    if (text.ends_with('x'))
        text.remove_suffix(1);
    const auto speed = parseNumber(text);
    if (!speed || *speed <= 0.0)
        return Error{Errc::BadInput, fmt::format("--speed {}: 1x, 10x, ... or max", word)};
    return *speed;
}

// Lives through the tape in the time it takes; prints how the market stands each second.
int paced(FeedReplay& replay, double speed)
{
    const EndingSignals ending;
    constexpr double step = 1.0;
    Timestamp until = replay.begin();
    while (!replay.atEnd()) {
        until += Milliseconds{static_cast<std::int64_t>(1000.0 * step * speed)};
        const auto progress = replay.playUntil(until);
        if (progress.problem)
            return fail({Errc::BadInput, *progress.problem});
        const FeedStatus status = replay.status();
        fmt::print("{}  {} messages, {} instruments, {} gaps\n", toIso8601(replay.now()), status.session.messages,
                   status.listed, status.session.gaps);
        std::fflush(stdout);
        if (ending.wait(step))
            break;
    }
    return exitDone;
}

int run(const Options& options)
{
    const auto speed = speedOf(options.speed);
    if (!speed)
        return fail(speed.error());
    auto tape = openTape(options.file);
    if (!tape)
        return fail(tape.error());
    if (const std::string remark = (*tape)->remark(); !remark.empty())
        warn(remark);
    FeedReplay replay(std::move(*tape));
    if (*speed > 0.0) {
        if (const int code = paced(replay, *speed); code != exitDone)
            return code;
    }
    const auto report = replayWhole(replay);
    if (!report)
        return fail({report.error().code, fmt::format("{}: {}", options.file, report.error().message)});
    if (!options.out.empty() && report->last) {
        if (const Status written = writeSnapshotFile(options.out, {report->last}); !written)
            return fail(written.error());
    }
    if (options.json)
        printJson(toJson(*report, options.books));
    else
        printPeople(*report);
    return exitDone;
}

} // namespace

void addReplayCommand(CLI::App& app, Command& chosen)
{
    auto* command = app.add_subcommand("replay", "live through a recording again and say what came of it");
    const auto options = std::make_shared<Options>();
    command->add_option("file", options->file, "a recording of 'ballastctl record', or websocket messages one a line")
        ->required();
    command->add_option("--speed", options->speed, "1x, 10x, ... or max");
    command->add_option("--out", options->out, "write the last picture as a snapshot file (.ballast)");
    command->add_flag("--books", options->books, "the final books in the JSON document");
    command->add_flag("--json", options->json, "one JSON document");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace ballast

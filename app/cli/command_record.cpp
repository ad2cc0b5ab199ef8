#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/cli/run_until_told.h"
#include "app/feeds/recording/recording_writer.h"
#include "app/feeds/transport/deribit_feed.h"

#include <fmt/format.h>

#include <memory>
#include <mutex>

namespace ballast {
namespace {

struct Options
{
    std::string feed = "deribit";
    std::string out;
    std::string authority;
    std::vector<std::string> currencies{"BTC", "ETH"};
    std::vector<std::string> books;
    double seconds = 0.0; // 0: until it is told to end
    bool json = false;
};

Result<VenueEndpoint> endpointOf(const std::string& feed)
{
    if (feed == "deribit")
        return parseEndpoint(deribitUrl);
    return parseEndpoint(feed == "deribit-test" ? deribitTestUrl : std::string_view(feed));
}

// The newest word of the feed, from its thread.
class LastStatus
{
public:
    void set(const FeedStatus& status)
    {
        const std::scoped_lock lock(m_mutex);
        m_status = status;
    }
    [[nodiscard]] FeedStatus get() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_status;
    }

private:
    mutable std::mutex m_mutex;
    FeedStatus m_status;
};

void report(const Options& options, const FeedStatus& status, std::uint64_t bytes)
{
    if (options.json) {
        printJson({{"out", options.out},
                   {"messages", status.session.messages},
                   {"messageBytes", status.figures.bytes},
                   {"fileBytes", bytes},
                   {"gaps", status.session.gaps},
                   {"reconnects", status.session.reconnects},
                   {"instruments", status.listed},
                   {"lastReason", status.lastReason.empty() ? Json(nullptr) : Json(status.lastReason)}});
        return;
    }
    fmt::print("messages     {}\nof bytes     {}\nin the file  {}\ngaps         {}\nreconnects   {}\ninstruments  {}\n",
               status.session.messages, status.figures.bytes, bytes, status.session.gaps, status.session.reconnects,
               status.listed);
}

int run(const Options& options)
{
    const auto endpoint = endpointOf(options.feed);
    if (!endpoint)
        return fail(endpoint.error());
    DeribitFeedSettings settings;
    settings.endpoint = *endpoint;
    if (!options.authority.empty())
        settings.authorities = options.authority;
    settings.session.channels.currencies = options.currencies;
    settings.session.channels.watched = {options.books.begin(), options.books.end()};
    const EndingSignals ending;
    auto recorder = RecordingWriter::create(options.out, {settings.source, settings.session, false});
    if (!recorder)
        return fail(recorder.error());
    LastStatus last;
    DeribitFeedHandlers handlers;
    handlers.status = [&last](const FeedStatus& status) { last.set(status); };
    handlers.alarm = [](const Alarm& alarm) { warn(alarm.text); };
    {
        const DeribitFeed feed(settings, std::move(handlers), recorder->get());
        ending.wait(options.seconds);
    }
    const auto problem = (*recorder)->problem();
    if (problem)
        return fail({Errc::Io, fmt::format("{}: {}", options.out, *problem)});
    recorder->reset(); // ends the file
    const FeedStatus status = last.get();
    std::error_code ignored;
    report(options, status, std::filesystem::file_size(options.out, ignored));
    if (status.session.messages == 0)
        warn(fmt::format("nothing came from {}{}", endpointText(*endpoint),
                         status.lastReason.empty() ? "" : ": " + status.lastReason));
    return status.session.messages > 0 ? exitDone : exitAnswerIsNo;
}

} // namespace

void addRecordCommand(CLI::App& app, Command& chosen)
{
    auto* command = app.add_subcommand("record", "write what a venue says to a file, with receive times");
    const auto options = std::make_shared<Options>();
    command->add_option("--feed", options->feed, "wss:// address, or the words deribit or deribit-test");
    command->add_option("--out", options->out, "file, which must not be there yet")->required();
    command->add_option("--authority", options->authority,
                        "certificate that a venue on this machine is trusted by, as 'ballastctl venue --tls' prints");
    command->add_option("--currency", options->currencies, "underlyings, BTC and ETH unless given")->delimiter(',');
    command->add_option("--book", options->books, "instruments whose books are recorded beside the perpetuals'")
        ->delimiter(',');
    command->add_option("--seconds", options->seconds, "end after so long; else when interrupted");
    command->add_flag("--json", options->json, "one JSON document");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace ballast

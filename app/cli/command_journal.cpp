#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/store/journal.h"

#include <fmt/format.h>

#include <memory>

namespace ballast {
namespace {

struct Options
{
    std::string file;
    std::int64_t from = 1;
    std::size_t limit = 1000;
    bool json = false;
};

int verify(const Options& options)
{
    const auto verdict = Journal::verify(options.file);
    if (!verdict)
        return fail(verdict.error());
    if (options.json)
        printJson({{"intact", verdict->intact},
                   {"entries", verdict->entries},
                   {"brokenAt", verdict->brokenAt ? Json(*verdict->brokenAt) : Json(nullptr)},
                   {"reason", verdict->reason},
                   {"lastHash", verdict->lastHash}});
    else if (verdict->intact)
        fmt::print("intact: {} entries, head {}\n", verdict->entries, verdict->lastHash);
    else
        fmt::print("broken{}: {}\n", verdict->brokenAt ? fmt::format(" at entry {}", *verdict->brokenAt) : "",
                   verdict->reason);
    return verdict->intact ? exitDone : exitAnswerIsNo;
}

Json entryJson(const JournalEntry& e)
{
    Json payload = Json::parse(e.payload, nullptr, false);
    return {{"sequence", e.sequence},
            {"at", jsonTime(e.at)},
            {"kind", e.kind},
            {"actor", e.actor},
            {"basis", e.basis},
            {"proposal", e.proposal},
            {"summary", e.summary},
            {"payload", payload.is_discarded() ? Json(e.payload) : payload},
            {"previousHash", e.previousHash},
            {"hash", e.hash}};
}

int show(const Options& options)
{
    const auto entries = Journal::read(options.file, options.from, options.limit);
    if (!entries)
        return fail(entries.error());
    Json document{{"entries", Json::array()}};
    TextTable table({{"entry"},
                     {"time", TextTable::Align::Left},
                     {"kind", TextTable::Align::Left},
                     {"who", TextTable::Align::Left},
                     {"proposal"},
                     {"summary", TextTable::Align::Left},
                     {"hash", TextTable::Align::Left}});
    for (const JournalEntry& e : *entries) {
        document["entries"].push_back(entryJson(e));
        table.addRow({std::to_string(e.sequence), toIso8601(e.at), e.kind, e.actor,
                      e.proposal != 0 ? std::to_string(e.proposal) : "-", e.summary, e.hash.substr(0, 12)});
    }
    if (options.json)
        printJson(document);
    else
        table.print();
    return exitDone;
}

} // namespace

void addJournalCommand(CLI::App& app, Command& chosen)
{
    auto* command = app.add_subcommand("journal", "prove or list the journal of decisions");
    command->require_subcommand(1);
    const auto options = std::make_shared<Options>();
    auto* verifying = command->add_subcommand("verify", "walk the hash chain; exit 1 where it is broken");
    auto* showing = command->add_subcommand("show", "list the entries");
    for (auto* sub : {verifying, showing}) {
        sub->add_option("FILE", options->file, "journal file")->required();
        sub->add_flag("--json", options->json, "one JSON document");
    }
    showing->add_option("--from", options->from, "first entry");
    showing->add_option("--limit", options->limit, "most entries to list");
    verifying->callback([options, &chosen] { chosen = [options] { return verify(*options); }; });
    showing->callback([options, &chosen] { chosen = [options] { return show(*options); }; });
}

} // namespace ballast

#include "app/cli/command.h"
#include "app/cli/market_input.h"
#include "app/cli/run_until_told.h"
#include "app/venue/redated_market.h"
#include "app/venue/venue_server.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

namespace ballast {
namespace {

struct Options
{
    std::uint16_t port = 0;
    MarketArguments market;
    bool simulated = false;
    bool recordedClock = false;
    double speed = 1.0;
    double ticksPerSecond = 0.0;
    std::uint64_t seed = 1;
    std::string faults;
    std::vector<std::string> tls; // none, or certificate and key
    bool withTls = false;
    double seconds = 0.0; // 0: until it is told to end
};

std::string credentialsText()
{
    std::string text = "Test keys, good for nothing else:\n";
    for (const VenueKey& key : venueTestKeys())
        text += fmt::format("  client_id={} client_secret={}{}\n", key.clientId, key.clientSecret,
                            key.wallet == KeyRight::ReadWrite  ? "  (may withdraw)"
                            : key.trade == KeyRight::ReadWrite ? "  (may trade)"
                                                               : "  (may read)");
    return text + "Address: ws://127.0.0.1:PORT/ws/api/v2, or wss:// with --tls";
}

Result<std::string> textOf(const std::string& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return Error{Errc::Io, file + ": cannot be read"};
    return std::string{std::istreambuf_iterator<char>(in), {}};
}

// Made for this run, its authority where a client finds it; or what the user gave.
Result<std::optional<VenueCertificates>> certificatesOf(const Options& options, const FaultScript& faults)
{
    if (!options.withTls) {
        if (faults.certificate() != CertificateFault::None)
            return Error{Errc::BadInput, "a fault of the certificate needs --tls"};
        return std::optional<VenueCertificates>();
    }
    if (options.tls.size() == 2) {
        auto certificate = textOf(options.tls[0]);
        auto key = textOf(options.tls[1]);
        if (!certificate || !key)
            return certificate ? key.error() : certificate.error();
        return std::optional(VenueCertificates{{}, std::move(*certificate), std::move(*key)});
    }
    auto made = makeCertificates(faults.certificate());
    if (!made)
        return made.error();
    std::string folder = (std::filesystem::temp_directory_path() / "ballast-venue-XXXXXX").string();
    if (mkdtemp(folder.data()) == nullptr)
        return Error{Errc::Io, folder + ": the folder cannot be made"};
    const auto file = std::filesystem::path(folder) / "authority.pem";
    std::ofstream(file) << made->authority;
    fmt::print("authority {}\n", file.string());
    return std::optional(std::move(*made));
}

Result<std::unique_ptr<VenueMarket>> marketOf(const Options& options)
{
    const VenueMarketPace pace{options.speed, options.ticksPerSecond, options.seed};
    if (options.simulated) {
        SimulationSettings settings;
        settings.seed = options.seed;
        settings.start = SystemClock().now();
        return simulatedVenueMarket(settings, pace);
    }
    auto recorded = readSnapshot(options.market);
    if (!recorded)
        return recorded.error();
    const bool speaksDeribit = std::ranges::all_of((*recorded)->instruments->all(),
                                                   [](const Instrument& i) { return i.id.venue == deribitVenue; });
    if (!speaksDeribit)
        return Error{Errc::BadInput, "--market: not a market of Deribit, the venue speaks no other"};
    if (options.recordedClock) {
        fmt::print("clock of the recording, {}: clients measure how far off it is\n", toIso8601((*recorded)->asOf));
        return recordedVenueMarket(*recorded, pace);
    }
    return recordedVenueMarket(redatedMarket(**recorded, SystemClock().now()), pace);
}

int run(const Options& options)
{
    if (options.simulated == !options.market.files.empty())
        return fail({Errc::BadInput, "give either --market FILE or --simulated"});
    VenueServerSettings settings;
    settings.port = options.port;
    if (!options.faults.empty()) {
        auto script = readFaultScript(options.faults);
        if (!script)
            return fail(script.error());
        settings.faults = std::move(*script);
    }
    auto market = marketOf(options);
    if (!market)
        return fail(market.error());
    auto certificates = certificatesOf(options, settings.faults);
    if (!certificates)
        return fail(certificates.error());
    settings.tls = std::move(*certificates);
    const EndingSignals ending;
    const auto server = VenueServer::start(settings, std::move(*market));
    if (!server)
        return fail(server.error());
    fmt::print("listening on 127.0.0.1:{}\n", (*server)->port());
    std::fflush(stdout);
    ending.wait(options.seconds);
    return exitDone;
}

} // namespace

void addVenueCommand(CLI::App& app, Command& chosen)
{
    auto* command =
        app.add_subcommand("venue", "run a simulated exchange that speaks Deribit's JSON-RPC, to test against");
    const auto options = std::make_shared<Options>();
    command->add_option("--port", options->port, "port on this machine; 0: any that is free");
    command->add_option("--market", options->market.files, "trade around a recorded chain; may be given again");
    command->add_option("--as-of", options->market.asOf, "time of a market file that has none");
    command->add_flag("--recorded-clock", options->recordedClock,
                      "keep the times and names of --market; else all of them move to now, expiries too");
    command->add_flag("--simulated", options->simulated, "trade the simulated market");
    command->add_option("--speed", options->speed, "market time for one second")->check(CLI::Range(0.1, 100.0));
    command->add_option("--ticks-per-second", options->ticksPerSecond, "quotes touched beyond the market's own")
        ->check(CLI::Range(0.0, 100'000.0));
    command->add_option("--seed", options->seed, "of the simulated market and of the ticks");
    command->add_option("--faults", options->faults, "JSON script of faults, see the manual");
    auto* tls = command->add_option("--tls", options->tls,
                                    "encrypt: certificate and key in PEM; alone: both are made for this run");
    tls->expected(0, 2);
    command->add_option("--seconds", options->seconds, "end after so long; else when told to");
    command->footer(credentialsText());
    command->callback([options, tls, &chosen] {
        options->withTls = tls->count() > 0;
        std::erase(options->tls, std::string());
        chosen = [options] { return run(*options); };
    });
}

} // namespace ballast

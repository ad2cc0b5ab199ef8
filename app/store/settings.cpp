#include "app/store/settings.h"

#include "app/store/json_fields.h"
#include "app/store/text_file.h"
#include "app/store/time_weights_fields.h"

#include <QByteArray>

#include <fmt/format.h>

namespace ballast {
namespace {

constexpr std::size_t fileLimit = 1'000'000;

bool isBase64(const std::string& text)
{
    return static_cast<bool>(
        QByteArray::fromBase64Encoding(QByteArray::fromStdString(text), QByteArray::AbortOnBase64DecodingErrors));
}

void readSource(const JsonFields& fields, SourceSettings& source)
{
    if (const auto kind = fields.word("kind", {"simulated", "recording"}))
        source.kind = *kind == "recording" ? SourceChoice::Recording : SourceChoice::Simulated;
    source.path = fields.text("path").value_or(source.path);
    source.speed = fields.number("speed", {1.0, 100.0}).value_or(source.speed);
}

void readLayouts(const JsonFields& layouts, Settings& settings)
{
    for (const std::string& name : layouts.keys()) {
        const JsonFields pages = layouts.object(name, {});
        WindowLayout& layout = settings.layouts[name];
        for (const std::string& page : pages.keys()) {
            const auto state = pages.text(page);
            if (state && !isBase64(*state))
                pages.wrong(page, "is no saved window state (Base64), remove it");
            layout[page] = state.value_or(std::string());
        }
    }
}

} // namespace

Result<Settings> readSettings(const std::filesystem::path& file)
{
    const auto text = readTextFile(file, fileLimit);
    if (!text)
        return text.error().code == Errc::NotFound ? Result<Settings>(Settings{}) : text.error();
    return parseSettings(*text, file.string());
}

Result<Settings> parseSettings(std::string_view text, std::string_view fileName)
{
    const auto file = parseJsonFile(text, fileName);
    if (!file)
        return file.error();
    JsonFile& json = **file;
    Settings settings;
    const JsonFields root(json, json.root, {}, {"theme", "source", "book", "policy", "trader", "timeWeights", "deltaRule", "deltaNetOfPremium", "tourSeen", "layout", "layouts"});
    if (const auto theme = root.word("theme", {"dark", "light"}))
        settings.theme = *theme == "light" ? ThemeChoice::Light : ThemeChoice::Dark;
    readSource(root.object("source", {"kind", "path", "speed"}), settings.source);
    settings.book = root.text("book").value_or(settings.book);
    settings.policy = root.text("policy").value_or(settings.policy);
    settings.trader = root.text("trader").value_or(settings.trader);
    settings.timeWeights = timeWeightsOf(json, root.object("timeWeights", timeWeightKeys));
    if (const auto rule =
            root.word("deltaRule", {"sticky-strike", "sticky-moneyness", "skew-stickiness", "min-variance"}))
        settings.deltaRule = *rule;
    settings.deltaNetOfPremium = root.boolean("deltaNetOfPremium").value_or(settings.deltaNetOfPremium);
    settings.tourSeen = root.boolean("tourSeen").value_or(settings.tourSeen);
    settings.layout = root.text("layout").value_or(settings.layout);
    readLayouts(root.object("layouts", {}), settings);
    if (json.error)
        return *json.error;
    return settings;
}

std::string settingsJson(const Settings& settings)
{
    const Json json{{"theme", settings.theme == ThemeChoice::Light ? "light" : "dark"},
                    {"source",
                     {{"kind", settings.source.kind == SourceChoice::Recording ? "recording" : "simulated"},
                      {"path", settings.source.path},
                      {"speed", settings.source.speed}}},
                    {"book", settings.book},
                    {"policy", settings.policy},
                    {"trader", settings.trader},
                    {"timeWeights", toJson(settings.timeWeights)},
                    {"deltaRule", settings.deltaRule},
                    {"deltaNetOfPremium", settings.deltaNetOfPremium},
                    {"tourSeen", settings.tourSeen},
                    {"layout", settings.layout},
                    {"layouts", Json(settings.layouts)}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

Status writeSettings(const Settings& settings, const std::filesystem::path& file)
{
    return writeTextFile(file, settingsJson(settings));
}

} // namespace ballast

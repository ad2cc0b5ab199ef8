#include "app/store/whatif_fields.h"

#include <fmt/format.h>

#include <array>
#include <limits>

namespace ballast {
namespace {

constexpr double anyNumber = std::numeric_limits<double>::max();
constexpr std::int64_t largestId = 9'007'199'254'740'991; // exact in a double
constexpr std::array otcEngines{OtcEngine::Analytic, OtcEngine::FiniteDifferences, OtcEngine::MonteCarlo};

Json positionJson(const Position& position)
{
    Json json{{"venue", position.instrument.venue.value},
              {"instrument", position.instrument.name},
              {"quantity", position.quantity},
              {"averagePrice", position.averagePrice ? Json(*position.averagePrice) : Json(nullptr)},
              {"account", position.account},
              {"tag", position.tag}};
    if (position.otc) {
        json["otc"] = {
            {"engine", otcEngineWord(position.otc->engine)},
            {"fixedAverageUsd", position.otc->fixedAverageUsd ? Json(*position.otc->fixedAverageUsd) : Json(nullptr)},
            {"barrierHit", position.otc->barrierHit}};
    }
    return json;
}

OtcHolding readOtc(const JsonFields& fields)
{
    OtcHolding otc;
    const auto word = fields.word("engine", {"analytic", "fd", "mc"});
    for (const OtcEngine engine : otcEngines) {
        if (word == otcEngineWord(engine))
            otc.engine = engine;
    }
    otc.fixedAverageUsd = fields.number("fixedAverageUsd", {0.0, anyNumber});
    otc.barrierHit = fields.boolean("barrierHit").value_or(false);
    return otc;
}

Position readPosition(JsonFile& file, const Json& value, const std::string& path)
{
    const JsonFields fields(file, value, path,
                            {"venue", "instrument", "quantity", "averagePrice", "account", "tag", "otc"});
    Position position;
    position.instrument.venue.value = fields.text("venue").value_or(deribitVenue.value);
    position.instrument.name = fields.text("instrument").value_or(std::string());
    if (position.instrument.name.empty())
        fields.wrong("instrument", "is missing, name it");
    const auto quantity = fields.number("quantity", {-anyNumber, anyNumber});
    if (!quantity)
        fields.wrong("quantity", "is missing, give a number");
    position.quantity = quantity.value_or(0.0);
    position.averagePrice = fields.number("averagePrice", {-anyNumber, anyNumber});
    position.account = fields.text("account").value_or(std::string());
    position.tag = fields.text("tag").value_or(std::string());
    if (fields.find("otc") != nullptr)
        position.otc = readOtc(fields.object("otc", {"engine", "fixedAverageUsd", "barrierHit"}));
    return position;
}

const char* changeWord(LegChange change)
{
    switch (change) {
    case LegChange::Changed:
        return "changed";
    case LegChange::Removed:
        return "removed";
    default:
        return "added";
    }
}

Json editJson(const LegEdit& edit)
{
    Json json{{"change", changeWord(edit.change)}, {"origin", edit.origin}, {"leg", positionJson(edit.position)}};
    if (edit.base)
        json["base"] = {{"venue", edit.base->instrument.venue.value},
                        {"instrument", edit.base->instrument.name},
                        {"account", edit.base->account},
                        {"tag", edit.base->tag},
                        {"occurrence", edit.base->occurrence}};
    return json;
}

LegKey readKey(const JsonFields& fields)
{
    LegKey key;
    key.instrument.venue.value = fields.text("venue").value_or(std::string());
    key.instrument.name = fields.text("instrument").value_or(std::string());
    key.account = fields.text("account").value_or(std::string());
    key.tag = fields.text("tag").value_or(std::string());
    key.occurrence = static_cast<int>(fields.integer("occurrence", 0, 1'000'000).value_or(0));
    return key;
}

LegEdit readEdit(JsonFile& file, const Json& value, const std::string& path)
{
    const JsonFields fields(file, value, path, {"change", "origin", "leg", "base"});
    LegEdit edit;
    const auto word = fields.word("change", {"added", "changed", "removed"});
    if (word == "changed")
        edit.change = LegChange::Changed;
    if (word == "removed")
        edit.change = LegChange::Removed;
    edit.origin = fields.text("origin").value_or(std::string());
    if (fields.find("base") != nullptr)
        edit.base = readKey(fields.object("base", {"venue", "instrument", "account", "tag", "occurrence"}));
    if (edit.base.has_value() == (edit.change == LegChange::Added))
        fields.wrong("base", edit.base ? "cannot stand with an added leg" : "is missing: which line was it?");
    if (const Json* leg = fields.find("leg"))
        edit.position = readPosition(file, *leg, path + "/leg");
    else
        fields.wrong("leg", "is missing");
    return edit;
}

} // namespace

std::vector<std::string_view> whatIfKeys()
{
    return {"id", "name", "frozen", "edits"};
}

WhatIfBook readWhatIf(JsonFile& file, const JsonFields& root)
{
    WhatIfBook book;
    book.base = std::make_shared<const Portfolio>();
    book.id.value = static_cast<std::uint64_t>(root.integer("id", 0, largestId).value_or(0));
    book.name = root.text("name").value_or(std::string());
    if (root.find("frozen") != nullptr) {
        const JsonFields frozen = root.object("frozen", {"snapshot", "asOf", "source"});
        FrozenMarket market;
        market.id.value = static_cast<std::uint64_t>(frozen.integer("snapshot", 0, largestId).value_or(0));
        const auto asOf = parseIso8601(frozen.text("asOf").value_or(std::string()));
        if (asOf)
            market.asOf = *asOf;
        else
            frozen.wrong("asOf", "must be a time such as 2026-02-05T21:29:37Z");
        market.source = frozen.text("source").value_or(std::string());
        book.frozen = market;
    }
    const Json* edits = root.find("edits");
    if (edits && !edits->is_array())
        root.wrong("edits", "must be a list");
    for (std::size_t i = 0; edits && edits->is_array() && i < edits->size(); ++i)
        book.edits.push_back(readEdit(file, (*edits)[i], fmt::format("edits/{}", i)));
    return book;
}

Json whatIfObject(const WhatIfBook& book)
{
    Json json{{"id", book.id.value}, {"name", book.name}, {"frozen", nullptr}, {"edits", Json::array()}};
    if (book.frozen)
        json["frozen"] = {{"snapshot", book.frozen->id.value},
                          {"asOf", toIso8601(book.frozen->asOf)},
                          {"source", book.frozen->source}};
    for (const LegEdit& edit : book.edits)
        json["edits"].push_back(editJson(edit));
    return json;
}

PortfolioPtr readBase(JsonFile& file, const JsonFields& root, const std::string& path)
{
    Portfolio base;
    base.name = root.text("name").value_or(std::string());
    const Json* positions = root.find("positions");
    if (!positions || !positions->is_array())
        root.wrong("positions", "must be a list");
    for (std::size_t i = 0; positions && positions->is_array() && i < positions->size(); ++i) {
        const std::string at = (path.empty() ? "" : path + "/") + fmt::format("positions/{}", i);
        base.positions.push_back(readPosition(file, (*positions)[i], at));
    }
    return std::make_shared<const Portfolio>(std::move(base));
}

Json baseObject(const Portfolio& base)
{
    Json json{{"name", base.name}, {"positions", Json::array()}};
    for (const Position& position : base.positions)
        json["positions"].push_back(positionJson(position));
    return json;
}

} // namespace ballast

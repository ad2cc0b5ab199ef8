#include "app/feeds/transport/venue_links.h"

#include "app/feeds/live/public_dialects.h"
#include "app/feeds/transport/public_pipeline.h"

#include <utility>

namespace ballast {
namespace {

struct LinkPlan
{
    std::string name;
    std::string url;
    std::unique_ptr<VenueDialect> dialect;
    NameReader names;
};

std::string hostOr(const PublicVenueSettings& settings, std::string own)
{
    return settings.instead.empty() ? std::move(own) : settings.instead;
}

NameReader bybitNames(BybitCategory category)
{
    return [category](std::string_view name) { return parseBybitName(name, category); };
}

NameReader binanceNames()
{
    return [](std::string_view name) { return parseBinanceName(name, BinanceMarket::UsdM); };
}

std::vector<LinkPlan> okxLinks(const PublicVenueSettings& settings)
{
    std::vector<LinkPlan> plans;
    plans.push_back({"OKX", "wss://" + hostOr(settings, "ws.okx.com:8443") + "/ws/v5/public",
                     okxDialect(settings.currencies, "https://" + hostOr(settings, "www.okx.com")), parseOkxName});
    return plans;
}

std::vector<LinkPlan> bybitLinks(const PublicVenueSettings& settings)
{
    const std::string rest = "https://" + hostOr(settings, "api.bybit.com");
    const std::string stream = "wss://" + hostOr(settings, "stream.bybit.com") + "/v5/public/";
    std::vector<LinkPlan> plans;
    plans.push_back({"Bybit options", stream + "option", bybitDialect(BybitCategory::Option, settings.currencies, rest),
                     bybitNames(BybitCategory::Option)});
    plans.push_back({"Bybit", stream + "linear", bybitDialect(BybitCategory::Linear, settings.currencies, rest),
                     bybitNames(BybitCategory::Linear)});
    return plans;
}

std::vector<LinkPlan> binanceLinks(const PublicVenueSettings& settings)
{
    const BinanceRest rest{"https://" + hostOr(settings, "eapi.binance.com"),
                           "https://" + hostOr(settings, "fapi.binance.com")};
    const std::string stream = "wss://" + hostOr(settings, "fstream.binance.com");
    std::vector<LinkPlan> plans;
    plans.push_back({"Binance", stream + "/market/stream",
                     binanceDialect(BinanceLink::Prices, settings.currencies, rest), binanceNames()});
    plans.push_back({"Binance books", stream + "/public/stream",
                     binanceDialect(BinanceLink::Books, settings.currencies, rest), binanceNames()});
    return plans;
}

} // namespace

const char* publicVenueWord(PublicVenue venue)
{
    switch (venue) {
    case PublicVenue::Okx:
        return "OKX";
    case PublicVenue::Bybit:
        return "Bybit";
    case PublicVenue::Binance:
        return "Binance";
    }
    return "unknown";
}

Result<std::vector<PublicLink>> publicLinks(const PublicVenueSettings& settings)
{
    auto plans = settings.venue == PublicVenue::Okx     ? okxLinks(settings)
                 : settings.venue == PublicVenue::Bybit ? bybitLinks(settings)
                                                        : binanceLinks(settings);
    std::vector<PublicLink> links;
    for (LinkPlan& plan : plans) {
        const auto endpoint = parseEndpoint(plan.url);
        if (!endpoint)
            return endpoint.error();
        PublicSessionSettings session;
        session.seed = settings.seed + links.size();
        session.reconnect.shortest = settings.shortestWait;
        PublicLink link;
        link.name = plan.name;
        link.loop.endpoint = *endpoint;
        link.loop.authorities = settings.authorities;
        link.loop.environment = settings.environment;
        link.pipeline =
            std::make_unique<PublicPipeline>(std::move(plan.dialect), std::move(plan.names), plan.name, session);
        links.push_back(std::move(link));
    }
    return links;
}

} // namespace ballast

#pragma once

#include "app/feeds/live/conflation.h"
#include "app/feeds/live/public_dialects.h"
#include "app/feeds/live/public_session.h"
#include "tests/feeds_live/live_testing.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ballast::test {

// One public link on a fake clock with a conflator behind. What it asks over HTTPS is answered from `pages` by the end
// of the address; what it sends is kept.
struct PublicRig
{
    PublicRig(std::unique_ptr<VenueDialect> dialect, NameReader names, PublicSessionSettings settings = {})
        : session(std::move(dialect), settings), conflator(std::move(names), "venue")
    {}

    void connect()
    {
        conflator.linkUp(now);
        carryOut(session.connected(now));
    }

    void deliver(const std::string& text)
    {
        conflator.message(text.size(), now);
        carryOut(session.received(text, now));
    }

    void advance(Milliseconds span, Milliseconds step = Milliseconds{100})
    {
        for (const Timestamp end = now + span; now < end;) {
            now = std::min(now + step, end);
            if (const auto at = session.nextDeadline(now); at && *at <= now)
                carryOut(session.tick(now));
        }
    }

    void carryOut(const SessionStep& step)
    {
        std::vector<FetchText> fetches;
        for (const FeedEvent& event : step.events) {
            conflator.apply(event, session.clock().venueTime(now));
            events.push_back(event);
        }
        for (const SessionAction& action : step.actions) {
            if (const auto* send = std::get_if<SendText>(&action))
                sent.push_back(send->text);
            if (const auto* alarm = std::get_if<Alarm>(&action))
                alarms.push_back(*alarm);
            if (const auto* again = std::get_if<Reconnect>(&action))
                reconnect = *again;
            if (const auto* fetch = std::get_if<FetchText>(&action))
                fetches.push_back(*fetch);
        }
        for (const FetchText& fetch : fetches) {
            fetched.push_back(fetch.url);
            const std::string path = fetch.url.substr(fetch.url.find('/', 8));
            if (const auto page = pages.find(path); page != pages.end())
                carryOut(session.answered(fetch.subject, Result<std::string>(page->second), now));
            else if (!holdUnknown)
                carryOut(session.answered(fetch.subject, Error{Errc::Io, "404"}, now));
        }
    }

    [[nodiscard]] SnapshotPtr picture()
    {
        return conflator.publish({++pictures}, MarketMode::Live, now, session.clock().venueTime(now));
    }
    [[nodiscard]] bool hasSent(std::string_view part) const
    {
        return std::ranges::any_of(sent, [&](const std::string& text) { return text.find(part) != std::string::npos; });
    }
    [[nodiscard]] std::size_t sentWith(std::string_view part) const
    {
        return static_cast<std::size_t>(
            std::ranges::count_if(sent, [&](const std::string& text) { return text.find(part) != std::string::npos; }));
    }

    Timestamp now = fromUnixMilliseconds(1'795'000'000'000); // 2026-11-18 11:06:40 UTC
    PublicSession session;
    Conflator conflator;
    std::map<std::string, std::string> pages;
    bool holdUnknown = true;
    std::vector<std::string> sent;
    std::vector<std::string> fetched;
    std::vector<Alarm> alarms;
    std::vector<FeedEvent> events;
    std::optional<Reconnect> reconnect;
    std::uint64_t pictures = 0;
};

inline const std::string okxOptionsPage =
    R"({"code":"0","msg":"","data":[)"
    R"({"instType":"OPTION","instId":"BTC-USD-261225-120000-C","uly":"BTC-USD","instFamily":"BTC-USD","settleCcy":"BTC","ctVal":"1","ctMult":"0.01","ctValCcy":"BTC","optType":"C","stk":"120000","listTime":"1700000000000","expTime":"1798185600000","tickSz":"0.0001","lotSz":"1","minSz":"1","state":"live"},)"
    R"({"instType":"OPTION","instId":"BTC-USD-261225-120000-P","uly":"BTC-USD","instFamily":"BTC-USD","settleCcy":"BTC","ctVal":"1","ctMult":"0.01","ctValCcy":"BTC","optType":"P","stk":"120000","listTime":"1700000000000","expTime":"1798185600000","tickSz":"0.0001","lotSz":"1","minSz":"1","state":"live"}]})";
inline const std::string okxSwapPage =
    R"({"code":"0","msg":"","data":[{"instType":"SWAP","instId":"BTC-USD-SWAP","ctVal":"100","ctMult":"1","ctValCcy":"USD","settleCcy":"BTC","tickSz":"0.1","lotSz":"1","minSz":"1","state":"live","expTime":""}]})";
inline const std::string okxOpenInterestPage =
    R"({"code":"0","msg":"","data":[{"instId":"BTC-USD-261225-120000-C","instType":"OPTION","oi":"4200","oiCcy":"42","ts":"1795000000000"}]})";

inline void giveOkxPages(std::map<std::string, std::string>& pages)
{
    const std::string base = "/api/v5/public/";
    pages[base + "time"] = R"({"code":"0","data":[{"ts":"1795000000000"}],"msg":""})";
    pages[base + "instruments?instType=OPTION&instFamily=BTC-USD"] = okxOptionsPage;
    pages[base + "open-interest?instType=OPTION&instFamily=BTC-USD"] = okxOpenInterestPage;
    pages[base + "instruments?instType=SWAP&instId=BTC-USD-SWAP"] = okxSwapPage;
    pages[base + "instruments?instType=SWAP&instId=BTC-USDT-SWAP"] = R"({"code":"0","msg":"","data":[]})";
}

inline const std::string bybitOptionsPage1 =
    R"({"retCode":0,"retMsg":"OK","result":{"category":"option","nextPageCursor":"first=1&second","list":[)"
    R"({"symbol":"BTC-25DEC26-120000-C-USDT","optionsType":"Call","status":"Trading","baseCoin":"BTC","quoteCoin":"USDT","settleCoin":"USDT","launchTime":"1672560000000","deliveryTime":"1798185600000","deliveryFeeRate":"0.00015","priceFilter":{"minPrice":"5","maxPrice":"10000000","tickSize":"5"},"lotSizeFilter":{"maxOrderQty":"500","minOrderQty":"0.01","qtyStep":"0.01"}}]},"retExtInfo":{},"time":1795000000100})";
inline const std::string bybitOptionsPage2 =
    R"({"retCode":0,"retMsg":"OK","result":{"category":"option","nextPageCursor":"","list":[)"
    R"({"symbol":"BTC-25DEC26-120000-P-USDT","optionsType":"Put","status":"Trading","baseCoin":"BTC","quoteCoin":"USDT","settleCoin":"USDT","launchTime":"1672560000000","deliveryTime":"1798185600000","priceFilter":{"minPrice":"5","maxPrice":"10000000","tickSize":"5"},"lotSizeFilter":{"maxOrderQty":"500","minOrderQty":"0.01","qtyStep":"0.01"}},)"
    R"({"symbol":"BTC-25DEC26-130000-C-USDT","status":"PreLaunch","deliveryTime":"1798185600000"}]},"retExtInfo":{},"time":1795000000100})";
inline const std::string bybitLinearPage =
    R"({"retCode":0,"retMsg":"OK","result":{"category":"linear","nextPageCursor":"","list":[{"symbol":"BTCUSDT","contractType":"LinearPerpetual","status":"Trading","baseCoin":"BTC","quoteCoin":"USDT","deliveryTime":"0","priceFilter":{"tickSize":"0.10"},"lotSizeFilter":{"minOrderQty":"0.001","qtyStep":"0.001"},"fundingInterval":480,"settleCoin":"USDT"}]},"retExtInfo":{},"time":1795000000100})";

inline void giveBybitPages(std::map<std::string, std::string>& pages)
{
    pages["/v5/market/time"] =
        R"({"retCode":0,"retMsg":"OK","result":{"timeSecond":"1795000000","timeNano":"1795000000000000000"},"retExtInfo":{},"time":1795000000000})";
    const std::string options = "/v5/market/instruments-info?category=option&baseCoin=BTC&limit=1000";
    pages[options] = bybitOptionsPage1;
    pages[options + "&cursor=first%3D1%26second"] = bybitOptionsPage2;
    pages["/v5/market/instruments-info?category=linear&baseCoin=BTC&limit=1000"] = bybitLinearPage;
}

inline const std::string binanceOptionsPage =
    R"({"timezone":"UTC","serverTime":1795000000000,"optionContracts":[{"baseAsset":"BTC","quoteAsset":"USDT","underlying":"BTCUSDT","settleAsset":"USDT"}],"optionSymbols":[)"
    R"({"expiryDate":1798185600000,"filters":[{"filterType":"PRICE_FILTER","minPrice":"5","maxPrice":"100000","tickSize":"5"},{"filterType":"LOT_SIZE","minQty":"0.01","maxQty":"100","stepSize":"0.01"}],"symbol":"BTC-261225-120000-C","side":"CALL","strikePrice":"120000","underlying":"BTCUSDT","unit":1,"quoteAsset":"USDT"},)"
    R"({"expiryDate":1798185600000,"filters":[],"symbol":"SOL-261225-200-C","side":"CALL","strikePrice":"200","underlying":"SOLUSDT","unit":1,"quoteAsset":"USDT"}]})";
inline const std::string binanceFuturesPage =
    R"({"serverTime":1795000000000,"symbols":[)"
    R"({"symbol":"BTCUSDT","contractType":"PERPETUAL","deliveryDate":4133404800000,"status":"TRADING","baseAsset":"BTC","quoteAsset":"USDT","filters":[{"filterType":"PRICE_FILTER","tickSize":"0.10"},{"filterType":"LOT_SIZE","minQty":"0.001"}]},)"
    R"({"symbol":"BTCUSDT_261225","contractType":"CURRENT_QUARTER","status":"TRADING","baseAsset":"BTC","quoteAsset":"USDT","filters":[]},)"
    R"({"symbol":"ETHUSDT","contractType":"PERPETUAL","status":"SETTLING","baseAsset":"ETH","quoteAsset":"USDT","filters":[]}]})";

inline void giveBinancePages(std::map<std::string, std::string>& pages)
{
    pages["/eapi/v1/exchangeInfo"] = binanceOptionsPage;
    pages["/fapi/v1/exchangeInfo"] = binanceFuturesPage;
    pages["/fapi/v1/time"] = R"({"serverTime":1795000000000})";
    pages["/fapi/v1/depth?symbol=BTCUSDT&limit=1000"] =
        R"({"lastUpdateId":1000,"E":1795000000000,"T":1795000000000,"bids":[["101000.0","2"],["100999.0","3"]],"asks":[["101001.0","1"],["101002.0","4"]]})";
}

} // namespace ballast::test

#pragma once

#include "models/core/time.h"
#include "tests/feeds_live/public_rig.h"
#include "tests/transport/scripted_server.h"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

// What scripted venues answer: the messages of the protocols' documents with the time of today.
namespace ballast::test {

inline std::string nowText()
{
    return std::to_string(toUnixMilliseconds(SystemClock().now()));
}

// Two months ahead at 08:00 UTC: options that are alive whenever the tests run.
struct FarExpiry
{
    std::chrono::sys_days day = std::chrono::floor<std::chrono::days>(SystemClock().now()) + std::chrono::days(60);
    std::chrono::year_month_day date{day};

    [[nodiscard]] std::string sixDigits() const // "260327"
    {
        return twoDigits(yearOfCentury()) + twoDigits(static_cast<unsigned>(date.month())) +
               twoDigits(static_cast<unsigned>(date.day()));
    }
    [[nodiscard]] std::string label() const // "27MAR26"
    {
        static const char* const months[] = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                             "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
        return std::to_string(static_cast<unsigned>(date.day())) + months[static_cast<unsigned>(date.month()) - 1] +
               twoDigits(yearOfCentury());
    }
    [[nodiscard]] std::string milliseconds() const
    {
        return std::to_string(
            std::chrono::duration_cast<Milliseconds>((day + std::chrono::hours(8)).time_since_epoch()).count());
    }

private:
    [[nodiscard]] unsigned yearOfCentury() const { return static_cast<unsigned>(static_cast<int>(date.year())) % 100; }
    [[nodiscard]] static std::string twoDigits(unsigned value)
    {
        return (value < 10 ? "0" : "") + std::to_string(value);
    }
};

// The message with the time of today, and with options that are alive.
inline std::string dated(std::string text)
{
    const FarExpiry far;
    const std::pair<std::string, std::string> changes[] = {{"1795000000000", nowText()},
                                                           {"1798185600000", far.milliseconds()},
                                                           {"261225", far.sixDigits()},
                                                           {"25DEC26", far.label()}};
    for (const auto& [old, fresh] : changes) {
        for (auto at = text.find(old); at != std::string::npos; at = text.find(old, at + fresh.size()))
            text.replace(at, old.size(), fresh);
    }
    return text;
}

inline ServerScript scriptOf(const std::map<std::string, std::string>& pages)
{
    ServerScript script;
    script.get = [pages](const std::string& target) -> std::optional<std::string> {
        const auto page = pages.find(target);
        return page == pages.end() ? std::nullopt : std::optional(dated(page->second));
    };
    return script;
}

inline std::string between(const std::string& text, const std::string& from, const std::string& to)
{
    const auto start = text.find(from);
    if (start == std::string::npos)
        return {};
    const auto first = start + from.size();
    return text.substr(first, text.find(to, first) - first);
}

inline std::vector<std::string> okxReplies(const std::string& text)
{
    std::vector<std::string> replies;
    if (text == "ping")
        return {"pong"};
    const bool leaves = text.find("\"unsubscribe\"") != std::string::npos;
    const std::string list = between(text, "\"args\":[", "]");
    for (std::size_t at = 0; (at = list.find("{", at)) != std::string::npos; ++at) {
        const std::string argument = list.substr(at, list.find('}', at) - at + 1);
        replies.push_back(std::string("{\"event\":\"") + (leaves ? "unsubscribe" : "subscribe") +
                          "\",\"arg\":" + argument + ",\"connId\":\"a4d3ae55\"}");
        if (!leaves && argument.find("\"books\",\"instId\":\"BTC-USD-SWAP\"") != std::string::npos)
            replies.push_back(dated(
                R"({"arg":{"channel":"books","instId":"BTC-USD-SWAP"},"action":"snapshot","data":[{"asks":[["101","10","0","1"]],"bids":[["100","20","0","1"]],"ts":"1795000000000","checksum":0,"seqId":10,"prevSeqId":-1}]})"));
    }
    return replies;
}

inline std::vector<std::string> bybitReplies(const std::string& text)
{
    if (text.find("\"ping\"") != std::string::npos)
        return {R"({"success":true,"ret_msg":"pong","conn_id":"c","op":"ping"})"};
    std::vector<std::string> replies{"{\"success\":true,\"ret_msg\":\"\",\"conn_id\":\"c\",\"req_id\":\"" +
                                     between(text, "\"req_id\":\"", "\"") + "\",\"op\":\"subscribe\"}"};
    if (text.find("\"op\":\"subscribe\"") != std::string::npos &&
        text.find("orderbook.50.BTCUSDT") != std::string::npos)
        replies.push_back(dated(
            R"({"topic":"orderbook.50.BTCUSDT","type":"snapshot","ts":1795000000000,"data":{"s":"BTCUSDT","b":[["100","2"]],"a":[["101","1"]],"u":500,"seq":7961638724}})"));
    return replies;
}

inline std::vector<std::string> binanceReplies(const std::string& text)
{
    return {"{\"result\":null,\"id\":" + between(text, "\"id\":", "}") + "}"};
}

// All three venues on one server.
inline ServerScript threeVenues()
{
    std::map<std::string, std::string> pages;
    giveOkxPages(pages);
    giveBybitPages(pages);
    giveBinancePages(pages);
    ServerScript script = scriptOf(pages);
    script.replies = [](const std::string& target, const std::string& text) {
        if (target.starts_with("/ws/v5/"))
            return okxReplies(text);
        return target.starts_with("/v5/") ? bybitReplies(text) : binanceReplies(text);
    };
    return script;
}

// One tick of all that the three venues list.
inline void pushTick(ScriptedServer& server)
{
    const auto okx = [&](const std::string& text) { server.push(dated(text), "/ws/v5/public"); };
    okx(R"({"arg":{"channel":"index-tickers","instId":"BTC-USD"},"data":[{"instId":"BTC-USD","idxPx":"101010.2","ts":"1795000000000"}]})");
    okx(R"({"arg":{"channel":"mark-price","instId":"BTC-USD-SWAP"},"data":[{"instId":"BTC-USD-SWAP","markPx":"101003.4","ts":"1795000000000"}]})");
    okx(R"({"arg":{"channel":"tickers","instId":"BTC-USD-SWAP"},"data":[{"instId":"BTC-USD-SWAP","last":"101003","askPx":"101004","askSz":"340","bidPx":"101003","bidSz":"660","volCcy24h":"17799","vol24h":"5412510","ts":"1795000000000"}]})");
    for (const char* const name : {"BTC-USD-261225-120000-C", "BTC-USD-261225-120000-P"}) {
        const bool isCall = std::string(name).ends_with("C");
        const std::string id = "\"instId\":\"" + dated(name) + "\"";
        const std::string tail = ",\"ts\":\"" + nowText() + "\"}]}";
        server.push("{\"arg\":{\"channel\":\"opt-summary\",\"instFamily\":\"BTC-USD\"},\"data\":[{" + id +
                        ",\"markVol\":\"0.487\",\"bidVol\":\"0.482\",\"askVol\":\"0.493\",\"fwdPx\":\"101234.5\"" +
                        tail,
                    "/ws/v5/public");
        server.push("{\"arg\":{\"channel\":\"mark-price\"," + id + "},\"data\":[{" + id + ",\"markPx\":\"" +
                        (isCall ? "0.0083" : "0.1937") + "\"" + tail,
                    "/ws/v5/public");
        server.push("{\"arg\":{\"channel\":\"tickers\"," + id + "},\"data\":[{" + id + ",\"bidPx\":\"" +
                        (isCall ? "0.0081" : "0.1930") + "\",\"bidSz\":\"100\",\"askPx\":\"" +
                        (isCall ? "0.0085" : "0.1945") + "\",\"askSz\":\"330\",\"last\":\"\"" + tail,
                    "/ws/v5/public");
    }
    for (const char* const name : {"BTC-25DEC26-120000-C-USDT", "BTC-25DEC26-120000-P-USDT"}) {
        const bool isCall = std::string(name).find("-C-") != std::string::npos;
        server.push("{\"topic\":\"tickers." + dated(name) + "\",\"ts\":" + nowText() + ",\"data\":{\"symbol\":\"" +
                        dated(name) + "\",\"bidPrice\":\"" + (isCall ? "825" : "19550") +
                        "\",\"bidSize\":\"1.5\",\"askPrice\":\"" + (isCall ? "860" : "19680") +
                        "\",\"askSize\":\"2\",\"markPrice\":\"" + (isCall ? "842" : "19610") +
                        "\",\"indexPrice\":\"101008.9\",\"markPriceIv\":\"0.488\",\"underlyingPrice\":\"101230\"},"
                        "\"type\":\"snapshot\"}",
                    "/option");
    }
    server.push(
        dated(
            R"({"topic":"tickers.BTCUSDT","type":"snapshot","ts":1795000000000,"data":{"symbol":"BTCUSDT","bid1Price":"101000.1","bid1Size":"3","ask1Price":"101000.2","ask1Size":"4","markPrice":"101000.1","indexPrice":"101008.9","fundingRate":"0.0001","openInterest":"50000","lastPrice":"101000"}})"),
        "/linear");
    server.push(
        dated(
            R"({"stream":"btcusdt@optionMarkPrice","data":[{"s":"BTC-261225-120000-C","mp":"840","E":1795000000000,"e":"markPrice","i":"101012.5","bo":"830","ao":"850","bq":"1.5","aq":"2","b":"0.482","a":"0.494","vo":"0.4871","d":"0.12","t":"-71.2","g":"0.00002","v":"98.4"}]})"),
        "/market/stream");
    server.push(
        dated(
            R"({"stream":"btcusdt@markPrice@1s","data":{"e":"markPriceUpdate","E":1795000000000,"s":"BTCUSDT","p":"101005.1","i":"101012.5","P":"101000","r":"0.0001","T":1795017600000}})"),
        "/market/stream");
    server.push(
        dated(
            R"({"stream":"btcusdt@bookTicker","data":{"e":"bookTicker","u":400900217,"s":"BTCUSDT","b":"101004.9","B":"3.1","a":"101005.0","A":"4.0","T":1795000000000,"E":1795000000000}})"),
        "/public/stream");
}

} // namespace ballast::test

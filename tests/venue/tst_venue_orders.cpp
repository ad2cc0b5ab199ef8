#include "tests/venue/venue_testing.h"

#include <QtTest>

#include <cmath>

using namespace ballast;
using namespace ballast::test;
using namespace std::chrono_literals;

namespace {

const char* const perpetual = "BTC-PERPETUAL";
const char* const option = "BTC-27MAR26-60000-C";

// Nothing moves: fills are known beforehand.
struct StillRig : VenueRig
{
    StillRig() : VenueRig(smallMarket(), {}, 1e-9) { login(); }

    Json order(const char* method, const Json& params) { return result(method, params); }
    double size(const char* instrument)
    {
        return result("private/get_position", {{"instrument_name", instrument}})["size"].get<double>();
    }
};

} // namespace

class VenueOrdersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void marketOrder_walksTheBookAndPaysItsFee()
    {
        StillRig rig;
        const Json placed =
            rig.order("private/buy", {{"instrument_name", perpetual}, {"amount", 30'000}, {"type", "market"}});
        QCOMPARE(placed["order"]["order_state"].get<std::string>(), std::string("filled"));
        QCOMPARE(placed["trades"].size(), std::size_t(2)); // 10,000 at the best, 20,000 a tick on
        QCOMPARE(placed["trades"][0]["price"].get<double>(), 64'000.5);
        QCOMPARE(placed["trades"][1]["price"].get<double>(), 64'001.0);
        QCOMPARE(placed["order"]["average_price"].get<double>(), (64'000.5 + 2 * 64'001.0) / 3.0);
        QCOMPARE(rig.size(perpetual), 30'000.0);
        QVERIFY(placed["trades"][0]["fee"].get<double>() > 0.0);
        // What was taken is gone until the maker quotes anew.
        const Json book = rig.result("public/get_order_book", {{"instrument_name", perpetual}, {"depth", 1}});
        QCOMPARE(book["asks"][0][0].get<double>(), 64'001.5);
    }

    void position_realisesProfitInCoin()
    {
        StillRig rig;
        rig.order("private/buy", {{"instrument_name", perpetual}, {"amount", 10'000}, {"type", "market"}});
        rig.order("private/sell", {{"instrument_name", perpetual}, {"amount", 10'000}, {"type", "market"}});
        const Json position = rig.result("private/get_position", {{"instrument_name", perpetual}});
        QCOMPARE(position["size"].get<double>(), 0.0);
        const double expected = 10'000.0 * (1.0 / 64'000.5 - 1.0 / 64'000.0);
        QVERIFY(std::abs(position["realized_profit_loss"].get<double>() - expected) < 1e-15);
    }

    void restingOrder_isInTheBookUntilCancelled()
    {
        StillRig rig;
        rig.ask("private/subscribe", {{"channels", Json::array({"book.BTC-PERPETUAL.raw"})}});
        const Json placed =
            rig.order("private/buy",
                      {{"instrument_name", perpetual}, {"amount", 500}, {"price", 63'990.0}, {"label", "hedge-1"}});
        const std::string id = placed["order"]["order_id"].get<std::string>();
        QCOMPARE(placed["order"]["order_state"].get<std::string>(), std::string("open"));
        QCOMPARE(rig.result("private/get_open_orders").size(), std::size_t(1));
        const auto changes = rig.news("book.BTC-PERPETUAL.raw");
        QCOMPARE(changes.size(), std::size_t(2)); // snapshot, then the order
        QCOMPARE(changes.back()["bids"], Json::array({Json::array({"new", 63'990.0, 500.0})}));
        QCOMPARE(rig.result("private/cancel", {{"order_id", id}})["order_state"].get<std::string>(),
                 std::string("cancelled"));
        QCOMPARE(rig.code("private/cancel", {{"order_id", id}}), rpc_code::notOpenOrder);
        QCOMPARE(rig.code("private/cancel", {{"order_id", "no"}}), rpc_code::orderNotFound);
    }

    void postOnly_neverTakes()
    {
        StillRig rig;
        const Json moved = rig.order(
            "private/buy", {{"instrument_name", perpetual}, {"amount", 100}, {"price", 64'010.0}, {"post_only", true}});
        QCOMPARE(moved["order"]["price"].get<double>(), 64'000.0); // a tick off the best ask
        QCOMPARE(moved["trades"].size(), std::size_t(0));
        QCOMPARE(rig.code("private/buy", {{"instrument_name", perpetual},
                                          {"amount", 100},
                                          {"price", 64'010.0},
                                          {"post_only", true},
                                          {"reject_post_only", true}}),
                 rpc_code::postOnlyReject);
    }

    void reduceOnly_neverTurnsThePosition()
    {
        StillRig rig;
        QCOMPARE(rig.code("private/sell",
                          {{"instrument_name", perpetual}, {"amount", 100}, {"type", "market"}, {"reduce_only", true}}),
                 rpc_code::otherReject);
        rig.order("private/buy", {{"instrument_name", perpetual}, {"amount", 300}, {"type", "market"}});
        rig.order("private/sell",
                  {{"instrument_name", perpetual}, {"amount", 1'000}, {"type", "market"}, {"reduce_only", true}});
        QCOMPARE(rig.size(perpetual), 0.0);
    }

    void wrongOrders_haveTheVenuesCodes_data()
    {
        QTest::addColumn<QByteArray>("params");
        QTest::addColumn<int>("code");
        const auto row = [](const char* name, const Json& params, int code) {
            QTest::newRow(name) << QByteArray::fromStdString(params.dump()) << code;
        };
        row("unknown instrument", {{"instrument_name", "BTC-27MAR26-1-C"}, {"amount", 1}, {"price", 0.1}},
            rpc_code::invalidInstrument);
        row("no amount", {{"instrument_name", perpetual}, {"price", 64'000}}, rpc_code::invalidParams);
        row("no price", {{"instrument_name", perpetual}, {"amount", 10}}, rpc_code::invalidParams);
        row("wrong tick", {{"instrument_name", perpetual}, {"amount", 10}, {"price", 64'000.3}},
            rpc_code::priceWrongTick);
        row("price not positive", {{"instrument_name", perpetual}, {"amount", 10}, {"price", -5}},
            rpc_code::invalidPrice);
        row("price too high", {{"instrument_name", perpetual}, {"amount", 10}, {"price", 70'000}},
            rpc_code::priceTooHigh);
        row("below the lot", {{"instrument_name", option}, {"amount", 0.01}, {"price", 0.05}},
            rpc_code::quantityTooLow);
        row("no multiple", {{"instrument_name", perpetual}, {"amount", 15}, {"price", 64'000}},
            rpc_code::invalidAmount);
        row("no funds", {{"instrument_name", perpetual}, {"amount", 900'000'000}, {"price", 64'000}},
            rpc_code::notEnoughFunds);
        row("long label",
            {{"instrument_name", perpetual}, {"amount", 10}, {"price", 64'000}, {"label", std::string(65, 'x')}},
            rpc_code::invalidParams);
    }
    void wrongOrders_haveTheVenuesCodes()
    {
        QFETCH(QByteArray, params);
        QFETCH(int, code);
        StillRig rig;
        QCOMPARE(rig.code("private/buy", Json::parse(params.toStdString())), code);
    }

    void fillOrKill_fillsWholeOrNothing()
    {
        StillRig rig;
        const Json killed = rig.order(
            "private/buy",
            {{"instrument_name", option}, {"amount", 6}, {"price", 0.052}, {"time_in_force", "fill_or_kill"}});
        QCOMPARE(killed["order"]["order_state"].get<std::string>(), std::string("cancelled"));
        QCOMPARE(killed["trades"].size(), std::size_t(0));
        const Json part = rig.order(
            "private/buy",
            {{"instrument_name", option}, {"amount", 6}, {"price", 0.052}, {"time_in_force", "immediate_or_cancel"}});
        QCOMPARE(part["order"]["filled_amount"].get<double>(), 5.0);
        QCOMPARE(part["order"]["order_state"].get<std::string>(), std::string("cancelled"));
    }

    void optionPurchase_isPaidAtOnceAndStaysInTheEquity()
    {
        StillRig rig;
        const Json before = rig.result("private/get_account_summary", {{"currency", "BTC"}});
        const Json placed = rig.order("private/buy", {{"instrument_name", option}, {"amount", 2}, {"price", 0.052}});
        const double fee = placed["trades"][0]["fee"].get<double>();
        const Json after = rig.result("private/get_account_summary", {{"currency", "BTC"}});
        QVERIFY(std::abs(after["balance"].get<double>() - (before["balance"].get<double>() - 2 * 0.052 - fee)) < 1e-12);
        QVERIFY(std::abs(after["equity"].get<double>() - (before["equity"].get<double>() - 2 * 0.001 - fee)) < 1e-12);
    }

    void cancelOnDisconnect_cancelsThisConnectionsOrders()
    {
        StillRig rig;
        rig.ask("private/enable_cancel_on_disconnect");
        rig.order("private/buy", {{"instrument_name", perpetual}, {"amount", 500}, {"price", 63'990.0}});
        rig.venue.closed(1, rig.now);
        rig.venue.opened(1, rig.now);
        rig.login();
        QCOMPARE(rig.result("private/get_open_orders").size(), std::size_t(0));
    }

    void cancelAll_saysHowMany()
    {
        StillRig rig;
        for (const double price : {63'900.0, 63'910.0, 63'920.0})
            rig.order("private/buy", {{"instrument_name", perpetual}, {"amount", 10}, {"price", price}});
        QCOMPARE(rig.result("private/cancel_all"), Json(3));
        QCOMPARE(rig.result("private/cancel_all"), Json(0));
    }

    void restingOrder_isFilledWhenTheMarketComes()
    {
        VenueRig rig(smallMarket(), {}, 70.0); // best prices move to and fro by up to two ticks
        rig.login();
        rig.ask("private/subscribe", {{"channels", Json::array({"user.changes.any.any.100ms", "user.portfolio.btc"})}});
        // A sale at the best bid's own price: the market comes back to it.
        const Json placed =
            rig.result("private/sell", {{"instrument_name", perpetual}, {"amount", 100}, {"price", 64'000.0}});
        rig.advance(10s);
        const Json state = rig.result("private/get_order_state", {{"order_id", placed["order"]["order_id"]}});
        QCOMPARE(state["order_state"].get<std::string>(), std::string("filled"));
        QCOMPARE(rig.news("user.changes.any.any.100ms").back()["positions"][0]["size"].get<double>(), -100.0);
        QVERIFY(!rig.news("user.portfolio.btc").empty());
    }

    void editedOrder_keepsItsId()
    {
        StillRig rig;
        const Json placed =
            rig.order("private/buy", {{"instrument_name", perpetual}, {"amount", 500}, {"price", 63'990.0}});
        const Json edited = rig.result(
            "private/edit", {{"order_id", placed["order"]["order_id"]}, {"amount", 700}, {"price", 63'995.0}});
        QCOMPARE(edited["order"]["order_id"], placed["order"]["order_id"]);
        QCOMPARE(edited["order"]["price"].get<double>(), 63'995.0);
        QCOMPARE(edited["order"]["amount"].get<double>(), 700.0);
    }
};

QTEST_GUILESS_MAIN(VenueOrdersTest)
#include "tst_venue_orders.moc"

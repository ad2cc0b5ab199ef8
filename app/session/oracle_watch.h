#pragma once

#include "app/feeds/live/chainlink_poll.h"
#include "models/desk/oracle_view.h"
#include "models/market/snapshot.h"
#include "models/oracle/divergence.h"

#include <deque>
#include <map>
#include <string>
#include <vector>

namespace ballast {

// Watches where the index of each underlying comes from: the venue's index, the mid of the desk's own perpetual book,
// the venue's mark of the perpetual, other venues' indices, on-chain feeds. By market time, so that a replay is judged
// as the day was. Owned by the feed thread.
class OracleWatch
{
public:
    // A picture, the market's time now, how far the clocks are apart, and what further venues and the chain say.
    [[nodiscard]] std::vector<OracleView> update(const MarketSnapshot& market, Timestamp marketNow,
                                                 Milliseconds clockSkew,
                                                 const std::vector<UnderlyingReading>& others = {});
    // Ends a halt by hand. Errors: Conflict while its cause lasts or when nothing is halted; BadInput without a reason.
    [[nodiscard]] Status resume(const std::string& underlying, const std::string& reason);
    void reset() { m_lines.clear(); } // another market

private:
    struct Line
    {
        CircuitBreaker breaker;
        DivergenceMonitor divergence;
        LastGoodPrice lastGood;
        std::deque<std::pair<Timestamp, double>> prices; // of five minutes, one a second at most
        std::optional<Timestamp> crossedSince;
        std::optional<Timestamp> gapSince;
        BreakerInputs judgedBy; // last
        Timestamp judgedAt{};
    };

    [[nodiscard]] static BreakerInputs inputsOf(Line& line, const OracleView& view,
                                                const std::vector<PriceReading>& readings, const Quote* perpetual,
                                                Timestamp now, Milliseconds clockSkew);

    std::map<std::string, Line> m_lines;
};

} // namespace ballast

#include "app/report/risk_text.h"

#include "app/report/text_table.h"

#include <fmt/format.h>

namespace ballast {
namespace {

std::string linesText(const RiskReport& report)
{
    TextTable table({{"instrument", TextTable::Align::Left},
                     {"quantity"},
                     {"mark USD"},
                     {"IV %"},
                     {"delta coin"},
                     {"gamma /1 %"},
                     {"vega USD/pt"},
                     {"theta USD/d"},
                     {"value USD"},
                     {"P&L USD"},
                     {"", TextTable::Align::Left}});
    for (const RiskLine& line : report.lines) {
        if (!line.values.ok()) {
            table.addRow({line.holding.instrument.name, signedFixed(line.holding.quantity, 1), "-", "-", "-", "-", "-",
                          "-", "-", "-", line.values.error().message});
            continue;
        }
        const LineValues& v = *line.values;
        table.addRow({line.holding.instrument.name, signedFixed(line.holding.quantity, 1), fixed(v.markUsd, 2),
                      percent(v.vol, 1), signedFixed(shownDeltaCoin(v.exposure, report.delta), 3), signedFixed(v.exposure.gammaCoin1pct, 3),
                      signedFixed(v.exposure.vegaUsd, 0), signedFixed(v.exposure.thetaUsdDay, 0),
                      signedFixed(v.exposure.valueUsd, 0), signedFixed(v.pnlUsd, 0),
                      v.otc ? fmt::format("OTC, {}{}", otcEngineWord(v.otc->engine),
                                          v.otc->standardErrorUsd
                                              ? fmt::format(", +- {:.2f} USD per coin", *v.otc->standardErrorUsd)
                                              : "")
                            : ""});
    }
    return table.text();
}

std::string totalsText(const RiskReport& report)
{
    std::string text = fmt::format("Delta: {}\n", deltaName(report.delta));
    if (report.delta != DeltaConvention{}) {
        for (const UnderlyingRisk& u : report.byUnderlying)
            text += fmt::format("{:<6} {}\n", u.underlying, deltaNote(report.delta, u.underlying));
    }
    for (const UnderlyingRisk& u : report.byUnderlying)
        text += fmt::format("{:<6} delta {} coins (net {}), gamma {} coins per 1 %, vega {} USD/pt, theta {} USD/d\n",
                            u.underlying, signedFixed(u.total.deltaCoin, 3), signedFixed(u.total.netDeltaCoin, 3),
                            signedFixed(u.total.gammaCoin1pct, 3), signedFixed(u.total.vegaUsd, 0),
                            signedFixed(u.total.thetaUsdDay, 0));
    text += fmt::format("Total  value {} USD, delta {} USD, vega {} USD/pt, theta {} USD/d{}\n",
                        signedFixed(report.totals.valueUsd, 0), signedFixed(report.totals.deltaUsd, 0),
                        signedFixed(report.totals.vegaUsd, 0), signedFixed(report.totals.thetaUsdDay, 0),
                        report.linesFailed > 0 ? fmt::format(", without {} line(s)", report.linesFailed) : "");
    return text;
}

} // namespace

std::string riskText(const RiskReport& report)
{
    return linesText(report) + totalsText(report);
}

} // namespace ballast

#include "tests/hedging/crash_book.h"

#include "tests/support/market_builder.h"

namespace ballast::test {

PortfolioPtr crashBook()
{
    BookBuilder book("crash book");
    book.line("BTC-7FEB26-65000-C", -20.0, 0.021).line("BTC-7FEB26-60000-P", -15.0, 0.012);
    book.line("BTC-13FEB26-65000-C", -30.0, 0.040).line("BTC-13FEB26-60000-P", -30.0, 0.020);
    book.line("BTC-13FEB26-70000-C", 15.0, 0.022).line("BTC-20FEB26-70000-C", -25.0, 0.031);
    book.line("BTC-20FEB26-60000-P", -25.0, 0.030).line("BTC-20FEB26-65000-P", 10.0, 0.055);
    book.line("BTC-27FEB26-70000-C", -40.0, 0.045).line("BTC-27FEB26-60000-P", -35.0, 0.041);
    book.line("BTC-27FEB26-65000-C", -20.0, 0.075).line("BTC-27MAR26-60000-P", -25.0, 0.060);
    book.line("BTC-27MAR26-70000-C", -30.0, 0.066).line("BTC-27MAR26-65000-P", 12.0, 0.090);
    book.line("BTC-24APR26-70000-C", -10.0, 0.081).line("BTC-26JUN26-60000-P", -15.0, 0.095);
    book.line("BTC-26JUN26-70000-C", 20.0, 0.112).line("BTC-25SEP26-70000-C", 12.0, 0.150);
    book.line("BTC-25DEC26-60000-P", -8.0, 0.140).line("BTC-PERPETUAL", 1500000.0, 66120.5);
    return book.build();
}

HedgePolicy crashPolicy(double indexUsd)
{
    const double gamma = 0.6 / (0.01 * indexUsd);
    HedgePolicy policy;
    policy.bands = {{BandKind::Delta, -5.0, 5.0, {}, {}, "delta"},
                    {BandKind::Gamma, -gamma, gamma, {}, {}, "gamma"},
                    {BandKind::Vega, -4000.0, 4000.0, {}, {}, "vega"}};
    policy.maxLegs = 6;
    return policy;
}

} // namespace ballast::test

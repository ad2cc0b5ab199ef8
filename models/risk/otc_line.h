#pragma once

#include "models/market/instrument.h"
#include "models/market/portfolio.h"
#include "models/pricing/otc_option.h"

namespace ballast {

// An OTC line's contract and what revalues it.
struct OtcLine
{
    OtcPricerPtr pricer;
    OtcContract contract;
    OtcEngine engine = OtcEngine::Analytic; // of price and Greeks
    Greeks greeks;                          // per coin, at the unmoved point
    double scenarioUsd = 0.0;               // per coin now, by the scenario engine
    std::optional<double> standardErrorUsd; // of the price, per coin

    // Per coin, the scenario engine's value at `point` less its value now. Where it refuses the
    // moved contract the second-order estimate from the Greeks stands in.
    [[nodiscard]] double pnlUsd(const OtcPoint& point) const;
    [[nodiscard]] Result<OtcValues> greeksAt(const OtcPoint& point) const; // by the scenario engine
    [[nodiscard]] OtcPoint unmoved() const { return {contract.forward, contract.vol, 0.0}; }

    // The pricer is no part of what a line says.
    bool operator==(const OtcLine& other) const
    {
        return contract == other.contract && engine == other.engine && standardErrorUsd == other.standardErrorUsd;
    }
};

} // namespace ballast

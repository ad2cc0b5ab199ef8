#pragma once

#include "models/risk/factor_history.h"
#include "models/risk/scenario_engine.h"
#include "models/risk/shocked_terms.h"

#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace ballast {

// A book made ready to be revalued many times at once-and-now factor moves: no time passes. Holds pointers into the
// report and the surfaces of its inputs, which must outlive it. Factors without a line, and lines without a factor, do
// not move.
class BookRevaluer
{
public:
    BookRevaluer(const ScenarioInputs& inputs, std::vector<RiskFactor> factors, VolDynamics dynamics);

    [[nodiscard]] const std::vector<RiskFactor>& factors() const { return m_factors; }
    [[nodiscard]] std::size_t lines() const { return m_cases.size(); }
    [[nodiscard]] const RiskLine& line(std::size_t i) const { return *m_cases[i].line; }

    // `logMoves` as scenarioOf takes them.
    [[nodiscard]] double pnlUsd(std::span<const double> logMoves) const;
    [[nodiscard]] std::vector<double> linePnlsUsd(std::span<const double> logMoves) const;
    // Of every line in many scenarios at once, [line][scenario]; empty when stopped between lines.
    struct LinePnls
    {
        std::vector<std::vector<double>> usd;
        OtcEstimates estimates{};
    };
    [[nodiscard]] LinePnls linePnls(std::span<const std::vector<double>> moves, const std::stop_token& stop) const;

private:
    // An option that the batch kernels price: its line, and what one coin of it is worth unmoved.
    struct BatchOption
    {
        std::size_t line = 0;
        ShockedTerms terms;
        double unmovedUsd = 0.0;
    };

    void collectOptions();
    [[nodiscard]] std::vector<UnderlyingShock> shocks(std::span<const double> logMoves) const;
    [[nodiscard]] double optionsPnlUsd(std::span<const UnderlyingShock> moved) const;

    std::vector<RiskFactor> m_factors;
    VolDynamics m_dynamics;
    std::vector<LineCase> m_cases;
    std::vector<std::string> m_underlyings;
    std::vector<std::size_t> m_underlyingOf; // of each case, index into m_underlyings
    std::vector<BatchOption> m_options;
    std::vector<std::size_t> m_others; // cases that are revalued one by one
    std::vector<double> m_strikes;     // of the options
    std::vector<OptionType> m_types;
};

} // namespace ballast

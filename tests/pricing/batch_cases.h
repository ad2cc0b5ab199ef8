#pragma once

#include "models/pricing/black_batch.h"
#include "models/pricing/implied_vol_batch.h"

#include <array>
#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

namespace ballast::test {

// Options as columns that own their memory.
struct OptionTable
{
    std::vector<double> forward, strike, years, vol;
    std::vector<OptionType> type;

    void add(const BlackTerms& terms);
    [[nodiscard]] std::size_t size() const { return forward.size(); }
    [[nodiscard]] BlackTerms terms(std::size_t i) const;
    [[nodiscard]] BlackColumns columns() const { return {forward, strike, years, vol, type}; }
    [[nodiscard]] ContractColumns contracts() const { return {forward, strike, years, type}; }
};

// Moneyness e^-0.7 to e^0.7, a day to three years, vol 10 % to 200 %.
[[nodiscard]] BlackTerms randomTerms(std::mt19937_64& random);
[[nodiscard]] OptionTable randomTable(std::size_t options, std::uint64_t seed);

// Any bit pattern: NaNs, infinities, subnormals, negative numbers, and now and then an ordinary value.
[[nodiscard]] double anyDouble(std::mt19937_64& random);
[[nodiscard]] OptionTable anyTable(std::size_t options, std::uint64_t seed);

// Values of a batch; row() in the order of BlackValues.
struct ValueTable
{
    std::array<std::vector<double>, 10> columns;
    std::vector<PriceStatus> status;

    [[nodiscard]] std::array<double, 10> row(std::size_t i) const;
};
[[nodiscard]] ValueTable valuesOf(const OptionTable& options);
[[nodiscard]] std::array<double, 10> rowOf(const BlackValues& v);

// The natural size of each of the ten values, by which errors are measured.
[[nodiscard]] std::array<double, 10> scalesOf(const BlackTerms& t);

// Runs `check` once on each instruction set that the kernels have and this machine can run; then restores the choice.
void onEveryInstructionSet(const std::function<void(const std::string& name)>& check);

} // namespace ballast::test

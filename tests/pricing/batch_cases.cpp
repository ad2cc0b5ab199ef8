#include "tests/pricing/batch_cases.h"

#include "models/pricing/instruction_set.h"
#include "models/pricing/simd/targets.h"

#include <hwy/highway.h>

#include <bit>
#include <cmath>

namespace ballast::test {

void OptionTable::add(const BlackTerms& t)
{
    forward.push_back(t.forward);
    strike.push_back(t.strike);
    years.push_back(t.years);
    vol.push_back(t.vol);
    type.push_back(t.type);
}

BlackTerms OptionTable::terms(std::size_t i) const
{
    return {forward[i], strike[i], years[i], vol[i], type[i]};
}

BlackTerms randomTerms(std::mt19937_64& random)
{
    std::uniform_real_distribution<double> logForward(std::log(50.0), std::log(2e5));
    std::uniform_real_distribution<double> money(-.7, .7);
    std::uniform_real_distribution<double> logYears(std::log(1.0 / 365.0), std::log(3.0));
    std::uniform_real_distribution<double> vol(.1, 2.0);
    std::bernoulli_distribution call;
    const double forward = std::exp(logForward(random));
    return {forward, forward * std::exp(money(random)), std::exp(logYears(random)), vol(random),
            call(random) ? OptionType::Call : OptionType::Put};
}

OptionTable randomTable(std::size_t options, std::uint64_t seed)
{
    std::mt19937_64 random(seed);
    OptionTable table;
    for (std::size_t i = 0; i < options; ++i)
        table.add(randomTerms(random));
    return table;
}

double anyDouble(std::mt19937_64& random)
{
    if (random() % 4 == 0)
        return std::ldexp(1.0 + static_cast<double>(random() % 1000) / 1000.0, static_cast<int>(random() % 40) - 20);
    return std::bit_cast<double>(random());
}

OptionTable anyTable(std::size_t options, std::uint64_t seed)
{
    std::mt19937_64 random(seed);
    OptionTable table;
    for (std::size_t i = 0; i < options; ++i)
        table.add({anyDouble(random), anyDouble(random), anyDouble(random), anyDouble(random),
                   random() % 2 == 0 ? OptionType::Call : OptionType::Put});
    return table;
}

std::array<double, 10> ValueTable::row(std::size_t i) const
{
    std::array<double, 10> values{};
    for (std::size_t c = 0; c < values.size(); ++c)
        values[c] = columns[c][i];
    return values;
}

ValueTable valuesOf(const OptionTable& options)
{
    ValueTable v;
    for (auto& column : v.columns)
        column.assign(options.size(), 0.0);
    v.status.assign(options.size(), PriceStatus::BadInput);
    auto& c = v.columns;
    blackValues(options.columns(), {c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[9], v.status});
    return v;
}

std::array<double, 10> rowOf(const BlackValues& v)
{
    return {v.price, v.delta, v.gamma, v.vega, v.theta, v.vanna, v.volga, v.charm, v.speed, v.rho};
}

std::array<double, 10> scalesOf(const BlackTerms& t)
{
    const double rootT = std::sqrt(t.years);
    const double s = t.vol * rootT;
    const double f = t.forward;
    return {f,
            1.0,
            1.0 / (f * s),
            f * rootT,
            f * t.vol / rootT,
            1.0 / t.vol,
            f * rootT / t.vol,
            1.0 / t.years,
            1.0 / (f * f * s * s),
            t.strike * t.years};
}

void onEveryInstructionSet(const std::function<void(const std::string& name)>& check)
{
    for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
        hwy::SetSupportedTargetsForTest(target);
        hwy::GetChosenTarget().Update(hwy::SupportedTargets());
        check(kernelInstructionSet());
    }
    hwy::SetSupportedTargetsForTest(0);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

} // namespace ballast::test

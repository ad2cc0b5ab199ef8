#pragma once

#include "models/pricing/black76.h"

#include <optional>
#include <vector>

namespace ballast {

// QuantLib as an independent reference. Debian's QuantLib has sessions and the thread-safe observer off: exactly one
// thread of a process may call anything in this folder. Headers here stay free of ql/.

// Undiscounted Black price in USD by QuantLib::BlackCalculator; nullopt for inputs that it refuses (T <= 0, vol <= 0).
[[nodiscard]] std::optional<double> referencePrice(const BlackTerms& terms);

// Price and Greeks by QuantLib's calculator, in BlackValues' units. speed and charm are bumped, the rest analytic.
[[nodiscard]] std::optional<BlackValues> referenceValues(const BlackTerms& terms);

// Implied vol by QuantLib's solver at 1e-12; nullopt where it throws.
[[nodiscard]] std::optional<double> referenceImpliedVol(double forward, double strike, double years, OptionType type,
                                                        double priceUsd);

// ACT/365 (Fixed) by QuantLib's day counter, whole days only: the check of models/market/calendar.
[[nodiscard]] double referenceYears(int fromYear, int fromMonth, int fromDay, int toYear, int toMonth, int toDay);

// Raw SVI {a, b, sigma, rho, m} fitted by QuantLib::SviInterpolation with unit weights from the given start.
struct ReferenceSvi
{
    double a = 0.0, b = 0.0, sigma = 0.0, rho = 0.0, m = 0.0;
    double rmse = 0.0; // of vols
};
[[nodiscard]] std::optional<ReferenceSvi> referenceSvi(const std::vector<double>& strikes,
                                                       const std::vector<double>& vols, double forward, double years,
                                                       const ReferenceSvi& start);

// Layout guard: the size of QuantLib::Observer as the library was built, which the adaptor asserts at compile time.
[[nodiscard]] std::size_t observerBytes();

} // namespace ballast

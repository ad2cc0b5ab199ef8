#include "models/margin/margin_model.h"

#include "models/margin/deribit_portfolio.h"
#include "models/margin/deribit_standard.h"
#include "models/margin/derive_portfolio.h"
#include "models/margin/derive_standard.h"
#include "models/margin/okx_portfolio.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace ballast {

std::vector<std::string_view> marginModelWords()
{
    return {"deribit-sm", "deribit-pm", "derive-sm", "derive-pm", "derive-pm-v1", "okx-pm"};
}

Result<std::unique_ptr<const MarginModel>> marginModel(std::string_view word)
{
    using Model = std::unique_ptr<const MarginModel>;
    if (word == "deribit-sm")
        return Model(std::make_unique<DeribitStandardMargin>(deribitStandardParameters()));
    if (word == "deribit-pm")
        return Model(std::make_unique<DeribitPortfolioMargin>(deribitPortfolioParameters()));
    if (word == "derive-sm")
        return Model(std::make_unique<DeriveStandardMargin>(deriveStandardParameters()));
    if (word == "derive-pm")
        return Model(std::make_unique<DerivePortfolioMargin>(DerivePortfolioVersion::Pmrm2));
    if (word == "derive-pm-v1")
        return Model(std::make_unique<DerivePortfolioMargin>(DerivePortfolioVersion::Pmrm1));
    if (word == "okx-pm")
        return Model(std::make_unique<OkxPortfolioMargin>(okxPortfolioParameters()));
    return Error{Errc::BadInput,
                 fmt::format("no margin model '{}', choose one of {}", word, fmt::join(marginModelWords(), ", "))};
}

void addStandalone(MarginReport& report, const MarginModel& model, const MarginInputs& inputs)
{
    for (const MarginLeg& leg : inputs.legs) {
        MarginInputs alone;
        alone.legs = {leg};
        alone.ratePerYear = inputs.ratePerYear;
        alone.stableUsd = inputs.stableUsd;
        const MarginLevel level = model.level(alone);
        report.perPosition.push_back({leg.instrument, leg.quantity, level.initialUsd, level.maintenanceUsd, {}});
        report.sumOfPositionsUsd += level.initialUsd;
    }
    report.savingUsd = report.sumOfPositionsUsd - report.initialUsd;
}

double balanceUsd(const MarginInputs& inputs, OptionValue options)
{
    double sum = inputs.cashUsd;
    for (const MarginLeg& leg : inputs.legs) {
        if (leg.kind == InstrumentKind::Spot)
            sum += leg.coins * leg.indexUsd;
        else if (!leg.option)
            sum += leg.unrealisedUsd;
        else if (options == OptionValue::Counts)
            sum += leg.coins * leg.markUsd;
    }
    return sum;
}

} // namespace ballast

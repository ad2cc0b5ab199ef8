#include "models/whatif/priced_book.h"

namespace ballast {

Result<PricedBookPtr> priceBook(std::string title, const RiskInputs& inputs, double cashUsd, std::stop_token stop)
{
    auto report = computeRisk(inputs, std::move(stop));
    if (!report)
        return report.error();
    PricedBook book;
    book.title = std::move(title);
    book.report = std::make_shared<const RiskReport>(std::move(report.value()));
    book.market = inputs.market;
    book.surfaces.assign(inputs.surfaces.begin(), inputs.surfaces.end());
    book.cashUsd = cashUsd;
    return std::make_shared<const PricedBook>(std::move(book));
}

} // namespace ballast

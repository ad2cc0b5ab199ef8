#include "app/cli/book_picture.h"

#include "models/hedging/one_day_risk.h"
#include "models/pricing/quantlib/quantlib_otc_pricer.h"

#include <set>

namespace ballast {

std::vector<std::string> BookPicture::underlyings() const
{
    std::set<std::string> names;
    for (const RiskLine& line : picture.risk->lines) {
        if (line.values)
            names.insert(line.instrument->underlying);
    }
    return {names.begin(), names.end()};
}

std::vector<VolLevel> BookPicture::volLevels() const
{
    std::vector<VolLevel> levels;
    for (const std::string& underlying : underlyings()) {
        const UnderlyingPicture* one = picture.of(underlying);
        const VolSurface* surface = one ? one->surface.get() : nullptr;
        if (const auto vol = riskVol(surface, *picture.risk, underlying))
            levels.push_back({underlying, *vol});
    }
    return levels;
}

void addBookOptions(CLI::App& command, BookArguments& arguments)
{
    addMarketOptions(command, arguments.market);
    command.add_option("--book", arguments.book, "CSV of the book")->required();
    command.add_option("--vol", arguments.vol, "price on the venue's mark vols or on the fitted surface")
        ->check(CLI::IsMember({"mark", "model"}));
}

Result<BookPicture> readBookPicture(const BookArguments& arguments, std::span<const Position> besides)
{
    BookPicture result;
    const auto market = readSnapshot(arguments.market);
    if (!market)
        return market.error();
    result.market = *market;
    const auto book = readBook(arguments.book);
    if (!book)
        return book.error();
    auto lines = std::make_shared<Portfolio>(**book);
    lines->positions.insert(lines->positions.end(), besides.begin(), besides.end());
    DeskSettings settings;
    settings.vol = arguments.vol == "model" ? VolChoice::Model : VolChoice::Mark;
    auto picture = buildDeskPicture(*market, lines, settings, {}, quantLibOtcPricer());
    if (!picture)
        return picture.error();
    result.picture = std::move(*picture);
    for (const UnderlyingPicture& underlying : result.picture.underlyings) {
        if (underlying.surface)
            result.surfaces.push_back(underlying.surface);
    }
    return result;
}

} // namespace ballast

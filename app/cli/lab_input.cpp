#include "app/cli/lab_input.h"

#include "models/core/number_text.h"
#include "models/margin/margin_model.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <thread>

namespace ballast {
namespace {

constexpr int mostPoints = 2001;

} // namespace

void addMarginOptions(CLI::App& command, MarginArguments& arguments)
{
    command.add_option("--margin", arguments.model,
                       fmt::format("margin model of the account: {}", fmt::join(marginModelWords(), ", ")));
    command.add_option("--cash", arguments.cashUsd, "USD in the account beside what the book lists as spot");
}

Result<std::shared_ptr<const MarginModel>> readMarginModel(const MarginArguments& arguments)
{
    if (arguments.model.empty())
        return std::shared_ptr<const MarginModel>();
    auto model = marginModel(arguments.model);
    if (!model)
        return model.error();
    return std::shared_ptr<const MarginModel>(std::move(model.value()));
}

PricedBook pricedBookOf(const BookPicture& book, std::string title, double cashUsd)
{
    return {std::move(title), book.picture.risk, book.market, book.surfaces, cashUsd};
}

PartRunner allCores()
{
    PartRunner runner;
    runner.parts = std::max(std::thread::hardware_concurrency(), 1U);
    runner.run = [](std::size_t parts, const std::function<void(std::size_t)>& part) {
        std::vector<std::jthread> threads;
        for (std::size_t i = 1; i < parts; ++i)
            threads.emplace_back([&part, i] { part(i); });
        part(0);
    };
    return runner;
}

Result<std::vector<double>> readAxis(const std::string& name, const std::string& text, double lowest)
{
    const auto first = text.find(':');
    const auto second = first == std::string::npos ? first : text.find(':', first + 1);
    if (second == std::string::npos)
        return Error{Errc::BadInput,
                     fmt::format("--{} '{}' is not FROM:TO:POINTS such as -0.5:0.5:41", name, text.substr(0, 40))};
    const auto from = parseNumber(text.substr(0, first));
    const auto to = parseNumber(text.substr(first + 1, second - first - 1));
    const auto points = parseNumber(text.substr(second + 1));
    if (!from || !to || !points || *points < 1.0 || *points > mostPoints || *points != static_cast<int>(*points) ||
        *from > *to)
        return Error{Errc::BadInput, fmt::format("--{} '{}' is not FROM:TO:POINTS with 1 to {} points", name,
                                                 text.substr(0, 40), mostPoints)};
    if (*from <= lowest)
        return Error{Errc::BadInput, fmt::format("--{}: moves must stay above {}", name, lowest)};
    return evenAxis(*from, *to, static_cast<int>(*points));
}

} // namespace ballast

#include "app/cli/output.h"

#include "app/cli/command.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdio>

namespace ballast {
int fail(const Error& error)
{
    fmt::print(stderr, "error: {}\n", error.message);
    return exitBadInput;
}

void warn(const std::string& sentence)
{
    fmt::print(stderr, "warning: {}\n", sentence);
}

Json orNull(std::optional<double> value)
{
    return value && std::isfinite(*value) ? Json(*value) : Json(nullptr);
}

Json jsonTime(Timestamp at)
{
    return toIso8601(at);
}

void printJson(const Json& document)
{
    fmt::print("{}\n", document.dump(2, ' ', false, Json::error_handler_t::replace));
}

} // namespace ballast

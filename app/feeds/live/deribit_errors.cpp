#include "app/feeds/live/deribit_errors.h"

#include <algorithm>
#include <array>

namespace ballast {
namespace {

constexpr std::array<std::int64_t, 9> retryCodes{10040, 10041, 10047, 10066, 11051, 11094, 13028, 13503, 13888};
constexpr std::array<std::int64_t, 6> loginCodes{10000, 13004, 13009, 13021, 13403, 13778};
constexpr std::array<std::int64_t, 11> requestCodes{10030, 11042, 11043, 11049, 11050, 11052,
                                                    13010, 13016, 13018, 13020, 13025};
constexpr std::array<std::int64_t, 41> orderCodes{
    10001, 10002, 10003, 10004, 10005, 10006, 10007, 10009, 10010, 10011, 10012, 10013, 10014, 10015,
    10016, 10017, 10018, 10019, 10020, 10021, 10023, 10029, 10031, 10034, 10035, 10037, 10039, 10043,
    10044, 11008, 11029, 11035, 11036, 11037, 11038, 11044, 11054, 13030, 13043, 13666, 13777};

template <std::size_t size>
bool isOneOf(std::int64_t code, const std::array<std::int64_t, size>& codes)
{
    return std::ranges::find(codes, code) != codes.end();
}

} // namespace

DeribitErrorClass deribitErrorClass(std::int64_t code)
{
    if (code == 10028)
        return DeribitErrorClass::Throttled;
    if (code == -32603 || isOneOf(code, retryCodes))
        return DeribitErrorClass::Retry;
    if (isOneOf(code, loginCodes))
        return DeribitErrorClass::Login;
    if ((code >= -32602 && code <= -32600) || code == -32700 || isOneOf(code, requestCodes))
        return DeribitErrorClass::Request;
    return isOneOf(code, orderCodes) ? DeribitErrorClass::Order : DeribitErrorClass::Unknown;
}

const char* deribitErrorClassWord(DeribitErrorClass value)
{
    switch (value) {
    case DeribitErrorClass::Retry:
        return "retry";
    case DeribitErrorClass::Throttled:
        return "throttled";
    case DeribitErrorClass::Login:
        return "login";
    case DeribitErrorClass::Order:
        return "order";
    case DeribitErrorClass::Request:
        return "request";
    case DeribitErrorClass::Unknown:
        return "unknown";
    }
    return "unknown";
}

} // namespace ballast

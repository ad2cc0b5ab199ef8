#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace ballast {

// Why an expected operation did not give a value. Closed: callers switch over it.
enum class Errc {
    BadInput,        // the caller's or the file's words are wrong
    NotFound,        // no such instrument, expiry, file, row
    NoQuote,         // the market gives no price to work from
    Expired,         // the instrument is past its expiry
    BelowIntrinsic,  // price under the no-arbitrage minimum
    AboveMaximum,    // price over the no-arbitrage maximum
    Undetermined,    // the inputs do not determine the answer
    CalibrationFailed,
    Unsupported,
    Stale,           // the input is older than its limit
    Conflict,        // the state does not allow it (halted, already decided)
    Cancelled,
    Io,
};

// One sentence a trader can act on, with a code a program can act on.
struct Error
{
    Errc code = Errc::BadInput;
    std::string message;
    bool operator==(const Error&) const = default;
};

// Stable lower-case word for logs and JSON, e.g. "no-quote".
[[nodiscard]] const char* errcWord(Errc code);

// A value or the reason why there is none.
template <class T>
class [[nodiscard]] Result
{
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

    [[nodiscard]] bool ok() const { return m_state.index() == 0; }
    explicit operator bool() const { return ok(); }

    [[nodiscard]] const T& value() const& { assert(ok()); return *std::get_if<0>(&m_state); }
    [[nodiscard]] T& value() & { assert(ok()); return *std::get_if<0>(&m_state); }
    [[nodiscard]] T&& value() && { assert(ok()); return std::move(*std::get_if<0>(&m_state)); }
    [[nodiscard]] const Error& error() const { assert(!ok()); return *std::get_if<1>(&m_state); }

    const T& operator*() const& { return value(); }
    T& operator*() & { return value(); }
    const T* operator->() const { return &value(); }
    T* operator->() { return &value(); }

    bool operator==(const Result&) const = default;

private:
    std::variant<T, Error> m_state;
};

// For operations whose only news is success.
struct Done
{
    bool operator==(const Done&) const = default;
};
using Status = Result<Done>;

} // namespace ballast

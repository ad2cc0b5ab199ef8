#include "models/core/result.h"

namespace ballast {

const char* errcWord(Errc code)
{
    switch (code) {
    case Errc::BadInput:
        return "bad-input";
    case Errc::NotFound:
        return "not-found";
    case Errc::NoQuote:
        return "no-quote";
    case Errc::Expired:
        return "expired";
    case Errc::BelowIntrinsic:
        return "below-intrinsic";
    case Errc::AboveMaximum:
        return "above-maximum";
    case Errc::Undetermined:
        return "undetermined";
    case Errc::CalibrationFailed:
        return "calibration-failed";
    case Errc::Unsupported:
        return "unsupported";
    case Errc::Stale:
        return "stale";
    case Errc::Conflict:
        return "conflict";
    case Errc::Cancelled:
        return "cancelled";
    case Errc::Io:
        return "io";
    }
    return "unknown";
}

} // namespace ballast

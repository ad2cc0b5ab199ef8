#pragma once

#include "app/venue/fault_script.h"
#include "models/core/result.h"

#include <string>

namespace ballast {

// PEM texts for a server on this machine, and the authority that a client must trust to believe it.
struct VenueCertificates
{
    std::string authority;
    std::string certificate;
    std::string key;
};

// Made anew each time: P-256 keys that last a day, for localhost, 127.0.0.1 and ::1 - or as wrong as asked.
[[nodiscard]] Result<VenueCertificates> makeCertificates(CertificateFault fault);

} // namespace ballast

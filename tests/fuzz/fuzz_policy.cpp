#include "app/store/policy_json.h"

#include <cstdlib>

// Any bytes as a policy; what is read must be written to something that reads as the same.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    const auto policy = ballast::parsePolicyJson({reinterpret_cast<const char*>(data), size}, "fuzz");
    if (!policy)
        return 0;
    const auto again = ballast::parsePolicyJson(ballast::policyJson(*policy), "fuzz");
    if (!again || ballast::policyJson(*again) != ballast::policyJson(*policy))
        std::abort();
    return 0;
}

#pragma once

#include "models/core/result.h"
#include "models/hedging/policy.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace ballast {

// The trader's named policies: one policy file each in a folder of their own, every change all or nothing. A name is
// unique among the policies of its underlying; capitals count.
class PolicyStore
{
public:
    explicit PolicyStore(std::filesystem::path folder); // made with the first policy

    struct Listing
    {
        std::vector<HedgePolicy> policies; // by name
        std::vector<std::string> problems; // one sentence for each file that could not be read
    };

    [[nodiscard]] Listing list(std::string_view underlying) const;
    [[nodiscard]] Result<HedgePolicy> load(std::string_view underlying, std::string_view name) const;
    [[nodiscard]] bool has(std::string_view underlying, std::string_view name) const;

    // Takes the place of one with this name.
    [[nodiscard]] Status save(const HedgePolicy& policy);
    // Conflict where the new name is taken.
    [[nodiscard]] Status rename(std::string_view underlying, std::string_view from, std::string_view to);
    [[nodiscard]] Status remove(std::string_view underlying, std::string_view name);

    [[nodiscard]] std::filesystem::path fileOf(std::string_view underlying, std::string_view name) const;

private:
    std::filesystem::path m_folder;
};

// What is wrong with a name, as one sentence; empty: nothing.
[[nodiscard]] std::string policyNameFault(std::string_view name);

// `wanted`, or with a number behind it where it is taken: "Crash 2".
[[nodiscard]] std::string freePolicyName(const PolicyStore& store, std::string_view underlying,
                                         std::string_view wanted);

} // namespace ballast

#include "app/store/policy_store.h"

#include "app/store/policy_json.h"
#include "app/store/text_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <system_error>

namespace ballast {
namespace {

constexpr std::size_t longestName = 60; // bytes: three for each in the file name, and file systems take 255

// Letters and digits as they are, any other byte as %XX: a name never leaves the folder and never collides.
std::string inFileName(std::string_view text)
{
    std::string encoded;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80 && (std::isalnum(byte) != 0 || c == ' ' || c == '-' || c == '_'))
            encoded += c;
        else
            encoded += fmt::format("%{:02X}", byte);
    }
    return encoded;
}

Error notFound(std::string_view name)
{
    return {Errc::NotFound, fmt::format("There is no policy named '{}'.", name)};
}

} // namespace

std::string policyNameFault(std::string_view name)
{
    if (name.find_first_not_of(' ') == std::string_view::npos)
        return "A policy needs a name.";
    if (name.front() == ' ' || name.back() == ' ')
        return "A name neither begins nor ends with a space.";
    if (name.size() > longestName)
        return fmt::format("A name has at most {} characters.", longestName);
    const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    return std::ranges::any_of(name, isControl) ? "A name is one line of plain text." : "";
}

std::string freePolicyName(const PolicyStore& store, std::string_view underlying, std::string_view wanted)
{
    std::string name(wanted);
    for (int number = 2; store.has(underlying, name); ++number)
        name = fmt::format("{} {}", wanted.substr(0, longestName - 5), number);
    return name;
}

PolicyStore::PolicyStore(std::filesystem::path folder) : m_folder(std::move(folder)) {}

std::filesystem::path PolicyStore::fileOf(std::string_view underlying, std::string_view name) const
{
    return m_folder / (inFileName(underlying) + "." + inFileName(name) + ".json");
}

PolicyStore::Listing PolicyStore::list(std::string_view underlying) const
{
    Listing listing;
    std::error_code failure;
    for (const auto& entry : std::filesystem::directory_iterator(m_folder, failure)) {
        if (entry.path().extension() != ".json")
            continue;
        auto policy = readPolicyJson(entry.path());
        if (!policy)
            listing.problems.push_back(policy.error().message);
        else if (policy->underlying == underlying)
            listing.policies.push_back(std::move(*policy));
    }
    std::ranges::sort(listing.policies, {}, &HedgePolicy::name);
    std::ranges::sort(listing.problems);
    return listing;
}

bool PolicyStore::has(std::string_view underlying, std::string_view name) const
{
    std::error_code failure;
    return std::filesystem::exists(fileOf(underlying, name), failure);
}

Result<HedgePolicy> PolicyStore::load(std::string_view underlying, std::string_view name) const
{
    if (!has(underlying, name))
        return notFound(name);
    return readPolicyJson(fileOf(underlying, name));
}

Status PolicyStore::save(const HedgePolicy& policy)
{
    if (std::string fault = policyNameFault(policy.name); !fault.empty())
        return Error{Errc::BadInput, std::move(fault)};
    std::error_code failure;
    std::filesystem::create_directories(m_folder, failure);
    if (failure)
        return Error{Errc::Io, fmt::format("{}: the folder of the policies cannot be made: {}", m_folder.string(),
                                           failure.message())};
    return writePolicyJson(policy, fileOf(policy.underlying, policy.name));
}

// The new file is whole before the old one goes: whatever happens in between, the policy is there at least once.
Status PolicyStore::rename(std::string_view underlying, std::string_view from, std::string_view to)
{
    if (from == to)
        return Done{};
    if (has(underlying, to))
        return Error{Errc::Conflict, fmt::format("There is a policy named '{}' already.", to)};
    auto policy = load(underlying, from);
    if (!policy)
        return policy.error();
    policy->name = to;
    if (Status saved = save(*policy); !saved)
        return saved;
    return remove(underlying, from);
}

Status PolicyStore::remove(std::string_view underlying, std::string_view name)
{
    std::error_code failure;
    const bool removed = std::filesystem::remove(fileOf(underlying, name), failure);
    if (failure)
        return Error{Errc::Io, fmt::format("The policy '{}' cannot be deleted: {}", name, failure.message())};
    return removed ? Status(Done{}) : Status(notFound(name));
}

} // namespace ballast

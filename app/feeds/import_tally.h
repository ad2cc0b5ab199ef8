#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace ballast {

// Rows of one reason that were sound but could not be used.
struct RejectCount
{
    std::string reason;
    std::size_t count = 0;
    std::vector<std::string> examples; // "FILE:LINE", the first few
    bool operator==(const RejectCount&) const = default;
};

// used + rejected = rows, always.
class ImportTally
{
public:
    void use() { ++m_used; }
    void reject(const std::string& reason, const std::filesystem::path& file, std::size_t line);
    void add(const ImportTally& other);

    [[nodiscard]] std::size_t used() const { return m_used; }
    [[nodiscard]] std::size_t rows() const;
    [[nodiscard]] std::size_t rejected(const std::string& reason) const;
    [[nodiscard]] const std::vector<RejectCount>& rejects() const { return m_rejects; }

private:
    RejectCount& countOf(const std::string& reason);

    std::size_t m_used = 0;
    std::vector<RejectCount> m_rejects;
};

} // namespace ballast

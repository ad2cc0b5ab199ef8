#pragma once

#include "app/feeds/import_market.h"

#include <QTemporaryDir>

#include <fstream>
#include <string>

namespace ballast::test {

// Files that a test writes and imports, gone with the test.
class ImportFolder
{
public:
    [[nodiscard]] std::filesystem::path write(const std::string& name, const std::string& content) const
    {
        const auto path = std::filesystem::path(m_folder.path().toStdString()) / name;
        std::ofstream(path, std::ios::binary) << content;
        return path;
    }
    [[nodiscard]] std::filesystem::path path() const { return m_folder.path().toStdString(); }

private:
    QTemporaryDir m_folder;
};

[[nodiscard]] inline Result<ImportResult> import(std::vector<std::filesystem::path> paths)
{
    ImportOptions options;
    options.paths = std::move(paths);
    return importMarket(options);
}

[[nodiscard]] inline Result<ImportResult> importAsOf(std::vector<std::filesystem::path> paths, const char* asOf)
{
    ImportOptions options;
    options.paths = std::move(paths);
    options.asOf = *parseIso8601(asOf);
    return importMarket(options);
}

[[nodiscard]] inline const Quote* quoteOf(const MarketSnapshot& snapshot, const char* name)
{
    return snapshot.quote({deribitVenue, name});
}

[[nodiscard]] inline bool hasNote(const ImportResult& result, std::string_view part)
{
    for (const std::string& note : result.notes) {
        if (note.find(part) != std::string::npos)
            return true;
    }
    return false;
}

[[nodiscard]] inline std::size_t rejectedFor(const ImportResult& result, std::string_view reason)
{
    for (const RejectCount& entry : result.rejected) {
        if (entry.reason == reason)
            return entry.count;
    }
    return 0;
}

[[nodiscard]] inline std::size_t rejectedInAll(const ImportResult& result)
{
    std::size_t sum = 0;
    for (const RejectCount& entry : result.rejected)
        sum += entry.count;
    return sum;
}

} // namespace ballast::test

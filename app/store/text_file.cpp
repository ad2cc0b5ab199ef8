#include "app/store/text_file.h"

#include <QFile>
#include <QSaveFile>
#include <QString>

#include <fmt/format.h>

namespace ballast {
namespace {

QString pathText(const std::filesystem::path& file)
{
    return QString::fromStdString(file.string());
}

} // namespace

Result<std::string> readTextFile(const std::filesystem::path& file, std::size_t limit)
{
    std::error_code failure;
    if (!std::filesystem::exists(file, failure))
        return Error{Errc::NotFound, fmt::format("{}: no such file, check the path", file.string())};
    if (std::filesystem::is_directory(file, failure))
        return Error{Errc::BadInput, fmt::format("{}: is a folder, name a file", file.string())};
    QFile input(pathText(file));
    if (!input.open(QIODevice::ReadOnly))
        return Error{Errc::Io, fmt::format("{}: cannot be read: {}", file.string(), input.errorString().toStdString())};
    // One byte more than allowed: a device or a growing file has no honest size.
    const QByteArray bytes = input.read(static_cast<qint64>(limit) + 1);
    if (input.error() != QFileDevice::NoError)
        return Error{Errc::Io, fmt::format("{}: cannot be read: {}", file.string(), input.errorString().toStdString())};
    if (static_cast<std::size_t>(bytes.size()) > limit)
        return Error{Errc::BadInput, fmt::format("{}: larger than {} MB, split it", file.string(), limit / 1'000'000)};
    return bytes.toStdString();
}

Status writeTextFile(const std::filesystem::path& file, std::string_view text)
{
    QSaveFile output(pathText(file));
    const auto failed = [&] {
        return Error{Errc::Io,
                     fmt::format("{}: cannot be written: {}", file.string(), output.errorString().toStdString())};
    };
    if (!output.open(QIODevice::WriteOnly))
        return failed();
    output.write(text.data(), static_cast<qint64>(text.size()));
    if (!output.commit())
        return failed();
    return Done{};
}

} // namespace ballast

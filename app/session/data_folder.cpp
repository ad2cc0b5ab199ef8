#include "app/session/data_folder.h"

#include <QDir>
#include <QStandardPaths>

namespace ballast {

Result<DataFolder> openDataFolder(const QString& wanted)
{
    const QString place = wanted.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) : wanted;
    if (place.isEmpty() || !QDir().mkpath(place))
        return Error{Errc::Io,
                     "the data folder '" + place.toStdString() + "' cannot be made, give another with --data-dir"};
    return DataFolder{QDir(place).absolutePath().toStdString()};
}

} // namespace ballast

#pragma once

#include "app/feeds/live/deribit_requests.h"
#include "models/core/result.h"

#include <QObject>
#include <QString>

#include <functional>
#include <optional>

namespace ballast {

// API keys in the keychain of the desktop, by the venue's address; nowhere else. Built without QtKeychain it says so.
class KeyStore : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] static bool isBuiltIn();
    // Each answers once, later, on this object's thread.
    void read(const QString& venue, std::function<void(const Result<deribit::Credentials>&)> done);
    void keep(const QString& venue, const deribit::Credentials& key, std::function<void(const Status&)> done);
};

} // namespace ballast

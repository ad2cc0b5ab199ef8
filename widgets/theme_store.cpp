#include "widgets/theme_store.h"

#include <QCoreApplication>
#include <QVariant>

namespace ballast {

namespace {

constexpr const char* propertyName = "ballastThemeStore";

} // namespace

ThemeStore* ThemeStore::find()
{
    const QCoreApplication* const application = QCoreApplication::instance();
    if (!application)
        return nullptr;
    return static_cast<ThemeStore*>(application->property(propertyName).value<QObject*>());
}

ThemeStore& ThemeStore::findOrCreate()
{
    ThemeStore* store = find();
    if (!store) {
        store = new ThemeStore(QCoreApplication::instance());
        QCoreApplication::instance()->setProperty(propertyName, QVariant::fromValue<QObject*>(store));
    }
    return *store;
}

} // namespace ballast

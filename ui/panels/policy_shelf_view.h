#pragma once

#include <QString>
#include <QStringList>

namespace ballast {

// The named policies as the policy panel shows them.
struct PolicyShelfView
{
    QStringList names;    // of the underlying, sorted
    QString current;      // of the policy in force
    bool saved = false;   // it is among the names
    bool changed = false; // since it was saved
    bool operator==(const PolicyShelfView&) const = default;
};

} // namespace ballast

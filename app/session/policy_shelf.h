#pragma once

#include "app/store/policy_store.h"
#include "ui/panels/policy_shelf_view.h"

#include <QObject>

namespace ballast {

class DeskSession;
class SettingsKeeper;

// The named policies of the desk: which there are, which is in use, and whether it was changed since it was saved. The
// name travels in the policy itself, so it also stands in every proposal and journal entry. GUI thread.
class PolicyShelf : public QObject
{
    Q_OBJECT

public:
    PolicyShelf(DeskSession& session, SettingsKeeper& settings, const std::filesystem::path& folder,
                QObject* parent = nullptr);

    [[nodiscard]] PolicyShelfView view() const;

public Q_SLOTS:
    void choose(const QString& name);
    void save(); // under its own name
    void saveAs(const QString& name);
    void rename(const QString& name);
    void duplicate();
    void remove(); // the policy stays in force, unsaved
    void importFile(const QString& file);
    void exportFile(const QString& file);
    void restore(); // as it was saved, or the desk's default where it never was
    void publish();

Q_SIGNALS:
    void viewChanged(const ballast::PolicyShelfView& view);
    void messageReady(const QString& sentence);

private:
    void put(const HedgePolicy& policy);
    void remember(const HedgePolicy& policy);
    [[nodiscard]] bool done(const Status& status);
    void readShelf(); // when it changed, or the underlying did: never for an edit

    DeskSession& m_session;
    SettingsKeeper& m_settings;
    PolicyStore m_store;
    std::string m_readOf; // underlying of m_policies
    std::vector<HedgePolicy> m_policies;
};

} // namespace ballast

#include "app/session/policy_shelf.h"

#include "app/session/default_policy.h"
#include "app/session/desk_session.h"
#include "app/session/settings_keeper.h"
#include "app/store/policy_json.h"

namespace ballast {
namespace {

QString textOf(const std::string& text)
{
    return QString::fromStdString(text);
}

} // namespace

PolicyShelf::PolicyShelf(DeskSession& session, SettingsKeeper& settings, const std::filesystem::path& folder,
                         QObject* parent)
    : QObject(parent), m_session(session), m_settings(settings), m_store(folder)
{
    connect(&session, &DeskSession::policyChanged, this, &PolicyShelf::publish);
    readShelf();
}

PolicyShelfView PolicyShelf::view() const
{
    const HedgePolicy& policy = m_session.policy();
    PolicyShelfView view;
    view.current = textOf(policy.name);
    for (const HedgePolicy& each : m_policies) {
        view.names << textOf(each.name);
        if (each.name != policy.name)
            continue;
        view.saved = true;
        view.changed = !(each == policy);
    }
    return view;
}

void PolicyShelf::readShelf()
{
    m_readOf = m_session.policy().underlying;
    PolicyStore::Listing listing = m_store.list(m_readOf);
    m_policies = std::move(listing.policies);
    if (!listing.problems.empty())
        Q_EMIT messageReady(textOf(listing.problems.front()));
}

void PolicyShelf::publish()
{
    if (m_readOf != m_session.policy().underlying)
        readShelf();
    Q_EMIT viewChanged(view());
}

void PolicyShelf::choose(const QString& name)
{
    const auto policy = m_store.load(m_session.policy().underlying, name.toStdString());
    if (!policy) {
        Q_EMIT messageReady(textOf(policy.error().message));
        return publish();
    }
    put(*policy);
    remember(*policy);
}

void PolicyShelf::save()
{
    if (done(m_store.save(m_session.policy()))) {
        remember(m_session.policy());
        Q_EMIT messageReady(tr("Policy %1 saved").arg(textOf(m_session.policy().name)));
    }
    publish();
}

void PolicyShelf::saveAs(const QString& name)
{
    HedgePolicy policy = m_session.policy();
    policy.name = name.trimmed().toStdString();
    if (m_store.has(policy.underlying, policy.name)) {
        Q_EMIT messageReady(tr("There is a policy named %1 already").arg(name.trimmed()));
        return publish();
    }
    if (!done(m_store.save(policy)))
        return publish();
    put(policy);
    remember(policy);
}

// Edits that are not saved yet stay edits: only the name changes, here and on the shelf.
void PolicyShelf::rename(const QString& name)
{
    HedgePolicy policy = m_session.policy();
    const std::string from = policy.name;
    policy.name = name.trimmed().toStdString();
    const std::string fault = policyNameFault(policy.name);
    if (!fault.empty()) {
        Q_EMIT messageReady(textOf(fault));
        return publish();
    }
    if (m_store.has(policy.underlying, from) && !done(m_store.rename(policy.underlying, from, policy.name)))
        return publish();
    put(policy);
    remember(policy);
}

void PolicyShelf::duplicate()
{
    HedgePolicy policy = m_session.policy();
    policy.name = freePolicyName(m_store, policy.underlying, policy.name);
    if (!done(m_store.save(policy)))
        return publish();
    put(policy);
    remember(policy);
}

void PolicyShelf::remove()
{
    const HedgePolicy& policy = m_session.policy();
    if (done(m_store.remove(policy.underlying, policy.name))) {
        m_settings.setPolicy({});
        Q_EMIT messageReady(
            tr("Policy %1 deleted; it stays in force until another is chosen").arg(textOf(policy.name)));
    }
    publish();
}

// Onto the shelf under its own name, or the next free one: an import never overwrites.
void PolicyShelf::importFile(const QString& file)
{
    auto policy = readPolicyJson(file.toStdString());
    if (!policy) {
        Q_EMIT messageReady(textOf(policy.error().message));
        return;
    }
    policy->name = freePolicyName(m_store, policy->underlying, policy->name);
    if (!done(m_store.save(*policy)))
        return publish();
    m_session.choosePolicyOf(textOf(policy->underlying));
    put(*policy);
    remember(*policy);
}

void PolicyShelf::exportFile(const QString& file)
{
    m_session.savePolicy(file);
}

void PolicyShelf::restore()
{
    const HedgePolicy& now = m_session.policy();
    const auto saved = m_store.load(now.underlying, now.name);
    put(saved ? *saved : defaultPolicy(now.underlying));
}

void PolicyShelf::put(const HedgePolicy& policy)
{
    m_session.setPolicy(policy);
    Q_EMIT m_session.policyChanged(policy);
}

void PolicyShelf::remember(const HedgePolicy& policy)
{
    if (m_store.has(policy.underlying, policy.name))
        m_settings.setPolicy(textOf(m_store.fileOf(policy.underlying, policy.name).string()));
}

bool PolicyShelf::done(const Status& status)
{
    if (!status)
        Q_EMIT messageReady(textOf(status.error().message));
    readShelf();
    return status.ok();
}

} // namespace ballast

#include "app/session/settings_keeper.h"

namespace ballast {
namespace {

constexpr std::chrono::milliseconds writeAfter{500};

} // namespace

SettingsKeeper::SettingsKeeper(Settings settings, std::filesystem::path file, QObject* parent)
    : QObject(parent),
      m_settings(std::move(settings)),
      m_written(m_settings),
      m_file(std::move(file)),
      m_writeSoon(this)
{
    m_writeSoon.setSingleShot(true);
    m_writeSoon.setInterval(writeAfter);
    connect(&m_writeSoon, &QTimer::timeout, this, &SettingsKeeper::write);
}

SettingsKeeper::~SettingsKeeper()
{
    write();
}

QHash<QString, QByteArray> SettingsKeeper::layout() const
{
    QHash<QString, QByteArray> states;
    const auto chosen = m_settings.layouts.find(m_settings.layout);
    if (chosen == m_settings.layouts.end())
        return states;
    for (const auto& [page, state] : chosen->second)
        states.insert(QString::fromStdString(page), QByteArray::fromBase64(QByteArray::fromStdString(state)));
    return states;
}

void SettingsKeeper::setTheme(ThemeChoice theme)
{
    m_settings.theme = theme;
    changed();
}

void SettingsKeeper::setSource(const SourceSettings& source)
{
    m_settings.source = source;
    changed();
}

void SettingsKeeper::setSpeed(double speed)
{
    m_settings.source.speed = speed;
    changed();
}

void SettingsKeeper::setBook(const QString& file)
{
    m_settings.book = file.toStdString();
    changed();
}

void SettingsKeeper::setPolicy(const QString& file)
{
    m_settings.policy = file.toStdString();
    changed();
}

void SettingsKeeper::setLayout(const QHash<QString, QByteArray>& layout)
{
    WindowLayout states;
    for (auto it = layout.begin(); it != layout.end(); ++it)
        states[it.key().toStdString()] = it.value().toBase64().toStdString();
    m_settings.layouts[m_settings.layout] = std::move(states);
    changed();
}

void SettingsKeeper::setTimeWeights(const TimeWeights& weights)
{
    m_settings.timeWeights = weights;
    changed();
}

void SettingsKeeper::setTourSeen()
{
    m_settings.tourSeen = true;
    changed();
}

void SettingsKeeper::setDeltaChoice(SmileDeltaRule rule, bool netOfPremium)
{
    m_settings.deltaRule = deltaRuleKey(rule);
    m_settings.deltaNetOfPremium = netOfPremium;
    changed();
}

void SettingsKeeper::changed()
{
    m_writeSoon.start();
}

void SettingsKeeper::write()
{
    if (m_settings == m_written)
        return;
    const Status written = writeSettings(m_settings, m_file);
    if (written)
        m_written = m_settings;
    else
        Q_EMIT problem(QString::fromStdString(written.error().message));
}

} // namespace ballast

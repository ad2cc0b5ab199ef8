#pragma once

#include "app/store/settings.h"
#include "models/risk/delta_convention.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <filesystem>

namespace ballast {

// The settings of this run and their file. Changes are written together, shortly after the last one, and at the end.
class SettingsKeeper : public QObject
{
    Q_OBJECT

public:
    SettingsKeeper(Settings settings, std::filesystem::path file, QObject* parent = nullptr);
    ~SettingsKeeper() override;

    [[nodiscard]] const Settings& settings() const { return m_settings; }
    [[nodiscard]] QHash<QString, QByteArray> layout() const;

    void setTheme(ThemeChoice theme);
    void setSource(const SourceSettings& source);
    void setSpeed(double speed);
    void setBook(const QString& file);
    void setPolicy(const QString& file);
    void setLayout(const QHash<QString, QByteArray>& layout);
    void setTimeWeights(const TimeWeights& weights);
    void setTourSeen();
    void setDeltaChoice(SmileDeltaRule rule, bool netOfPremium);

Q_SIGNALS:
    void problem(const QString& sentence);

private:
    void changed();
    void write();

    Settings m_settings;
    Settings m_written;
    const std::filesystem::path m_file;
    QTimer m_writeSoon;
};

} // namespace ballast

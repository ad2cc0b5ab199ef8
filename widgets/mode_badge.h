#pragma once

#include "widgets/theme.h"
#include "widgets/top_bar.h"

#include <QAbstractButton>

namespace ballast {

// SIMULATED with a ring, PAPER with an outline, LIVE filled; 24 px high, always with the word.
class ModeBadge : public QAbstractButton
{
    Q_OBJECT

public:
    explicit ModeBadge(QWidget* parent = nullptr);

    void setMode(ModeKind mode, const QString& detail);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    ModeKind m_mode = ModeKind::Simulated;
    QString m_detail;
};

// The colour of badge and mode line.
[[nodiscard]] QColor modeColour(ModeKind mode, const Theme& theme);

} // namespace ballast

#pragma once

#include <QComboBox>

namespace ballast {

// A combo box as a 20 px pill on raised ground, as wide as its text; for panel headers.
class ComboButton : public QComboBox
{
    Q_OBJECT

public:
    explicit ComboButton(QWidget* parent = nullptr);
    explicit ComboButton(const QStringList& entries, const QString& accessibleName, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }
};

} // namespace ballast

#pragma once

#include <QAbstractButton>

namespace ballast {

// Looks like a search field and opens the command palette.
class FindField : public QAbstractButton
{
    Q_OBJECT

public:
    explicit FindField(QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override { return {232, 24}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {32, 24}; }

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace ballast

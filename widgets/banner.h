#pragma once

#include <QWidget>

class QHBoxLayout;
class QPushButton;

namespace ballast {

enum class BannerKind
{
    Halted,
    WhatIf
};

// 32 px on criticalFill: "Halted 21:31:04 by kill switch: 3 orders cancelled", or WHAT-IF with stripes.
class Banner : public QWidget
{
    Q_OBJECT

public:
    explicit Banner(BannerKind kind, QWidget* parent = nullptr);

    void setText(const QString& title, const QString& sentence);
    QPushButton* addButton(const QString& text); // at the right, in the order of the calls
    [[nodiscard]] QSize sizeHint() const override { return {800, 32}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    BannerKind m_kind;
    QString m_title;
    QString m_sentence;
    QHBoxLayout* m_buttons;
};

// 4 px criticalFill round a what-if page.
class WhatIfFrame : public QWidget
{
    Q_OBJECT

public:
    explicit WhatIfFrame(QWidget* content, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace ballast

#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QToolButton;

namespace ballast {

// Title, sub-line, right-aligned slot; the title bar of DockPanel, also usable above a plain widget.
class PanelHeader : public QWidget
{
    Q_OBJECT

public:
    explicit PanelHeader(const QString& title, const QString& subLine = {}, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    void setSubLine(const QString& subLine);
    [[nodiscard]] QString title() const;
    [[nodiscard]] QString subLine() const;
    void addWidget(QWidget* widget);
    // The three dots; hidden until it is asked for.
    QToolButton* moreButton();
    void setFocused(bool focused);
    [[nodiscard]] bool isFocused() const { return m_focused; }
    void setBusy(bool busy);
    [[nodiscard]] bool isBusy() const { return m_busy; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void elideSubLine();

    QLabel* m_title;
    QLabel* m_subLine;
    QHBoxLayout* m_slot;
    QToolButton* m_more = nullptr;
    QString m_fullSubLine;
    bool m_focused = false;
    bool m_busy = false;
};

} // namespace ballast

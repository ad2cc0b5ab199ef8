#pragma once

#include "widgets/dock_panel.h"

#include <QList>
#include <QMainWindow>
#include <QTimer>
#include <functional>

namespace ballast {

class Panel;

// How much room a page has: Wide keeps all columns, Middle turns the right one into tabs, Narrow has tabs only.
enum class PageWidth
{
    Wide,
    Middle,
    Narrow
};

// One page of the window: docks that can be moved, closed, floated and restored. Until the trader moves something, the
// docks keep the shares of the design when the window changes its size.
class Page : public QMainWindow
{
    Q_OBJECT

public:
    Page(const QString& id, const QString& title, QWidget* parent = nullptr);

    [[nodiscard]] QString id() const { return objectName(); }
    [[nodiscard]] QString title() const { return m_title; }
    [[nodiscard]] const QList<DockPanel*>& docks() const { return m_docks; }
    [[nodiscard]] const QList<Panel*>& panels() const { return m_panels; }

    DockPanel* add(Panel* panel);
    // Places the docks; shares in pixels at the design's 1920 x 1080.
    void setArrangement(std::function<void(Page&, PageWidth)> arrange);
    void share(Qt::Orientation orientation, const QList<DockPanel*>& docks, const QList<int>& pixels);
    void keepInFront(DockPanel* dock); // of those that the arrangement puts behind each other

    [[nodiscard]] QByteArray saveLayout() const;
    bool restoreLayout(const QByteArray& layout); // false: not of this page or an older version; nothing changed
    void resetLayout();
    [[nodiscard]] bool isCustomised() const { return m_customised; }

Q_SIGNALS:
    void layoutChanged(); // once for a whole drag

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void childEvent(QChildEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Shares
    {
        Qt::Orientation orientation = Qt::Horizontal;
        QList<DockPanel*> docks;
        QList<int> pixels;
    };

    [[nodiscard]] PageWidth widthClass() const;
    void rearrange();
    void applyShares();
    void markCustomised();

    QString m_title;
    QList<DockPanel*> m_docks;
    QList<Panel*> m_panels;
    QList<Shares> m_shares;
    QList<DockPanel*> m_front;
    std::function<void(Page&, PageWidth)> m_arrange;
    std::optional<PageWidth> m_arrangedFor;
    QByteArray m_restoredUnseen; // restored before the page had its size: once more when shown
    QTimer m_changedSoon;
    bool m_customised = false;
    bool m_arranging = false;
};

} // namespace ballast

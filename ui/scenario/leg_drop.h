#pragma once

#include <QObject>
#include <QStringList>
#include <QTimer>

class QDropEvent;
class QMimeData;

namespace ballast {

class PageTabs;

// Instruments that are dragged out of a chain; empty: something else is dragged.
[[nodiscard]] QStringList draggedLegs(const QMimeData& data);

// Takes legs dragged from any page to the scenario page: resting on its tab brings the page forward, so that the drag
// goes on to its panels; letting go on the tab adds the legs. Owned by the tabs.
class LegDrop : public QObject
{
    Q_OBJECT

public:
    static constexpr int restMs = 500; // of the mouse, until the page comes

    LegDrop(PageTabs* tabs, int page);

Q_SIGNALS:
    void pageWanted();
    void dropped(const QStringList& instruments);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void drag(QDropEvent& event);

    PageTabs* m_tabs;
    int m_page;
    QTimer m_rest;
};

} // namespace ballast

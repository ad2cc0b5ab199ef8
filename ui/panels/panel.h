#pragma once

#include "models/desk/desk_picture.h"
#include "ui/panels/stale_veil.h"
#include "ui/selection.h"

#include <QAction>
#include <QList>
#include <QWidget>

namespace ballast {

// What all panels share: a title line for the dock, controls for its header, and a refresh that waits until the panel
// can be seen. Shows the newest picture; computes nothing of it.
class Panel : public QWidget
{
    Q_OBJECT

public:
    Panel(const QString& id, const QString& title, Selection* selection, QWidget* parent = nullptr);

    [[nodiscard]] QString id() const { return objectName(); }
    [[nodiscard]] QString title() const { return m_title; }
    [[nodiscard]] QString subLine() const; // begins with the age where what is shown is stale
    [[nodiscard]] const QList<QWidget*>& headerWidgets() const { return m_headerWidgets; }
    [[nodiscard]] const QList<QAction*>& moreActions() const { return m_moreActions; }

    // nullopt: the feed lives. A panel that shows market data turns grey and says the age, as it does for an underlying
    // whose own quotes are stale.
    void showFeedAge(std::optional<Milliseconds> staleFor);
    [[nodiscard]] bool isStale() const { return m_veil && m_veil->isEnabled(); }

public Q_SLOTS:
    void showPicture(const ballast::DeskPicturePtr& picture);

Q_SIGNALS:
    void titleChanged(const QString& title);
    void subLineChanged(const QString& subLine);

protected:
    // Brings the panel up to date with picture and selection. Only called while visible.
    virtual void refresh() = 0;
    void refreshSoon(); // now when visible, else when shown

    void greyWhenStale(); // once, by panels that show market data
    void setTitle(const QString& title);
    void setSubLine(const QString& subLine);
    void addHeaderWidget(QWidget* widget);
    template <class Function>
    QAction* addMoreAction(const QString& text, Function function)
    {
        auto* const action = new QAction(text, this);
        connect(action, &QAction::triggered, this, function);
        m_moreActions << action;
        return action;
    }

    [[nodiscard]] Selection* selection() const { return m_selection; }
    [[nodiscard]] const DeskPicture* picture() const { return m_picture.get(); }
    [[nodiscard]] DeskPicturePtr picturePtr() const { return m_picture; }
    [[nodiscard]] const UnderlyingPicture* underlying() const; // the selected one; null: not in the picture
    [[nodiscard]] const ChainView* chain() const; // of the selected expiry, else the nearest over two weeks
    [[nodiscard]] const VolSurface* surface() const;
    [[nodiscard]] const SurfaceSamples* samples() const; // null exactly where the surface is
    [[nodiscard]] QString whyNoSurface() const;          // empty: there is one, or no picture yet
    [[nodiscard]] const SurfaceChange* change() const;   // null: nothing kept to compare with

    void showEvent(QShowEvent* event) override;

private:
    void showAge();

    QString m_title;
    QString m_subLine;
    QString m_age; // "stale, 74 s old"; empty: fresh
    StaleVeil* m_veil = nullptr;
    std::optional<Milliseconds> m_feedStaleFor;
    Selection* m_selection;
    DeskPicturePtr m_picture;
    QList<QWidget*> m_headerWidgets;
    QList<QAction*> m_moreActions;
    bool m_dirty = true;
};

} // namespace ballast

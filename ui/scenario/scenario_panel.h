#pragma once

#include "ui/panels/panel.h"
#include "ui/scenario/scenario_hub.h"

namespace ballast {

// Which values of the hub a panel shows.
enum class Follows
{
    Picture = 1,
    Scenarios = 2,
    WhatIf = 4,
    Controls = 8
};
Q_DECLARE_FLAGS(FollowedValues, Follows)
Q_DECLARE_OPERATORS_FOR_FLAGS(FollowedValues)

// A panel of the scenario page: refreshes when a value that it follows changes, and waits with it until it can be seen.
class ScenarioPanel : public Panel
{
    Q_OBJECT

public:
    ScenarioPanel(const QString& id, const QString& title, Selection* selection, ScenarioHub* hub,
                  FollowedValues follows, QWidget* parent = nullptr);

    // Into the menu behind the three dots.
    template <class Function>
    void addMenuEntry(const QString& text, Function function)
    {
        addMoreAction(text, function);
    }
    // "P&L over spot, what-if book 'Crash and put spread', 2026-02-05 21:29:37 UTC": over an exported picture.
    [[nodiscard]] QString printTitle() const;

protected:
    [[nodiscard]] ScenarioHub* hub() const { return m_hub; }

private:
    ScenarioHub* m_hub;
};

} // namespace ballast

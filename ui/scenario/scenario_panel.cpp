#include "ui/scenario/scenario_panel.h"

#include "models/items/words.h"

namespace ballast {

ScenarioPanel::ScenarioPanel(const QString& id, const QString& title, Selection* selection, ScenarioHub* hub,
                             FollowedValues follows, QWidget* parent)
    : Panel(id, title, selection, parent), m_hub(hub)
{
    if (follows.testFlag(Follows::Picture))
        connect(hub, &ScenarioHub::pictureChanged, this, &ScenarioPanel::refreshSoon);
    if (follows.testFlag(Follows::Scenarios))
        connect(hub, &ScenarioHub::scenariosChanged, this, &ScenarioPanel::refreshSoon);
    if (follows.testFlag(Follows::WhatIf))
        connect(hub, &ScenarioHub::whatIfChanged, this, &ScenarioPanel::refreshSoon);
    if (follows.testFlag(Follows::Controls))
        connect(hub, &ScenarioHub::controlsChanged, this, &ScenarioPanel::refreshSoon);
}

QString ScenarioPanel::printTitle() const
{
    QStringList parts{title()};
    const WhatIfView& whatIf = m_hub->whatIf();
    parts << (whatIf.legs > 0 && whatIf.book ? tr("what-if book %1").arg(words(whatIf.book->name)) : m_hub->bookWord());
    if (m_hub->picture() && m_hub->picture()->market)
        parts << dateClockText(m_hub->picture()->market->asOf);
    return parts.join(QStringLiteral(", "));
}

} // namespace ballast

#include "ui/scenario/scenario_hub.h"

namespace ballast {

const ScenarioNode* ScenarioHub::chosen() const
{
    const ScenarioNode* const node = m_scenarios.set ? m_scenarios.set->find(m_scenarios.chosen) : nullptr;
    return node && !node->isFolder() ? node : nullptr;
}

QString ScenarioHub::bookWord() const
{
    return m_whatIf.legs > 0 ? tr("what-if book") : tr("live book");
}

void ScenarioHub::chooseMap(const MapChoice& choice)
{
    if (choice == m_map)
        return;
    m_map = choice;
    Q_EMIT mapChosen(choice);
}

void ScenarioHub::chooseVar(const VarChoice& choice)
{
    if (choice == m_var)
        return;
    m_var = choice;
    Q_EMIT varChosen(choice);
}

void ScenarioHub::showPicture(const ScenarioPicturePtr& picture)
{
    m_picture = picture;
    Q_EMIT pictureChanged();
}

void ScenarioHub::showScenarios(const ScenarioSetView& view)
{
    m_scenarios = view;
    Q_EMIT scenariosChanged();
}

void ScenarioHub::showWhatIf(const WhatIfView& view)
{
    m_whatIf = view;
    ++m_whatIfVersion;
    Q_EMIT whatIfChanged();
}

void ScenarioHub::showControls(const LabControls& controls)
{
    m_controls = controls;
    Q_EMIT controlsChanged();
}

void ScenarioHub::showRunning(bool running)
{
    if (running == m_running)
        return;
    m_running = running;
    Q_EMIT runningChanged();
}

void ScenarioHub::showProgress(const QString& what, int done, int total)
{
    Q_EMIT progressed(what, done, total);
}

void ScenarioHub::showComparison(const BookComparison& comparison)
{
    Q_EMIT booksCompared(comparison);
}

} // namespace ballast

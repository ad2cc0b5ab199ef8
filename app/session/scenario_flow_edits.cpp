#include "app/session/desk_session.h"
#include "app/session/scenario_flow.h"
#include "app/store/scenario_json.h"
#include "app/store/scenario_set_json.h"

#include <QFile>
#include <QSaveFile>

#include <fmt/format.h>

#include <algorithm>

namespace ballast {
namespace {

const ScenarioNode* ownFolder(const ScenarioSet& set)
{
    const auto it = std::ranges::find_if(
        set.nodes, [](const ScenarioNode& each) { return each.isFolder() && each.origin == ScenarioOrigin::Own; });
    return it == set.nodes.end() ? nullptr : &*it;
}

std::string freeName(const ScenarioSet& set, ScenarioNodeId parent, const std::string& wanted)
{
    const auto taken = [&](const std::string& name) {
        return std::ranges::any_of(set.childrenOf(parent),
                                   [&](ScenarioNodeId id) { return set.find(id)->name == name; });
    };
    std::string name = wanted;
    for (int i = 2; taken(name); ++i)
        name = fmt::format("{} {}", wanted, i);
    return name;
}

} // namespace

void ScenarioFlow::chooseScenario(ScenarioNodeId id)
{
    const ScenarioNode* const node = m_set.now().find(id);
    if (!node || node->isFolder() || id == m_chosen)
        return;
    m_chosen = id;
    m_dragging = false;
    publishScenarios();
    submit(Urgency::Restart);
}

// A drag is one edit: its first position applies, the others amend, the last is stored.
void ScenarioFlow::applySet(const std::string& what, Result<ScenarioSet> next, EditStage stage)
{
    if (!next) {
        say(next.error());
        return;
    }
    const bool same = *next == m_set.now();
    if (same && !m_dragging)
        return;
    if (m_dragging) {
        m_set.amend(what, std::move(*next));
    } else {
        m_set.apply(what, std::move(*next));
        remember(Edited::Scenarios);
    }
    m_dragging = stage == EditStage::Dragging;
    if (!m_dragging)
        m_keeper.saveSet(m_set.now(), what, m_clock.now());
    publishScenarios();
    publishControls();
    submit(Urgency::Restart);
}

void ScenarioFlow::remember(Edited side)
{
    m_order.resize(m_orderAt);
    m_order.push_back(side);
    ++m_orderAt;
}

void ScenarioFlow::addScenario(ScenarioNodeId parent)
{
    const ScenarioNode* folder = m_set.now().find(parent);
    if (!folder || !folder->isFolder())
        folder = ownFolder(m_set.now());
    const ScenarioNode* const model = m_set.now().find(m_chosen);
    ScenarioNode node;
    const ScenarioNodeId into = folder ? folder->id : ScenarioNodeId{};
    node.scenario = model && model->scenario ? *model->scenario : Scenario{};
    node.name = node.scenario->name = freeName(m_set.now(), into, "New scenario");
    auto added = withScenario(m_set.now(), into, std::move(node));
    if (!added) {
        say(added.error());
        return;
    }
    m_chosen = added->id;
    applySet("add a scenario", std::move(added->set));
}

// A copy of an episode or a template becomes the trader's own.
void ScenarioFlow::duplicateScenario(ScenarioNodeId id)
{
    const ScenarioNode* const node = m_set.now().find(id);
    if (!node || node->isFolder())
        return;
    if (node->origin == ScenarioOrigin::Own) {
        auto copied = withDuplicate(m_set.now(), id);
        if (copied)
            m_chosen = copied->id;
        applySet("copy " + node->name, copied ? Result<ScenarioSet>(copied->set) : copied.error());
        return;
    }
    const ScenarioNode* const folder = ownFolder(m_set.now());
    const ScenarioNodeId into = folder ? folder->id : ScenarioNodeId{};
    ScenarioNode own = *node;
    own.origin = ScenarioOrigin::Own;
    own.name = own.scenario->name = freeName(m_set.now(), into, node->name);
    auto added = withScenario(m_set.now(), into, std::move(own));
    if (added)
        m_chosen = added->id;
    applySet("copy " + node->name, added ? Result<ScenarioSet>(added->set) : added.error());
}

void ScenarioFlow::removeScenario(ScenarioNodeId id)
{
    const ScenarioNode* const node = m_set.now().find(id);
    if (!node)
        return;
    if (node->origin != ScenarioOrigin::Own) {
        say(tr("%1 is measured and stays").arg(QString::fromStdString(node->name)));
        return;
    }
    auto next = withoutNode(m_set.now(), id);
    if (next && !next->find(m_chosen))
        m_chosen = firstOf(*next);
    applySet("delete " + node->name, std::move(next));
}

void ScenarioFlow::editName(ScenarioNodeId id, const QString& name)
{
    applySet(fmt::format("rename to {}", name.toStdString()), withNodeName(m_set.now(), id, name.toStdString()));
}

void ScenarioFlow::editField(ScenarioNodeId id, const std::string& underlying, ShockField field, double value,
                             EditStage stage)
{
    const ShockFieldSpec& spec = shockField(field);
    applySet(fmt::format("change {} to {} {}", spec.label, shownShockValue(field, value), spec.unit),
             withShockField(m_set.now(), id, underlying, field, value), stage);
}

void ScenarioFlow::editPeg(ScenarioNodeId id, const std::string& underlying, double priceUsd, EditStage stage)
{
    applySet(fmt::format("change the peg to {:.3f}", priceUsd), withPeg(m_set.now(), id, underlying, "USDC", priceUsd),
             stage);
}

void ScenarioFlow::editHalt(ScenarioNodeId id, const std::string& underlying, const std::string& venue, bool halted)
{
    applySet(fmt::format("{} {}", halted ? "halt" : "resume", venue),
             withVenueHalted(m_set.now(), id, underlying, venue, halted));
}

void ScenarioFlow::editHorizon(ScenarioNodeId id, double days, EditStage stage)
{
    applySet(fmt::format("change time to {:g} d", days), withHorizon(m_set.now(), id, days), stage);
}

void ScenarioFlow::editDynamics(ScenarioNodeId id, VolDynamics dynamics)
{
    applySet(volDynamicsWord(dynamics), withDynamics(m_set.now(), id, dynamics));
}

void ScenarioFlow::editFollow(ScenarioNodeId id, bool follow)
{
    applySet(follow ? "let others follow" : "let others stand",
             withFollow(m_set.now(), id, follow ? OthersFollow::ConditionalExpectation : OthersFollow::No));
}

void ScenarioFlow::editWhole(ScenarioNodeId id, const Scenario& scenario, const QString& what)
{
    applySet(what.toStdString(), withWholeScenario(m_set.now(), id, scenario));
}

// Scenarios of the file, among the trader's own.
void ScenarioFlow::importScenarios(const QString& file)
{
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly)) {
        say(tr("%1: %2").arg(file, in.errorString()));
        return;
    }
    const auto read = parseScenarioSetJson(in.readAll().toStdString(), file.toStdString());
    if (!read) {
        say(read.error());
        return;
    }
    const ScenarioNode* const folder = ownFolder(m_set.now());
    const ScenarioNodeId into = folder ? folder->id : ScenarioNodeId{};
    ScenarioSet next = m_set.now();
    ScenarioNodeId last = m_chosen;
    int count = 0;
    for (const ScenarioNode& each : read->nodes) {
        if (each.isFolder() || each.origin != ScenarioOrigin::Own)
            continue;
        ScenarioNode own = each;
        own.name = own.scenario->name = freeName(next, into, each.name);
        auto added = withScenario(next, into, std::move(own));
        if (!added) {
            say(added.error());
            return;
        }
        next = std::move(added->set);
        last = added->id;
        ++count;
    }
    m_chosen = last;
    applySet(fmt::format("import {} scenarios", count), std::move(next));
    say(count == 1 ? tr("1 scenario imported") : tr("%1 scenarios imported").arg(count));
}

void ScenarioFlow::exportScenarios(const QString& file, bool chosenOnly)
{
    const ScenarioNode* const node = m_set.now().find(m_chosen);
    if (chosenOnly && (!node || !node->scenario))
        return;
    Scenario named = chosenOnly ? *node->scenario : Scenario{};
    if (chosenOnly)
        named.name = node->name;
    const std::string text = chosenOnly ? scenarioJson(named) : scenarioSetJson(m_set.now());
    QSaveFile out(file);
    const QByteArray bytes = QByteArray::fromStdString(text);
    const bool written = out.open(QIODevice::WriteOnly) && out.write(bytes) == bytes.size() && out.commit();
    say(written ? tr("Scenarios written to %1").arg(file)
                : tr("%1 could not be written: %2").arg(file, out.errorString()));
}

void ScenarioFlow::undo()
{
    m_dragging = false;
    if (m_orderAt == 0)
        return;
    const Edited side = m_order[--m_orderAt];
    if (side == Edited::Scenarios) {
        m_set.undo();
        m_keeper.saveSet(m_set.now(), "undo", m_clock.now());
    } else if (m_book) {
        m_book->undo();
        m_resulting = resultingOf(m_book->now());
        m_keeper.saveBook(m_book->now(), "undo", m_clock.now());
    }
    afterStep();
}

void ScenarioFlow::redo()
{
    m_dragging = false;
    if (m_orderAt == m_order.size())
        return;
    const Edited side = m_order[m_orderAt++];
    if (side == Edited::Scenarios) {
        m_set.redo();
        m_keeper.saveSet(m_set.now(), "redo", m_clock.now());
    } else if (m_book) {
        m_book->redo();
        m_resulting = resultingOf(m_book->now());
        m_keeper.saveBook(m_book->now(), "redo", m_clock.now());
    }
    afterStep();
}

void ScenarioFlow::afterStep()
{
    if (!m_set.now().find(m_chosen))
        m_chosen = firstOf(m_set.now());
    if (m_book && !m_book->now().followsMarket() && !hasMarketOf(m_book->now()))
        m_book->amend("follow the market", onMarketAtHand(m_book->now()));
    publishScenarios();
    publishBook();
    publishControls();
    submit(Urgency::Restart);
}

ExplainChoice ScenarioFlow::explainChoice() const
{
    const auto moment = [this](std::uint64_t id) {
        const auto it = std::ranges::find(m_moments, id, &KeptMoment::id);
        return it == m_moments.end() ? KeptMoment{} : *it;
    };
    const KeptMoment from = moment(m_explainFrom);
    const KeptMoment to = m_explainTo == 0 ? KeptMoment{0, {}, m_explainNow, m_fundingNow} : moment(m_explainTo);
    ExplainChoice choice{from.picture, to.picture, {}, {}};
    if (!choice.from || !choice.to)
        return choice;
    for (const TimedTrade& each : m_trades)
        if (each.at > choice.from->market->asOf && each.at <= choice.to->market->asOf)
            choice.trades.push_back(each.trade);
    choice.funding = fundingSince(from.funding, to.funding);
    return choice;
}

void ScenarioFlow::publishScenarios()
{
    Q_EMIT scenariosChanged({m_set.shared(), m_chosen, static_cast<int>(m_set.edits())});
}

void ScenarioFlow::publishControls()
{
    LabControls controls;
    const auto textOf = [this](Edited side, bool undo) {
        if (side == Edited::Scenarios)
            return undo ? m_set.undoText() : m_set.redoText();
        if (!m_book)
            return std::string();
        return undo ? m_book->undoText() : m_book->redoText();
    };
    controls.undo.canUndo = m_orderAt > 0;
    controls.undo.canRedo = m_orderAt < m_order.size();
    if (controls.undo.canUndo)
        controls.undo.undoText = textOf(m_order[m_orderAt - 1], true);
    if (controls.undo.canRedo)
        controls.undo.redoText = textOf(m_order[m_orderAt], false);
    for (const KeptMoment& moment : m_moments)
        controls.moments.push_back({moment.id, moment.name});
    controls.explainFrom = m_explainFrom;
    controls.explainTo = m_explainTo;
    controls.historyName = m_history ? m_history->source : std::string();
    controls.equityUsd = m_settings.equityUsd;
    controls.marginModel = m_settings.marginModel;
    controls.limits = m_settings.limits;
    controls.instruments = m_instruments;
    controls.hasProposal = m_session.approvals().isOpen();
    Q_EMIT controlsChanged(controls);
}

} // namespace ballast

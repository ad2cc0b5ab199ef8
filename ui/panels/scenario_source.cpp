#include "ui/panels/scenario_source.h"

#include "models/items/words.h"
#include "widgets/theming.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace ballast {

namespace {

constexpr int inset = 12;
constexpr int fewestDays = 30; // as historicalScenarios asks for

struct SourceWords
{
    QString note;
    bool missing = false;
};

SourceWords wordsOf(const ScenarioChoice& choice, const OpenHistoryWords& history)
{
    if (choice.source == ScenarioSource::File) {
        if (choice.file.empty())
            return {ScenarioSourceRow::tr("No scenario file is chosen"), true};
        const QFileInfo file(words(choice.file));
        if (!file.exists())
            return {ScenarioSourceRow::tr("%1 is not there").arg(file.fileName()), true};
        return {file.fileName(), false};
    }
    if (history.source.isEmpty())
        return {ScenarioSourceRow::tr("No history of prices is open"), true};
    if (history.days < fewestDays)
        return {ScenarioSourceRow::tr("%1: at least %2 are needed").arg(history.source).arg(fewestDays), true};
    return {history.source, false};
}

} // namespace

ScenarioSourceRow::ScenarioSourceRow(QWidget* parent)
    : QWidget(parent), m_note(new QLabel(this)), m_open(new QPushButton(tr("Open\u2026"), this))
{
    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(inset, 0, inset, 0);
    row->setSpacing(8);
    m_note->setWordWrap(true);
    m_note->setAccessibleName(tr("Where the scenarios come from"));
    m_open->setProperty("compact", true);
    m_open->setAccessibleName(tr("Open what the scenarios come from"));
    row->addWidget(m_note, 1);
    row->addWidget(m_open);
    connect(m_open, &QPushButton::clicked, this, &ScenarioSourceRow::choose);
    hide();
}

void ScenarioSourceRow::showSource(const ScenarioChoice& choice, const OpenHistoryWords& history)
{
    m_source = choice.source;
    setVisible(choice.source != ScenarioSource::Grid);
    const SourceWords said = wordsOf(choice, history);
    m_note->setText(said.note);
    setTone(*m_note, said.missing ? QStringLiteral("warn") : QStringLiteral("muted"));
    m_open->setToolTip(m_source == ScenarioSource::File
                           ? tr("A CSV of scenarios: probability, spot:BTC, vol:BTC, \u2026")
                           : tr("Daily closes, and a vol index where there is one; the same history as on the "
                                "Scenarios page"));
}

void ScenarioSourceRow::choose()
{
    if (m_source == ScenarioSource::File) {
        const QString file =
            QFileDialog::getOpenFileName(this, tr("Open scenarios"), {}, tr("Scenarios (*.csv);;All files (*)"));
        if (!file.isEmpty())
            Q_EMIT scenarioFileChosen(file);
        return;
    }
    const QStringList files = QFileDialog::getOpenFileNames(
        this, tr("Open price history"), {}, tr("Daily or finer prices (*.csv *.csv.gz *.json);;All files (*)"));
    if (!files.isEmpty())
        Q_EMIT historyFilesChosen(files);
}

} // namespace ballast

#include "ui/scenario/compare_panel.h"

#include "models/items/words.h"
#include "ui/panels/table_export.h"
#include "ui/scenario/picture_export.h"
#include "widgets/number_format.h"
#include "widgets/role_delegate.h"
#include "widgets/table_view.h"
#include "widgets/theme.h"

#include <QPainter>
#include <QVBoxLayout>

namespace ballast {

namespace {

// What can be clicked is in accent.
class LinkDelegate : public RoleDelegate
{
public:
    using RoleDelegate::RoleDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const QString words = index.data(Qt::DisplayRole).toString();
        const Theme& theme = Theme::of();
        if (option.state.testFlag(QStyle::State_Selected))
            painter->fillRect(option.rect, theme.accentBg);
        painter->setPen(theme.accent);
        painter->drawText(option.rect.adjusted(6, 0, -6, 0), Qt::AlignVCenter | Qt::AlignRight, words);
    }
};

} // namespace

ComparePanel::ComparePanel(Selection* selection, ScenarioHub* hub, QWidget* parent)
    : ScenarioPanel(QStringLiteral("scenarioTable"), tr("Scenario comparison"), selection, hub,
                    Follows::Picture | Follows::Scenarios, parent),
      m_model(new ScenarioTableModel(this)),
      m_table(new TableView(this))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_table);
    m_table->setAccessibleName(tr("Scenario comparison"));
    m_table->setModel(m_model);
    m_table->setColumnWidths({176, 78, 90, 84, 150, 92, 76});
    m_table->setDropPriority(ScenarioTableModel::WorstLeg, 2);
    m_table->setDropPriority(ScenarioTableModel::Margin, 1);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setItemDelegateForColumn(ScenarioTableModel::Action, new LinkDelegate(m_table));
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) { chooseRow(current.row()); });
    connect(m_table, &QAbstractItemView::clicked, this, [this](const QModelIndex& index) {
        if (index.column() == ScenarioTableModel::Action)
            hedgeRow(index.row());
    });
    connect(m_table, &TableView::rowActivated, this, [this](const QModelIndex& index) {
        if (index.column() == ScenarioTableModel::Action)
            hedgeRow(index.row());
    });
    addMoreAction(tr("Hedge the chosen scenario"), [this] { hedgeRow(m_table->currentIndex().row()); });
    addMoreAction(tr("Copy rows"), [this] { m_table->copySelection(); });
    addMoreAction(tr("Export CSV…"),
                  [this] { exportTable(this, *m_model, QStringLiteral("scenario-comparison.csv")); });
    addPictureActions(*this, *m_table, QStringLiteral("scenario-comparison"));
}

void ComparePanel::refresh()
{
    m_model->setPicture(hub()->picturePtr());
    const ScenarioPicture* const shown = hub()->picture();
    if (!shown)
        return;
    setSubLine(tr("%1, %2 ms").arg(clockText(shown->market->asOf), formatNumber(shown->quickMilliseconds, 0)));
    const auto row = m_model->rowOfNode(hub()->scenarios().chosen);
    if (!row || m_table->currentIndex().row() == *row)
        return;
    m_selecting = true;
    m_table->selectRow(*row);
    m_selecting = false;
}

void ComparePanel::chooseRow(int row)
{
    const auto node = m_model->nodeAt(row);
    if (!m_selecting && node)
        Q_EMIT hub()->scenarioChosen(*node);
}

void ComparePanel::hedgeRow(int row)
{
    const auto id = m_model->nodeAt(row);
    const ScenarioNode* const node = id && hub()->scenarios().set ? hub()->scenarios().set->find(*id) : nullptr;
    if (node && node->scenario && m_model->canHedge(row))
        Q_EMIT hub()->hedgeWanted(*node->scenario);
}

} // namespace ballast

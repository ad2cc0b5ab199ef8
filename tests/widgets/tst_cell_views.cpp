#include "widgets/cell_roles.h"
#include "widgets/command_palette.h"
#include "widgets/number_format.h"
#include "widgets/role_delegate.h"
#include "widgets/table_view.h"
#include "widgets/theming.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QHelpEvent>
#include <QLineEdit>
#include <QPainter>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>
#include <QToolTip>

using namespace ballast;

namespace {

QStandardItem* number(std::optional<double> value)
{
    auto* const item = new QStandardItem;
    if (value)
        item->setData(*value, RawRole);
    return item;
}

// name | delta, signed, two decimals | mark
std::unique_ptr<QStandardItemModel> bookModel(int rows)
{
    auto model = std::make_unique<QStandardItemModel>(rows, 3);
    auto* const delta = new QStandardItem(QStringLiteral("Delta"));
    delta->setData(QStringLiteral("BTC"), UnitRole);
    delta->setData(2, DecimalsRole);
    delta->setData(true, SignedRole);
    model->setHorizontalHeaderItem(0, new QStandardItem(QStringLiteral("Instrument")));
    model->setHorizontalHeaderItem(1, delta);
    auto* const mark = new QStandardItem(QStringLiteral("Mark"));
    mark->setData(0, DecimalsRole);
    model->setHorizontalHeaderItem(2, mark);
    for (int row = 0; row < rows; ++row) {
        model->setItem(row, 0, new QStandardItem(QStringLiteral("line %1").arg(row)));
        model->setItem(row, 1, number(row + 1.0 / 3.0));
        model->setItem(row, 2, number(row % 2 ? std::optional<double>() : 1000.0 * row));
    }
    return model;
}

QImage paintedCell(const QAbstractItemDelegate& delegate, QWidget& view, const QModelIndex& index)
{
    QImage image(120, 20, QImage::Format_RGB32);
    image.fill(Theme::of().panel);
    QPainter painter(&image);
    QStyleOptionViewItem option;
    option.rect = image.rect();
    option.widget = &view;
    delegate.paint(&painter, option, index);
    return image;
}

// Smoothed glyphs may miss the exact colour by a little.
bool contains(const QImage& image, const QColor& colour)
{
    const auto near = [&colour](const QColor& pixel) {
        return std::abs(pixel.red() - colour.red()) + std::abs(pixel.green() - colour.green()) +
                   std::abs(pixel.blue() - colour.blue()) <
               36;
    };
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (near(image.pixelColor(x, y)))
                return true;
        }
    }
    return false;
}

} // namespace

class TestCellViews : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void delegate_textByRoles_data();
    void delegate_textByRoles();
    void delegate_groundByTint();
    void delegate_missingIsMutedAndWarnIsWarn();
    void delegate_missingValueSaysWhyInItsTooltip();
    void numberDelegate_missingIsADash();
    void table_rowsAndHeaderHaveTheirHeights();
    void table_copiesFullPrecisionTabSeparated();
    void table_copyWithoutSelectionTakesAllRows();
    void tree_copySkipsClosedGroupsAndHiddenColumns();
    void table_narrowDropsByPriority();
    void table_resetKeepsScrollPosition();
    void table_changedCellFlashesOnceThenStops();
    void table_firstValueAndReducedMotionDoNotFlash();
    void table_returnActivatesTheRow();
    void tree_returnOpensTheGroup();
    void palette_findsByWordsBestFirst();
    void palette_returnRunsTheChosenAction();
    void palette_disabledActionDoesNotRun();
    void palette_deletedActionIsLeftOut();
};

void TestCellViews::initTestCase()
{
    Theming::apply(*qApp, Theme::dark(), Typography::standard());
}

void TestCellViews::delegate_textByRoles_data()
{
    QTest::addColumn<QVariant>("display");
    QTest::addColumn<QVariant>("raw");
    QTest::addColumn<QString>("expected");

    QTest::newRow("raw with column decimals and sign") << QVariant() << QVariant(29.3149) << QStringLiteral("+29.31");
    QTest::newRow("text wins over raw") << QVariant(QStringLiteral("no quote")) << QVariant(1.0)
                                        << QStringLiteral("no quote");
    QTest::newRow("missing number") << QVariant() << QVariant() << missingText();
    QTest::newRow("number as display") << QVariant(-1.5) << QVariant() << QStringLiteral("\u22121.50");
    QTest::newRow("negative zero") << QVariant() << QVariant(-0.001) << QStringLiteral("0.00");
}

void TestCellViews::delegate_textByRoles()
{
    QFETCH(QVariant, display);
    QFETCH(QVariant, raw);
    QFETCH(QString, expected);
    const auto model = bookModel(1);
    auto* const item = new QStandardItem;
    item->setData(display, Qt::DisplayRole);
    item->setData(raw, RawRole);
    model->setItem(0, 1, item);

    QCOMPARE(RoleDelegate().text(model->index(0, 1)), expected);
}

void TestCellViews::delegate_groundByTint()
{
    const auto model = bookModel(1);
    TableView view;
    view.setModel(model.get());
    model->item(0, 0)->setData(int(CellTint::Group), TintRole);

    const QImage tinted = paintedCell(RoleDelegate(), view, model->index(0, 0));
    const QImage plain = paintedCell(RoleDelegate(), view, model->index(0, 1));

    QCOMPARE(tinted.pixelColor(1, 1), Theme::of().raised);
    QCOMPARE(plain.pixelColor(1, 1), Theme::of().panel);
}

void TestCellViews::delegate_missingIsMutedAndWarnIsWarn()
{
    const auto model = bookModel(2);
    TableView view;
    view.setModel(model.get());
    model->item(0, 1)->setData(true, WarnRole);

    const QImage missing = paintedCell(RoleDelegate(), view, model->index(1, 2));
    const QImage warns = paintedCell(RoleDelegate(), view, model->index(0, 1));

    QVERIFY(!contains(missing, Theme::of().text));
    QVERIFY(contains(warns, Theme::of().warn));
    QVERIFY(!contains(missing, Theme::of().warn));
}

void TestCellViews::delegate_missingValueSaysWhyInItsTooltip()
{
    const auto model = bookModel(2);
    model->item(1, 2)->setData(QStringLiteral("no quote since 21:29"), ReasonRole);
    TableView view;
    view.setModel(model.get());
    view.resize(300, 100);
    view.show();
    RoleDelegate delegate;
    QHelpEvent help(QEvent::ToolTip, {5, 5}, view.mapToGlobal(QPoint(5, 5)));

    QVERIFY(delegate.helpEvent(&help, &view, {}, model->index(1, 2)));
    QCOMPARE(QToolTip::text(), QStringLiteral("no quote since 21:29"));
    QToolTip::hideText();
}

void TestCellViews::numberDelegate_missingIsADash()
{
    QStandardItemModel model(1, 1);
    const NumberDelegate delegate(nullptr, 1, true);

    QCOMPARE(delegate.text(model.index(0, 0)), missingText());
    model.setData(model.index(0, 0), 12.34, RawRole);
    QCOMPARE(delegate.text(model.index(0, 0)), QStringLiteral("+12.3"));
}

void TestCellViews::table_rowsAndHeaderHaveTheirHeights()
{
    const auto model = bookModel(3);
    TableView view;
    view.setModel(model.get());
    view.show();

    QCOMPARE(view.rowHeight(0), 20);
    QCOMPARE(view.horizontalHeader()->height(), 24);
    view.setRowHeight(26);
    QCOMPARE(view.rowHeight(1), 26);
}

void TestCellViews::table_copiesFullPrecisionTabSeparated()
{
    const auto model = bookModel(3);
    TableView view;
    view.setModel(model.get());
    view.show();
    view.selectRow(1);

    QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);

    const QStringList cells = QApplication::clipboard()->text().trimmed().split(QLatin1Char('\t'));
    QCOMPARE(cells.at(0), QStringLiteral("line 1"));
    QCOMPARE(cells.at(1).toDouble(), 1.0 + 1.0 / 3.0); // not the two decimals that are shown
    QCOMPARE(view.selectionAsTsv(), QStringLiteral("line 1\t1.3333333333333333\t\n")); // missing is empty, not a dash
}

void TestCellViews::table_copyWithoutSelectionTakesAllRows()
{
    const auto model = bookModel(3);
    TableView view;
    view.setModel(model.get());
    view.clearSelection();

    QCOMPARE(view.selectionAsTsv().count(QLatin1Char('\n')), 3);
}

void TestCellViews::tree_copySkipsClosedGroupsAndHiddenColumns()
{
    QStandardItemModel model(0, 2);
    auto* const group = new QStandardItem(QStringLiteral("group"));
    group->appendRow({new QStandardItem(QStringLiteral("child")), number(2.0)});
    model.appendRow({group, number(1.0)});
    TreeView view;
    view.setModel(&model);

    QCOMPARE(view.selectionAsTsv(), QStringLiteral("group\t1\n"));
    view.expandAll();
    QCOMPARE(view.selectionAsTsv(), QStringLiteral("group\t1\nchild\t2\n"));
    view.setColumnHidden(1, true);
    QCOMPARE(view.selectionAsTsv(), QStringLiteral("group\nchild\n"));
}

void TestCellViews::table_narrowDropsByPriority()
{
    const auto model = bookModel(2);
    TableView view;
    view.setModel(model.get());
    view.resize(400, 120);
    view.setColumnWidths({100, 100, 100});
    view.setDropPriority(1, 2);
    view.setDropPriority(2, 1);
    view.show();

    QVERIFY(!view.isColumnHidden(1));
    view.resize(220, 120);
    QVERIFY(view.isColumnHidden(1)); // the higher number goes first
    QVERIFY(!view.isColumnHidden(2));
    view.resize(90, 120);
    QVERIFY(view.isColumnHidden(2));
    QVERIFY(!view.isColumnHidden(0)); // priority 0 stays
    view.resize(400, 120);
    QVERIFY(!view.isColumnHidden(1) && !view.isColumnHidden(2));
}

void TestCellViews::table_resetKeepsScrollPosition()
{
    class ResettableModel : public QStandardItemModel
    {
    public:
        using QStandardItemModel::QStandardItemModel;
        void reset()
        {
            beginResetModel();
            endResetModel();
        }
    };
    ResettableModel model(200, 2);
    TableView view;
    view.setModel(&model);
    view.resize(300, 200);
    view.show();
    view.verticalScrollBar()->setValue(700);

    model.reset();

    QCOMPARE(view.verticalScrollBar()->value(), 700);
}

void TestCellViews::table_changedCellFlashesOnceThenStops()
{
    const auto model = bookModel(2);
    TableView view;
    view.setModel(model.get());
    model->setHeaderData(1, Qt::Horizontal, true, FlashesRole);
    model->setData(model->index(0, 1), 1, DecimalsRole);
    view.setFlashEnabled(true);
    view.resize(300, 200);
    view.show();
    const QModelIndex cell = model->index(0, 1);
    const QModelIndex quiet = model->index(0, 2); // its column does not flash
    model->setData(cell, 5.0, RawRole); // the first value that is seen
    model->setData(quiet, 5.0, RawRole);
    QVERIFY(!view.isFlashing(cell));

    model->setData(cell, 5.01, RawRole); // prints the same
    QVERIFY(!view.isFlashing(cell));
    model->setData(cell, 6.0, RawRole);
    model->setData(quiet, 6.0, RawRole);

    QVERIFY(view.isFlashing(cell));
    QVERIFY(!view.isFlashing(quiet));
    QTRY_VERIFY(!view.isFlashing(cell));
}

void TestCellViews::table_firstValueAndReducedMotionDoNotFlash()
{
    const auto model = bookModel(2);
    TableView view;
    view.setModel(model.get());
    view.setFlashEnabled(true);
    view.show();
    model->setHeaderData(1, Qt::Horizontal, true, FlashesRole);
    setReducedMotion(true);
    model->setData(model->index(0, 1), 5.0, RawRole);
    model->setData(model->index(0, 1), 6.0, RawRole);

    QVERIFY(!view.isFlashing(model->index(0, 1)));
    setReducedMotion(false);
}

void TestCellViews::table_returnActivatesTheRow()
{
    const auto model = bookModel(3);
    TableView view;
    view.setModel(model.get());
    view.setEditTriggers(QAbstractItemView::NoEditTriggers);
    view.selectRow(2);
    QSignalSpy activated(&view, &TableView::rowActivated);

    QTest::keyClick(&view, Qt::Key_Return);

    QCOMPARE(activated.count(), 1);
    QCOMPARE(activated.first().first().toModelIndex().row(), 2);
}

void TestCellViews::tree_returnOpensTheGroup()
{
    QStandardItemModel model;
    auto* const group = new QStandardItem(QStringLiteral("group"));
    group->appendRow(new QStandardItem(QStringLiteral("child")));
    model.appendRow(group);
    TreeView view;
    view.setModel(&model);
    view.setCurrentIndex(model.index(0, 0));

    QTest::keyClick(&view, Qt::Key_Return);

    QVERIFY(view.isExpanded(model.index(0, 0)));
}

void TestCellViews::palette_findsByWordsBestFirst()
{
    QAction open(QStringLiteral("&Open recording..."));
    QAction layout(QStringLiteral("Reset layout"));
    QAction reopen(QStringLiteral("Reopen last book"));
    QAction separator;
    separator.setSeparator(true);
    CommandPalette palette;
    palette.setActions({&layout, &reopen, &open, &separator});

    QCOMPARE(palette.matches().size(), 3);
    palette.setFilter(QStringLiteral("open"));
    QCOMPARE(palette.matches(), QStringList({QStringLiteral("Open recording..."), QStringLiteral("Reopen last book")}));
    palette.setFilter(QStringLiteral("LAY res"));
    QCOMPARE(palette.matches(), QStringList({QStringLiteral("Reset layout")}));
    palette.setFilter(QStringLiteral("nothing like it"));
    QVERIFY(palette.matches().isEmpty());
}

void TestCellViews::palette_returnRunsTheChosenAction()
{
    QAction first(QStringLiteral("First"));
    QAction second(QStringLiteral("Second"));
    QSignalSpy ran(&second, &QAction::triggered);
    QSignalSpy firstRan(&first, &QAction::triggered);
    QWidget window;
    window.resize(800, 600);
    window.show();
    CommandPalette palette(&window);
    palette.setActions({&first, &second});
    palette.openOver(&window);
    auto* const field = palette.findChild<QLineEdit*>();

    QTest::keyClick(field, Qt::Key_Down);
    QTest::keyClick(field, Qt::Key_Return);

    QCOMPARE(ran.count(), 1);
    QCOMPARE(firstRan.count(), 0);
    QVERIFY(!palette.isVisible());
}

void TestCellViews::palette_disabledActionDoesNotRun()
{
    QAction action(QStringLiteral("Approve"));
    action.setEnabled(false);
    QSignalSpy ran(&action, &QAction::triggered);
    CommandPalette palette;
    palette.setActions({&action});

    QTest::keyClick(palette.findChild<QLineEdit*>(), Qt::Key_Return);

    QCOMPARE(ran.count(), 0);
}

void TestCellViews::palette_deletedActionIsLeftOut()
{
    auto action = std::make_unique<QAction>(QStringLiteral("Gone"));
    CommandPalette palette;
    palette.setActions({action.get()});

    action.reset();
    QTest::keyClick(palette.findChild<QLineEdit*>(), Qt::Key_Return);
    palette.setFilter({});

    QVERIFY(palette.matches().isEmpty());
}

QTEST_MAIN(TestCellViews)
#include "tst_cell_views.moc"

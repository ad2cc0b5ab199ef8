#include "models/items/cell_table.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace ballast;

namespace {

class Table : public CellTable
{
public:
    using CellTable::CellTable;
    using CellTable::setColumns;
    using CellTable::setRows;
};

CellRow row(const QString& key, double value)
{
    return {key, {Cell::of(key), Cell::of(value)}, false};
}

} // namespace

class TestCellTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_table = std::make_unique<Table>();
        m_tester = std::make_unique<QAbstractItemModelTester>(m_table.get(),
                                                              QAbstractItemModelTester::FailureReportingMode::Fatal);
        m_table->setColumns({{QStringLiteral("Name"), {}, ColumnKind::Text, 0, false, {}},
                             {QStringLiteral("Value"), QStringLiteral("USD"), ColumnKind::Number, 2, true, {}}});
        m_table->setRows({row(QStringLiteral("a"), 1), row(QStringLiteral("b"), 2), row(QStringLiteral("c"), 3)});
    }

    void cleanup()
    {
        m_tester.reset();
        m_table.reset();
    }

    void sameKeys_emitOneDataChangedOverWhatDiffers()
    {
        QSignalSpy changed(m_table.get(), &QAbstractItemModel::dataChanged);
        QSignalSpy reset(m_table.get(), &QAbstractItemModel::modelReset);

        m_table->setRows({row(QStringLiteral("a"), 1), row(QStringLiteral("b"), 20), row(QStringLiteral("c"), 30)});

        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.at(0).at(0).toModelIndex(), m_table->index(1, 1));
        QCOMPARE(changed.at(0).at(1).toModelIndex(), m_table->index(2, 1));
        QCOMPARE(reset.count(), 0);
        QCOMPARE(m_table->index(2, 1).data(item_role::Raw).toDouble(), 30.0);
    }

    void sameValues_emitNothing()
    {
        QSignalSpy changed(m_table.get(), &QAbstractItemModel::dataChanged);

        m_table->setRows({row(QStringLiteral("a"), 1), row(QStringLiteral("b"), 2), row(QStringLiteral("c"), 3)});

        QCOMPARE(changed.count(), 0);
    }

    void rowsAtTheEnd_areInserted()
    {
        QSignalSpy inserted(m_table.get(), &QAbstractItemModel::rowsInserted);
        QSignalSpy reset(m_table.get(), &QAbstractItemModel::modelReset);

        m_table->setRows({row(QStringLiteral("a"), 1), row(QStringLiteral("b"), 2), row(QStringLiteral("c"), 3),
                          row(QStringLiteral("d"), 4)});

        QCOMPARE(inserted.count(), 1);
        QCOMPARE(reset.count(), 0);
        QCOMPARE(m_table->rowCount(), 4);
    }

    void otherKeys_reset()
    {
        QSignalSpy reset(m_table.get(), &QAbstractItemModel::modelReset);

        m_table->setRows({row(QStringLiteral("a"), 1), row(QStringLiteral("x"), 2)});

        QCOMPARE(reset.count(), 1);
        QCOMPARE(m_table->rowOf(QStringLiteral("x")), std::optional(1));
    }

    void missingNumber_hasNoRawValueAndKeepsItsReason()
    {
        Cell missing = Cell::of(std::nullopt);
        missing.reason = QStringLiteral("no bid");

        m_table->setRows({{QStringLiteral("a"), {Cell::of(QStringLiteral("a")), missing}, false}});

        const QModelIndex index = m_table->index(0, 1);
        QVERIFY(!index.data(item_role::Raw).isValid());
        QVERIFY(!index.data(Qt::DisplayRole).isValid());
        QCOMPARE(index.data(item_role::Reason).toString(), QStringLiteral("no bid"));
        QCOMPARE(index.data(Qt::ToolTipRole).toString(), QStringLiteral("no bid"));
    }

    void header_carriesUnitDecimalsAndSign()
    {
        QCOMPARE(m_table->headerData(1, Qt::Horizontal, item_role::Unit).toString(), QStringLiteral("USD"));
        QCOMPARE(m_table->headerData(1, Qt::Horizontal, item_role::Decimals).toInt(), 2);
        QVERIFY(m_table->headerData(1, Qt::Horizontal, item_role::Signed).toBool());
    }

private:
    std::unique_ptr<Table> m_table;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

QTEST_GUILESS_MAIN(TestCellTable)
#include "tst_cell_table.moc"

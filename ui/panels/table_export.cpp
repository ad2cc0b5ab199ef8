#include "ui/panels/table_export.h"

#include "widgets/cell_roles.h"
#include "widgets/number_format.h"

#include <QAbstractItemModel>
#include <QCoreApplication>
#include <QFileDialog>
#include <QMessageBox>
#include <QSaveFile>

namespace ballast {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ballast::table_export", text);
}

QString quoted(QString text)
{
    static const QString formulaStarts = QStringLiteral("=+-@\t\r");
    if (!text.isEmpty() && formulaStarts.contains(text.front()))
        text.prepend(QLatin1Char('\''));
    if (!text.contains(QLatin1Char(',')) && !text.contains(QLatin1Char('"')) && !text.contains(QLatin1Char('\n')))
        return text;
    return QLatin1Char('"') + text.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
}

QString headerCell(const QAbstractItemModel& model, int column)
{
    const QString title = model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    const QString unit = model.headerData(column, Qt::Horizontal, UnitRole).toString();
    return quoted(unit.isEmpty() ? title : title + QLatin1Char(' ') + unit);
}

QString cell(const QModelIndex& index)
{
    const QVariant raw = index.data(RawRole);
    if (raw.isValid())
        return exactNumber(raw.toDouble());
    return quoted(index.data(Qt::DisplayRole).toString());
}

void appendRows(QString& csv, const QAbstractItemModel& model, const QModelIndex& parent)
{
    for (int row = 0; row < model.rowCount(parent); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(parent); ++column)
            cells << cell(model.index(row, column, parent));
        csv += cells.join(QLatin1Char(',')) + QLatin1Char('\n');
        appendRows(csv, model, model.index(row, 0, parent));
    }
}

} // namespace

QString tableAsCsv(const QAbstractItemModel& model)
{
    QStringList heads;
    for (int column = 0; column < model.columnCount(); ++column)
        heads << headerCell(model, column);
    QString csv = heads.join(QLatin1Char(',')) + QLatin1Char('\n');
    appendRows(csv, model, {});
    return csv;
}

void exportTable(QWidget* parent, const QAbstractItemModel& model, const QString& suggestedName)
{
    const QString name = QFileDialog::getSaveFileName(parent, tr("Export table"), suggestedName, tr("Table (*.csv)"));
    if (name.isEmpty())
        return;
    QSaveFile file(name);
    const QByteArray bytes = tableAsCsv(model).toUtf8();
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        QMessageBox::warning(parent, tr("Export table"),
                             tr("%1 could not be written: %2").arg(name, file.errorString()));
}

} // namespace ballast

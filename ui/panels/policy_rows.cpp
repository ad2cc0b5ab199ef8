#include "ui/panels/policy_rows.h"

#include "models/items/words.h"
#include "ui/panels/policy_field.h"
#include "widgets/number_format.h"
#include "widgets/theming.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

namespace ballast {

namespace {

constexpr int inset = 12;

QString shown(std::optional<double> value)
{
    return value ? formatNumber(*value, decimalsOf(*value, 4)) : QString();
}

} // namespace

PolicyRows::PolicyRows(const QString& addWord, QList<PolicyColumn> columns, QWidget* parent)
    : QWidget(parent),
      m_addWord(addWord),
      m_columns(std::move(columns)),
      m_column(new QVBoxLayout(this)),
      m_fault(new QLabel(this))
{
    m_column->setContentsMargins(inset, 0, inset, 0);
    m_column->setSpacing(4);
    setTone(*m_fault, QStringLiteral("critical"));
    m_fault->setWordWrap(true);
    m_fault->hide();
    auto* const add = new QPushButton(addWord, this);
    add->setProperty("compact", true);
    add->setFlat(true);
    add->setAccessibleName(addWord);
    connect(add, &QPushButton::clicked, this, [this] {
        addLine();
        m_lines.last().fields.first()->setFocus();
    });
    auto* const foot = new QHBoxLayout;
    foot->addWidget(add);
    foot->addStretch(1);
    m_column->addWidget(m_fault);
    m_column->addLayout(foot);
}

QLineEdit* PolicyRows::addField(QHBoxLayout* row, const PolicyColumn& spec)
{
    auto* const field = new QLineEdit(this);
    field->setProperty("compact", true);
    field->setPlaceholderText(spec.caption);
    field->setToolTip(spec.caption);
    field->setAccessibleName(spec.caption);
    row->addWidget(field, spec.isText ? 1 : 0);
    if (!spec.isText) {
        field->setAlignment(Qt::AlignRight);
        field->setFixedWidth(spec.width);
    }
    connect(field, &QLineEdit::editingFinished, this, &PolicyRows::read);
    return field;
}

PolicyRows::Line PolicyRows::createLine()
{
    Line line{new QWidget(this), {}, new QLabel(this)};
    auto* const column = new QVBoxLayout(line.box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(1);
    auto* const row = new QHBoxLayout;
    row->setSpacing(4);
    column->addLayout(row);
    setTone(*line.note, QStringLiteral("muted"));
    line.note->setWordWrap(true);
    line.note->hide();
    column->addWidget(line.note);
    for (const PolicyColumn& spec : std::as_const(m_columns))
        line.fields << addField(row, spec);
    const bool onlyNumbers = std::ranges::none_of(m_columns, &PolicyColumn::isText);
    if (onlyNumbers)
        row->insertStretch(0, 1);
    auto* const remove = new QToolButton(line.box);
    remove->setText(QStringLiteral("\u00d7"));
    remove->setAutoRaise(true);
    remove->setFixedSize(20, 20);
    remove->setAccessibleName(tr("Remove this row"));
    row->addWidget(remove);
    connect(remove, &QToolButton::clicked, this, [this, box = line.box] {
        for (int i = 0; i < m_lines.size(); ++i)
            if (m_lines.at(i).box == box)
                return removeLine(i);
    });
    return line;
}

void PolicyRows::addLine()
{
    m_lines << createLine();
    m_column->insertWidget(int(m_lines.size()) - 1, m_lines.last().box);
}

void PolicyRows::removeLine(int row)
{
    m_lines.takeAt(row).box->deleteLater();
    read();
}

void PolicyRows::show(const QList<PolicyRow>& rows)
{
    m_inForce = rows;
    while (m_lines.size() > rows.size())
        m_lines.takeLast().box->deleteLater();
    while (m_lines.size() < rows.size())
        addLine();
    for (int i = 0; i < rows.size(); ++i) {
        m_inForce[i].origin = m_lines[i].origin = i;
        m_lines.at(i).note->setText(rows.at(i).note);
        m_lines.at(i).note->setVisible(!rows.at(i).note.isEmpty());
        int text = 0;
        int number = 0;
        for (int c = 0; c < m_columns.size(); ++c) {
            QLineEdit* const field = m_lines.at(i).fields.at(c);
            field->setText(m_columns.at(c).isText ? rows.at(i).texts.value(text++)
                                                  : shown(rows.at(i).numbers.value(number++)));
            setInvalid(*field, false);
        }
    }
    say({});
}

bool PolicyRows::isValid() const
{
    return m_fault->isHidden();
}

void PolicyRows::read()
{
    QList<PolicyRow> rows;
    QString firstFault;
    for (const Line& line : std::as_const(m_lines)) {
        const bool empty =
            std::ranges::all_of(line.fields, [](const QLineEdit* field) { return field->text().trimmed().isEmpty(); });
        PolicyRow row;
        row.origin = line.origin;
        row.note = line.note->text();
        for (int c = 0; c < m_columns.size(); ++c) {
            const PolicyColumn& column = m_columns.at(c);
            QLineEdit* const field = line.fields.at(c);
            ReadNumber read;
            if (column.isText) {
                row.texts << field->text().trimmed();
                read.fault = column.needed && row.texts.last().isEmpty() ? tr("needs a word") : QString();
            } else {
                const auto kind = column.needed ? PolicyNumber::Kind::Needed : PolicyNumber::Kind::Optional;
                read = readNumber(field->text(), {{}, {}, {}, column.least, column.most, kind, {}, {}});
                row.numbers << read.value;
            }
            const bool bad = !empty && !read.fault.isEmpty();
            setInvalid(*field, bad && !field->text().trimmed().isEmpty());
            if (bad && firstFault.isEmpty())
                firstFault = QStringLiteral("%1: %2").arg(column.caption, read.fault);
        }
        if (!empty)
            rows << row;
    }
    say(firstFault);
    if (!firstFault.isEmpty() || rows == m_inForce)
        return;
    m_inForce = rows;
    Q_EMIT edited();
    renumber();
}

// What was edited is in force now: the next edit's origins are places in it.
void PolicyRows::renumber()
{
    int place = 0;
    for (Line& line : m_lines) {
        const bool empty =
            std::ranges::all_of(line.fields, [](const QLineEdit* field) { return field->text().trimmed().isEmpty(); });
        line.origin = empty || place >= m_inForce.size() ? -1 : place++;
        if (line.origin >= 0)
            m_inForce[line.origin].origin = line.origin;
    }
}

void PolicyRows::say(const QString& fault)
{
    m_fault->setText(fault);
    m_fault->setVisible(!fault.isEmpty());
}

} // namespace ballast

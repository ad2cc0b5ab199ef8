#pragma once

#include <QList>
#include <QStringList>
#include <QWidget>
#include <optional>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace ballast {

struct PolicyColumn
{
    QString caption; // "move %"
    bool isText = false;
    double least = 0.0;
    double most = 1e15;
    bool needed = true;
    int width = 72;
};

// One row's cells: text, or a number where one is stated.
struct PolicyRow
{
    QStringList texts;                    // of the text columns
    QList<std::optional<double>> numbers; // of the others
    QString note{};                       // small under the cells; empty: none
    int origin = -1;                      // place in the list that was in force before the edit; -1: a new row
    bool operator==(const PolicyRow&) const = default;
};

// A short list that the trader edits in place: rows of fields, a cross at the end of each, "Add" under them. Rows reach
// the policy only when all of them are whole; until then the last list stays in force and the first fault stands below.
class PolicyRows : public QWidget
{
    Q_OBJECT

public:
    PolicyRows(const QString& addWord, QList<PolicyColumn> columns, QWidget* parent = nullptr);

    void show(const QList<PolicyRow>& rows);
    [[nodiscard]] const QList<PolicyRow>& rowsInForce() const { return m_inForce; }
    [[nodiscard]] QLineEdit* field(int row, int column) const { return m_lines.at(row).fields.at(column); }
    [[nodiscard]] int lineCount() const { return int(m_lines.size()); }
    [[nodiscard]] bool isValid() const;
    void addLine();
    void removeLine(int row);

    using QWidget::show;

Q_SIGNALS:
    void edited();

private:
    struct Line
    {
        QWidget* box;
        QList<QLineEdit*> fields;
        QLabel* note;
        int origin = -1;
    };

    Line createLine();
    QLineEdit* addField(QHBoxLayout* row, const PolicyColumn& spec);
    void read();
    void renumber();
    void say(const QString& fault);

    QString m_addWord;
    QList<PolicyColumn> m_columns;
    QList<Line> m_lines;
    QList<PolicyRow> m_inForce;
    QVBoxLayout* m_column;
    QLabel* m_fault;
};

} // namespace ballast

#pragma once

#include "models/items/journal_model.h"
#include "ui/panels/panel.h"

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace ballast {

class PositionsFilter;
class TableView;

// Every decision as it was written, newest at the end; follows the end until scrolled away.
class JournalPanel : public Panel
{
    Q_OBJECT

public:
    explicit JournalPanel(Selection* selection, QWidget* parent = nullptr);

    [[nodiscard]] JournalModel* model() const { return m_model; }
    [[nodiscard]] TableView* table() const { return m_table; }

public Q_SLOTS:
    void showJournal(const std::vector<ballast::JournalEntry>& entries);
    void append(const ballast::JournalEntry& entry);
    void showVerification(const QString& sentence, bool intact);

Q_SIGNALS:
    void verifyRequested();
    void entryChosen(const ballast::JournalEntry& entry);

protected:
    void refresh() override;

private:
    void chooseRow(const QModelIndex& index);
    void followEnd();

    JournalModel* m_model;
    PositionsFilter* m_filter;
    TableView* m_table;
    QLineEdit* m_filterField;
    QPushButton* m_verify;
};

// The chosen entry with its payload and its place in the hash chain.
class JournalEntryPanel : public Panel
{
    Q_OBJECT

public:
    explicit JournalEntryPanel(Selection* selection, QWidget* parent = nullptr);

public Q_SLOTS:
    void showEntry(const ballast::JournalEntry& entry);

protected:
    void refresh() override {}

private:
    QLabel* m_facts;
    QPlainTextEdit* m_payload;
};

} // namespace ballast

#pragma once

#include "models/desk/oracle_view.h"
#include "widgets/fact_list.h"

#include <QDialog>
#include <QList>
#include <QPushButton>

#include <map>

namespace ballast {

// Dollar delta of the book by underlying: USD for a move of the index of 100 %.
using BookDeltasUsd = std::map<std::string, double>;

// What the window says about one underlying; "without" rows name what the book would be worth more or less.
[[nodiscard]] QList<FactSection> oracleSections(const OracleView& view, std::optional<double> bookDeltaUsd);

// Where the index prices come from, which sources agree, and what the breaker forbids.
class OracleWindow : public QDialog
{
    Q_OBJECT

public:
    explicit OracleWindow(QWidget* parent = nullptr);

    void showOracles(const std::vector<OracleView>& views, const BookDeltasUsd& deltas);
    [[nodiscard]] FactList* facts() const { return m_facts; }
    [[nodiscard]] QPushButton* resumeButton() const { return m_resume; } // there while an index is halted

Q_SIGNALS:
    void resumeRequested(const QString& underlying, const QString& reason);

private:
    void askReason();

    FactList* m_facts;
    QPushButton* m_resume;
    QString m_halted; // the first index that is; empty: none
};

} // namespace ballast

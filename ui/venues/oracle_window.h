#pragma once

#include "models/desk/oracle_view.h"
#include "widgets/fact_list.h"

#include <QDialog>
#include <QList>
#include <QPushButton>

#include <map>

namespace ballast {

// What an index move does to the book: USD for a move of 100 %, and USD of delta for a move of 1 %.
struct BookMoveUsd
{
    double deltaUsd = 0.0;
    double gammaUsd1pct = 0.0;
};
using BookMovesUsd = std::map<std::string, BookMoveUsd>; // by underlying

// What the window says about one underlying; "without" rows name what the book would be worth, and what its delta would
// be, more or less.
[[nodiscard]] QList<FactSection> oracleSections(const OracleView& view, std::optional<BookMoveUsd> book);

// Where the index prices come from, which sources agree, and what the breaker forbids.
class OracleWindow : public QDialog
{
    Q_OBJECT

public:
    explicit OracleWindow(QWidget* parent = nullptr);

    void showOracles(const std::vector<OracleView>& views, const BookMovesUsd& books);
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

#pragma once

#include <QList>
#include <QString>
#include <QWidget>
#include <optional>

namespace ballast {

struct BeforeAfterRow
{
    QString name;
    QString unit;
    std::optional<double> before;
    std::optional<double> after;
    std::optional<double> bandLow;
    std::optional<double> bandHigh;
    QString beforeText; // formatted, "—" when missing
    QString afterText;
    bool operator==(const BeforeAfterRow&) const = default;
};

[[nodiscard]] bool isInBand(std::optional<double> value, std::optional<double> low, std::optional<double> high);

// Per row the allowed range as a raised box, thin bars before and after, both values at the right, in or out.
class BeforeAfterBars : public QWidget
{
    Q_OBJECT

public:
    explicit BeforeAfterBars(QWidget* parent = nullptr);

    void setRows(const QList<BeforeAfterRow>& rows);
    [[nodiscard]] const QList<BeforeAfterRow>& rows() const { return m_rows; }
    void setEmptyText(const QString& text);
    void setColumns(int columns); // rows are dealt down the first column, then the second; 2 by default

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QList<BeforeAfterRow> m_rows;
    QString m_emptyText;
    int m_columns = 2;
};

// "before", "after", "allowed" with their swatches, for the panel header.
class BeforeAfterLegend : public QWidget
{
    Q_OBJECT

public:
    explicit BeforeAfterLegend(QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace ballast

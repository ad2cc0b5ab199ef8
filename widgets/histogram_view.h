#pragma once

#include <QList>
#include <QString>
#include <QWidget>
#include <optional>

namespace ballast {

// A level on the axis with the interval that it is known to, if any.
struct HistogramMark
{
    double at = 0.0;
    QString label; // "VaR −328"
    std::optional<double> low;
    std::optional<double> high;
    bool strong = false;
    bool operator==(const HistogramMark&) const = default;
};

struct HistogramContent
{
    double low = 0.0;  // of the first bin
    double high = 0.0; // of the last
    QList<double> counts;
    QList<HistogramMark> marks;
    int decimals = 0;
    QString unit;      // "thousand USD"
    QString emptyText; // shown without bins
    bool operator==(const HistogramContent&) const = default;
};

// Bars over a signed axis: losses in the colour of losses, marks as lines with their labels and error bars.
class HistogramView : public QWidget
{
    Q_OBJECT

public:
    explicit HistogramView(QWidget* parent = nullptr);

    void setContent(const HistogramContent& content);
    [[nodiscard]] const HistogramContent& content() const { return m_content; }
    [[nodiscard]] QSize sizeHint() const override { return {380, 160}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, 90}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] QRectF plot() const;
    [[nodiscard]] double x(double value) const;
    void paintBars(QPainter& painter) const;
    void paintMarks(QPainter& painter) const;
    void paintAxis(QPainter& painter) const;

    HistogramContent m_content;
};

} // namespace ballast

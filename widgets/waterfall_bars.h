#pragma once

#include <QList>
#include <QString>
#include <QWidget>
#include <optional>

namespace ballast {

struct WaterfallStep
{
    QString name;
    double value = 0.0;
    bool alarming = false; // in critical, with its sentence as tooltip
    QString toolTip;
    bool operator==(const WaterfallStep&) const = default;
};

// Steps that lead from zero to their sum, one under the other: each bar begins where the one above ended.
class WaterfallBars : public QWidget
{
    Q_OBJECT

public:
    explicit WaterfallBars(QWidget* parent = nullptr);

    void setSteps(const QList<WaterfallStep>& steps, const QString& sumName);
    [[nodiscard]] const QList<WaterfallStep>& steps() const { return m_steps; }
    [[nodiscard]] double sum() const;
    void setDecimals(int decimals);
    void setEmptyText(const QString& text);
    [[nodiscard]] QString asTsv() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {220, 120}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] double rowHeight() const;

    QList<WaterfallStep> m_steps;
    QString m_sumName;
    QString m_emptyText;
    int m_decimals = 0;
};

} // namespace ballast

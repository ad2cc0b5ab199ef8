#pragma once

#include "widgets/band_gauge.h"

#include <QList>
#include <QString>
#include <QWidget>
#include <optional>

class QLabel;
class QPushButton;

namespace ballast {

struct StripPair // before → after of one measure
{
    QString label;
    QString unit;
    QString beforeText;
    QString afterText;
    BandGauge gauge;
    bool operator==(const StripPair&) const = default;
};

struct StripLeg
{
    double sign = 1.0; // buy > 0
    QString side;      // "Buy", "Sell"
    QString quantity;
    QString instrument;
    bool operator==(const StripLeg&) const = default;
};

struct StripFigure // cost, shortfall, what binds: label, value, third line
{
    QString label;
    QString unit;
    QString value;
    QString detail;
    std::optional<double> detailSign; // arrow before the detail
    bool operator==(const StripFigure&) const = default;
};

enum class ProposalPhase
{
    None,
    Working,
    Open,
    Writing,
    Approved,
    Void
};

struct ProposalStripContent
{
    ProposalPhase phase = ProposalPhase::None;
    QString title;  // "Proposed hedge 218"
    QString policy; // "policy Crash, keep upside"
    QString basis;  // "basis 41 206, 0.1 s old"
    QList<StripPair> pairs;
    QList<StripLeg> legs;
    QList<StripFigure> figures;
    int secondsLeft = 0;
    int secondsTotal = 30;
    QString blockedReason; // Approve is disabled and this stands in its place; empty: allowed
    QString sentence;      // None: the muted line; Void: why; Writing and Approved: what happened
    bool operator==(const ProposalStripContent&) const = default;
};

// The 76 px strip at the foot of the desk.
class ProposalStrip : public QWidget
{
    Q_OBJECT

public:
    explicit ProposalStrip(QWidget* parent = nullptr);

    void setContent(const ProposalStripContent& content);
    [[nodiscard]] const ProposalStripContent& content() const { return m_content; }
    void setSecondsLeft(int seconds); // once a second

    [[nodiscard]] QSize sizeHint() const override { return {1200, 76}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {480, 76}; }

Q_SIGNALS:
    void reviewRequested();
    void rejectRequested();
    void approveRequested();
    void proposeRequested(); // "Propose" when empty, "Propose again" when void

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void updateButtons();
    void layOut();
    [[nodiscard]] int buttonsLeft() const;
    int paintHead(QPainter& painter) const;
    int paintPairs(QPainter& painter, int left, int right) const;
    int paintLegs(QPainter& painter, int left, int right) const;
    void paintFigures(QPainter& painter, int left, int right) const;
    void paintCountdown(QPainter& painter) const;

    ProposalStripContent m_content;
    QPushButton* m_review;
    QPushButton* m_reject;
    QPushButton* m_approve;
    QPushButton* m_propose;
};

} // namespace ballast

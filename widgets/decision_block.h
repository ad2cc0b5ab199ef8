#pragma once

#include <QList>
#include <QString>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace ballast {

class CountdownRing;

enum class CheckResult
{
    Passed,
    Failed,
    Unknown
};

struct DecisionCheck
{
    QString text;     // "Market within tolerance"
    QString measured; // "spot moved 0.04 % of 0.25 %"
    CheckResult result = CheckResult::Unknown;
    bool operator==(const DecisionCheck&) const = default;
};

enum class DecisionPhase
{
    None,
    Open,
    Writing,
    Approved,
    Closed
};

struct DecisionContent
{
    DecisionPhase phase = DecisionPhase::None;
    QString title; // "Proposal 218"
    QString basis; // "book 7f3a...c21e, basis 41 206"
    QList<DecisionCheck> checks;
    int secondsLeft = 0;
    int secondsTotal = 30;
    QString sentence;      // None: why there is nothing; Closed: why it is void; Writing, Approved: what happened
    QString blockedReason; // Approve disabled; stands under the buttons
    QString tradesAs;      // "simulated", "paper", "LIVE": part of the Approve button's accessible name
    bool operator==(const DecisionContent&) const = default;
};

// Checks with measured values, ring countdown, reason, Reject, Approve; pinned to the foot of the hedge page.
class DecisionBlock : public QWidget
{
    Q_OBJECT

public:
    explicit DecisionBlock(QWidget* parent = nullptr);

    void setContent(const DecisionContent& content);
    [[nodiscard]] const DecisionContent& content() const { return m_content; }
    void setSecondsLeft(int seconds);
    [[nodiscard]] QString reason() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void approveRequested();
    void rejectRequested(const QString& reason); // only with a reason: without one the field turns invalid
    void proposeRequested();                     // "Propose again" once it is closed

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void reject();
    void updateParts();
    void layOut();

    DecisionContent m_content;
    CountdownRing* m_ring;
    QLineEdit* m_reason;
    QPushButton* m_reject;
    QPushButton* m_approve;
    QPushButton* m_propose;
};

} // namespace ballast

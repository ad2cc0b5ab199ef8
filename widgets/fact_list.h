#pragma once

#include <QList>
#include <QString>
#include <QWidget>
#include <optional>

namespace ballast {

struct FactRow
{
    QString name;
    QString value;               // right-aligned, muted unless strong
    bool strong = false;         // value in text
    bool warns = false;          // value in warn
    std::optional<double> bar{}; // -1..1: bar between name and value, accent when it helps (< 0), strong when not
    QString action{};            // word of a button at the right end; empty: none
    QString actionId{};          // what actionRequested says
    QString toolTip{};
    bool operator==(const FactRow&) const = default;
};

struct FactSection
{
    QString title;
    QString caption;   // muted, at the right of the title row
    QString paragraph; // wrapped text over the rows
    QList<FactRow> rows;
    QString emptyText; // muted line when there are neither rows nor paragraph
    QString action{};  // word of a button in the title row, in the caption's place
    QString actionId{};
    bool operator==(const FactSection&) const = default;
};

// Sections of name and value, as in "What binds", "Refused", "If left out". Put it into a QScrollArea.
class FactList : public QWidget
{
    Q_OBJECT

public:
    explicit FactList(QWidget* parent = nullptr);

    void setSections(const QList<FactSection>& sections);
    [[nodiscard]] const QList<FactSection>& sections() const { return m_sections; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QStringList actionIds() const; // top to bottom
    [[nodiscard]] QRect actionRect(const QString& actionId) const;

Q_SIGNALS:
    void actionRequested(const QString& actionId); // by click, or Enter on the one that Tab, Up and Down lead to

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Action
    {
        QString id;
        QString word;
        QRectF area;
    };
    struct Hint
    {
        QString text;
        QRectF area;
    };

    void layOut();
    [[nodiscard]] int actionAt(const QPointF& position) const; // -1: none

    QList<FactSection> m_sections;
    QList<Action> m_actions;
    QList<Hint> m_hints;
    int m_current = 0; // that the keyboard is on
    int m_hovered = -1;
};

} // namespace ballast

#pragma once

#include <QList>
#include <QString>
#include <QWidget>
#include <optional>

namespace ballast {

struct FactRow
{
    QString name;
    QString value;             // right-aligned, muted unless strong
    bool strong = false;       // value in text
    bool warns = false;        // value in warn
    std::optional<double> bar; // -1..1: bar between name and value, accent when it helps (< 0), strong when not
    bool operator==(const FactRow&) const = default;
};

struct FactSection
{
    QString title;
    QString caption;   // muted, at the right of the title row
    QString paragraph; // wrapped text over the rows
    QList<FactRow> rows;
    QString emptyText; // muted line when there are neither rows nor paragraph
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

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QList<FactSection> m_sections;
};

} // namespace ballast

#pragma once

#include <QString>
#include <QWidget>
#include <optional>

class QLineEdit;

namespace ballast {

// What one row of a shock editor is about; numbers in the unit that is shown.
struct SliderSpec
{
    QString name; // "Vol level"
    QString unit; // "pt"
    double low = -1.0;
    double high = 1.0;
    double neutral = 0.0; // where the tick is and the fill begins
    double step = 0.1;    // of arrow keys and of what a drag rounds to
    QString toolTip;
    bool operator==(const SliderSpec&) const = default;
};

// Name, slider and field in one 28 px row, all three the same value. Tells every position while dragging; text that is
// typed is handed on as it is, for whoever knows what is valid.
class SliderRow : public QWidget
{
    Q_OBJECT

public:
    explicit SliderRow(const SliderSpec& spec, QWidget* parent = nullptr);

    [[nodiscard]] const SliderSpec& spec() const { return m_spec; }
    [[nodiscard]] double value() const { return m_value; }
    [[nodiscard]] QLineEdit* field() const { return m_field; }
    // `text` as the field shows it. Leaves the field alone while it is typed into.
    void setValue(double value, const QString& text);
    void setProblem(const QString& sentence); // empty: valid again
    void setEditable(bool editable);

    [[nodiscard]] QSize sizeHint() const override { return {348, 26}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {250, 24}; }

Q_SIGNALS:
    void dragged(double value); // while the mouse or a key moves it
    void dragFinished(double value);
    void typed(const QString& text);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override; // back to neutral
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    [[nodiscard]] QRectF track() const;
    [[nodiscard]] double xOf(double value) const;
    [[nodiscard]] double valueAt(double x) const;
    void moveTo(double value);

    SliderSpec m_spec;
    QLineEdit* m_field;
    double m_value = 0.0;
    bool m_editable = true;
    bool m_dragging = false;
};

} // namespace ballast

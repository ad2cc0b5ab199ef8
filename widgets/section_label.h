#pragma once

#include <QWidget>

namespace ballast {

// A 24 px row on raised ground: title 500, muted captions over the columns at the right ("lower upper now").
class SectionLabel : public QWidget
{
    Q_OBJECT

public:
    explicit SectionLabel(const QString& title, const QStringList& captions = {}, QWidget* parent = nullptr);

    void setCaptions(const QStringList& captions);
    // Right edges of the captions, measured from the right side of the row; 12, 72, 132 ... by default.
    void setCaptionInsets(const QList<int>& insets);
    [[nodiscard]] QSize sizeHint() const override { return {160, 24}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {80, 24}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_title;
    QStringList m_captions;
    QList<int> m_insets;
};

} // namespace ballast

#pragma once

#include <QWidget>

class QVBoxLayout;

namespace ballast {

// A part of the policy that folds: a title row that says in a few words what the folded part holds, then its rows.
class PolicySection : public QWidget
{
    Q_OBJECT

public:
    explicit PolicySection(const QString& title, QWidget* parent = nullptr);

    [[nodiscard]] QVBoxLayout* rows() const { return m_rows; }
    void setCaptions(const QStringList& captions, const QList<int>& insets = {12}); // over the columns, while open
    void setSummary(const QString& summary);                                        // while folded
    void setOpen(bool open);
    [[nodiscard]] bool isOpen() const { return m_open; }

private:
    class TitleRow;

    bool m_open = true;
    TitleRow* m_title;
    QWidget* m_content;
    QVBoxLayout* m_rows;
};

} // namespace ballast

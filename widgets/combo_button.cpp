#include "widgets/combo_button.h"

#include "widgets/paint_kit.h"

#include <QAbstractItemView>
#include <QLayout>
#include <cmath>

namespace ballast {

ComboButton::ComboButton(QWidget* parent) : QComboBox(parent)
{
    setFixedHeight(20);
    setFont(uiFont(FontSize::Unit));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setFocusPolicy(Qt::StrongFocus);
    connect(this, &QComboBox::currentTextChanged, this, [this] { updateGeometry(); });
}

ComboButton::ComboButton(const QStringList& entries, const QString& accessibleName, QWidget* parent)
    : ComboButton(parent)
{
    addItems(entries);
    setAccessibleName(accessibleName);
}

QSize ComboButton::sizeHint() const
{
    return {int(std::ceil(textWidth(currentText(), FontSize::Unit))) + 36, 20};
}

} // namespace ballast

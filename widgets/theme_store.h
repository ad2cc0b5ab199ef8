#pragma once

#include "widgets/theme.h"

#include <QObject>

namespace ballast {

// Owned by the application object, so that painted widgets find the theme in force without a global.
class ThemeStore : public QObject
{
    Q_OBJECT

public:
    // The store of the running application; nullptr before the first Theming::apply.
    [[nodiscard]] static ThemeStore* find();
    [[nodiscard]] static ThemeStore& findOrCreate();

    [[nodiscard]] const Theme& theme() const { return m_theme; }
    void setTheme(const Theme& theme) { m_theme = theme; }
    [[nodiscard]] bool reducedMotion() const { return m_reducedMotion; }
    void setReducedMotion(bool reduced) { m_reducedMotion = reduced; }

private:
    using QObject::QObject;

    Theme m_theme = Theme::dark();
    bool m_reducedMotion = false;
};

} // namespace ballast

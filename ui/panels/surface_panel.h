#pragma once

#include "models/desk/surface_sampling.h"
#include "ui/panels/panel.h"

namespace ballast {

class SegmentedControl;
class SurfaceView;

enum class SurfaceSize
{
    Small,
    Large
}; // Large: finer mesh, colour bar at the left, hint

// The volatility surface as a turning height field.
class SurfacePanel : public Panel
{
    Q_OBJECT

public:
    SurfacePanel(const QString& id, SurfaceSize size, Selection* selection, QWidget* parent = nullptr);

    [[nodiscard]] SurfaceView* view() const { return m_view; }

protected:
    void refresh() override;

private:
    void describe(const VolSurface& surface);
    void chooseNode(int row, int column);

    SurfaceSize m_size;
    SurfaceView* m_view;
    SegmentedControl* m_axis;
};

} // namespace ballast

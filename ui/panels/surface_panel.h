#pragma once

#include "models/desk/surface_sampling.h"
#include "ui/panels/panel.h"
#include "widgets/surface_view.h"

namespace ballast {

class SegmentedControl;

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
    [[nodiscard]] SegmentedControl* axes() const { return m_axis; }

protected:
    void refresh() override;

private:
    void describe(const VolSurface& surface);
    void chooseNode(int row, int column);
    void chooseDot(int dot);
    void chooseWarning(int warning);
    void showHit(const SurfaceHit& hit);
    void chooseInstrument(std::size_t instrument);
    [[nodiscard]] SmileAxis axis() const;

    SurfaceSize m_size;
    SurfaceView* m_view;
    SegmentedControl* m_axis;
    SurfaceHit m_hit; // under the mouse
};

} // namespace ballast

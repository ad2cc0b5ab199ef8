#pragma once

#include "ui/panels/panel.h"

class QPushButton;

namespace ballast {

class ComboButton;
class HeatmapView;

// The surface less an earlier one, by delta and expiry, with the choice of the earlier one.
class DifferencePanel : public Panel
{
    Q_OBJECT

public:
    explicit DifferencePanel(Selection* selection, QWidget* parent = nullptr);

    void showKept(const std::vector<SurfaceReferencePtr>& kept);
    [[nodiscard]] HeatmapView* view() const { return m_view; }
    [[nodiscard]] ComboButton* earlier() const { return m_earlier; }
    [[nodiscard]] QPushButton* saveButton() const { return m_save; }

Q_SIGNALS:
    void saveRequested(const std::string& underlying);
    void comparisonChosen(const ballast::SurfaceReferencePtr& earlier);
    void saveToFileRequested(const std::string& underlying, const QString& file);
    void fileChosen(const QString& file);

protected:
    void refresh() override;

private:
    void listKept();
    void chooseRow(int row);
    void askWhereToSave();
    void askWhatToOpen();

    HeatmapView* m_view;
    ComboButton* m_earlier;
    QPushButton* m_save;
    std::vector<SurfaceReferencePtr> m_kept;
    std::vector<SurfaceReferencePtr> m_listed; // of the underlying, as in the combo box
};

} // namespace ballast

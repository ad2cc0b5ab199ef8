#pragma once

#include "ui/page.h"

class QPushButton;

namespace ballast {

class Banner;
class BookMapPanel;
class ChainPanel;
class ComparePanel;
class ExplainPanel;
class FactorsPanel;
class FeedbackPanel;
class LegsPanel;
class LimitsPanel;
class ScenarioHub;
class ScenarioTreePanel;
class Selection;
class ShockEditorPanel;
class SpotCurvesPanel;
class VarPanel;
struct BookComparison;
struct Scenario;

// Scenarios and what-if books. While a what-if book is open the whole page stands in a frame under a banner, so that
// nobody takes it for the live book.
class ScenarioPage : public Page
{
    Q_OBJECT

public:
    explicit ScenarioPage(Selection* selection, QWidget* parent = nullptr);

    [[nodiscard]] ScenarioHub* hub() const { return m_hub; }
    [[nodiscard]] ScenarioTreePanel* tree() const { return m_tree; }
    [[nodiscard]] ShockEditorPanel* editor() const { return m_editor; }
    [[nodiscard]] LegsPanel* legs() const { return m_legs; }
    [[nodiscard]] BookMapPanel* map() const { return m_map; }
    [[nodiscard]] SpotCurvesPanel* curves() const { return m_curves; }
    [[nodiscard]] FactorsPanel* factors() const { return m_factors; }
    [[nodiscard]] ExplainPanel* explain() const { return m_explain; }
    [[nodiscard]] VarPanel* var() const { return m_var; }
    [[nodiscard]] LimitsPanel* limits() const { return m_limits; }
    [[nodiscard]] ComparePanel* compare() const { return m_compare; }
    [[nodiscard]] FeedbackPanel* feedback() const { return m_feedback; }
    [[nodiscard]] ChainPanel* chain() const { return m_chain; }
    [[nodiscard]] Banner* banner() const { return m_banner; }
    // Chains of other pages hand legs over as well.
    void takeLegsFrom(ChainPanel* chain);
    void addDropped(const QStringList& instruments); // one of each

protected:
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void createTop();
    void createShortcuts();
    void arrange(PageWidth room);
    void showWhatIf();
    void openBookMenu();
    void askRename();
    void askMaxLoss(const Scenario& scenario);
    void showComparison(const BookComparison& comparison);
    [[nodiscard]] QString bannerSentence() const;
    void printPage();

    ScenarioHub* m_hub;
    Banner* m_banner = nullptr;
    QPushButton* m_follow = nullptr;
    QPushButton* m_book = nullptr;
    ScenarioTreePanel* m_tree;
    ShockEditorPanel* m_editor;
    LegsPanel* m_legs;
    BookMapPanel* m_map;
    SpotCurvesPanel* m_curves;
    FactorsPanel* m_factors;
    ExplainPanel* m_explain;
    VarPanel* m_var;
    LimitsPanel* m_limits;
    ComparePanel* m_compare;
    FeedbackPanel* m_feedback;
    ChainPanel* m_chain;
    bool m_framed = false;
};

} // namespace ballast

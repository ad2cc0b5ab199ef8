#include "tests/ui/desk_sample.h"
#include "ui/pages.h"
#include "ui/panels/add_leg_popup.h"
#include "ui/panels/frontier_panel.h"
#include "ui/panels/policy_panel.h"
#include "ui/panels/policy_rows.h"
#include "ui/panels/trades_panel.h"
#include "ui/panels/why_panel.h"
#include "ui/presenters/hedge_depth.h"
#include "widgets/combo_button.h"
#include "widgets/fact_list.h"
#include "widgets/line_chart.h"
#include "widgets/segmented_control.h"
#include "widgets/theming.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace ballast;
using ballast::test::deskSample;
using ballast::test::deskStudy;

namespace {

HedgeScreen openScreen()
{
    HedgeScreen screen;
    screen.proposal = deskSample().proposal;
    screen.curves = deskSample().curves;
    screen.details = deskStudy();
    screen.approval = deskSample().open;
    screen.now = deskSample().now;
    screen.indexUsd = deskSample().picture->market->index("BTC")->priceUsd;
    return screen;
}

HedgeScreen infeasibleScreen()
{
    HedgeScreen screen = openScreen();
    auto proposal = std::make_shared<HedgeProposal>(*deskSample().proposal);
    proposal->status = HedgeStatus::Infeasible;
    proposal->trades.clear();
    proposal->conflicts = {{"delta upper bound", 0.5, "BTC"}, {"gamma lower bound", 1e-5, "BTC per USD"}};
    screen.proposal = proposal;
    screen.details = nullptr;
    return screen;
}

template <class SomePanel>
std::unique_ptr<SomePanel> shown(Selection& selection, QSize size = {420, 800})
{
    auto panel = std::make_unique<SomePanel>(&selection);
    panel->resize(size);
    panel->show();
    return panel;
}

void type(QLineEdit* field, const QString& text)
{
    field->setText(text);
    QTest::keyClick(field, Qt::Key_Return);
}

// For eyes: into the folder BALLAST_PICTURES, where one is named.
void keepPicture(QWidget& widget, const QString& name)
{
    const QString folder = qEnvironmentVariable("BALLAST_PICTURES");
    if (folder.isEmpty())
        return;
    for (int level = 0; level < 10; ++level) // what was shown just now is laid out, from the inside outwards
        QCoreApplication::processEvents();
    widget.grab().save(folder + QLatin1Char('/') + name + QStringLiteral(".png"));
}

PolicyNumber legsNumber()
{
    PolicyNumber number;
    number.label = QStringLiteral("Legs");
    number.least = 1.0;
    number.most = 10.0;
    number.kind = PolicyNumber::Kind::Whole;
    return number;
}

} // namespace

class TestHedgePage : public QObject
{
    Q_OBJECT

private:
    Selection m_selection;

private Q_SLOTS:
    void initTestCase() { Theming::apply(*qApp, Theme::dark(), Typography::standard()); }

    void typedNumbers_areTakenOrExplained_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("valid");
        QTest::newRow("number") << QStringLiteral("7") << true;
        QTest::newRow("spaces") << QStringLiteral("  7 ") << true;
        QTest::newRow("empty") << QString() << true;
        QTest::newRow("word") << QStringLiteral("many") << false;
        QTest::newRow("too small") << QStringLiteral("0") << false;
        QTest::newRow("too large") << QStringLiteral("11") << false;
        QTest::newRow("broken") << QStringLiteral("2.5") << false;
        QTest::newRow("nan") << QStringLiteral("nan") << false;
        QTest::newRow("infinity") << QStringLiteral("inf") << false;
        QTest::newRow("minus") << QStringLiteral("\u22123") << false;
    }

    void typedNumbers_areTakenOrExplained()
    {
        QFETCH(QString, text);
        QFETCH(bool, valid);

        const ReadNumber read = readNumber(text, legsNumber());

        QCOMPARE(read.fault.isEmpty(), valid);
        QVERIFY(valid || read.fault.endsWith(QLatin1Char('.')));
        QCOMPARE(read.value.has_value(), valid && !text.isEmpty());
    }

    void objective_showsItsOwnFieldsOnly()
    {
        const auto panel = shown<PolicyPanel>(m_selection, {320, 900});
        panel->showPolicy(deskSample().policy);
        QSignalSpy edited(panel.get(), &PolicyPanel::policyEdited);

        panel->objective()->setCurrentIndex(2);

        QCOMPARE(edited.count(), 1);
        QCOMPARE(panel->policy().objective, HedgeObjective::Cvar);
        const auto visible = [&](const QString& name) {
            for (const QLineEdit* const field : panel->findChildren<QLineEdit*>())
                if (field->accessibleName().startsWith(name))
                    return field->isVisible();
            return false;
        };
        QVERIFY(visible(QStringLiteral("One USD of ES costs")));
        QVERIFY(!visible(QStringLiteral("Risk aversion")));
    }

    void halfARow_changesNothing()
    {
        const auto panel = shown<PolicyPanel>(m_selection, {320, 900});
        panel->showPolicy(deskSample().policy);
        QSignalSpy edited(panel.get(), &PolicyPanel::policyEdited);
        PolicyRows* const upside = panel->upside();

        upside->addLine();
        type(upside->field(0, 0), QStringLiteral("10"));
        QCOMPARE(edited.count(), 0);
        QVERIFY(!panel->isWhole());
        type(upside->field(0, 1), QStringLiteral("20,000"));

        QCOMPARE(edited.count(), 1);
        QVERIFY(panel->isWhole());
        QCOMPARE(panel->policy().upside, (std::vector<PnlAtMove>{{0.1, 20'000.0}}));
        upside->removeLine(0);
        QVERIFY(panel->policy().upside.empty());
    }

    void stressRow_mayLeaveItsOwnLimitOut()
    {
        const auto panel = shown<PolicyPanel>(m_selection, {320, 900});
        panel->showPolicy(deskSample().policy);
        PolicyRows* const stresses = panel->stresses();

        stresses->addLine();
        type(stresses->field(0, 0), QStringLiteral("Monday"));
        type(stresses->field(0, 1), QStringLiteral("-150")); // below -99.9 %
        type(stresses->field(0, 2), QStringLiteral("30"));
        QVERIFY(panel->policy().stress.moves.empty());
        type(stresses->field(0, 1), QStringLiteral("-40"));

        QCOMPARE(panel->policy().stress.moves, (std::vector<StressMove>{{"Monday", -0.4, 30.0, std::nullopt}}));
    }

    void stressRowOfAScenario_keepsItsShapeThroughEdits()
    {
        const auto panel = shown<PolicyPanel>(m_selection, {320, 900});
        HedgePolicy policy = deskSample().policy;
        StressShape shape;
        shape.horizonDays = 7.0;
        shape.shock.skew25d = 4.0;
        policy.stress.moves = {{"first", -0.1, 0.0, 1e5}, {"slow", -0.2, 10.0, 2e5, shape}};
        panel->showPolicy(policy);
        keepPicture(*panel, QStringLiteral("policy-shape"));
        PolicyRows* const stresses = panel->stresses();

        type(stresses->field(1, 1), QStringLiteral("-30"));
        stresses->removeLine(0);
        type(stresses->field(0, 0), QStringLiteral("renamed"));
        stresses->addLine();
        type(stresses->field(1, 0), QStringLiteral("new"));
        type(stresses->field(1, 1), QStringLiteral("-5"));
        type(stresses->field(1, 2), QStringLiteral("1"));

        QCOMPARE(panel->policy().stress.moves,
                 (std::vector<StressMove>{{"renamed", -0.3, 10.0, 2e5, shape}, {"new", -0.05, 1.0, std::nullopt}}));
    }

    void scenarioSource_saysWhatIsMissing()
    {
        const auto panel = shown<PolicyPanel>(m_selection, {320, 900});
        HedgePolicy policy = deskSample().policy;
        panel->showPolicy(policy);
        ScenarioSourceRow* const source = panel->scenarioSource();
        QVERIFY(source->isHidden()); // a grid needs nothing

        policy.scenarios.source = ScenarioSource::Historical;
        panel->showPolicy(policy);
        QVERIFY(!source->isHidden());
        QVERIFY(source->note()->text().contains(QLatin1String("No history")));
        keepPicture(*panel, QStringLiteral("policy-history"));
        panel->showHistory({QStringLiteral("BTC.csv, 12 days"), 12});
        QVERIFY(source->note()->text().contains(QLatin1String("at least 30")));
        panel->showHistory({QStringLiteral("BTC.csv, 400 days"), 400});
        QCOMPARE(source->note()->text(), QStringLiteral("BTC.csv, 400 days"));

        policy.scenarios.source = ScenarioSource::File;
        panel->showPolicy(policy);
        QVERIFY(source->note()->text().contains(QLatin1String("No scenario file")));
        policy.scenarios.file = "/nowhere/days.csv";
        panel->showPolicy(policy);
        QCOMPARE(source->note()->text(), QStringLiteral("days.csv is not there"));
    }

    void shelf_namesThePolicyInUse()
    {
        const auto panel = shown<PolicyPanel>(m_selection, {320, 900});
        panel->showPolicy(deskSample().policy);
        QSignalSpy chosen(panel.get(), &PolicyPanel::nameChosen);
        const QString name = QString::fromStdString(deskSample().policy.name);

        panel->showShelf({{QStringLiteral("Crash"), name}, name, true, true});

        QCOMPARE(panel->names()->currentText(), name);
        QVERIFY(panel->subLine().contains(name));
        QVERIFY(panel->subLine().contains(QStringLiteral("edited")));
        panel->names()->setCurrentIndex(0);
        Q_EMIT panel->names()->activated(0);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen.first().first().toString(), QStringLiteral("Crash"));
    }

    void proposeButton_cancelsWhileWorking()
    {
        const auto panel = shown<PolicyPanel>(m_selection, {320, 900});
        QSignalSpy proposed(panel.get(), &PolicyPanel::proposeRequested);
        QSignalSpy cancelled(panel.get(), &PolicyPanel::cancelRequested);

        panel->setProposing(true);
        QTest::mouseClick(panel->proposeButton(), Qt::LeftButton);
        panel->setProposing(false);
        QTest::mouseClick(panel->proposeButton(), Qt::LeftButton);

        QCOMPARE(cancelled.count(), 1);
        QCOMPARE(proposed.count(), 1);
    }

    void ringOfTheFrontier_isAProposalToTake()
    {
        const auto panel = shown<FrontierPanel>(m_selection, {600, 400});
        panel->showHedge(openScreen());
        QSignalSpy wanted(panel.get(), &FrontierPanel::legsWanted);
        const ChartCurve curve = panel->chart()->content().curves.first();
        QVERIFY(curve.points.size() >= 10);
        QCOMPARE(curve.notes.size(), curve.points.size());
        const int last = int(curve.points.size()) - 1;

        const QPoint at = panel->chart()->positionOf(curve.points.last()).toPoint();
        QTest::mouseClick(panel->chart()->viewport(), Qt::LeftButton, {}, at);

        QCOMPARE(wanted.count(), 1);
        const auto legs = wanted.first().first().value<std::vector<WishedLeg>>();
        QVERIFY(legs == legsOf(deskStudy()->frontier[static_cast<std::size_t>(last)].trades));
    }

    void conflict_canBeRelaxedByAButton()
    {
        const auto panel = shown<WhyPanel>(m_selection);
        panel->showHedge(infeasibleScreen());
        QSignalSpy wanted(panel.get(), &WhyPanel::policyWanted);
        const QStringList ids = panel->facts()->actionIds();
        QVERIFY2(ids.contains(QStringLiteral("relax:0")), qPrintable(ids.join(QLatin1Char(' '))));
        QVERIFY(ids.contains(QStringLiteral("relaxAll")));

        QTest::mouseClick(panel->facts(), Qt::LeftButton, {},
                          panel->facts()->actionRect(QStringLiteral("relax:0")).center());

        QCOMPARE(wanted.count(), 1);
        const auto policy = wanted.first().first().value<HedgePolicy>();
        QVERIFY(*policy.bands.front().upper >= *deskSample().policy.bands.front().upper + 0.5);
        QCOMPARE(policy.bands.back(), deskSample().policy.bands.back());
    }

    void relaxAll_relaxesEveryConflict()
    {
        const auto panel = shown<WhyPanel>(m_selection);
        panel->showHedge(infeasibleScreen());
        QSignalSpy wanted(panel.get(), &WhyPanel::policyWanted);

        QTest::mouseClick(panel->facts(), Qt::LeftButton, {},
                          panel->facts()->actionRect(QStringLiteral("relaxAll")).center());

        QCOMPARE(wanted.count(), 1);
        const auto policy = wanted.first().first().value<HedgePolicy>();
        const HedgePolicy before = deskSample().policy;
        const auto bandOf = [](const HedgePolicy& of, BandKind kind) {
            return *std::ranges::find(of.bands, kind, &Band::kind);
        };
        QVERIFY(*bandOf(policy, BandKind::Delta).upper >= *bandOf(before, BandKind::Delta).upper + 0.5);
        QVERIFY(*bandOf(policy, BandKind::Gamma).lower <= *bandOf(before, BandKind::Gamma).lower - 1e-5);
    }

    void thetaStructures_areFoundOnRequestAndAdded()
    {
        const auto panel = shown<WhyPanel>(m_selection, {420, 2400});
        HedgeScreen screen = openScreen();
        auto details = std::make_shared<HedgeDetails>(*screen.details);
        details->theta.reset();
        details->working.reset();
        screen.details = details;
        panel->showHedge(screen);
        QSignalSpy studies(panel.get(), &WhyPanel::studyWanted);
        QSignalSpy legs(panel.get(), &WhyPanel::legsWanted);

        QTest::mouseClick(panel->facts(), Qt::LeftButton, {},
                          panel->facts()->actionRect(QStringLiteral("findTheta")).center());
        QCOMPARE(studies.count(), 1);
        QCOMPARE(studies.first().first().value<HedgeStudyPart>(), HedgeStudyPart::Theta);
        auto found = std::make_shared<HedgeDetails>(*details);
        ThetaStructure condor;
        condor.name = "27MAR26 iron condor";
        condor.thetaUsdDay = 120.0;
        condor.trades = {screen.proposal->trades.front()};
        condor.trades.front().instrument.name = "BTC-27MAR26-99000-C";
        found->theta = {condor};
        screen.details = found;
        panel->showHedge(screen);
        QTest::mouseClick(panel->facts(), Qt::LeftButton, {},
                          panel->facts()->actionRect(QStringLiteral("theta:0")).center());

        QCOMPARE(legs.count(), 1);
        const auto asked = legs.first().first().value<std::vector<WishedLeg>>();
        QCOMPARE(asked.size(), screen.proposal->trades.size() + 1);
        QVERIFY(std::ranges::any_of(asked,
                                    [](const WishedLeg& leg) { return leg.instrument.name == "BTC-27MAR26-99000-C"; }));
    }

    void betterHedgeThatTheProofFound_canBeUsed()
    {
        const auto panel = shown<WhyPanel>(m_selection, {420, 2400});
        HedgeScreen screen = openScreen();
        auto proposal = std::make_shared<HedgeProposal>(*screen.proposal);
        proposal->status = HedgeStatus::Feasible;
        auto details = std::make_shared<HedgeDetails>(*screen.details);
        details->proposal = proposal->id;
        details->working = HedgeStudyPart::Proof;
        details->proof.reset();
        screen.proposal = proposal;
        screen.details = details;
        const auto section = [&] {
            const QList<FactSection> sections = whySections(screen);
            const auto at = std::ranges::find(sections, QStringLiteral("How good it is"), &FactSection::title);
            return at == sections.end() ? FactSection{} : *at;
        };
        QVERIFY(section().emptyText.contains(QLatin1String("Working")));
        auto proved = std::make_shared<HedgeDetails>(*details);
        proved->working.reset();
        proved->proof = HedgeProof{0.0071, {proposal->trades.front()}, 120.0, 900.0, 5e4};
        screen.details = proved;
        QCOMPARE(section().rows.first().value, QStringLiteral("0.71 %"));
        panel->showHedge(screen);
        keepPicture(*panel, QStringLiteral("why-proof"));
        QSignalSpy legs(panel.get(), &WhyPanel::legsWanted);

        QTest::mouseClick(panel->facts(), Qt::LeftButton, {},
                          panel->facts()->actionRect(QStringLiteral("proof:0")).center());

        QCOMPARE(legs.count(), 1);
        QVERIFY(legs.first().first().value<std::vector<WishedLeg>>() == legsOf(proved->proof->better));
    }

    void cheaperTwin_takesTheLegsPlace()
    {
        const auto panel = shown<WhyPanel>(m_selection, {420, 2400});
        HedgeScreen screen = openScreen();
        auto details = std::make_shared<HedgeDetails>(*screen.details);
        CheaperTwin twin;
        twin.trade = 0;
        twin.instead = {screen.proposal->trades.front()};
        twin.instead.front().instrument.name = "BTC-27MAR26-99000-C";
        twin.savesUsd = 50.0;
        details->alternatives = HedgeAlternatives{{}, {}, {twin}};
        details->proposal = screen.proposal->id;
        screen.details = details;
        panel->showHedge(screen);
        QSignalSpy legs(panel.get(), &WhyPanel::legsWanted);

        QTest::mouseClick(panel->facts(), Qt::LeftButton, {},
                          panel->facts()->actionRect(QStringLiteral("twin:0")).center());

        QCOMPARE(legs.count(), 1);
        const auto asked = legs.first().first().value<std::vector<WishedLeg>>();
        QCOMPARE(asked.size(), screen.proposal->trades.size());
        const InstrumentId replaced = screen.proposal->trades.front().instrument;
        QVERIFY(std::ranges::none_of(asked, [&](const WishedLeg& leg) { return leg.instrument == replaced; }));
    }

    void robustBox_isTypedAndItsPriceShown()
    {
        const auto panel = shown<PolicyPanel>(m_selection, {320, 1400});
        panel->showPolicy(deskSample().policy);
        QSignalSpy edited(panel.get(), &PolicyPanel::policyEdited);
        const auto fieldNamed = [&](const QString& start) -> QLineEdit* {
            for (QLineEdit* const field : panel->findChildren<QLineEdit*>())
                if (field->accessibleName().startsWith(start))
                    return field;
            return nullptr;
        };
        QVERIFY(fieldNamed(QStringLiteral("Vols \u00b1")) && fieldNamed(QStringLiteral("Depth that may be gone")));

        type(fieldNamed(QStringLiteral("Vols \u00b1")), QStringLiteral("5"));
        type(fieldNamed(QStringLiteral("Correlations \u00b1")), QStringLiteral("0.2"));
        type(fieldNamed(QStringLiteral("Depth that may be gone")), QStringLiteral("30"));

        QCOMPARE(panel->policy().robust, (RobustBox{5.0, 0.2, 0.3}));
        QCOMPARE(edited.last().first().value<HedgePolicy>().robust, panel->policy().robust);
        HedgeScreen screen = openScreen();
        auto proposal = std::make_shared<HedgeProposal>(*screen.proposal);
        proposal->robust = RobustOutcome{panel->policy().robust, 100.0, 130.0, 5e4, 4e4, "vols +5 points", {}};
        screen.proposal = proposal;
        const QList<FactSection> sections = whySections(screen);
        const auto robust = std::ranges::find(sections, QStringLiteral("Price of robustness"), &FactSection::title);
        QVERIFY(robust != sections.end());
        QCOMPARE(robust->rows.first().value, QStringLiteral("+30"));
    }

    void whatIsLeftOut_canBeUsedInstead()
    {
        const HedgeScreen screen = openScreen();
        const auto& left = screen.details->alternatives->leftOut;
        QVERIFY(!left.empty());

        const FactSection section = leftOutSection(screen);

        QCOMPARE(section.rows.size(), static_cast<qsizetype>(left.size()));
        for (std::size_t i = 0; i < left.size(); ++i) {
            const auto asked = hedgeAsk(screen, section.rows.at(static_cast<qsizetype>(i)).actionId);
            const bool solved = left[i].status == HedgeStatus::Optimal || left[i].status == HedgeStatus::Feasible;
            QCOMPARE(asked.has_value(), solved);
            if (asked)
                QVERIFY(std::get<std::vector<WishedLeg>>(*asked) == legsOf(left[i].trades));
        }
        QVERIFY(!hedgeAsk(screen, QStringLiteral("leftOut:999")));
        QVERIFY(!hedgeAsk({}, QStringLiteral("leftOut:0")));
    }

    void keyboard_reachesTheButtonsOfTheExplanation()
    {
        const auto panel = shown<WhyPanel>(m_selection);
        panel->showHedge(infeasibleScreen());
        QSignalSpy asked(panel->facts(), &FactList::actionRequested);

        panel->facts()->setFocus();
        QTest::keyClick(panel->facts(), Qt::Key_Down);
        QTest::keyClick(panel->facts(), Qt::Key_Return);

        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked.first().first().toString(), panel->facts()->actionIds().at(1));
    }

    void addedLeg_isAskedForWithTheOthers()
    {
        const QList<LegChoice> choices = legChoices(*deskSample().proposal, *deskSample().picture->market);
        QVERIFY(choices.size() > 20);
        for (const LegChoice& choice : choices)
            for (const HedgeTrade& trade : deskSample().proposal->trades)
                QVERIFY(!(choice.instrument == trade.instrument));
        AddLegPopup popup(choices);
        popup.show();
        QSignalSpy chosen(&popup, &AddLegPopup::legChosen);
        const auto put = std::ranges::find_if(choices, [](const LegChoice& choice) {
            return choice.refusal.isEmpty() && choice.name.endsWith(QLatin1String("-P"));
        });
        QVERIFY(put != choices.end());
        const QString name = put->name;

        keepPicture(popup, QStringLiteral("add-leg"));
        popup.searchField()->setText(name.toLower().replace(QLatin1Char('-'), QLatin1Char(' ')));
        QCOMPARE(popup.visibleChoices(), 1);
        popup.side()->setCurrentIndex(1);
        type(popup.quantityField(), QStringLiteral("none"));
        QCOMPARE(chosen.count(), 0);
        QVERIFY(popup.quantityField()->property("invalid").toBool());
        type(popup.quantityField(), QStringLiteral("2"));

        QCOMPARE(chosen.count(), 1);
        QVERIFY(chosen.first().first().value<WishedLeg>() == (WishedLeg{put->instrument, -2.0}));
    }

    void page_rendersAtEveryWidth_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("dark");
        for (const int width : {1920, 1440, 1280, 1000}) {
            QTest::addRow("%d dark", width) << QSize(width, 864) << true;
            QTest::addRow("%d light", width) << QSize(width, 864) << false;
        }
    }

    void page_rendersAtEveryWidth()
    {
        QFETCH(QSize, size);
        QFETCH(bool, dark);
        Theming::apply(*qApp, dark ? Theme::dark() : Theme::light(), Typography::standard());
        HedgePage page(&m_selection);
        page.policy()->showPolicy(deskSample().policy);
        for (Panel* const panel : page.panels())
            panel->showPicture(deskSample().picture);
        for (HedgePanelBase* const panel : page.hedgePanels())
            panel->showHedge(openScreen());
        page.resize(size);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));

        QCOMPARE(page.grab().toImage().size(), size);
        keepPicture(page, QStringLiteral("hedge-%1-%2")
                              .arg(size.width())
                              .arg(dark ? QStringLiteral("dark") : QStringLiteral("light")));
        Theming::apply(*qApp, Theme::dark(), Typography::standard());
    }

    void undo_takesBackTheLastEditOnly()
    {
        const auto panel = shown<TradesPanel>(m_selection, {1180, 300});
        const HedgeScreen solved = openScreen();
        panel->showHedge(solved);
        QSignalSpy edited(panel.get(), &TradesPanel::legsEdited);
        panel->undo();
        QCOMPARE(edited.count(), 0); // nothing to take back
        QVERIFY(solved.proposal->trades.size() > 1);

        panel->model()->removeLeg(0);
        QCOMPARE(edited.count(), 1);
        auto fewer = std::make_shared<HedgeProposal>(*solved.proposal);
        fewer->id = {219};
        fewer->trades.erase(fewer->trades.begin());
        HedgeScreen recomputed = solved;
        recomputed.proposal = fewer;
        panel->showHedge(recomputed);
        panel->undo();

        QCOMPARE(edited.count(), 2);
        QVERIFY(edited.last().first().value<std::vector<WishedLeg>>() == legsOf(solved.proposal->trades));
        panel->undo();
        QCOMPARE(edited.count(), 2);
    }
};

QTEST_MAIN(TestHedgePage)
#include "tst_hedge_page.moc"

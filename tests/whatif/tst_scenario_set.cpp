#include "models/risk/scenario_engine.h"
#include "models/risk/shock_field.h"
#include "models/whatif/edit_history.h"
#include "models/whatif/scenario_set.h"
#include "tests/whatif/random_edits.h"

#include <QTest>

#include <set>

using namespace ballast;
using namespace ballast::test;

namespace {

ScenarioNodeId nodeNamed(const ScenarioSet& set, std::string_view name)
{
    const auto at = std::ranges::find(set.nodes, name, &ScenarioNode::name);
    return at == set.nodes.end() ? ScenarioNodeId{} : at->id;
}

// Parents come first and are folders; children of one parent stand together behind it.
bool isSoundTree(const ScenarioSet& set)
{
    std::set<ScenarioNodeId> above;
    std::vector<ScenarioNodeId> open;
    for (const ScenarioNode& node : set.nodes) {
        while (!open.empty() && open.back() != node.parent)
            open.pop_back();
        if (node.parent.value != 0 && open.empty())
            return false;
        if (!above.insert(node.id).second || node.id.value >= set.nextId)
            return false;
        if (node.scenario && node.scenario->name != node.name)
            return false;
        if (node.isFolder())
            open.push_back(node.id);
    }
    return true;
}

} // namespace

class TestScenarioSet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void standardSet_holdsOwnEpisodesAndTemplates()
    {
        const ScenarioSet set = standardScenarioSet();

        QVERIFY(isSoundTree(set));
        QCOMPARE(set.childrenOf({}).size(), std::size_t{3});
        const auto episodes = set.childrenOf(nodeNamed(set, "Measured episodes"));
        QCOMPARE(episodes.size(), std::size_t{7});
        for (const ScenarioNodeId id : episodes) {
            QVERIFY(set.find(id)->source.find("Binance") != std::string::npos);
            QVERIFY(shockFor(*set.find(id)->scenario, "BTC").spot < -0.1);
        }
        for (const ScenarioNode& node : set.nodes) {
            if (node.scenario)
                QVERIFY(checkScenario(*node.scenario).ok());
        }
    }

    void field_isEditedForItsUnderlying()
    {
        const ScenarioSet set = standardScenarioSet();
        const ScenarioNodeId id = nodeNamed(set, "Crash with skew");

        const auto edited = withShockField(set, id, "ETH", ShockField::Spot, -0.3);

        QCOMPARE(shockFor(*edited->find(id)->scenario, "ETH").spot, -0.3);
        QCOMPARE(shockFor(*edited->find(id)->scenario, "BTC").spot, -0.12);
        QCOMPARE(shockFor(*set.find(id)->scenario, "ETH").spot, -0.12); // the old set is untouched
        QCOMPARE(withoutShock(*edited, id, "ETH")->find(id)->scenario, set.find(id)->scenario);
    }

    void badValues_areRefusedForTheCell_data()
    {
        QTest::addColumn<int>("field");
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("message");
        QTest::newRow("spot") << int(ShockField::Spot) << -1.0 << "Spot must stay above -100 %";
        QTest::newRow("spread") << int(ShockField::SpreadMultiple) << -0.5 << "Spreads must be 0 \u00d7 or more";
        QTest::newRow("term") << int(ShockField::TermPower) << 2.5 << "Term power must be 2 or less";
        QTest::newRow("nan") << int(ShockField::VolPoints) << std::nan("") << "Vol level is no number";
    }

    void badValues_areRefusedForTheCell()
    {
        QFETCH(const int, field);
        QFETCH(const double, value);
        QFETCH(const QString, message);
        const ScenarioSet set = standardScenarioSet();

        const auto refused =
            withShockField(set, nodeNamed(set, "Vol crush"), "", static_cast<ShockField>(field), value);

        QCOMPARE(QString::fromStdString(refused.error().message), message);
    }

    void namesTreesAndPaths_areChecked()
    {
        const ScenarioSet set = standardScenarioSet();
        const ScenarioNodeId own = nodeNamed(set, "Own");
        const ScenarioNodeId crash = nodeNamed(set, "Crash with skew");

        QVERIFY(!withNodeName(set, crash, "Vol crush"));
        QVERIFY(!withNodeName(set, crash, " "));
        QVERIFY(!withFolder(set, crash, "below a scenario"));
        const auto folder = withFolder(set, own, "Inside");
        QVERIFY(!movedNode(folder->set, own, folder->id, 0));
        QVERIFY(!withHorizon(set, crash, -1.0));
        QVERIFY(!withPath(set, crash, "BTC", {{1.0, -0.1}, {0.5, -0.2}}));
        QVERIFY(!withShockField(set, own, "", ShockField::Spot, 0.1));
        QCOMPARE(withNodeName(set, {999}, "x").error().code, Errc::NotFound);
    }

    void branch_movesAndIsCopiedWhole()
    {
        ScenarioSet set = standardScenarioSet();
        const ScenarioNodeId own = nodeNamed(set, "Own");
        const ScenarioNodeId templates = nodeNamed(set, "Templates");

        const auto moved = movedNode(set, own, templates, 1);
        const auto copied = withDuplicate(set, own);

        QVERIFY(isSoundTree(*moved));
        QCOMPARE(moved->childrenOf(templates)[1], own);
        QCOMPARE(moved->childrenOf(own).size(), std::size_t{3});
        QVERIFY(isSoundTree(copied->set));
        QCOMPARE(copied->set.nodes.size(), set.nodes.size() + 4);
        QCOMPARE(copied->set.childrenOf(copied->id).size(), std::size_t{3});
        QCOMPARE(withoutNode(copied->set, copied->id)->nodes, set.nodes);
    }

    void hundredRandomEditsAndUndos_giveTheIdenticalState()
    {
        std::mt19937 random(7);
        for (int run = 0; run < 10; ++run) {
            EditHistory<ScenarioSet> history(standardScenarioSet());
            std::vector<ScenarioSet> states{history.now()};
            for (int i = 0; i < 100; ++i) {
                history.apply("edit", randomlyEdited(history.now(), random));
                QVERIFY(isSoundTree(history.now()));
                states.push_back(history.now());
            }

            for (std::size_t i = 100; i-- > 0;) {
                QVERIFY(history.undo());
                QVERIFY(history.now() == states[i]);
            }
            QVERIFY(history.now() == standardScenarioSet());
            for (std::size_t i = 1; i <= 100; ++i) {
                QVERIFY(history.redo());
                QVERIFY(history.now() == states[i]);
            }
        }
    }

    void typedCells_readInTheirUnit_data()
    {
        QTest::addColumn<int>("field");
        QTest::addColumn<QString>("text");
        QTest::addColumn<double>("value");
        QTest::newRow("percent") << int(ShockField::Spot) << "-12" << -0.12;
        QTest::newRow("percent sign") << int(ShockField::Spot) << " +7.5 % " << 0.075;
        QTest::newRow("typographic minus") << int(ShockField::Spot) << "\u221212.0" << -0.12;
        QTest::newRow("points") << int(ShockField::VolPoints) << "20pt" << 20.0;
        QTest::newRow("multiple") << int(ShockField::SpreadMultiple) << "x3" << 3.0;
        QTest::newRow("multiple behind") << int(ShockField::SpreadMultiple) << "3\u00d7" << 3.0;
        QTest::newRow("empty") << int(ShockField::DepthMultiple) << "" << 1.0;
        QTest::newRow("funding") << int(ShockField::Funding) << "0.03" << 0.0003;
    }

    void typedCells_readInTheirUnit()
    {
        QFETCH(const int, field);
        QFETCH(const QString, text);
        QFETCH(const double, value);

        const auto read = parseShockValue(static_cast<ShockField>(field), text.toStdString());

        QVERIFY2(read.ok(), read.ok() ? "" : read.error().message.c_str());
        QVERIFY(std::abs(*read - value) < 1e-12);
    }

    void typedNonsense_isRefused()
    {
        for (const char* text : {"abc", "12 pt", "1,2", "--3", "12 % %", "1e", "nan", "-100 %", "99999999"})
            QVERIFY2(!parseShockValue(ShockField::Spot, text), text);
    }

    void shownValues_readBack()
    {
        std::mt19937 random(3);
        for (const ShockFieldSpec& spec : shockFields()) {
            for (int i = 0; i < 50; ++i) {
                const double share = static_cast<double>(random() % 1000) / 999.0;
                const double value = spec.sliderLow + (spec.sliderHigh - spec.sliderLow) * share;
                const auto back = parseShockValue(spec.field, shownShockValue(spec.field, value));
                QVERIFY(back.ok());
                QVERIFY(std::abs(*back - value) <= 0.51 * spec.perShown * std::pow(10.0, -spec.decimals));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestScenarioSet)
#include "tst_scenario_set.moc"

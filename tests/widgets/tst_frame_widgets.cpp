#include "widgets/banner.h"
#include "widgets/before_after_bars.h"
#include "widgets/countdown_ring.h"
#include "widgets/decision_block.h"
#include "widgets/dock_panel.h"
#include "widgets/expiry_strip.h"
#include "widgets/fact_list.h"
#include "widgets/icons.h"
#include "widgets/page_tabs.h"
#include "widgets/proposal_strip.h"
#include "widgets/segmented_control.h"
#include "widgets/status_bar.h"
#include "widgets/theming.h"
#include "widgets/tile_strip.h"
#include "widgets/top_bar.h"

#include <QApplication>
#include <QLineEdit>
#include <QMainWindow>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace ballast;

namespace {

QPushButton* buttonNamed(const QWidget& parent, const QString& text)
{
    for (auto* const button : parent.findChildren<QPushButton*>()) {
        if (button->text().contains(text))
            return button;
    }
    return nullptr;
}

QImage rendered(QWidget& widget, const QSize& size)
{
    widget.resize(size);
    widget.show();
    QCoreApplication::sendPostedEvents();
    QImage image(size, QImage::Format_RGB32);
    image.fill(Qt::black);
    widget.render(&image);
    return image;
}

bool contains(const QImage& image, const QColor& colour)
{
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y) == colour)
                return true;
        }
    }
    return false;
}

QList<Tile> tiles()
{
    QList<Tile> all;
    for (int i = 0; i < 5; ++i) {
        Tile tile;
        tile.label = QStringLiteral("Tile %1").arg(i);
        tile.value = QStringLiteral("1,234");
        tile.minimumWidth = 100;
        tile.dropPriority = i == 3 ? 9 : i;
        all << tile;
    }
    return all;
}

ProposalStripContent openProposal()
{
    ProposalStripContent content;
    content.phase = ProposalPhase::Open;
    content.title = QStringLiteral("Proposed hedge 1");
    content.legs = {{1.0, QStringLiteral("Buy"), QStringLiteral("1.0"), QStringLiteral("PERPETUAL")}};
    content.secondsLeft = 20;
    return content;
}

} // namespace

class TestFrameWidgets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void segments_keysAndClicksMoveTheChoice();
    void segments_outOfRangeIsIgnored();
    void pages_requestedOnceByKey();
    void expiries_keepTheChosenTitle();
    void tiles_dropByPriorityWhenNarrow();
    void tiles_outOfBandSaysSo();
    void tiles_keyboardReachesATile();
    void mode_lineAndBadgeFollow_data();
    void mode_lineAndBadgeFollow();
    void killSwitch_clickAsks();
    void status_lightsDifferByShape();
    void strip_buttonsFollowThePhase_data();
    void strip_buttonsFollowThePhase();
    void strip_blockedCannotBeApproved();
    void decision_rejectNeedsAReason();
    void decision_blockedCannotBeApproved();
    void decision_newProposalForgetsTheReason();
    void bars_verdictAtTheEdge_data();
    void bars_verdictAtTheEdge();
    void countdown_clamps();
    void dock_focusUnderlinesItsTitle();
    void everyFocusableWidget_hasAnAccessibleName();
    void everyIcon_isDrawn();
    void themes_changeEveryPaintedWidget();
};

void TestFrameWidgets::initTestCase()
{
    Theming::apply(*qApp, Theme::dark(), Typography::standard());
}

void TestFrameWidgets::segments_keysAndClicksMoveTheChoice()
{
    SegmentedControl control({QStringLiteral("IV"), QStringLiteral("Total variance"), QStringLiteral("Forward vol")});
    control.resize(control.sizeHint());
    control.show();
    QSignalSpy changed(&control, &SegmentedControl::currentChanged);

    QTest::keyClick(&control, Qt::Key_Right);
    QTest::keyClick(&control, Qt::Key_End);
    QTest::keyClick(&control, Qt::Key_Right);
    QTest::mouseClick(&control, Qt::LeftButton, {}, {4, 10});

    QCOMPARE(changed.count(), 3);
    QCOMPARE(control.currentIndex(), 0);
}

void TestFrameWidgets::segments_outOfRangeIsIgnored()
{
    SegmentedControl control({QStringLiteral("a"), QStringLiteral("b")});
    QSignalSpy changed(&control, &SegmentedControl::currentChanged);

    control.setCurrentIndex(-1);
    control.setCurrentIndex(2);
    control.setCurrentIndex(0);

    QCOMPARE(changed.count(), 0);
}

void TestFrameWidgets::pages_requestedOnceByKey()
{
    TopBar bar;
    bar.setPages({QStringLiteral("Desk"), QStringLiteral("Hedge")});
    bar.resize(1600, 38);
    bar.show();
    QSignalSpy requested(&bar, &TopBar::pageRequested);

    QTest::keyClick(bar.findChild<PageTabs*>(), Qt::Key_Right);
    QTest::keyClick(bar.findChild<PageTabs*>(), Qt::Key_Right);

    QCOMPARE(requested.count(), 1);
    QCOMPARE(bar.currentPage(), 1);
}

void TestFrameWidgets::expiries_keepTheChosenTitle()
{
    ExpiryStrip strip;
    strip.resize(600, 36);
    strip.setEntries(
        {{QStringLiteral("6FEB"), {}, {}}, {QStringLiteral("27FEB"), {}, {}}, {QStringLiteral("27MAR"), {}, {}}});
    strip.setCurrentIndex(1);
    QSignalSpy changed(&strip, &ExpiryStrip::currentChanged);

    strip.setEntries({{QStringLiteral("27FEB"), {}, {}}, {QStringLiteral("27MAR"), {}, {}}});

    QCOMPARE(strip.currentIndex(), 0);
    QCOMPARE(changed.count(), 1); // the same expiry stands elsewhere now
    strip.setEntries({{QStringLiteral("26JUN"), {}, {}}});
    QCOMPARE(strip.currentIndex(), 0);
    strip.setEntries({});
    QCOMPARE(strip.currentIndex(), -1);
}

void TestFrameWidgets::tiles_dropByPriorityWhenNarrow()
{
    TileStrip strip;
    strip.setTiles(tiles());

    strip.resize(520, 62);
    QCOMPARE(strip.visibleTiles(), QList<int>({0, 1, 2, 3, 4}));
    strip.resize(450, 62);
    QCOMPARE(strip.visibleTiles(), QList<int>({0, 1, 2, 4})); // priority 9 first
    strip.resize(350, 62);
    QCOMPARE(strip.visibleTiles(), QList<int>({0, 1, 2}));
    strip.resize(10, 62);
    QCOMPARE(strip.visibleTiles(), QList<int>({0})); // priority 0 stays
}

void TestFrameWidgets::tiles_outOfBandSaysSo()
{
    TileStrip strip;
    QList<Tile> all = tiles();
    strip.setTiles(all);
    QVERIFY(!contains(rendered(strip, {600, 62}), Theme::of().warn));

    all[1].out = OutOfBand::Above;
    strip.setTiles(all);

    QVERIFY(contains(rendered(strip, {600, 62}), Theme::of().warn));
    QVERIFY(strip.accessibleDescription().contains(QStringLiteral("Tile 1 1,234 out of band")));
}

void TestFrameWidgets::tiles_keyboardReachesATile()
{
    TileStrip strip;
    strip.setTiles(tiles());
    strip.resize(600, 62);
    QSignalSpy clicked(&strip, &TileStrip::tileClicked);

    QTest::keyClick(&strip, Qt::Key_Right);
    QTest::keyClick(&strip, Qt::Key_Right);
    QTest::keyClick(&strip, Qt::Key_Return);

    QCOMPARE(clicked.count(), 1);
    QCOMPARE(clicked.first().first().toInt(), 2);
}

void TestFrameWidgets::mode_lineAndBadgeFollow_data()
{
    QTest::addColumn<int>("mode");
    QTest::addColumn<QColor>("line");
    QTest::addColumn<QString>("word");

    QTest::newRow("simulated") << int(ModeKind::Simulated) << Theme::dark().simulated << QStringLiteral("SIMULATED");
    QTest::newRow("paper") << int(ModeKind::Paper) << Theme::dark().hi << QStringLiteral("PAPER");
    QTest::newRow("live") << int(ModeKind::Live) << Theme::dark().criticalFill << QStringLiteral("LIVE");
}

void TestFrameWidgets::mode_lineAndBadgeFollow()
{
    QFETCH(int, mode);
    QFETCH(QColor, line);
    QFETCH(QString, word);
    TopBar bar;
    bar.setMode(ModeKind(mode), QStringLiteral("1x"));

    const QImage image = rendered(bar, {1600, 38});

    QCOMPARE(image.pixelColor(800, 37), line);
    bool named = false;
    for (const auto* const button : bar.findChildren<QAbstractButton*>())
        named = named || button->accessibleName().contains(word);
    QVERIFY(named);
}

void TestFrameWidgets::killSwitch_clickAsks()
{
    TopBar bar;
    bar.resize(1600, 38);
    bar.show();
    QSignalSpy asked(&bar, &TopBar::killSwitchRequested);

    QTest::mouseClick(buttonNamed(bar, QStringLiteral("Kill switch")), Qt::LeftButton);
    bar.setHalted(true);

    QCOMPARE(asked.count(), 1);
    QVERIFY(buttonNamed(bar, QStringLiteral("Halted")));
}

// The four lights in one colour would still differ: compare their shapes as masks.
void TestFrameWidgets::status_lightsDifferByShape()
{
    QList<QImage> masks;
    for (const FeedState state : {FeedState::Live, FeedState::Late, FeedState::Stale, FeedState::Down}) {
        StatusStrip strip;
        strip.setFeeds({{QStringLiteral("X"), state, {}, {}, {}}});
        QImage image = rendered(strip, {200, 24}).copy(10, 4, 14, 16);
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                image.setPixel(x, y, image.pixelColor(x, y) == Theme::of().panel ? 0U : 1U);
        }
        QVERIFY(!masks.contains(image));
        masks.append(image);
    }
}

void TestFrameWidgets::strip_buttonsFollowThePhase_data()
{
    QTest::addColumn<int>("phase");
    QTest::addColumn<bool>("approve");
    QTest::addColumn<bool>("propose");

    QTest::newRow("none") << int(ProposalPhase::None) << false << true;
    QTest::newRow("working") << int(ProposalPhase::Working) << false << false;
    QTest::newRow("open") << int(ProposalPhase::Open) << true << false;
    QTest::newRow("writing") << int(ProposalPhase::Writing) << false << false;
    QTest::newRow("approved") << int(ProposalPhase::Approved) << false << false;
    QTest::newRow("void") << int(ProposalPhase::Void) << false << true;
}

void TestFrameWidgets::strip_buttonsFollowThePhase()
{
    QFETCH(int, phase);
    QFETCH(bool, approve);
    QFETCH(bool, propose);
    ProposalStripContent content = openProposal();
    content.phase = ProposalPhase(phase);
    ProposalStrip strip;
    strip.resize(1600, 76);
    strip.show();

    strip.setContent(content);

    QCOMPARE(buttonNamed(strip, QStringLiteral("Approve"))->isVisible(), approve);
    QCOMPARE(buttonNamed(strip, QStringLiteral("Propose"))->isVisible(), propose);
}

void TestFrameWidgets::strip_blockedCannotBeApproved()
{
    ProposalStripContent content = openProposal();
    ProposalStrip strip;
    strip.resize(1600, 76);
    strip.show();
    strip.setContent(content);
    QSignalSpy approved(&strip, &ProposalStrip::approveRequested);
    auto* const approve = buttonNamed(strip, QStringLiteral("Approve"));
    QTest::mouseClick(approve, Qt::LeftButton);
    QCOMPARE(approved.count(), 1);

    content.blockedReason = QStringLiteral("Derive quotes are stale");
    strip.setContent(content);
    QTest::mouseClick(approve, Qt::LeftButton);

    QCOMPARE(approved.count(), 1);
    QVERIFY(strip.accessibleDescription().contains(content.blockedReason));
}

void TestFrameWidgets::decision_rejectNeedsAReason()
{
    DecisionBlock block;
    DecisionContent content;
    content.phase = DecisionPhase::Open;
    content.title = QStringLiteral("Proposal 1");
    block.setContent(content);
    block.resize(block.sizeHint());
    block.show();
    QSignalSpy rejected(&block, &DecisionBlock::rejectRequested);
    auto* const field = block.findChild<QLineEdit*>();
    auto* const reject = buttonNamed(block, QStringLiteral("Reject"));

    QTest::mouseClick(reject, Qt::LeftButton);
    QCOMPARE(rejected.count(), 0);
    QVERIFY(field->property("invalid").toBool());
    QTest::keyClicks(field, QStringLiteral("too dear"));
    QVERIFY(!field->property("invalid").toBool());
    QTest::mouseClick(reject, Qt::LeftButton);

    QCOMPARE(rejected.count(), 1);
    QCOMPARE(rejected.first().first().toString(), QStringLiteral("too dear"));
}

void TestFrameWidgets::decision_blockedCannotBeApproved()
{
    DecisionBlock block;
    DecisionContent content;
    content.phase = DecisionPhase::Open;
    content.blockedReason = QStringLiteral("Margin after fill is out of its limit");
    block.setContent(content);
    block.show();

    QVERIFY(!buttonNamed(block, QStringLiteral("Approve"))->isEnabled());
    content.blockedReason.clear();
    block.setContent(content);
    QVERIFY(buttonNamed(block, QStringLiteral("Approve"))->isEnabled());
}

void TestFrameWidgets::decision_newProposalForgetsTheReason()
{
    DecisionBlock block;
    DecisionContent content;
    content.phase = DecisionPhase::Open;
    content.title = QStringLiteral("Proposal 1");
    block.setContent(content);
    block.findChild<QLineEdit*>()->setText(QStringLiteral("too dear"));
    content.secondsLeft = 12;
    block.setContent(content);
    QCOMPARE(block.reason(), QStringLiteral("too dear"));

    content.title = QStringLiteral("Proposal 2");
    block.setContent(content);

    QCOMPARE(block.reason(), QString());
}

void TestFrameWidgets::bars_verdictAtTheEdge_data()
{
    using Limit = std::optional<double>;
    QTest::addColumn<Limit>("value");
    QTest::addColumn<Limit>("low");
    QTest::addColumn<Limit>("high");
    QTest::addColumn<bool>("inside");

    QTest::newRow("at the limit") << Limit(5.0) << Limit(-5.0) << Limit(5.0) << true;
    QTest::newRow("past the limit") << Limit(5.01) << Limit(-5.0) << Limit(5.0) << false;
    QTest::newRow("open above") << Limit(1e9) << Limit(20.0) << Limit() << true;
    QTest::newRow("open below") << Limit(-1e9) << Limit() << Limit(0.0) << true;
    QTest::newRow("no value") << Limit() << Limit(-5.0) << Limit(5.0) << true;
}

void TestFrameWidgets::bars_verdictAtTheEdge()
{
    QFETCH(std::optional<double>, value);
    QFETCH(std::optional<double>, low);
    QFETCH(std::optional<double>, high);
    QFETCH(bool, inside);

    QCOMPARE(isInBand(value, low, high), inside);
}

void TestFrameWidgets::countdown_clamps()
{
    CountdownRing ring;

    ring.setTime(-3, 30);
    QCOMPARE(ring.secondsLeft(), 0);
    ring.setTime(90, 30);
    QCOMPARE(ring.secondsLeft(), 30);
}

void TestFrameWidgets::dock_focusUnderlinesItsTitle()
{
    QMainWindow window;
    auto* const dock =
        new DockPanel(QStringLiteral("chain"), QStringLiteral("Option chain"), QStringLiteral("Deribit"));
    auto* const field = new QLineEdit;
    dock->setWidget(field);
    window.addDockWidget(Qt::LeftDockWidgetArea, dock);
    auto* const elsewhere = new QLineEdit;
    window.setCentralWidget(elsewhere);
    window.resize(600, 300);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    elsewhere->setFocus();
    QVERIFY(!contains(rendered(*dock->titleBarWidget(), dock->titleBarWidget()->size()), Theme::of().accent));

    field->setFocus();

    QVERIFY(contains(rendered(*dock->titleBarWidget(), dock->titleBarWidget()->size()), Theme::of().accent));
    QCOMPARE(dock->titleBarWidget()->height(), 28);
    QCOMPARE(dock->objectName(), QStringLiteral("chain"));
}

void TestFrameWidgets::everyFocusableWidget_hasAnAccessibleName()
{
    TopBar bar;
    ProposalStrip strip;
    DecisionBlock block;
    TileStrip tileStrip;
    ExpiryStrip expiries;
    for (QWidget* const widget : QList<QWidget*>{&bar, &strip, &block, &tileStrip, &expiries}) {
        QList<QWidget*> all = widget->findChildren<QWidget*>();
        all.prepend(widget);
        for (const QWidget* const child : std::as_const(all)) {
            const auto* const button = qobject_cast<const QAbstractButton*>(child);
            const bool named = !child->accessibleName().isEmpty() || (button && !button->text().isEmpty());
            QVERIFY2(child->focusPolicy() == Qt::NoFocus || named, child->metaObject()->className());
        }
    }
}

void TestFrameWidgets::everyIcon_isDrawn()
{
    for (const IconName name : {IconName::More, IconName::Search, IconName::Close, IconName::Undo, IconName::Redo,
                                IconName::Stop, IconName::Chevron, IconName::Clock, IconName::Check, IconName::Logo}) {
        const QImage image = iconPixmap(name, Qt::red, 14, 2.0).toImage();
        int inked = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                const QColor pixel = image.pixelColor(x, y);
                inked += pixel.alpha() > 128;
                QVERIFY(pixel.alpha() < 8 || (pixel.red() > 240 && pixel.green() < 16)); // one colour only
            }
        }
        QCOMPARE(image.size(), QSize(28, 28));
        QVERIFY2(inked > 20, qPrintable(QString::number(int(name))));
    }
}

void TestFrameWidgets::themes_changeEveryPaintedWidget()
{
    TileStrip strip;
    strip.setTiles(tiles());
    ProposalStrip proposal;
    proposal.setContent(openProposal());
    const QImage darkTiles = rendered(strip, {600, 62});
    const QImage darkProposal = rendered(proposal, {1200, 76});

    Theming::apply(*qApp, Theme::light(), Typography::standard());
    const QImage lightTiles = rendered(strip, {600, 62});
    const QImage lightProposal = rendered(proposal, {1200, 76});
    Theming::apply(*qApp, Theme::dark(), Typography::standard());

    QCOMPARE(lightTiles.pixelColor(2, 2), Theme::light().panel);
    QVERIFY(lightProposal != darkProposal);
    QVERIFY(!contains(lightProposal, Theme::dark().panel));
    QCOMPARE(rendered(strip, {600, 62}), darkTiles); // and back, byte for byte
}

QTEST_MAIN(TestFrameWidgets)
#include "tst_frame_widgets.moc"

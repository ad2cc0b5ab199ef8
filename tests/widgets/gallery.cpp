// Renders every widget with sample values to PNG files: widget_gallery FOLDER [light] [scale]
#include "gallery_samples.h"

#include "widgets/banner.h"
#include "widgets/combo_button.h"
#include "widgets/command_palette.h"
#include "widgets/dock_panel.h"
#include "widgets/icons.h"
#include "widgets/panel_header.h"
#include "widgets/section_label.h"
#include "widgets/segmented_control.h"
#include "widgets/table_view.h"
#include "widgets/theming.h"
#include "widgets/top_bar.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QDir>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSlider>
#include <QSpinBox>
#include <QTabWidget>
#include <QVBoxLayout>
#include <cstdio>

using namespace ballast;

namespace {

class Gallery
{
public:
    Gallery(const QString& folder, double scale) : m_folder(folder), m_scale(scale) { QDir().mkpath(folder); }

    void save(const QString& name, QWidget& widget, const QSize& size)
    {
        widget.resize(size);
        widget.show();
        QCoreApplication::sendPostedEvents();
        QImage image(size * m_scale, QImage::Format_ARGB32_Premultiplied);
        image.setDevicePixelRatio(m_scale);
        image.fill(Theme::of().canvas);
        widget.render(&image);
        image.save(QDir(m_folder).filePath(name + QStringLiteral(".png")));
        widget.hide();
    }

private:
    QString m_folder;
    double m_scale;
};

QMenuBar* menus()
{
    auto* const bar = new QMenuBar;
    for (const char* const title : {"File", "Edit", "View", "Market", "Book", "Tools", "Help"})
        bar->addMenu(QLatin1String(title))->addAction(QStringLiteral("Item"));
    return bar;
}

void frame(Gallery& gallery)
{
    TopBar top;
    top.setMenuBar(menus());
    top.setPages({QStringLiteral("Desk"), QStringLiteral("Surface"), QStringLiteral("Hedge"),
                  QStringLiteral("Scenarios"), QStringLiteral("Risk"), QStringLiteral("Journal")});
    top.setLayoutName(QStringLiteral("Main desk"));
    top.setMode(ModeKind::Simulated, QStringLiteral("1×"));
    gallery.save(QStringLiteral("top_bar"), top, {1920, 38});
    top.setMode(ModeKind::Live, {});
    top.setHalted(true);
    gallery.save(QStringLiteral("top_bar_live"), top, {1280, 38});

    TileStrip tiles;
    tiles.setTiles(samples::tiles());
    gallery.save(QStringLiteral("tiles"), tiles, {1920, 62});
    gallery.save(QStringLiteral("tiles_narrow"), tiles, {1100, 62});

    StatusStrip status;
    status.setFeeds(samples::feeds());
    status.setFacts(samples::facts());
    gallery.save(QStringLiteral("status"), status, {1920, 24});

    Banner halted(BannerKind::Halted);
    halted.setText(QStringLiteral("Halted 21:31:04 by kill switch"), QStringLiteral("3 proposals void"));
    halted.addButton(QStringLiteral("Reset"));
    gallery.save(QStringLiteral("banner_halted"), halted, {1000, 32});
    Banner whatIf(BannerKind::WhatIf);
    whatIf.setText(QStringLiteral("Crash and put spread"),
                   QStringLiteral("3 hypothetical legs. Nothing here is the live book."));
    whatIf.addButton(QStringLiteral("Discard"));
    gallery.save(QStringLiteral("banner_what_if"), whatIf, {1000, 32});
}

void proposals(Gallery& gallery)
{
    ProposalStrip strip;
    strip.setContent(samples::proposal());
    gallery.save(QStringLiteral("proposal"), strip, {1920, 76});
    gallery.save(QStringLiteral("proposal_narrow"), strip, {1280, 76});
    ProposalStripContent dead = samples::proposal();
    dead.phase = ProposalPhase::Void;
    dead.sentence = QStringLiteral("Void: the market moved 0.31 %, more than 0.25 %");
    strip.setContent(dead);
    gallery.save(QStringLiteral("proposal_void"), strip, {1920, 76});
    ProposalStripContent none;
    none.sentence = QStringLiteral("Inside all bands, next break at 61,940 or 66,310");
    strip.setContent(none);
    gallery.save(QStringLiteral("proposal_none"), strip, {1920, 76});

    DecisionBlock decision;
    decision.setContent(samples::decision());
    gallery.save(QStringLiteral("decision"), decision, decision.sizeHint());
    DecisionContent blocked = samples::decision();
    blocked.blockedReason = QStringLiteral("Margin after fill is out of its limit");
    decision.setContent(blocked);
    gallery.save(QStringLiteral("decision_blocked"), decision, decision.sizeHint());

    BeforeAfterBars bars;
    bars.setRows(samples::beforeAfter());
    gallery.save(QStringLiteral("before_after"), bars, {1180, 180});
    FactList facts;
    facts.setSections(samples::sections());
    gallery.save(QStringLiteral("facts"), facts, {412, facts.heightForWidth(412)});
}

void charts(Gallery& gallery)
{
    HeatmapView heatmap;
    heatmap.setMatrix(samples::strikeByExpiry());
    gallery.save(QStringLiteral("heatmap"), heatmap, {712, 256});
    heatmap.setMatrix(samples::spotByVol());
    gallery.save(QStringLiteral("heatmap_spot_vol"), heatmap, {776, 480});

    SurfaceView surface;
    surface.setMesh(samples::surface());
    surface.setReadOut(SurfaceReadOut{
        QStringLiteral("27FEB26 25\u0394 put"),
        {{QStringLiteral("IV, bid to ask"), QStringLiteral("99.0, 97.9 to 100.2")},
         {QStringLiteral("since 04:29"), QStringLiteral("▲ +37.8 pt")}}});
    gallery.save(QStringLiteral("surface"), surface, {568, 402});
    surface.setView(40.0, 40.0, 1.0);
    gallery.save(QStringLiteral("surface_turned"), surface, {568, 402});

    LineChart chart;
    chart.setContent(samples::smile());
    gallery.save(QStringLiteral("smile"), chart, {568, 406});
    for (int step = 0; step < 3; ++step) {
        QKeyEvent right(QEvent::KeyPress, Qt::Key_Right, Qt::NoModifier);
        QCoreApplication::sendEvent(&chart, &right);
    }
    gallery.save(QStringLiteral("smile_hover"), chart, {568, 406});
    chart.setContent(samples::termStructure());
    gallery.save(QStringLiteral("term"), chart, {792, 244});
    chart.setContent(samples::profitOverSpot());
    gallery.save(QStringLiteral("profit"), chart, {588, 364});
    chart.setContent(samples::frontier());
    gallery.save(QStringLiteral("frontier"), chart, {588, 364});
}

void tables(Gallery& gallery)
{
    QWidget page;
    auto* const box = new QVBoxLayout(&page);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(0);
    auto* const header = new PanelHeader(QStringLiteral("Option chain"), QStringLiteral("Deribit BTC, inverse"));
    header->addWidget(
        new ComboButton({QStringLiteral("Strikes all"), QStringLiteral("ten")}, QStringLiteral("Strikes")));
    header->addWidget(
        new SegmentedControl({QStringLiteral("Price"), QStringLiteral("Greeks"), QStringLiteral("Size")}));
    header->moreButton();
    header->setFocused(true);
    box->addWidget(header);
    auto* const strip = new ExpiryStrip;
    strip->setEntries(samples::expiries());
    strip->setCurrentIndex(6);
    box->addWidget(strip);
    auto* const table = new TableView;
    table->setModel(samples::chain(&page));
    table->setColumnWidths({36, 40, 48, 48, 52, 52, 64, 52, 52, 48, 48, 44, 36});
    table->setSelectionLook(SelectionLook::Outline);
    table->selectRow(8);
    box->addWidget(table);
    gallery.save(QStringLiteral("chain"), page, {632, 600});

    QWidget other;
    auto* const second = new QVBoxLayout(&other);
    second->setContentsMargins(0, 0, 0, 0);
    second->setSpacing(0);
    auto* const title = new PanelHeader(QStringLiteral("Positions"), QStringLiteral("Black-76 delta, 28 lines"));
    auto* const filter = new QLineEdit;
    filter->setProperty("compact", true);
    filter->setPlaceholderText(QStringLiteral("Filter"));
    filter->addAction(themedIcon(IconName::Search), QLineEdit::LeadingPosition);
    title->addWidget(filter);
    title->addWidget(new ComboButton({QStringLiteral("By expiry")}, QStringLiteral("Group")));
    title->moreButton();
    second->addWidget(title);
    auto* const tree = new TreeView;
    tree->setModel(samples::positions(&other));
    tree->setColumnWidths({170, 60, 64, 48, 70, 66, 64, 64, 76});
    tree->expandAll();
    const QModelIndex feb = tree->model()->index(0, 0, tree->model()->index(0, 0));
    tree->setCurrentIndex(tree->model()->index(1, 0, feb));
    second->addWidget(tree);
    gallery.save(QStringLiteral("positions"), other, {712, 300});
}

void controls(Gallery& gallery)
{
    QWidget page;
    auto* const grid = new QGridLayout(&page);
    grid->setSpacing(8);
    auto* const primary = new QPushButton(QStringLiteral("Approve"));
    setPrimary(*primary, true);
    auto* const disabled = new QPushButton(QStringLiteral("Disabled"));
    disabled->setEnabled(false);
    grid->addWidget(new QPushButton(QStringLiteral("Review")), 0, 0);
    grid->addWidget(primary, 0, 1);
    grid->addWidget(disabled, 0, 2);
    auto* const ticked = new QCheckBox(QStringLiteral("Deribit options"));
    ticked->setChecked(true);
    grid->addWidget(ticked, 1, 0);
    grid->addWidget(new QCheckBox(QStringLiteral("Bybit options")), 1, 1);
    auto* const radio = new QRadioButton(QStringLiteral("Radio"));
    radio->setChecked(true);
    grid->addWidget(radio, 1, 2);
    auto* const combo = new QComboBox;
    combo->addItems({QStringLiteral("Crash, keep upside"), QStringLiteral("Flat")});
    grid->addWidget(combo, 2, 0, 1, 2);
    grid->addWidget(new ComboButton({QStringLiteral("By expiry")}, QStringLiteral("Group")), 2, 2);
    auto* const slider = new QSlider(Qt::Horizontal);
    slider->setRange(-100, 100);
    slider->setValue(40);
    grid->addWidget(slider, 3, 0, 1, 2);
    auto* const spin = new QDoubleSpinBox;
    spin->setValue(20.0);
    spin->setAlignment(Qt::AlignRight);
    grid->addWidget(spin, 3, 2);
    auto* const invalid = new QLineEdit(QStringLiteral("not a number"));
    setInvalid(*invalid, true);
    grid->addWidget(invalid, 4, 0);
    auto* const segments =
        new SegmentedControl({QStringLiteral("Least cost"), QStringLiteral("Shortfall"), QStringLiteral("Variance")});
    segments->setStretched(true);
    grid->addWidget(segments, 4, 1, 1, 2);
    grid->addWidget(new SectionLabel(QStringLiteral("Bands"),
                                     {QStringLiteral("lower"), QStringLiteral("upper"), QStringLiteral("now")}),
                    5, 0, 1, 3);
    auto* const tabs = new QTabWidget;
    tabs->addTab(new QLabel(QStringLiteral("Content")), QStringLiteral("First"));
    tabs->addTab(new QLabel(QStringLiteral("Content")), QStringLiteral("Second"));
    grid->addWidget(tabs, 6, 0, 1, 3);
    gallery.save(QStringLiteral("controls"), page, {460, 300});

    QMenu menu;
    menu.addAction(QStringLiteral("Open recording"))->setShortcut(QKeySequence::Open);
    QAction* const checked = menu.addAction(QStringLiteral("Flash changed cells"));
    checked->setCheckable(true);
    checked->setChecked(true);
    menu.addSeparator();
    menu.addAction(QStringLiteral("Disabled"))->setEnabled(false);
    menu.addMenu(QStringLiteral("Sub menu"))->addAction(QStringLiteral("x"));
    menu.setActiveAction(menu.actions().first());
    gallery.save(QStringLiteral("menu"), menu, menu.sizeHint());

    CommandPalette palette;
    palette.setActions(menu.actions());
    gallery.save(QStringLiteral("palette"), palette, {480, 160});
}

} // namespace

int main(int argc, char** argv)
{
    const QApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() < 2) {
        std::fprintf(stderr, "usage: widget_gallery FOLDER [light] [SCALE]\n");
        return 2;
    }
    const bool light = arguments.contains(QStringLiteral("light"));
    const double scale = arguments.last().toDouble() > 0.0 ? arguments.last().toDouble() : 1.0;
    const int family = int(arguments.indexOf(QStringLiteral("font")));
    const Typography typography = family > 0 ? Typography{arguments.at(family + 1)} : Typography::standard();
    Theming::apply(*qApp, light ? Theme::light() : Theme::dark(), typography);
    Gallery gallery(arguments.at(1), scale);
    frame(gallery);
    proposals(gallery);
    charts(gallery);
    tables(gallery);
    controls(gallery);
    return 0;
}

#include "widgets/theme.h"
#include "widgets/theming.h"

#include <QApplication>
#include <QTest>

using namespace ballast;

namespace {

struct NamedColour
{
    const char* name;
    QColor Theme::*colour;
};

const NamedColour textColours[] = {
    {"hi", &Theme::hi},
    {"text", &Theme::text},
    {"muted", &Theme::muted},
    {"series", &Theme::series},
    {"accent", &Theme::accent},
    {"positive", &Theme::positive},
    {"negative", &Theme::negative},
    {"warn", &Theme::warn},
    {"critical", &Theme::critical},
    {"ok", &Theme::ok},
};

const NamedColour grounds[] = {
    {"panel", &Theme::panel}, {"raised", &Theme::raised}, {"hover", &Theme::hover}, {"accentBg", &Theme::accentBg}};

QList<Theme> allThemes()
{
    QList<Theme> themes;
    for (const SignColours signs : {SignColours::BlueOrange, SignColours::GreenRed, SignColours::Grey})
        themes << Theme::dark(signs) << Theme::light(signs);
    return themes;
}

QString nameOf(const Theme& theme)
{
    return QStringLiteral("%1 signs %2")
        .arg(theme.kind == ThemeKind::Dark ? QStringLiteral("dark") : QStringLiteral("light"))
        .arg(int(theme.signColours));
}

} // namespace

class TestTheme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textTokens_contrastOnEveryGround_data();
    void textTokens_contrastOnEveryGround();
    void pairedTokens_contrast_data();
    void pairedTokens_contrast();
    void everyScaleStep_textContrast_data();
    void everyScaleStep_textContrast();
    void contrastRatio_publishedValues();
    void diverging_quantisesSymmetricallyAndClamps();
    void diverging_reachesTheEndStops();
    void sequential_followsTheStops();
    void signColour_missingAndZeroAreText();
    void publishedRatios_hold_data();
    void publishedRatios_hold();
    void apply_themeIsReadByWidgetsAndRepaints();
};

void TestTheme::textTokens_contrastOnEveryGround_data()
{
    QTest::addColumn<QColor>("ink");
    QTest::addColumn<QColor>("ground");

    for (const Theme& theme : allThemes()) {
        for (const NamedColour& ink : textColours) {
            for (const NamedColour& ground : grounds)
                QTest::addRow("%s %s on %s", qPrintable(nameOf(theme)), ink.name, ground.name)
                    << theme.*ink.colour << theme.*ground.colour;
        }
    }
}

void TestTheme::textTokens_contrastOnEveryGround()
{
    QFETCH(QColor, ink);
    QFETCH(QColor, ground);

    const double ratio = contrastRatio(ink, ground);

    QVERIFY2(ratio >= 4.5, qPrintable(QString::number(ratio)));
}

void TestTheme::pairedTokens_contrast_data()
{
    QTest::addColumn<QColor>("ink");
    QTest::addColumn<QColor>("ground");

    for (const Theme& theme : {Theme::dark(), Theme::light()}) {
        const QByteArray kind = theme.kind == ThemeKind::Dark ? "dark" : "light";
        QTest::addRow("%s onAccent", kind.constData()) << theme.onAccent << theme.accent;
        QTest::addRow("%s onCritical", kind.constData()) << theme.onCritical << theme.criticalFill;
        QTest::addRow("%s kill switch", kind.constData()) << theme.critical << theme.criticalBg;
        QTest::addRow("%s simulated", kind.constData()) << theme.simulated << theme.simulatedBg;
    }
}

void TestTheme::pairedTokens_contrast()
{
    textTokens_contrastOnEveryGround();
}

void TestTheme::everyScaleStep_textContrast_data()
{
    QTest::addColumn<QColor>("ground");
    QTest::addColumn<QColor>("ink");

    for (const Theme& theme : allThemes()) {
        for (const int steps : {8, 10}) {
            for (int step = -steps; step <= steps; ++step) {
                const QColor ground = theme.diverging(double(step) / steps, steps);
                QTest::addRow("%s diverging %d of %d", qPrintable(nameOf(theme)), step, steps)
                    << ground << theme.textOn(ground);
            }
        }
        for (int step = 0; step <= 100; ++step) {
            const QColor ground = theme.sequential(step / 100.0);
            QTest::addRow("%s sequential %d", qPrintable(nameOf(theme)), step) << ground << theme.textOn(ground);
        }
    }
}

void TestTheme::everyScaleStep_textContrast()
{
    textTokens_contrastOnEveryGround();
}

// WCAG 2.1: black on white is 21; #777777 on white is 4.48, #767676 is 4.54.
void TestTheme::contrastRatio_publishedValues()
{
    QCOMPARE(contrastRatio(Qt::black, Qt::white), 21.0);
    QCOMPARE(contrastRatio(Qt::white, Qt::white), 1.0);
    QVERIFY(std::abs(contrastRatio(QColor(0x77, 0x77, 0x77), Qt::white) - 4.48) < 0.005);
    QVERIFY(std::abs(contrastRatio(QColor(0x76, 0x76, 0x76), Qt::white) - 4.54) < 0.005);
}

void TestTheme::publishedRatios_hold_data()
{
    QTest::addColumn<QColor>("ink");
    QTest::addColumn<QColor>("ground");
    QTest::addColumn<double>("published");

    const Theme dark = Theme::dark();
    const Theme light = Theme::light();
    QTest::newRow("dark hi") << dark.hi << dark.panel << 15.7;
    QTest::newRow("dark text") << dark.text << dark.panel << 11.1;
    QTest::newRow("dark muted") << dark.muted << dark.panel << 6.2;
    QTest::newRow("dark accent") << dark.accent << dark.panel << 8.4;
    QTest::newRow("dark onAccent") << dark.onAccent << dark.accent << 8.1;
    QTest::newRow("dark positive") << dark.positive << dark.panel << 8.1;
    QTest::newRow("dark negative") << dark.negative << dark.panel << 8.6;
    QTest::newRow("dark warn") << dark.warn << dark.panel << 10.7;
    QTest::newRow("dark critical") << dark.critical << dark.panel << 7.1;
    QTest::newRow("light hi") << light.hi << light.panel << 18.5;
    QTest::newRow("light text") << light.text << light.panel << 12.6;
    QTest::newRow("light muted") << light.muted << light.panel << 5.8;
    QTest::newRow("light accent") << light.accent << light.panel << 6.1;
    QTest::newRow("light positive") << light.positive << light.panel << 6.3;
    QTest::newRow("light negative") << light.negative << light.panel << 5.7;
    QTest::newRow("light warn") << light.warn << light.panel << 6.4;
    QTest::newRow("light critical") << light.critical << light.panel << 6.6;
    QTest::newRow("light ok") << light.ok << light.panel << 6.1;
}

void TestTheme::publishedRatios_hold()
{
    QFETCH(QColor, ink);
    QFETCH(QColor, ground);
    QFETCH(double, published);

    const double ratio = contrastRatio(ink, ground);

    QVERIFY2(std::abs(ratio - published) <= 0.051, qPrintable(QString::number(ratio)));
}

void TestTheme::diverging_quantisesSymmetricallyAndClamps()
{
    const Theme theme = Theme::dark();

    QCOMPARE(theme.diverging(0.04, 10), theme.diverging(0.0, 10));
    QVERIFY(theme.diverging(0.06, 10) != theme.diverging(0.0, 10));
    QCOMPARE(theme.diverging(0.31, 10), theme.diverging(0.29, 10));
    QCOMPARE(theme.diverging(7.0), theme.diverging(1.0));
    QCOMPARE(theme.diverging(-7.0), theme.diverging(-1.0));
    QCOMPARE(theme.diverging(std::numeric_limits<double>::quiet_NaN()), theme.diverging(0.0));
}

void TestTheme::diverging_reachesTheEndStops()
{
    for (const Theme& theme : allThemes()) {
        QCOMPARE(theme.diverging(-1.0), theme.divergingStops.front());
        QCOMPARE(theme.diverging(0.0), theme.divergingStops.at(3));
        QCOMPARE(theme.diverging(1.0), theme.divergingStops.back());
    }
}

void TestTheme::sequential_followsTheStops()
{
    for (const Theme& theme : allThemes()) {
        for (std::size_t i = 0; i < theme.sequentialStops.size(); ++i)
            QCOMPARE(theme.sequential(double(i) / 4.0), theme.sequentialStops.at(i));
        QCOMPARE(theme.sequential(2.0), theme.sequentialStops.back());
    }
}

void TestTheme::signColour_missingAndZeroAreText()
{
    const Theme theme = Theme::light();

    QCOMPARE(theme.signColour(std::nullopt), theme.text);
    QCOMPARE(theme.signColour(0.0), theme.text);
    QCOMPARE(theme.signColour(1e-9), theme.positive);
    QCOMPARE(theme.signColour(-1e-9), theme.negative);
}

void TestTheme::apply_themeIsReadByWidgetsAndRepaints()
{
    class Probe : public QWidget
    {
    public:
        int changes = 0;

    protected:
        void changeEvent(QEvent* event) override
        {
            changes += event->type() == QEvent::PaletteChange ? 1 : 0;
            QWidget::changeEvent(event);
        }
    };
    Theming::apply(*qApp, Theme::dark(), Typography::standard());
    Probe probe;
    probe.show();
    const int before = probe.changes;

    Theming::apply(*qApp, Theme::light(), Typography::standard());

    QCOMPARE(Theme::of(&probe), Theme::light());
    QVERIFY(probe.changes > before);
    QCOMPARE(probe.palette().color(QPalette::Window), Theme::light().panel);
    QVERIFY(!qApp->styleSheet().contains(QLatin1Char('$'))); // every token was filled in
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"

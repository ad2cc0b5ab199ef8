#include "tests/ui/desk_sample.h"
#include "ui/main_window.h"
#include "ui/pages.h"
#include "widgets/theming.h"

#include <QMenu>
#include <QSignalSpy>
#include <QTest>

using namespace ballast;
using ballast::test::deskSample;

namespace {

DockPanel* dock(const Page& page, const QString& id)
{
    for (DockPanel* const each : page.docks())
        if (each->objectName().endsWith(QLatin1Char('.') + id))
            return each;
    return nullptr;
}

} // namespace

class TestPages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theming::apply(*qApp, Theme::dark(), Typography::standard()); }

    void init()
    {
        m_window = std::make_unique<MainWindow>();
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }

    void cleanup() { m_window.reset(); }

    void desk_keepsTheSharesOfTheDesign()
    {
        QVERIFY(near(dock(*m_window->desk(), QStringLiteral("chain"))->width(), 632));
        QVERIFY(near(dock(*m_window->desk(), QStringLiteral("positions"))->width(), 712));
        QVERIFY(near(dock(*m_window->desk(), QStringLiteral("surface"))->width(), 568));

        m_window->resize(2400, 1300);
        QCoreApplication::processEvents();

        const double share = static_cast<double>(dock(*m_window->desk(), QStringLiteral("chain"))->width()) / 2400.0;
        QVERIFY2(std::abs(share - 632.0 / 1920.0) < 0.01, qPrintable(QString::number(share)));
    }

    void narrowerWindow_turnsColumnsIntoTabs()
    {
        m_window->resize(1400, 900);
        QCoreApplication::processEvents();
        QCOMPARE(m_window->desk()->tabifiedDockWidgets(dock(*m_window->desk(), QStringLiteral("positions"))).size(), 1);

        m_window->resize(1100, 800);
        QCoreApplication::processEvents();
        QCOMPARE(m_window->desk()->tabifiedDockWidgets(dock(*m_window->desk(), QStringLiteral("chain"))).size(), 4);

        m_window->resize(1920, 1080);
        QCoreApplication::processEvents();
        QVERIFY(m_window->desk()->tabifiedDockWidgets(dock(*m_window->desk(), QStringLiteral("chain"))).isEmpty());
        QVERIFY(near(dock(*m_window->desk(), QStringLiteral("chain"))->width(), 632));
    }

    void untouchedLayout_isNotSaved() { QVERIFY(m_window->saveLayout().isEmpty()); }

    void movedDock_isSavedRestoredAndReset()
    {
        QSignalSpy changed(m_window.get(), &MainWindow::layoutChanged);
        Page& desk = *m_window->desk();
        desk.tabifyDockWidget(dock(desk, QStringLiteral("surface")), dock(desk, QStringLiteral("smile")));
        dock(desk, QStringLiteral("heatmap"))->close();
        QTRY_COMPARE(changed.count(), 1);
        const QHash<QString, QByteArray> layout = m_window->saveLayout();
        QCOMPARE(layout.size(), 1);

        MainWindow other;
        other.show();
        QVERIFY(other.restoreLayout(layout));
        Page& restored = *other.desk();
        QCOMPARE(restored.tabifiedDockWidgets(dock(restored, QStringLiteral("surface"))).size(), 1);
        QVERIFY(dock(restored, QStringLiteral("heatmap"))->isHidden());

        restored.resetLayout();

        QVERIFY(restored.tabifiedDockWidgets(dock(restored, QStringLiteral("surface"))).isEmpty());
        QVERIFY(!dock(restored, QStringLiteral("heatmap"))->isHidden());
        QVERIFY(other.saveLayout().isEmpty());
    }

    void layoutRestoredBeforeTheWindowIsShown_keepsItsWidths()
    {
        Page& desk = *m_window->desk();
        desk.tabifyDockWidget(dock(desk, QStringLiteral("surface")), dock(desk, QStringLiteral("smile")));
        desk.resizeDocks({dock(desk, QStringLiteral("chain")), dock(desk, QStringLiteral("positions"))}, {500, 900},
                         Qt::Horizontal);
        QCoreApplication::processEvents();
        const int width = dock(desk, QStringLiteral("chain"))->width();
        QVERIFY(width < 560);
        const QHash<QString, QByteArray> layout = m_window->saveLayout();

        MainWindow other;
        QVERIFY(other.restoreLayout(layout));
        QCOMPARE(other.saveLayout(), layout);
        other.show();
        QVERIFY(QTest::qWaitForWindowExposed(&other));
        QCoreApplication::processEvents();

        QVERIFY(near(dock(*other.desk(), QStringLiteral("chain"))->width(), width));
    }

    void foreignLayout_isRefused()
    {
        QVERIFY(!m_window->restoreLayout({{QStringLiteral("desk"), QByteArray("not a layout")}}));

        QVERIFY(m_window->saveLayout().isEmpty());
    }

private:
    [[nodiscard]] static bool near(int pixels, int wanted)
    {
        const bool close = std::abs(pixels - wanted) <= 4;
        if (!close)
            qWarning("%d instead of %d", pixels, wanted);
        return close;
    }

    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestPages)
#include "tst_pages.moc"

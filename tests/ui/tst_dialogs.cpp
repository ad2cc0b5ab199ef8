#include "ui/dialogs/kill_dialogs.h"
#include "ui/dialogs/shortcuts_dialog.h"
#include "ui/dialogs/tour.h"
#include "widgets/theming.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace ballast;

class TestDialogs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theming::apply(*qApp, Theme::dark(), Typography::standard()); }

    void killDialog_startsOnCancelAndStopsOnlyByItsButton()
    {
        KillDialog dialog;
        dialog.show();
        dialog.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        QSignalSpy confirmed(&dialog, &KillDialog::confirmed);

        QVERIFY(dialog.cancelButton()->hasFocus());
        QTest::keyClick(dialog.cancelButton(), Qt::Key_Return);
        QCOMPARE(confirmed.count(), 0);
        QVERIFY(!dialog.isVisible());
        dialog.show();
        QTest::mouseClick(dialog.stopButton(), Qt::LeftButton);

        QCOMPARE(confirmed.count(), 1);
        QCOMPARE(confirmed.at(0).at(0).toString(), QStringLiteral("kill switch pressed"));
    }

    void resetDialog_needsAReason()
    {
        KillResetDialog dialog(QStringLiteral("21:31:04"), QStringLiteral("test"));
        QSignalSpy confirmed(&dialog, &KillResetDialog::confirmed);
        QVERIFY(!dialog.resetButton()->isEnabled());
        dialog.reasonField()->setText(QStringLiteral("   "));
        QVERIFY(!dialog.resetButton()->isEnabled());

        dialog.reasonField()->setText(QStringLiteral(" feeds checked "));
        dialog.resetButton()->click();

        QCOMPARE(confirmed.count(), 1);
        QCOMPARE(confirmed.at(0).at(0).toString(), QStringLiteral("feeds checked"));
    }

    void rejectDialog_needsAReason()
    {
        RejectDialog dialog(QStringLiteral("proposal 218"));
        QSignalSpy confirmed(&dialog, &RejectDialog::confirmed);
        QVERIFY(!dialog.rejectButton()->isEnabled());

        dialog.reasonField()->setText(QStringLiteral("too dear"));
        dialog.rejectButton()->click();

        QCOMPARE(confirmed.at(0).at(0).toString(), QStringLiteral("too dear"));
    }

    void shortcuts_listEveryActionWithAKey()
    {
        QAction propose(QStringLiteral("Propose"));
        propose.setShortcut(Qt::Key_F9);
        QAction about(QStringLiteral("About"));

        const ShortcutsDialog dialog({&propose, &about});

        QStringList texts;
        for (const QLabel* const label : dialog.findChildren<QLabel*>())
            texts << label->text();
        QCOMPARE(texts, (QStringList{QStringLiteral("Propose"), QStringLiteral("F9")}));
    }

    void tour_endsWithEscape()
    {
        QWidget window;
        window.resize(800, 600);
        window.show();
        Tour tour({{QStringLiteral("One"), QStringLiteral("first"), nullptr, 0},
                   {QStringLiteral("Two"), QStringLiteral("second"), nullptr, 1}},
                  &window);
        QSignalSpy pages(&tour, &Tour::pageWanted);
        QSignalSpy finished(&tour, &Tour::finished);

        tour.start();
        tour.next();
        QCOMPARE(pages.at(1).at(0).toInt(), 1);
        QVERIFY(window.rect().contains(tour.geometry()));
        QTest::keyClick(&tour, Qt::Key_Escape);

        QCOMPARE(finished.count(), 1);
        QVERIFY(!tour.isVisible());
    }
};

QTEST_MAIN(TestDialogs)
#include "tst_dialogs.moc"

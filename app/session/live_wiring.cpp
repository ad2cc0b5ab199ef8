#include "app/session/live_wiring.h"

#include "app/session/desk_session.h"
#include "app/session/key_check.h"
#include "app/session/key_store.h"
#include "ui/main_actions.h"
#include "ui/main_window.h"
#include "ui/venues/connect_dialog.h"
#include "ui/venues/oracle_window.h"
#include "ui/venues/replay_bar.h"
#include "ui/venues/venue_health_window.h"

#include <QPointer>

namespace ballast {
namespace {

// Only a key that the venue took is kept.
void testKey(KeyStore* keys, ConnectDialog* dialog, const VenueChoice& choice, const deribit::Credentials& key)
{
    auto* const check = new KeyCheck(choice, key, dialog);
    QObject::connect(check, &KeyCheck::finished, dialog, [keys, dialog, choice, key, check](const KeyVerdict& verdict) {
        check->deleteLater();
        dialog->showKeyVerdict(verdict);
        if (!verdict.accepted)
            return;
        const QPointer<ConnectDialog> open(dialog);
        keys->keep(QString::fromStdString(choice.url), key, [open](const Status& kept) {
            if (open)
                open->showKeyKept(kept ? ConnectDialog::tr("Kept in the keychain.")
                                       : QString::fromStdString(kept.error().message),
                                  kept.ok());
        });
    });
}

// The one entry of the keychain that belongs to no venue.
QString nodeEntry()
{
    return QStringLiteral("ethereum-node");
}

void offerNode(KeyStore* keys, ConnectDialog* dialog)
{
    const QPointer<ConnectDialog> open(dialog);
    keys->read(nodeEntry(), [open](const Result<deribit::Credentials>& entry) {
        if (open && entry)
            open->setNode(QString::fromStdString(entry->clientId));
    });
}

void keepNode(KeyStore* keys, MainWindow& window, const VenueChoice& choice)
{
    keys->keep(nodeEntry(), {choice.chainlinkUrl, {}}, [&window](const Status& kept) {
        if (!kept)
            window.showMessage(QString::fromStdString(kept.error().message + ": the node's address is not kept"));
    });
}

void play(DeskSession& session, MainWindow& window, KeyStore* keys, const VenueChoice& choice)
{
    if (!choice.useKey) {
        session.playLive(choice);
        return;
    }
    keys->read(QString::fromStdString(choice.url),
               [&session, &window, choice](const Result<deribit::Credentials>& key) {
                   if (!key)
                       window.showMessage(QString::fromStdString(key.error().message + ": public data only"));
                   session.playLive(choice, key ? std::optional(*key) : std::nullopt);
               });
}

void wireConnecting(DeskSession& session, MainWindow& window)
{
    const auto last = std::make_shared<VenueChoice>(); // in memory only
    auto* const keys = new KeyStore(&window);
    QObject::connect(window.actions(), &MainActions::connectAsked, &window, [&session, &window, last, keys] {
        auto* const dialog = new ConnectDialog(*last, &window);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setKeychain(KeyStore::isBuiltIn());
        if (KeyStore::isBuiltIn())
            offerNode(keys, dialog);
        QObject::connect(dialog, &ConnectDialog::keyOffered, dialog,
                         [keys, dialog](const VenueChoice& choice, const QString& id, const QString& secret) {
                             testKey(keys, dialog, choice, {id.toStdString(), secret.toStdString()});
                         });
        QObject::connect(dialog, &ConnectDialog::connectRequested, &session,
                         [&session, &window, keys, last, dialog](const VenueChoice& choice) {
                             *last = choice;
                             if (dialog->keepsNode() && !choice.chainlinkUrl.empty())
                                 keepNode(keys, window, choice);
                             play(session, window, keys, choice);
                         });
        dialog->open();
    });
}

void wireHealth(DeskSession& session, MainWindow& window)
{
    auto* const health = new VenueHealthWindow(&window);
    QObject::connect(window.actions(), &MainActions::venueHealthAsked, health, [health] {
        health->show();
        health->raise();
    });
    QObject::connect(&session, &DeskSession::playerChanged, health, [health](const PlayerState& state) {
        if (health->isVisible())
            health->showVenues(state.venues);
    });
}

BookMovesUsd bookMoves(const DeskPicturePtr& picture)
{
    BookMovesUsd moves;
    if (!picture || !picture->risk)
        return moves;
    for (const UnderlyingRisk& each : picture->risk->byUnderlying)
        moves[each.underlying] = {each.total.deltaUsd, each.total.gammaUsd1pct};
    return moves;
}

void wireOracles(DeskSession& session, MainWindow& window)
{
    auto* const oracles = new OracleWindow(&window);
    QObject::connect(window.actions(), &MainActions::indexSourcesAsked, oracles, [oracles] {
        oracles->show();
        oracles->raise();
    });
    QObject::connect(&session, &DeskSession::playerChanged, oracles, [oracles, &session](const PlayerState& state) {
        if (oracles->isVisible())
            oracles->showOracles(state.oracles, bookMoves(session.picture()));
    });
    QObject::connect(oracles, &OracleWindow::resumeRequested, &session,
                     [&session](const QString& underlying, const QString& reason) {
                         session.resumeIndex(underlying.toStdString(), reason);
                     });
}

void wireAccount(DeskSession& session, MainWindow& window)
{
    QObject::connect(
        &session, &DeskSession::playerChanged, window.actions(),
        [actions = window.actions()](const PlayerState& state) { actions->setAccount(state.account != nullptr); });
    QObject::connect(window.actions(), &MainActions::accountBookAsked, &session, &DeskSession::openAccountBook);
}

void wireReplay(DeskSession& session, MainWindow& window)
{
    auto* const bar = new ReplayBar(&window);
    window.addToolBar(Qt::BottomToolBarArea, bar);
    bar->hide();
    QObject::connect(&session, &DeskSession::playerChanged, bar, [bar](const PlayerState& state) {
        bar->setVisible(state.tape.has_value());
        if (!state.tape)
            return;
        bar->showTape(state.tape->begin, state.tape->at, state.tape->end);
        bar->showPace(state.speed, state.paused);
    });
    QObject::connect(bar, &ReplayBar::seekRequested, &session, &DeskSession::seekTape);
    QObject::connect(bar, &ReplayBar::speedChosen, &session, &DeskSession::setSpeed);
    QObject::connect(bar, &ReplayBar::pauseToggled, &session, &DeskSession::setPaused);
    QObject::connect(bar, &ReplayBar::stepRequested, &session, &DeskSession::stepOnce);
}

} // namespace

void wireLive(DeskSession& session, MainWindow& window)
{
    wireConnecting(session, window);
    wireHealth(session, window);
    wireOracles(session, window);
    wireAccount(session, window);
    wireReplay(session, window);
}

} // namespace ballast

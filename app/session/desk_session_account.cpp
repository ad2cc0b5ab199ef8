#include "app/session/desk_session.h"

namespace ballast {

void DeskSession::openAccountBook()
{
    if (!m_player.account) {
        Q_EMIT messageReady(tr("No account is read: connect with a key first"));
        return;
    }
    setBook(m_player.account);
    m_followsAccount = true;
    Q_EMIT messageReady(tr("%1 opened: it follows the venue").arg(QString::fromStdString(m_book->name)));
}

void DeskSession::followAccount()
{
    if (!m_followsAccount || !m_player.account || m_player.account == m_book)
        return;
    setBook(m_player.account);
    m_followsAccount = true;
}

} // namespace ballast

#pragma once

#include "models/desk/venue_health.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace ballast {

// Which venues to take the market from: Deribit, its test net or a venue on this machine, and with it or instead of it
// OKX, Bybit and Binance; and an Ethereum node to read on-chain prices from.
class ConnectDialog : public QDialog
{
    Q_OBJECT

public:
    explicit ConnectDialog(const VenueChoice& last, QWidget* parent = nullptr);

    [[nodiscard]] VenueChoice choice() const;
    [[nodiscard]] QComboBox* venue() const { return m_venue; }
    [[nodiscard]] QLineEdit* host() const { return m_host; }
    [[nodiscard]] QLineEdit* port() const { return m_port; }
    [[nodiscard]] QLineEdit* authority() const { return m_authority; }
    [[nodiscard]] QPushButton* connectButton() const { return m_connect; }
    [[nodiscard]] QLineEdit* keyId() const { return m_keyId; }
    [[nodiscard]] QLineEdit* keySecret() const { return m_keySecret; }
    [[nodiscard]] QPushButton* testButton() const { return m_test; }
    [[nodiscard]] QString keySentence() const;
    [[nodiscard]] QCheckBox* okx() const { return m_okx; }
    [[nodiscard]] QCheckBox* bybit() const { return m_bybit; }
    [[nodiscard]] QCheckBox* binance() const { return m_binance; }
    [[nodiscard]] QLineEdit* node() const { return m_node; }
    [[nodiscard]] bool keepsNode() const; // the trader wants its address in the keychain

    // From the keychain; what was typed meanwhile stays.
    void setNode(const QString& url);

    void showKeyVerdict(const KeyVerdict& verdict);
    void showKeyKept(const QString& sentence, bool kept);
    void setKeychain(bool builtIn);

Q_SIGNALS:
    void connectRequested(const ballast::VenueChoice& choice);
    // To be tested and then kept in the keychain. The dialog forgets the secret at once.
    void keyOffered(const ballast::VenueChoice& choice, const QString& id, const QString& secret);

private:
    void layOut();
    void layOutPublic(QGridLayout* grid, int row);
    void layOutKey(QGridLayout* grid, int row);
    void layOutNode(QGridLayout* grid, int row);
    void offerKey();
    void connectControls();
    void takeLast(const VenueChoice& last);
    void check();
    [[nodiscard]] bool isLocal() const;
    [[nodiscard]] bool isNone() const; // of those that speak as Deribit does
    void addPublicVenues(VenueChoice& choice) const;
    [[nodiscard]] QString promise() const;
    [[nodiscard]] QString problem() const; // empty: it can be tried

    QComboBox* m_venue;
    QLineEdit* m_host;
    QLineEdit* m_port;
    QCheckBox* m_encrypted;
    QLineEdit* m_authority;
    QPushButton* m_browse;
    QCheckBox* m_okx;
    QCheckBox* m_bybit;
    QCheckBox* m_binance;
    QCheckBox* m_bitcoin;
    QCheckBox* m_ether;
    QCheckBox* m_useKey;
    QLineEdit* m_keyId;
    QLineEdit* m_keySecret;
    QPushButton* m_test;
    QLabel* m_keySentence;
    QLineEdit* m_node;
    QCheckBox* m_keepNode;
    bool m_keychain = true; // there is one
    QLabel* m_sentence;
    QPushButton* m_cancel;
    QPushButton* m_connect;
};

} // namespace ballast

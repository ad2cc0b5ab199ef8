#pragma once

#include "models/desk/venue_health.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace ballast {

// Which venue to take the market from: Deribit, its test net, or a venue on this machine.
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

Q_SIGNALS:
    void connectRequested(const ballast::VenueChoice& choice);

private:
    void layOut();
    void connectControls();
    void takeLast(const VenueChoice& last);
    void check();
    [[nodiscard]] bool isLocal() const;
    [[nodiscard]] QString problem() const; // empty: it can be tried

    QComboBox* m_venue;
    QLineEdit* m_host;
    QLineEdit* m_port;
    QCheckBox* m_encrypted;
    QLineEdit* m_authority;
    QPushButton* m_browse;
    QCheckBox* m_bitcoin;
    QCheckBox* m_ether;
    QLabel* m_sentence;
    QPushButton* m_cancel;
    QPushButton* m_connect;
};

} // namespace ballast

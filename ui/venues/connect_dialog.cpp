#include "ui/venues/connect_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace ballast {

namespace {

constexpr int dialogWidth = 540;
constexpr int localVenue = 2;
constexpr int noVenue = 3;
const char* const path = "/ws/api/v2";

QLabel* fieldLabel(const QString& text, QWidget* buddy, QWidget* parent)
{
    auto* const label = new QLabel(text, parent);
    label->setBuddy(buddy);
    buddy->setAccessibleName(text);
    return label;
}

} // namespace

ConnectDialog::ConnectDialog(const VenueChoice& last, QWidget* parent)
    : QDialog(parent),
      m_venue(new QComboBox(this)),
      m_host(new QLineEdit(this)),
      m_port(new QLineEdit(this)),
      m_encrypted(new QCheckBox(tr("Encrypted (TLS)"), this)),
      m_authority(new QLineEdit(this)),
      m_browse(new QPushButton(tr("Choose…"), this)),
      m_okx(new QCheckBox(tr("OKX"), this)),
      m_bybit(new QCheckBox(tr("Bybit"), this)),
      m_binance(new QCheckBox(tr("Binance"), this)),
      m_bitcoin(new QCheckBox(tr("BTC"), this)),
      m_ether(new QCheckBox(tr("ETH"), this)),
      m_useKey(new QCheckBox(tr("Read the account with the key in the keychain"), this)),
      m_keyId(new QLineEdit(this)),
      m_keySecret(new QLineEdit(this)),
      m_test(new QPushButton(tr("Test and keep"), this)),
      m_keySentence(new QLabel(this)),
      m_node(new QLineEdit(this)),
      m_keepNode(new QCheckBox(tr("Keep its address in the keychain"), this)),
      m_sentence(new QLabel(this)),
      m_cancel(new QPushButton(tr("Cancel"), this)),
      m_connect(new QPushButton(tr("Connect"), this))
{
    setWindowTitle(tr("Connect to venues"));
    m_venue->addItem(tr("Deribit"));
    m_venue->addItem(tr("Deribit, test net"));
    m_venue->addItem(tr("Venue on this machine"));
    m_venue->addItem(tr("None, only those below"));
    m_authority->setPlaceholderText(tr("the system's certificates"));
    m_sentence->setWordWrap(true);
    m_connect->setDefault(true);
    takeLast(last);
    layOut();
    connectControls();
    check();
}

void ConnectDialog::takeLast(const VenueChoice& last)
{
    m_host->setText(QStringLiteral("127.0.0.1"));
    m_port->setText(QStringLiteral("8443"));
    m_encrypted->setChecked(true);
    const auto wants = [&last](const char* name) {
        return std::ranges::find(last.currencies, name) != last.currencies.end();
    };
    m_bitcoin->setChecked(wants("BTC"));
    m_ether->setChecked(wants("ETH"));
    m_authority->setText(QString::fromStdString(last.authorities));
    m_useKey->setChecked(last.useKey);
    const auto has = [&last](const char* venue) {
        return std::ranges::find(last.publicVenues, venue) != last.publicVenues.end();
    };
    m_okx->setChecked(has("okx"));
    m_bybit->setChecked(has("bybit"));
    m_binance->setChecked(has("binance"));
    m_node->setText(QString::fromStdString(last.chainlinkUrl));
    if (last.url.empty() && !last.publicVenues.empty())
        m_venue->setCurrentIndex(noVenue);
    const QUrl url(QString::fromStdString(last.url));
    if (url.host() == QLatin1String("test.deribit.com"))
        m_venue->setCurrentIndex(1);
    if (url.host().isEmpty() || url.host().endsWith(QLatin1String("deribit.com")))
        return;
    m_venue->setCurrentIndex(localVenue);
    m_host->setText(url.host());
    m_port->setText(QString::number(url.port()));
    m_encrypted->setChecked(url.scheme() == QLatin1String("wss"));
}

void ConnectDialog::layOut()
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    auto* const grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(8);
    grid->setColumnStretch(1, 1);
    grid->addWidget(fieldLabel(tr("Venue"), m_venue, this), 0, 0);
    grid->addWidget(m_venue, 0, 1, 1, 2);
    grid->addWidget(fieldLabel(tr("Host"), m_host, this), 1, 0);
    grid->addWidget(m_host, 1, 1, 1, 2);
    grid->addWidget(fieldLabel(tr("Port"), m_port, this), 2, 0);
    grid->addWidget(m_port, 2, 1);
    grid->addWidget(m_encrypted, 2, 2);
    grid->addWidget(fieldLabel(tr("Authority"), m_authority, this), 3, 0);
    grid->addWidget(m_authority, 3, 1);
    grid->addWidget(m_browse, 3, 2);
    auto* const underlyings = new QHBoxLayout;
    underlyings->setSpacing(16);
    underlyings->addWidget(m_bitcoin);
    underlyings->addWidget(m_ether);
    underlyings->addStretch(1);
    layOutPublic(grid, 4);
    grid->addWidget(new QLabel(tr("Underlyings"), this), 5, 0);
    grid->addLayout(underlyings, 5, 1, 1, 2);
    layOutKey(grid, 6);
    layOutNode(grid, 10);
    column->addLayout(grid);
    column->addWidget(m_sentence);
    auto* const foot = new QHBoxLayout;
    foot->setSpacing(8);
    foot->addStretch(1);
    foot->addWidget(m_cancel);
    foot->addWidget(m_connect);
    column->addLayout(foot);
    setMinimumWidth(dialogWidth);
}

void ConnectDialog::layOutPublic(QGridLayout* grid, int row)
{
    auto* const venues = new QHBoxLayout;
    venues->setSpacing(16);
    for (QCheckBox* const venue : {m_okx, m_bybit, m_binance})
        venues->addWidget(venue);
    venues->addStretch(1);
    auto* const label = new QLabel(tr("Joined by"), this);
    label->setToolTip(tr("Options and perpetuals of these venues in the same market, public data without an account. "
                         "Their indices are sources of the index price."));
    grid->addWidget(label, row, 0);
    grid->addLayout(venues, row, 1, 1, 2);
}

// The address may hold a key of the node's provider: hidden once it is typed, kept in the keychain only.
void ConnectDialog::layOutNode(QGridLayout* grid, int row)
{
    m_node->setEchoMode(QLineEdit::PasswordEchoOnEdit);
    m_node->setPlaceholderText(tr("https://… reads Chainlink's index prices"));
    m_node->setToolTip(
        tr("Address of an Ethereum node of your choice. Once a minute it is asked for Chainlink's BTC/USD "
           "and ETH/USD, further sources of the index price."));
    grid->addWidget(fieldLabel(tr("Ethereum node"), m_node, this), row, 0);
    grid->addWidget(m_node, row, 1, 1, 2);
    grid->addWidget(m_keepNode, row + 1, 1, 1, 2);
}

void ConnectDialog::setNode(const QString& url)
{
    if (!m_node->text().isEmpty())
        return;
    m_node->setText(url);
    m_keepNode->setChecked(true);
}

bool ConnectDialog::keepsNode() const
{
    return m_keepNode->isChecked();
}

// The key's own lines: only what is typed here is ever shown, never what the keychain holds.
void ConnectDialog::layOutKey(QGridLayout* grid, int row)
{
    m_keySecret->setEchoMode(QLineEdit::Password);
    m_keyId->setPlaceholderText(tr("new key: client id"));
    m_keySecret->setPlaceholderText(tr("client secret"));
    m_keySecret->setAccessibleName(tr("Client secret"));
    m_keySentence->setWordWrap(true);
    grid->addWidget(fieldLabel(tr("Account"), m_keyId, this), row, 0);
    grid->addWidget(m_useKey, row, 1, 1, 2);
    grid->addWidget(m_keyId, row + 1, 1, 1, 2);
    grid->addWidget(m_keySecret, row + 2, 1);
    grid->addWidget(m_test, row + 2, 2);
    grid->addWidget(m_keySentence, row + 3, 1, 1, 2);
}

void ConnectDialog::offerKey()
{
    m_test->setEnabled(false);
    m_keySentence->setText(tr("Asking the venue…"));
    const QString secret = m_keySecret->text();
    m_keySecret->clear();
    Q_EMIT keyOffered(choice(), m_keyId->text().trimmed(), secret);
}

void ConnectDialog::showKeyVerdict(const KeyVerdict& verdict)
{
    m_keySentence->setProperty("warns", !verdict.accepted || verdict.canWithdraw);
    m_keySentence->setText((verdict.canWithdraw ? tr("Warning: ") : QString()) +
                           QString::fromStdString(verdict.sentence));
    check();
}

void ConnectDialog::showKeyKept(const QString& sentence, bool kept)
{
    m_keySentence->setText(m_keySentence->text() + QLatin1Char(' ') + sentence);
    if (kept)
        m_useKey->setChecked(true);
}

void ConnectDialog::setKeychain(bool builtIn)
{
    m_keychain = builtIn;
    for (QWidget* const widget :
         {static_cast<QWidget*>(m_useKey), static_cast<QWidget*>(m_keyId), static_cast<QWidget*>(m_keySecret)})
        widget->setEnabled(builtIn);
    if (!builtIn)
        m_keySentence->setText(tr("Built without a keychain: no account."));
    check();
}

QString ConnectDialog::keySentence() const
{
    return m_keySentence->text();
}

void ConnectDialog::connectControls()
{
    connect(m_test, &QPushButton::clicked, this, &ConnectDialog::offerKey);
    for (QLineEdit* const field : {m_keyId, m_keySecret})
        connect(field, &QLineEdit::textChanged, this, &ConnectDialog::check);
    connect(m_venue, &QComboBox::currentIndexChanged, this, &ConnectDialog::check);
    for (QLineEdit* const field : {m_host, m_port, m_authority, m_node})
        connect(field, &QLineEdit::textChanged, this, &ConnectDialog::check);
    for (QCheckBox* const box : {m_encrypted, m_bitcoin, m_ether, m_okx, m_bybit, m_binance})
        connect(box, &QCheckBox::toggled, this, &ConnectDialog::check);
    connect(m_browse, &QPushButton::clicked, this, [this] {
        const QString file = QFileDialog::getOpenFileName(this, tr("Certificate of the venue's authority"), {},
                                                          tr("Certificates (*.pem *.crt);;All files (*)"));
        if (!file.isEmpty())
            m_authority->setText(file);
    });
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_connect, &QPushButton::clicked, this, [this] {
        Q_EMIT connectRequested(choice());
        accept();
    });
}

bool ConnectDialog::isLocal() const
{
    return m_venue->currentIndex() == localVenue;
}

bool ConnectDialog::isNone() const
{
    return m_venue->currentIndex() == noVenue;
}

void ConnectDialog::addPublicVenues(VenueChoice& choice) const
{
    if (m_okx->isChecked())
        choice.publicVenues.emplace_back("okx");
    if (m_bybit->isChecked())
        choice.publicVenues.emplace_back("bybit");
    if (m_binance->isChecked())
        choice.publicVenues.emplace_back("binance");
    choice.chainlinkUrl = m_node->text().trimmed().toStdString();
}

VenueChoice ConnectDialog::choice() const
{
    VenueChoice choice;
    choice.currencies.clear();
    choice.useKey = m_useKey->isChecked() && !isNone();
    if (m_bitcoin->isChecked())
        choice.currencies.emplace_back("BTC");
    if (m_ether->isChecked())
        choice.currencies.emplace_back("ETH");
    addPublicVenues(choice);
    if (isNone())
        return choice;
    if (!isLocal()) {
        const bool testNet = m_venue->currentIndex() == 1;
        choice.name = testNet ? "Deribit test net" : "Deribit";
        choice.url = std::string(testNet ? "wss://test.deribit.com" : "wss://www.deribit.com") + path;
        return choice;
    }
    choice.name = "local venue";
    choice.url = QStringLiteral("%1://%2:%3%4")
                     .arg(m_encrypted->isChecked() ? QStringLiteral("wss") : QStringLiteral("ws"),
                          m_host->text().trimmed(), m_port->text().trimmed(), QLatin1String(path))
                     .toStdString();
    if (m_encrypted->isChecked())
        choice.authorities = m_authority->text().trimmed().toStdString();
    return choice;
}

QString ConnectDialog::problem() const
{
    if (!m_bitcoin->isChecked() && !m_ether->isChecked())
        return tr("Choose at least one underlying.");
    if (isNone() && !m_okx->isChecked() && !m_bybit->isChecked() && !m_binance->isChecked())
        return tr("Choose at least one venue.");
    const QString node = m_node->text().trimmed();
    if (!node.isEmpty() && (!node.startsWith(QLatin1String("https://")) || QUrl(node).host().isEmpty()))
        return tr("The node's address must begin with https://.");
    if (!isLocal())
        return {};
    bool isNumber = false;
    const int port = m_port->text().trimmed().toInt(&isNumber);
    if (m_host->text().trimmed().isEmpty())
        return tr("Enter the host.");
    if (!isNumber || port < 1 || port > 65535)
        return tr("Enter the port, 1 to 65535.");
    const QString file = m_authority->text().trimmed();
    if (m_encrypted->isChecked() && !file.isEmpty() && !QFileInfo::exists(file))
        return tr("There is no such certificate file.");
    return {};
}

QString ConnectDialog::promise() const
{
    if (!isLocal())
        return tr("Public market data, no account needed. Orders stay on paper.");
    return m_okx->isChecked() || m_bybit->isChecked() || m_binance->isChecked()
               ? tr("A test venue beside real ones. Orders stay on paper.")
               : tr("A test venue, as 'ballastctl venue' opens one. Orders stay on paper.");
}

void ConnectDialog::check()
{
    for (QWidget* const widget :
         {static_cast<QWidget*>(m_host), static_cast<QWidget*>(m_port), static_cast<QWidget*>(m_encrypted)})
        widget->setEnabled(isLocal());
    m_keepNode->setEnabled(m_keychain && !m_node->text().trimmed().isEmpty());
    m_authority->setEnabled(isLocal() && m_encrypted->isChecked());
    m_browse->setEnabled(m_authority->isEnabled());
    m_test->setEnabled(!m_keyId->text().trimmed().isEmpty() && !m_keySecret->text().isEmpty());
    const QString wrong = problem();
    m_connect->setEnabled(wrong.isEmpty());
    if (!wrong.isEmpty())
        m_sentence->setText(wrong);
    else
        m_sentence->setText(promise());
}

} // namespace ballast

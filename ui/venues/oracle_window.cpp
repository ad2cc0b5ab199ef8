#include "ui/venues/oracle_window.h"

#include <QInputDialog>
#include <QLocale>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

constexpr int windowWidth = 500;
constexpr int windowHeight = 680;
const QString dash = QStringLiteral("—");

QString tr(const char* text)
{
    return OracleWindow::tr(text);
}

// Thousands with a comma, the same in every locale.
QLocale grouped()
{
    return QLocale(QLocale::English, QLocale::UnitedStates);
}

QString dollars(std::optional<double> value, int decimals)
{
    return value ? grouped().toString(*value, 'f', decimals) : dash;
}

QString signedDollars(double value)
{
    if (std::abs(value) < 0.5)
        return QStringLiteral("0");
    const QString sign = value < 0.0 ? QStringLiteral("−") : QStringLiteral("+");
    return sign + grouped().toString(std::abs(value), 'f', 0);
}

QString basisPoints(std::optional<double> value)
{
    if (!value)
        return dash;
    if (std::abs(*value) < 0.05)
        return tr("0.0 bp");
    const QString sign = *value < 0.0 ? QStringLiteral("−") : QStringLiteral("+");
    return tr("%1%2 bp").arg(sign).arg(std::abs(*value), 0, 'f', 1);
}

QString ageText(Milliseconds age)
{
    const double seconds = static_cast<double>(age.count()) / 1000.0;
    constexpr double longAgo = 120.0;
    return seconds < longAgo ? tr("%1 s").arg(seconds, 0, 'f', 1) : tr("%1 min").arg(seconds / 60.0, 0, 'f', 0);
}

// What the source lets pass by design: "± 50 bp, a new price each 60 min at the latest".
QString ruleText(const SourceRules& rules)
{
    if (rules.deviation <= 0.0)
        return tr("late after %1").arg(ageText(rules.lateAfter));
    return tr("± %1 bp by design, late after %2").arg(1e4 * rules.deviation, 0, 'f', 0).arg(ageText(rules.lateAfter));
}

// Figure spaces at the left, as wide as digits: columns of a value line up.
QString padded(const QString& text, int width)
{
    return QString(std::max<qsizetype>(0, width - text.size()), QChar(0x2007)) + text;
}

FactRow row(const QString& name, const QString& value, bool warns = false)
{
    FactRow fact;
    fact.name = name;
    fact.value = value;
    fact.strong = true;
    fact.warns = warns;
    return fact;
}

QString stateSentence(const OracleView& view)
{
    QStringList forbidden;
    if (!view.effects.mayIncreaseRisk)
        forbidden << tr("no order that adds risk");
    if (!view.effects.mayOrder)
        forbidden << tr("no order at all until resumed by hand");
    if (view.effects.hedgeBandFactor > 1.0)
        forbidden << tr("hedge bands × %1").arg(view.effects.hedgeBandFactor);
    if (view.effects.marginAddOn > 0.0)
        forbidden << tr("margin + %1 % of the notional").arg(100.0 * view.effects.marginAddOn, 0, 'f', 0);
    QStringList reasons;
    for (const std::string& reason : view.reasons)
        reasons << QString::fromStdString(reason);
    if (view.state == BreakerState::Normal)
        return {};
    return tr("Because %1. In force: %2.")
        .arg(reasons.join(QStringLiteral("; ")), forbidden.join(QStringLiteral(", ")));
}

FactSection consensusSection(const OracleView& view)
{
    FactSection section;
    section.title = tr("%1 index").arg(QString::fromStdString(view.underlying));
    section.caption = QString::fromLatin1(breakerWord(view.state));
    section.paragraph = stateSentence(view);
    section.rows << row(tr("Agreed price, USD"), dollars(view.quorum.price, 2));
    section.rows << row(tr("Confidence, 0 to 1"), QString::number(view.quorum.confidence, 'f', 2),
                        view.quorum.confidence < 0.8);
    section.rows << row(tr("Sources used"), tr("%1 of %2").arg(view.quorum.healthy).arg(view.quorum.sources.size()),
                        view.quorum.red > 0);
    if (view.deskPrice && view.deskPrice->isLastGood)
        section.rows << row(tr("Going on with the last good price, USD"), dollars(view.deskPrice->price, 2), true)
                     << row(tr("Expected costs ×"), QString::number(view.deskPrice->costFactor, 'f', 1), true);
    return section;
}

FactSection sourcesSection(const OracleView& view)
{
    FactSection section;
    section.title = tr("Sources");
    section.caption = tr("age · offset · USD");
    for (const JudgedSource& source : view.quorum.sources) {
        const QString age = source.age ? ageText(*source.age) : dash;
        const bool healthy = source.state == SourceState::Healthy;
        const QString name = QString::fromStdString(source.source);
        const QString value =
            tr("%1   %2   %3")
                .arg(padded(age, 7), padded(basisPoints(source.offsetBp), 8), padded(dollars(source.price, 2), 10));
        FactRow fact = row(healthy ? name : tr("%1, %2").arg(name, QString::fromLatin1(sourceStateWord(source.state))),
                           value, !healthy);
        fact.toolTip = (source.agrees ? tr("agrees with the others") : tr("does not agree with the others")) +
                       tr(", weight %1 %").arg(100.0 * source.weight, 0, 'f', 0) +
                       tr("; %1").arg(ruleText(source.rules));
        section.rows << fact;
    }
    return section;
}

// Second order in the move r: worth D r + G r^2 / 2 and delta G r, with G = 100 x gamma per 1 %.
FactSection withoutSection(const OracleView& view, std::optional<BookMoveUsd> book)
{
    FactSection section;
    section.title = tr("Leave one out");
    section.caption = tr("price · book's worth · book's delta, USD");
    for (const PriceWithoutSource& without : view.without) {
        QString worth = dash;
        QString delta = dash;
        if (without.changeBp && book) {
            const double move = *without.changeBp / 1e4;
            const double gamma = 100.0 * book->gammaUsd1pct;
            worth = signedDollars(book->deltaUsd * move + 0.5 * gamma * move * move);
            delta = signedDollars(gamma * move);
        }
        section.rows << row(tr("without %1").arg(QString::fromStdString(without.source)),
                            tr("%1   %2   %3").arg(basisPoints(without.changeBp), padded(worth, 8), padded(delta, 8)),
                            !without.price);
    }
    return section;
}

} // namespace

QList<FactSection> oracleSections(const OracleView& view, std::optional<BookMoveUsd> book)
{
    return {consensusSection(view), sourcesSection(view), withoutSection(view, book)};
}

OracleWindow::OracleWindow(QWidget* parent) : QDialog(parent), m_facts(new FactList), m_resume(new QPushButton(this))
{
    setWindowTitle(tr("Index sources"));
    auto* const scroll = new QScrollArea(this);
    scroll->setWidget(m_facts);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(12, 12, 12, 12);
    column->addWidget(scroll);
    column->addWidget(m_resume, 0, Qt::AlignRight);
    m_resume->hide();
    connect(m_resume, &QPushButton::clicked, this, &OracleWindow::askReason);
    resize(windowWidth, windowHeight);
}

void OracleWindow::showOracles(const std::vector<OracleView>& views, const BookMovesUsd& books)
{
    QList<FactSection> sections;
    for (const OracleView& view : views) {
        const auto book = books.find(view.underlying);
        sections << oracleSections(view, book == books.end() ? std::nullopt : std::optional(book->second));
    }
    if (sections != m_facts->sections())
        m_facts->setSections(sections);
    const auto halted = std::ranges::find_if(views, [](const OracleView& view) { return view.effects.needsOperator; });
    m_halted = halted == views.end() ? QString() : QString::fromStdString(halted->underlying);
    m_resume->setText(tr("Resume %1…").arg(m_halted));
    m_resume->setVisible(!m_halted.isEmpty());
}

void OracleWindow::askReason()
{
    const QString underlying = m_halted;
    auto* const dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Resume %1").arg(underlying));
    dialog->setLabelText(tr("Why may trading on this index go on? The reason goes into the journal."));
    connect(dialog, &QInputDialog::textValueSelected, this,
            [this, underlying](const QString& reason) { Q_EMIT resumeRequested(underlying, reason); });
    dialog->open();
}

} // namespace ballast

#include "models/items/policy_bands_model.h"

#include "models/items/words.h"

#include <algorithm>
#include <array>

namespace ballast {

namespace {

constexpr std::array alwaysShown{BandKind::Delta, BandKind::Gamma, BandKind::Vega,
                                 BandKind::Theta, BandKind::Vanna, BandKind::Volga};

// Vega by tenor that can be limited without a policy file, days.
struct Tenor
{
    std::optional<double> from;
    std::optional<double> to;
    const char* name; // as in the policy file
};
const std::array vegaTenors{Tenor{std::nullopt, 30.0, "vega:30d"}, Tenor{30.0, 90.0, "vega:30d-90d"},
                            Tenor{90.0, std::nullopt, "vega:>90d"}};

double exposureOf(BandKind kind, DeltaChoice delta, const Exposure& exposure)
{
    switch (kind) {
    case BandKind::Delta:
        return delta == DeltaChoice::Net ? exposure.netDeltaCoin : exposure.deltaCoin;
    case BandKind::Gamma:
        return exposure.gammaCoinPerUsd;
    case BandKind::Vega:
        return exposure.vegaUsd;
    case BandKind::Theta:
        return exposure.thetaUsdDay;
    case BandKind::Vanna:
        return exposure.vannaCoin;
    case BandKind::Volga:
        break;
    }
    return exposure.volgaUsd;
}

bool isForWholeBook(const Band& band)
{
    return !band.fromDays && !band.toDays;
}

bool holds(const Band& band, const ExpiryRisk& risk)
{
    return risk.days > band.fromDays.value_or(-1.0) && risk.days <= band.toDays.value_or(1e9);
}

// Bands of the usual Greeks first, whether limited or not; then what else the policy limits.
std::vector<Band> shownBands(const HedgePolicy& policy)
{
    std::vector<Band> shown;
    for (const BandKind kind : alwaysShown) {
        const auto given = std::ranges::find_if(
            policy.bands, [kind](const Band& band) { return band.kind == kind && isForWholeBook(band); });
        Band open;
        open.kind = kind;
        open.name = bandWord(kind);
        shown.push_back(given != policy.bands.end() ? *given : open);
    }
    for (const Tenor& tenor : vegaTenors) {
        const Band open{BandKind::Vega, std::nullopt, std::nullopt, tenor.from, tenor.to, tenor.name};
        const auto given = std::ranges::find_if(policy.bands, [&](const Band& band) {
            return band.kind == BandKind::Vega && band.fromDays == tenor.from && band.toDays == tenor.to;
        });
        shown.push_back(given != policy.bands.end() ? *given : open);
    }
    for (const Band& band : policy.bands)
        if (std::ranges::find(shown, band) == shown.end())
            shown.push_back(band);
    return shown;
}

bool looksAtSmile(const Band& band, DeltaChoice delta)
{
    return band.kind == BandKind::Delta && (delta == DeltaChoice::StickyMoneyness || delta == DeltaChoice::MinVariance);
}

bool isOut(const Band& band, double value)
{
    return (band.lower && value < *band.lower) || (band.upper && value > *band.upper);
}

} // namespace

std::optional<double> bandExposure(const Band& band, DeltaChoice delta, const RiskReport& report,
                                   const std::string& underlying)
{
    if (isForWholeBook(band)) {
        const auto risk = std::ranges::find(report.byUnderlying, underlying, &UnderlyingRisk::underlying);
        return risk == report.byUnderlying.end() ? std::nullopt
                                                 : std::optional(exposureOf(band.kind, delta, risk->total));
    }
    double sum = 0.0;
    for (const ExpiryRisk& risk : report.byExpiry)
        if (risk.underlying == underlying && risk.expiry && holds(band, risk))
            sum += exposureOf(band.kind, delta, risk.total);
    return sum;
}

QString bandTitle(const Band& band, DeltaChoice delta)
{
    const QString title = bandTitle(band);
    if (band.kind != BandKind::Delta)
        return title;
    switch (delta) {
    case DeltaChoice::BlackScholes:
        break;
    case DeltaChoice::Net:
        return PolicyBandsModel::tr("%1 (net)").arg(title);
    case DeltaChoice::StickyMoneyness:
        return PolicyBandsModel::tr("%1 (sticky moneyness)").arg(title);
    case DeltaChoice::MinVariance:
        return PolicyBandsModel::tr("%1 (min. variance)").arg(title);
    }
    return title;
}

QString bandTitle(const Band& band)
{
    QString title = words(bandWord(band.kind));
    title[0] = title[0].toUpper();
    if (band.fromDays && band.toDays)
        return PolicyBandsModel::tr("%1 %2–%3 d").arg(title).arg(*band.fromDays).arg(*band.toDays);
    if (band.toDays)
        return PolicyBandsModel::tr("%1 ≤ %2 d").arg(title).arg(*band.toDays);
    if (band.fromDays)
        return PolicyBandsModel::tr("%1 > %2 d").arg(title).arg(*band.fromDays);
    return title;
}

QString bandShownUnit(BandKind kind, const std::string& underlying)
{
    switch (kind) {
    case BandKind::Delta:
        return words(underlying);
    case BandKind::Gamma:
        return words(underlying) + QStringLiteral("/1 %");
    case BandKind::Vega:
        return QStringLiteral("USD/pt");
    case BandKind::Theta:
        return QStringLiteral("USD/d");
    case BandKind::Vanna:
        return words(underlying) + QStringLiteral("/pt");
    case BandKind::Volga:
        break;
    }
    return QStringLiteral("USD/pt²");
}

int bandShownDecimals(BandKind kind)
{
    const bool inCoins = kind == BandKind::Delta || kind == BandKind::Gamma || kind == BandKind::Vanna;
    return inCoins ? 2 : 0;
}

PolicyBandsModel::PolicyBandsModel(QObject* parent) : CellTable(parent)
{
    const auto number = [](const QString& title) { return Column{title, {}, ColumnKind::Number, 0, true, {}}; };
    setColumns({{tr("Bands"), {}, ColumnKind::Text, 0, false, {}},
                number(tr("lower")),
                number(tr("upper")),
                number(tr("now"))});
    setPolicy({});
}

void PolicyBandsModel::setPolicy(const HedgePolicy& policy)
{
    m_policy = policy;
    m_bands = shownBands(policy);
    m_now.assign(m_bands.size(), std::nullopt);
    rebuild();
}

std::vector<Band> PolicyBandsModel::bandsInForce() const
{
    std::vector<Band> limited;
    std::ranges::copy_if(m_bands, std::back_inserter(limited),
                         [](const Band& band) { return band.lower || band.upper; });
    return limited;
}

void PolicyBandsModel::setNow(const RiskReport* report, const PolicyDelta* smileDelta)
{
    m_now.assign(m_bands.size(), std::nullopt);
    m_indexUsd.reset();
    if (report) {
        const auto risk = std::ranges::find(report->byUnderlying, m_policy.underlying, &UnderlyingRisk::underlying);
        if (risk != report->byUnderlying.end())
            m_indexUsd = risk->indexUsd;
        for (std::size_t i = 0; i < m_bands.size(); ++i) {
            if (!looksAtSmile(m_bands[i], m_policy.delta))
                m_now[i] = bandExposure(m_bands[i], m_policy.delta, *report, m_policy.underlying);
            else if (smileDelta)
                m_now[i] = policyDeltaOf(*smileDelta, m_policy, m_bands[i]);
        }
    }
    rebuild();
}

bool PolicyBandsModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!index.isValid() || role != Qt::EditRole || (index.column() != Lower && index.column() != Upper))
        return false;
    Band& band = m_bands[static_cast<std::size_t>(index.row())];
    std::optional<double> limit;
    QString typed = value.toString().trimmed();
    typed.remove(QLatin1Char(',')).replace(QChar(0x2212), QLatin1Char('-'));
    if (!typed.isEmpty()) {
        bool isNumber = false;
        limit = typed.toDouble(&isNumber) / shownPerKept(band.kind);
        if (!isNumber) {
            Q_EMIT limitRefused(tr("A limit is a number; leave the field empty for none."));
            return false;
        }
    }
    Band edited = band;
    (index.column() == Lower ? edited.lower : edited.upper) = limit;
    if (edited.lower && edited.upper && *edited.lower > *edited.upper) {
        Q_EMIT limitRefused(tr("The lower limit must not lie above the upper one."));
        return false;
    }
    if (edited == band)
        return true;
    band = edited;
    rebuild();
    Q_EMIT bandsEdited();
    return true;
}

void PolicyBandsModel::rebuild()
{
    std::vector<CellRow> rows;
    for (std::size_t band = 0; band < m_bands.size(); ++band)
        rows.push_back(bandRow(band));
    setRows(std::move(rows));
}

CellRow PolicyBandsModel::bandRow(std::size_t i) const
{
    const Band& band = m_bands[i];
    const double scale = shownPerKept(band.kind);
    const auto shown = [scale](std::optional<double> kept) {
        return kept ? std::optional(*kept * scale) : std::nullopt;
    };
    CellRow row{words(band.name), std::vector<Cell>(ColumnCount), false};
    row.cells[Name] = Cell::of(bandTitle(band));
    row.cells[Name].reason = bandTitle(band, m_policy.delta); // the section Delta names its rule as well
    const bool shortVega = band.kind == BandKind::Vega && !isForWholeBook(band); // the tenor takes the room
    row.cells[Name].subText = shortVega ? QStringLiteral("$/pt") : bandShownUnit(band.kind, m_policy.underlying);
    row.cells[Lower] = Cell::of(shown(band.lower));
    row.cells[Upper] = Cell::of(shown(band.upper));
    for (const int column : {Lower, Upper}) {
        Cell& limit = row.cells[static_cast<std::size_t>(column)];
        limit.editable = scale > 0.0;
        limit.reason = limit.number ? QString() : tr("no limit");
    }
    row.cells[Now] = Cell::of(shown(m_now[i]));
    row.cells[Now].warns = m_now[i] && isOut(band, *m_now[i]);
    for (Cell& cell : row.cells)
        cell.decimals = bandShownDecimals(band.kind);
    return row;
}

// Gamma needs the index: until it is known, gamma limits cannot be shown per 1 %.
double PolicyBandsModel::shownPerKept(BandKind kind) const
{
    return kind == BandKind::Gamma ? m_indexUsd.value_or(100.0) / 100.0 : 1.0;
}

} // namespace ballast

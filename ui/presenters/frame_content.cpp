#include "ui/presenters/frame_content.h"

#include "models/items/policy_bands_model.h"
#include "models/items/words.h"
#include "ui/presenters/surface_content.h"
#include "widgets/number_format.h"

#include <QCoreApplication>
#include <QSet>
#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ballast::frame_content", text);
}

const UnderlyingRisk* riskOf(const TileInputs& inputs)
{
    if (!inputs.picture || !inputs.picture->risk)
        return nullptr;
    const auto& all = inputs.picture->risk->byUnderlying;
    const auto found = std::ranges::find(all, inputs.underlying, &UnderlyingRisk::underlying);
    return found == all.end() ? nullptr : &*found;
}

Tile tile(const QString& label, const QString& unit, const QString& value, int dropPriority)
{
    Tile made;
    made.label = label;
    made.unit = unit;
    made.value = value;
    made.dropPriority = dropPriority;
    return made;
}

QString linesAndAccounts(const Portfolio& book)
{
    QSet<QString> accounts;
    for (const Position& position : book.positions)
        accounts.insert(words(position.account));
    const QString lines = book.positions.size() == 1 ? tr("1 line") : tr("%1 lines").arg(book.positions.size());
    return accounts.size() > 1 ? tr("%1, %2 accounts").arg(lines).arg(accounts.size()) : lines;
}

Tile bookTile(const TileInputs& inputs)
{
    Tile book = tile(tr("Book"), {}, words(inputs.underlying), 0);
    book.hasMenu = true;
    book.minimumWidth = 168;
    if (inputs.picture && inputs.picture->book) {
        const std::string& name = inputs.picture->book->name;
        if (!name.empty())
            book.value = QStringLiteral("%1 · %2").arg(words(inputs.underlying), words(name));
        book.detail = linesAndAccounts(*inputs.picture->book);
    }
    return book;
}

Tile indexTile(const TileInputs& inputs)
{
    const IndexPrice* const index = inputs.picture ? inputs.picture->market->index(inputs.underlying) : nullptr;
    Tile made = tile(tr("%1 index").arg(words(inputs.underlying)), tr("USD"),
                     formatNumber(index ? std::optional(index->priceUsd) : std::nullopt, 2), 1);
    made.minimumWidth = 136;
    if (index && inputs.reference && inputs.reference->indexUsd > 0.0) {
        const double change = index->priceUsd / inputs.reference->indexUsd - 1.0;
        made.detail = formatPercent(change, 2, SignMode::Always);
        made.detailSign = change;
        made.detailTail = tr("since %1").arg(clockText(inputs.reference->at).left(5));
    }
    return made;
}

// Where the index of 30 days comes from, then the other tenors with theirs.
QString volIndexToolTip(const UnderlyingPicture& shown)
{
    QStringList lines{tr("Square root of the fair variance of the next 30 days, % a year")};
    for (const VolIndexTenor& tenor : shown.volIndices)
        lines
            << tr("%1 d: %2 %, %3").arg(tenor.days).arg(formatNumber(100.0 * tenor.index, 1), sourceText(tenor.source));
    const bool fitted =
        std::ranges::find(shown.volIndices, VolIndexSource::Surface, &VolIndexTenor::source) != shown.volIndices.end();
    if (fitted)
        lines << tr("The surface stands in where quotes do not reach far enough out, or disagree with the fit.");
    if (!shown.volIndex30d)
        lines << tr("No expiries on both sides of 30 days to take it from.");
    return lines.join(QLatin1Char('\n'));
}

Tile volIndexTile(const TileInputs& inputs)
{
    const UnderlyingPicture* const shown = inputs.picture ? inputs.picture->of(inputs.underlying) : nullptr;
    const std::optional<double> vol = shown ? shown->volIndex30d : std::nullopt;
    Tile made = tile(tr("Vol index 30 d"), {}, formatNumber(vol ? std::optional(100.0 * *vol) : std::nullopt, 1), 2);
    made.minimumWidth = 108;
    made.toolTip = shown ? volIndexToolTip(*shown) : QString();
    if (vol && inputs.reference && inputs.reference->volIndex30d) {
        const double change = 100.0 * (*vol - *inputs.reference->volIndex30d);
        made.detail = formatSigned(change, 1);
        made.detailSign = std::abs(change) < 0.05 ? 0.0 : change; // no arrow beside a printed zero
        made.detailTail = tr("pt");
    }
    return made;
}

Tile pnlTile(const TileInputs& inputs)
{
    const UnderlyingRisk* const risk = riskOf(inputs);
    const std::optional<double> pnl = risk ? std::optional(risk->pnlUsd) : std::nullopt;
    Tile made = tile(tr("P&L"), tr("USD"), formatSigned(pnl, 0), 1);
    made.valueSign = pnl;
    made.minimumWidth = 124;
    made.detail = tr("against average price");
    if (inputs.picture && inputs.picture->risk && inputs.picture->risk->byUnderlying.size() > 1)
        made.detail = tr("whole book %1").arg(formatSigned(inputs.picture->risk->pnlUsd, 0));
    if (risk && risk->linesFailed > 0)
        made.detail = risk->linesFailed == 1 ? tr("without 1 line") : tr("without %1 lines").arg(risk->linesFailed);
    return made;
}

Band bandFor(const HedgePolicy& policy, BandKind kind)
{
    for (const Band& band : policy.bands)
        if (band.kind == kind && !band.fromDays && !band.toDays)
            return band;
    Band open;
    open.kind = kind;
    return open;
}

std::optional<double> scaled(std::optional<double> value, double scale)
{
    return value ? std::optional(*value * scale) : std::nullopt;
}

// The desk's rule, net of premium where the policy counts so.
DeltaConvention shownDelta(const TileInputs& inputs)
{
    DeltaConvention convention =
        inputs.picture && inputs.picture->risk ? inputs.picture->risk->delta : DeltaConvention{};
    convention.netOfPremium = convention.netOfPremium || inputs.policy.delta == DeltaChoice::Net;
    return convention;
}

// Gamma limits are kept per USD and shown per 1 %.
Tile bandTile(const TileInputs& inputs, BandKind kind, int dropPriority)
{
    const UnderlyingRisk* const risk = riskOf(inputs);
    const Band band = bandFor(inputs.policy, kind);
    const double scale = kind == BandKind::Gamma ? (risk ? risk->indexUsd.value_or(100.0) : 100.0) / 100.0 : 1.0;
    const DeltaConvention convention = shownDelta(inputs);
    const DeltaChoice counted = convention.netOfPremium ? DeltaChoice::Net : DeltaChoice::BlackScholes;
    const auto kept = risk ? bandExposure(band, counted, *inputs.picture->risk, inputs.underlying) : std::nullopt;
    const std::optional<double> value = scaled(kept, scale);
    const QString title = kind == BandKind::Delta ? deltaTitle(convention) : bandTitle(band);
    Tile made =
        tile(title, bandShownUnit(kind, inputs.underlying), formatSigned(value, bandShownDecimals(kind)), dropPriority);
    made.minimumWidth = 136;
    if (kind == BandKind::Delta)
        made.toolTip = words(deltaNote(convention, inputs.underlying)) + QLatin1Char('\n') +
                       tr("The hedging policy counts: %1").arg(words(policyDeltaName(inputs.policy)));
    const bool sameUnderlying = inputs.policy.underlying == inputs.underlying;
    if (!sameUnderlying || (!band.lower && !band.upper)) {
        made.detail = tr("no band");
        return made;
    }
    made.gauge = gaugeAround(scaled(band.lower, scale), scaled(band.upper, scale), value);
    if (kept && band.upper && *kept > *band.upper)
        made.out = OutOfBand::Above;
    if (kept && band.lower && *kept < *band.lower)
        made.out = OutOfBand::Below;
    const QString allowed = tr("allowed %1 to %2")
                                .arg(formatSigned(scaled(band.lower, scale), bandShownDecimals(kind)),
                                     formatSigned(scaled(band.upper, scale), bandShownDecimals(kind)));
    made.toolTip = made.toolTip.isEmpty() ? allowed : allowed + QLatin1Char('\n') + made.toolTip;
    return made;
}

Tile vannaTile(const TileInputs& inputs)
{
    const UnderlyingRisk* const risk = riskOf(inputs);
    Tile made = tile(tr("Vanna"), tr("USD/pt/1 %"),
                     formatSigned(risk ? std::optional(risk->total.vannaUsd1pct) : std::nullopt, 0), 5);
    made.detail = tr("no band");
    made.minimumWidth = 108;
    return made;
}

Tile worstTile(const TileInputs& inputs)
{
    const UnderlyingPicture* const shown = inputs.picture ? inputs.picture->of(inputs.underlying) : nullptr;
    const ScenarioGrid* const grid = shown ? shown->grid.get() : nullptr;
    Tile made = tile(tr("Worst of grid"), tr("USD"),
                     formatSigned(grid ? std::optional(grid->worst.pnlUsd) : std::nullopt, 0), 3);
    made.minimumWidth = 132;
    if (grid)
        made.detail = tr("spot %1, vol %2")
                          .arg(formatPercent(grid->axes.spotMoves[grid->worst.spot], 0, SignMode::Always),
                               formatPercent(grid->axes.volMoves[grid->worst.vol], 0, SignMode::Always));
    return made;
}

Tile valueTile(const TileInputs& inputs)
{
    const UnderlyingRisk* const risk = riskOf(inputs);
    Tile made =
        tile(tr("Value"), tr("USD"), formatSigned(risk ? std::optional(risk->total.valueUsd) : std::nullopt, 0), 4);
    made.detail = tr("options at mark, futures P&L");
    made.minimumWidth = 148;
    return made;
}

FeedState feedState(QuoteState state)
{
    switch (state) {
    case QuoteState::Live:
        return FeedState::Live;
    case QuoteState::Late:
        return FeedState::Late;
    case QuoteState::Stale:
    case QuoteState::Crossed:
    case QuoteState::Gap:
        return FeedState::Stale;
    case QuoteState::Down:
        break;
    }
    return FeedState::Down;
}

QString ageText(double seconds)
{
    return formatAge(std::chrono::milliseconds(static_cast<long long>(1000.0 * seconds)));
}

// Figures of an old market are grey, and the index says how old.
void markStale(QList<Tile>& tiles, const TileInputs& inputs)
{
    const UnderlyingPicture* const shown = inputs.picture ? inputs.picture->of(inputs.underlying) : nullptr;
    const auto staleFor = inputs.feedStaleFor ? inputs.feedStaleFor : shown ? shown->staleFor : std::nullopt;
    if (!staleFor)
        return;
    for (qsizetype i = 1; i < tiles.size(); ++i)
        tiles[i].stale = true;
    Tile& index = tiles[1];
    index.detail = tr("stale, %1 old").arg(formatAge(*staleFor));
    index.detailSign.reset();
    index.detailTail.clear();
}

} // namespace

std::optional<TileReference> tileReference(const DeskPicture& picture, const std::string& underlying)
{
    const IndexPrice* const index = picture.market->index(underlying);
    if (!index)
        return std::nullopt;
    const UnderlyingPicture* const shown = picture.of(underlying);
    return TileReference{picture.market->asOf, index->priceUsd, shown ? shown->volIndex30d : std::nullopt};
}

QList<Tile> deskTiles(const TileInputs& inputs)
{
    QList<Tile> tiles{bookTile(inputs),
                      indexTile(inputs),
                      volIndexTile(inputs),
                      pnlTile(inputs),
                      bandTile(inputs, BandKind::Delta, 0),
                      bandTile(inputs, BandKind::Gamma, 0),
                      bandTile(inputs, BandKind::Vega, 0),
                      bandTile(inputs, BandKind::Theta, 2),
                      vannaTile(inputs),
                      worstTile(inputs),
                      valueTile(inputs)};
    markStale(tiles, inputs);
    return tiles;
}

std::optional<Milliseconds> marketStaleFor(const std::vector<FeedHealth>& feeds)
{
    std::optional<Milliseconds> least;
    for (const FeedHealth& feed : feeds) {
        if (feed.state != QuoteState::Stale && feed.state != QuoteState::Down && feed.state != QuoteState::Gap)
            return std::nullopt;
        const Milliseconds age(static_cast<Milliseconds::rep>(1000.0 * feed.ageSeconds));
        least = least ? std::min(*least, age) : age;
    }
    return least;
}

QList<FeedLight> feedLights(const std::vector<FeedHealth>& feeds)
{
    QList<FeedLight> lights;
    for (const FeedHealth& feed : feeds) {
        FeedLight light;
        light.name = words(feed.name);
        light.state = feedState(feed.state);
        light.age = ageText(feed.ageSeconds);
        if (light.state == FeedState::Down && !feed.detail.empty())
            light.age += QStringLiteral(", ") + words(feed.detail);
        if (feed.latencyMilliseconds)
            light.latency = tr("%1 ms").arg(formatNumber(*feed.latencyMilliseconds, 0));
        light.toolTip = words(feed.detail);
        lights << light;
    }
    return lights;
}

QList<StatusFact> statusFacts(const StatusInputs& inputs)
{
    QList<StatusFact> facts;
    if (inputs.picture) {
        facts << StatusFact{tr("Priced"), tr("%1 ms").arg(formatNumber(inputs.picture->pricingMilliseconds, 1)), false,
                            2}
              << StatusFact{tr("Snapshot"), formatNumber(static_cast<double>(inputs.picture->market->id.value), 0),
                            false, 3};
        if (inputs.picture->reference)
            facts << StatusFact{tr("Against reference pricer"),
                                QString::number(inputs.picture->reference->largestPriceError, 'e', 1), false, 4};
    }
    facts << StatusFact{tr("Journal"),
                        tr("written, %1 entries").arg(formatNumber(static_cast<double>(inputs.journalEntries), 0)),
                        false, 1};
    const std::optional<Timestamp> clock = inputs.picture ? std::optional(inputs.picture->market->asOf) : inputs.now;
    if (clock)
        facts << StatusFact{{}, dateClockText(*clock), true, 0};
    return facts;
}

ModeKind modeKind(MarketMode mode)
{
    switch (mode) {
    case MarketMode::Simulated:
        return ModeKind::Simulated;
    case MarketMode::Recording:
        return ModeKind::Paper;
    case MarketMode::Live:
        break;
    }
    return ModeKind::Paper; // live prices, fills on paper: this desk sends no orders
}

QString modeDetail(MarketMode mode, double speed, bool paused)
{
    if (mode == MarketMode::Live)
        return tr("live prices"); // they have no speed, and nothing stops them
    QStringList parts;
    if (mode == MarketMode::Recording)
        parts << tr("recording");
    if (paused)
        parts << tr("paused");
    else
        parts << QStringLiteral("%1×").arg(speed);
    return parts.join(QStringLiteral(", "));
}

QString tradesAsWord(MarketMode mode)
{
    return mode == MarketMode::Simulated ? tr("simulated") : tr("paper");
}

} // namespace ballast

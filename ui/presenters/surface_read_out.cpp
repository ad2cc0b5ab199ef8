#include "models/items/words.h"
#include "ui/presenters/surface_content.h"
#include "widgets/number_format.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ballast::surface_content", text);
}

std::optional<double> percent(std::optional<double> fraction)
{
    return fraction ? std::optional(100.0 * *fraction) : std::nullopt;
}

QString deltaWord(double place)
{
    if (std::abs(place - 0.5) < 0.03)
        return tr("at the money");
    const bool put = place < 0.5;
    const int delta = static_cast<int>(std::lround(100.0 * (put ? place : 1.0 - place)));
    return put ? tr("%1Δ put").arg(delta) : tr("%1Δ call").arg(delta);
}

const ChainRow* listedRow(const UnderlyingPicture& picture, Timestamp expiry, double strike)
{
    const auto chain = std::ranges::find(picture.chains, expiry, &ChainView::expiry);
    if (chain == picture.chains.end())
        return nullptr;
    const auto row = std::ranges::find(chain->rows, strike, &ChainRow::strike);
    return row == chain->rows.end() ? nullptr : &*row;
}

// Between the places of the difference table, linear.
std::optional<double> changeAt(const SurfaceChange& change, Timestamp expiry, double place)
{
    const SmileMove* const move = change.smile(expiry);
    if (!move || place < change.places.front() || place > change.places.back())
        return std::nullopt;
    const auto next = std::ranges::lower_bound(change.places, std::max(place, change.places[1]));
    const auto i = static_cast<std::size_t>(next - change.places.begin());
    if (i >= change.places.size() || !move->vols[i - 1] || !move->vols[i])
        return std::nullopt;
    const double share = (place - change.places[i - 1]) / (change.places[i] - change.places[i - 1]);
    return std::lerp(*move->vols[i - 1], *move->vols[i], share);
}

QString quotedText(std::optional<double> bidVol, std::optional<double> askVol)
{
    return tr("%1 to %2 %").arg(formatNumber(percent(bidVol), 1), formatNumber(percent(askVol), 1));
}

QString useText(const SampledQuote& quote)
{
    switch (quote.use) {
    case QuoteUse::Bounds:
        return tr("used, bounds the fit");
    case QuoteUse::DownWeighted:
        return tr("down-weighted: no sound two-sided market");
    case QuoteUse::Refused:
        return quote.because.empty() ? tr("refused") : tr("refused: %1").arg(words(quote.because));
    }
    return {};
}

SurfaceReadOut ofQuote(const DeskPicture& desk, const SampledQuote& quote)
{
    const InstrumentTable& table = *desk.market->instruments;
    SurfaceReadOut readOut;
    const bool known = quote.instrument < table.size();
    readOut.title = known ? words(table[quote.instrument].id.name) : expiryText(quote.expiry);
    const double points = 100.0 * (quote.vol - quote.fitVol);
    const QString printed = formatSigned(points, 2);
    const bool off = printed != formatSigned(0.0, 2);
    const QString word = points > 0.0 ? tr("above the fit") : tr("below the fit");
    readOut.rows = {{tr("strike USD"), formatNumber(quote.strike, 0)},
                    {tr("expiry"), expiryText(quote.expiry)},
                    {tr("market IV"), tr("%1 %").arg(formatNumber(100.0 * quote.vol, 2))},
                    {tr("bid to ask"), quotedText(quote.bidVol, quote.askVol)},
                    {tr("fit"), tr("%1 %").arg(formatNumber(100.0 * quote.fitVol, 2))},
                    {tr("residual"), off ? tr("%1 pt %2").arg(printed, word) : tr("%1 pt").arg(printed)},
                    {tr("status"), useText(quote)}};
    return readOut;
}

SurfaceReadOut ofWarning(const DeskPicture& desk, const WarningPlace& place)
{
    SurfaceReadOut readOut;
    if (place.ofTheFit) {
        const ArbitrageMark& mark = *place.ofTheFit;
        const bool butterfly = mark.kind == ArbitrageKind::Butterfly;
        readOut.title = butterfly ? tr("▲ butterfly in the fit") : tr("▲ calendar in the fit");
        readOut.rows = {{tr("expiry"), expiryText(mark.expiry)},
                        {tr("strike USD"), formatNumber(mark.strike, 0)},
                        {butterfly ? tr("least g") : tr("total variance falls by"),
                         formatNumber(butterfly ? mark.worst : -mark.worst, 6)}};
        return readOut;
    }
    const QuoteArbitrage& found = place.violation->found;
    readOut.title = tr("▲ %1 in executable prices").arg(words(arbitrageWord(found.kind)));
    readOut.rows = {{tr("expiry"), expiryText(place.mark->expiry)},
                    {tr("strike USD"), formatNumber(place.mark->strike, 0)},
                    {tr("market IV"), tr("%1 %").arg(formatNumber(100.0 * place.mark->vol, 1))},
                    {tr("after fees"), tr("%1 USD a unit").arg(formatNumber(found.profitUsd, 2))},
                    {tr("size"), tr("%1 coins").arg(formatNumber(found.sizeCoins, 1))},
                    {tr("worth"), tr("%1 USD").arg(formatNumber(found.totalUsd(), 0))}};
    for (const ArbitrageLeg& leg : found.legs) {
        const Instrument& instrument = (*desk.market->instruments)[leg.instrument];
        const QString side = leg.quantity > 0.0 ? tr("buy") : tr("sell");
        readOut.rows << std::pair(QStringLiteral("%1 %2").arg(side, formatNumber(std::abs(leg.quantity), 2)),
                                  shortInstrumentText(instrument.id.name, instrument.underlying));
    }
    return readOut;
}

SurfaceReadOut ofNode(const UnderlyingPicture& picture, SmileAxis axis, const SurfaceHit& hit)
{
    const SampledSurface& mesh = picture.samples->over(axis).mesh;
    const auto row = static_cast<std::size_t>(hit.row);
    const auto column = static_cast<std::size_t>(hit.column);
    const double years = mesh.years[row];
    const double across = mesh.across[column];
    SurfaceReadOut readOut;
    const auto slice = std::ranges::find(picture.samples->smiles, years, &SmileSamples::years);
    const bool listed = slice != picture.samples->smiles.end();
    readOut.title = listed ? expiryText(slice->expiry) : tr("between expiries, %1").arg(daysText(365.0 * years));
    switch (axis) {
    case SmileAxis::Delta:
        readOut.rows << std::pair(tr("delta"), deltaWord(across));
        break;
    case SmileAxis::Strike:
        readOut.rows << std::pair(tr("strike USD"), formatNumber(across, 0));
        break;
    case SmileAxis::Moneyness:
        readOut.rows << std::pair(tr("K / F − 1"), formatPercent(std::expm1(across), 1, SignMode::Always));
        break;
    }
    if (listed && axis != SmileAxis::Strike) {
        const std::vector<SmilePoint>& points = *picture.samples->smileOver(axis, slice->expiry);
        const auto point = std::ranges::min_element(
            points, {}, [across](const SmilePoint& each) { return std::abs(each.across - across); });
        if (point != points.end())
            readOut.rows << std::pair(tr("strike USD"), formatNumber(point->strike, 0));
    }
    readOut.rows << std::pair(tr("IV"), tr("%1 %").arg(formatNumber(percent(mesh.at(row, column)), 2)));
    const std::string time = timeWeightsWords(picture.surface->timeWeights);
    if (!listed)
        readOut.rows << std::pair(tr("status"), tr("interpolated in total variance, %1").arg(words(time)));
    return readOut;
}

} // namespace

WarningPlace warningAt(const UnderlyingPicture& picture, int warning)
{
    int index = 0;
    for (const ShownViolation& violation : picture.violations)
        for (const ViolationMark& mark : violation.marks)
            if (index++ == warning)
                return {&violation, &mark, nullptr};
    const auto ofTheFit = static_cast<std::size_t>(warning - index);
    if (warning < index || !picture.samples || ofTheFit >= picture.samples->arbitrage.size())
        return {};
    return {nullptr, nullptr, &picture.samples->arbitrage[ofTheFit]};
}

std::optional<SurfaceReadOut> surfaceHoverReadOut(const DeskPicture& desk, const UnderlyingPicture& picture,
                                                  SmileAxis axis, const SurfaceHit& hit)
{
    if (!picture.samples)
        return std::nullopt;
    const AxisSamples& over = picture.samples->over(axis);
    switch (hit.kind) {
    case SurfaceHit::Kind::Nothing:
        return std::nullopt;
    case SurfaceHit::Kind::Dot:
        if (hit.index < 0 || static_cast<std::size_t>(hit.index) >= over.quotes.size())
            return std::nullopt;
        return ofQuote(desk, over.quotes[static_cast<std::size_t>(hit.index)]);
    case SurfaceHit::Kind::Warning: {
        const WarningPlace place = warningAt(picture, hit.index);
        return place.mark || place.ofTheFit ? std::optional(ofWarning(desk, place)) : std::nullopt;
    }
    case SurfaceHit::Kind::Node:
        if (hit.row < 0 || static_cast<std::size_t>(hit.row) >= over.mesh.years.size() || hit.column < 0 ||
            static_cast<std::size_t>(hit.column) >= over.mesh.across.size())
            return std::nullopt;
        return ofNode(picture, axis, hit);
    }
    return std::nullopt;
}

std::optional<SurfaceReadOut> surfaceReadOut(const UnderlyingPicture& picture, const SurfaceFocus& focus)
{
    const SviSlice* const slice = focus.expiry && picture.surface ? picture.surface->slice(*focus.expiry) : nullptr;
    const SmileSamples* const smile = slice && picture.samples ? picture.samples->smile(*focus.expiry) : nullptr;
    if (!smile)
        return std::nullopt;
    const double strike = focus.strike.value_or(slice->forward);
    const SmilePoint* const point = nearestPoint(smile->wide.points, strike);
    const ChainRow* const row = listedRow(picture, slice->expiry, strike);
    const ChainSide* const side = !row ? nullptr : strike < slice->forward ? &row->put : &row->call;
    const std::optional<double> model =
        row ? (row->call.modelVol ? row->call.modelVol : row->put.modelVol) : std::nullopt;
    const std::optional<double> vol = model ? model : point ? std::optional(point->vol) : std::nullopt;
    SurfaceReadOut readOut;
    readOut.title =
        point ? tr("%1, %2").arg(expiryText(slice->expiry), deltaWord(point->deltaPlace)) : expiryText(slice->expiry);
    readOut.rows << std::pair(tr("strike USD"), formatNumber(strike, 0))
                 << std::pair(tr("IV of the fit"), tr("%1 %").arg(formatNumber(percent(vol), 1)));
    if (side)
        readOut.rows << std::pair(tr("bid to ask"), quotedText(side->bidVol, side->askVol));
    if (picture.change && point) {
        const std::optional<double> change = changeAt(*picture.change, slice->expiry, point->deltaPlace);
        const QString printed = formatSigned(percent(change), 1);
        const bool moved = change && printed != formatSigned(0.0, 1);
        const QString arrow = !moved ? QString() : *change > 0.0 ? QStringLiteral("▲ ") : QStringLiteral("▼ ");
        readOut.rows << std::pair(tr("since %1").arg(sinceText(&*picture.change)), tr("%1%2 pt").arg(arrow, printed));
    }
    if (point)
        readOut.rows << std::pair(tr("ends below, risk-neutral"), formatPercent(point->below, 1));
    readOut.rows
        << std::pair(
               tr("ATM, 25Δ skew"),
               tr("%1 %, %2 pt").arg(formatNumber(100.0 * slice->atmVol, 1), formatSigned(100.0 * slice->skew25d, 1)))
        << std::pair(
               tr("fit, quotes inside"),
               tr("%1 pt rms, %2").arg(formatNumber(slice->rmseVolPoints, 2), formatPercent(slice->insideBidAsk, 1)));
    return readOut;
}

} // namespace ballast

#include "models/items/limits_model.h"

#include "models/items/words.h"

#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

int decimalsFor(LimitMetric metric)
{
    return metric == LimitMetric::DeltaCoin || metric == LimitMetric::NetDeltaCoin ? 2 : 0;
}

QString rangeText(const LimitRange& range, int decimals)
{
    if (range.lower && range.upper && *range.lower == -*range.upper)
        return QStringLiteral("±") + fixedText(*range.upper, decimals);
    QStringList ends;
    if (range.lower)
        ends << LimitsModel::tr("from %1").arg(fixedText(*range.lower, decimals));
    if (range.upper)
        ends << LimitsModel::tr("to %1").arg(fixedText(*range.upper, decimals));
    return ends.join(QLatin1Char(' '));
}

// How much of the way to the nearest end is used up, for the bar in the cell.
std::optional<double> used(const LimitCheck& check)
{
    if (!check.value)
        return std::nullopt;
    const LimitRange& range = check.limit.hard.lower || check.limit.hard.upper ? check.limit.hard : check.limit.soft;
    const auto end = *check.value < 0.0 ? range.lower : range.upper;
    return end && *end != 0.0 ? std::optional(std::clamp(std::abs(*check.value / *end), 0.0, 1.0)) : std::nullopt;
}

Cell valueCell(const LimitCheck* check, int decimals)
{
    Cell cell;
    if (!check)
        return cell;
    cell.number = check->value;
    cell.decimals = decimals;
    cell.warns = check->state == LimitState::Soft || check->state == LimitState::Hard;
    cell.bar = used(*check);
    cell.reason = check->headroom
                      ? LimitsModel::tr("%1 left to the nearest end").arg(fixedText(*check->headroom, decimals))
                      : LimitsModel::tr("could not be measured");
    return cell;
}

} // namespace

LimitsModel::LimitsModel(QObject* parent) : CellTable(parent)
{
    const auto number = [](const QString& title, const QString& toolTip) {
        return Column{title, {}, ColumnKind::Number, 0, false, toolTip};
    };
    const auto text = [](const QString& title, const QString& toolTip) {
        return Column{title, {}, ColumnKind::Text, 0, false, toolTip};
    };
    setColumns({text(tr("Limit"), {}), number(tr("Live"), tr("The live book")),
                number(tr("What-if"), tr("With the hypothetical legs")), text(tr("Soft"), tr("Beyond it: warned")),
                text(tr("Hard"), tr("Beyond it: no trade that makes it worse")), text(tr("State"), {})});
}

void LimitsModel::setPicture(const ScenarioPicturePtr& picture)
{
    std::vector<CellRow> rows;
    if (picture && !picture->limits.empty()) {
        const std::vector<LimitCheck>& live = picture->limits.front();
        const bool hasWhatIf = picture->hasWhatIf() && picture->shown < picture->limits.size();
        for (std::size_t i = 0; i < live.size(); ++i)
            rows.push_back(limitRow(live[i], hasWhatIf ? &picture->limits[picture->shown][i] : nullptr));
    }
    setRows(std::move(rows));
}

CellRow LimitsModel::limitRow(const LimitCheck& live, const LimitCheck* whatIf) const
{
    const int decimals = decimalsFor(live.limit.metric);
    Cell name = Cell::of(words(live.limit.name));
    name.reason = QString::fromUtf8(limitMetricUnit(live.limit.metric));
    const LimitCheck& worse = whatIf && whatIf->state > live.state ? *whatIf : live;
    Cell state = Cell::of(QString::fromUtf8(limitStateWord(worse.state)));
    state.warns = worse.state == LimitState::Soft || worse.state == LimitState::Hard;
    state.weight = worse.state == LimitState::Hard ? ItemWeight::Strong : ItemWeight::Body;
    return {words(live.limit.name),
            {name, valueCell(&live, decimals), valueCell(whatIf, decimals),
             Cell::of(rangeText(live.limit.soft, decimals)), Cell::of(rangeText(live.limit.hard, decimals)), state},
            false};
}

} // namespace ballast

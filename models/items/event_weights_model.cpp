#include "models/items/event_weights_model.h"

#include "models/items/words.h"

#include <cmath>

namespace ballast {

namespace {

constexpr double daysPerYear = 365.0;

// "2026-02-05 19:00", whole minutes.
QString minuteText(Timestamp at)
{
    return dateClockText(at).left(16);
}

std::optional<double> typedNumber(const QVariant& value)
{
    QString typed = value.toString().trimmed();
    typed.remove(QLatin1Char(',')).replace(QChar(0x2212), QLatin1Char('-'));
    bool isNumber = false;
    const double number = typed.toDouble(&isNumber);
    return isNumber && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

Result<EventWeight> changed(EventWeight event, int column, const QVariant& value)
{
    const auto sentence = [](const QString& text) { return Error{Errc::BadInput, text.toStdString()}; };
    const std::optional<double> number = typedNumber(value);
    switch (column) {
    case EventWeightsModel::Name:
        event.name = value.toString().simplified().toStdString();
        break;
    case EventWeightsModel::Starts: {
        const auto at = parseIso8601(value.toString().trimmed().toStdString());
        if (!at)
            return sentence(EventWeightsModel::tr("The start is a date and a time in UTC such as 2026-03-18 18:00."));
        event.at = *at;
        break;
    }
    case EventWeightsModel::Hours:
        if (!number)
            return sentence(EventWeightsModel::tr("The length is a number of hours."));
        event.hours = *number;
        break;
    case EventWeightsModel::ExtraDays:
        if (!number)
            return sentence(EventWeightsModel::tr("The weight is a number of ordinary days."));
        event.extraDays = *number;
        break;
    default:
        break;
    }
    if (const Status checked = checkEvent(event); !checked)
        return checked.error();
    return event;
}

} // namespace

EventWeightsModel::EventWeightsModel(QObject* parent) : CellTable(parent)
{
    setColumns({{tr("Event"), {}, ColumnKind::Text, 0, false, {}},
                {tr("Starts"), tr("UTC"), ColumnKind::Text, 0, false, {}},
                {tr("Lasts"), tr("h"), ColumnKind::Number, 2, false,
                 tr("Its variance comes evenly over this time; 0: at once")},
                {tr("Weight"), tr("ordinary days"), ColumnKind::Number, 2, true,
                 tr("Variance that it brings on top of ordinary time, in ordinary days' worth")},
                {tr("Move"), tr("± %"), ColumnKind::Number, 2, false,
                 tr("One standard deviation of that variance at today's 30-day vol index")}});
}

void EventWeightsModel::setEvents(const std::vector<EventWeight>& events, std::optional<double> yearlyVol)
{
    m_events = events;
    m_yearlyVol = yearlyVol;
    rebuild();
}

void EventWeightsModel::add(const EventWeight& event)
{
    m_events.push_back(event);
    rebuild();
    Q_EMIT edited();
}

void EventWeightsModel::remove(int row)
{
    if (row < 0 || row >= rowCount())
        return;
    m_events.erase(m_events.begin() + row);
    rebuild();
    Q_EMIT edited();
}

bool EventWeightsModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!index.isValid() || role != Qt::EditRole || index.column() == Move)
        return false;
    EventWeight& event = m_events[static_cast<std::size_t>(index.row())];
    const auto taken = changed(event, index.column(), value);
    if (!taken) {
        Q_EMIT refused(words(taken.error().message));
        return false;
    }
    event = *taken;
    rebuild();
    Q_EMIT edited();
    return true;
}

void EventWeightsModel::rebuild()
{
    std::vector<CellRow> rows;
    for (std::size_t i = 0; i < m_events.size(); ++i) {
        const EventWeight& event = m_events[i];
        CellRow row{QString::number(i), std::vector<Cell>(ColumnCount), false};
        row.cells[Name] = Cell::of(words(event.name));
        row.cells[Starts] = Cell::of(minuteText(event.at));
        row.cells[Hours] = Cell::of(event.hours);
        row.cells[ExtraDays] = Cell::of(event.extraDays);
        for (const auto column : {Name, Starts, Hours, ExtraDays})
            row.cells[column].editable = true;
        row.cells[Move] =
            Cell::of(m_yearlyVol ? std::optional(100.0 * *m_yearlyVol * std::sqrt(event.extraDays / daysPerYear))
                                 : std::nullopt);
        row.cells[Move].reason = m_yearlyVol ? QString() : tr("no vol index in this market");
        rows.push_back(std::move(row));
    }
    setRows(std::move(rows));
}

} // namespace ballast

#pragma once

#include "models/items/cell_table.h"
#include "models/surface/time_weights.h"

namespace ballast {

// Dated events that bring variance of their own, as the trader edits them. What cannot be taken is refused with a
// sentence and the last valid value stays.
class EventWeightsModel : public CellTable
{
    Q_OBJECT

public:
    enum ColumnIndex
    {
        Name,
        Starts,
        Hours,
        ExtraDays,
        Move,
        ColumnCount
    };

    explicit EventWeightsModel(QObject* parent = nullptr);

    // `yearlyVol` (fraction) says what an event is worth as a move; nullopt: not known.
    void setEvents(const std::vector<EventWeight>& events, std::optional<double> yearlyVol);
    [[nodiscard]] const std::vector<EventWeight>& events() const { return m_events; }
    void add(const EventWeight& event);
    void remove(int row);

    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

Q_SIGNALS:
    void edited();
    void refused(const QString& sentence);

private:
    void rebuild();

    std::vector<EventWeight> m_events;
    std::optional<double> m_yearlyVol;
};

} // namespace ballast

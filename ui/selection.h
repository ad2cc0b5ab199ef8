#pragma once

#include "models/core/time.h"
#include "models/market/instrument.h"

#include <QObject>
#include <QString>
#include <optional>

namespace ballast {

// What the trader looks at: one underlying, one expiry, one strike. Shared by all panels of a window; whoever changes
// it moves the others.
class Selection : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] const std::string& underlying() const { return m_underlying; }
    [[nodiscard]] std::optional<Timestamp> expiry() const { return m_expiry; }
    [[nodiscard]] std::optional<double> strike() const { return m_strike; }
    // Call or put of that strike; nullopt: the strike was chosen without saying which.
    [[nodiscard]] std::optional<OptionType> optionType() const { return m_type; }

public Q_SLOTS:
    void chooseUnderlying(const std::string& underlying); // forgets expiry and strike
    void chooseExpiry(ballast::Timestamp expiry);         // keeps the strike
    void chooseStrike(ballast::Timestamp expiry, double strike);
    void chooseOption(ballast::Timestamp expiry, double strike, ballast::OptionType type);

Q_SIGNALS:
    void underlyingChanged();
    void changed(); // any of the three

private:
    std::string m_underlying = "BTC";
    std::optional<Timestamp> m_expiry;
    std::optional<double> m_strike;
    std::optional<OptionType> m_type;
};

} // namespace ballast

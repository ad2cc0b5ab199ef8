#pragma once

#include "models/market/snapshot.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ballast {

enum class KeyRight
{
    None,
    Read,
    ReadWrite
};

// An API key of the simulated venue: for tests only, it opens nothing else.
struct VenueKey
{
    std::string clientId;
    std::string clientSecret;
    KeyRight account = KeyRight::Read;
    KeyRight trade = KeyRight::None;
    KeyRight wallet = KeyRight::None;
};
// "trader" may trade, "reader" only look, "owner" withdraw too.
[[nodiscard]] std::vector<VenueKey> venueTestKeys();

struct AccountPosition
{
    double size = 0.0;         // signed, in the instrument's quantity unit
    double averagePrice = 0.0; // in the quote unit
    double realised = 0.0;     // in the settlement currency, fees left out
    bool operator==(const AccountPosition&) const = default;
};

struct AccountFill
{
    double quantity = 0.0; // signed
    double price = 0.0;
    double fee = 0.0; // in the settlement currency
};

// Money of one settlement currency, in that currency.
struct AccountFigures
{
    double balance = 0.0;
    double equity = 0.0;        // balance, open profit of futures and the options' value
    double marginBalance = 0.0; // without the options' value
    double initialMargin = 0.0;
    double maintenanceMargin = 0.0;
    double availableFunds = 0.0;
    double futuresOpenPl = 0.0;
    double optionsOpenPl = 0.0;
    double realisedPl = 0.0;
    double optionsValue = 0.0;
    double optionsDelta = 0.0;
    double optionsGamma = 0.0;
    double optionsVega = 0.0;
    double optionsTheta = 0.0;
    double deltaTotal = 0.0; // options net of their mark, and the coins of futures (spec A4.1)
};

// Profit of `size` from one price to another, in the settlement currency: inverse futures in coin, the rest linear.
[[nodiscard]] double profitBetween(const Instrument& instrument, double size, double from, double to);

// The one account of the simulated venue. Margin is Deribit's standard margin (models/margin).
class VenueAccount
{
public:
    explicit VenueAccount(std::map<std::string, double> balances) : m_balances(std::move(balances)) {}

    void fill(const Instrument& instrument, const AccountFill& fill);

    [[nodiscard]] const std::map<std::string, AccountPosition>& positions() const { return m_positions; }
    [[nodiscard]] AccountPosition position(const std::string& instrument) const;
    [[nodiscard]] std::vector<std::string> currencies() const;
    [[nodiscard]] AccountFigures figures(const std::string& currency, const MarketSnapshot& market) const;
    // Initial margin of one currency with `quantity` more of an instrument.
    [[nodiscard]] double initialMarginWith(const Instrument& instrument, double quantity,
                                           const MarketSnapshot& market) const;

private:
    std::map<std::string, double> m_balances; // by currency
    std::map<std::string, AccountPosition> m_positions;
};

// Requirement of one position in its settlement currency.
struct HeldMargin
{
    double initial = 0.0;
    double maintenance = 0.0;
};
[[nodiscard]] HeldMargin positionMargin(const Instrument& instrument, double size, const MarketSnapshot& market);
// Coins of a position: inverse futures by their USD size at the mark.
[[nodiscard]] double coinsOf(const Instrument& instrument, double size, const Quote& quote);

} // namespace ballast

#include "app/cli/cases/case_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace ballast {
namespace {

using Json = nlohmann::json;

constexpr double secondsPerYearOfDerive = 365.0 * 86400.0;

// Numbers of the result lists are written as text.
double numberOf(const Json& json)
{
    return json.is_string() ? std::stod(json.get<std::string>()) : json.get<double>();
}

DeriveVolShock volOf(const std::string& word)
{
    static const std::map<std::string, DeriveVolShock> words{{"Up", DeriveVolShock::Up},
                                                             {"Down", DeriveVolShock::Down},
                                                             {"None", DeriveVolShock::Same},
                                                             {"LINEAR", DeriveVolShock::SkewLinear},
                                                             {"ABS", DeriveVolShock::SkewAbsolute}};
    const auto at = words.find(word);
    return at != words.end() ? at->second : DeriveVolShock::Same;
}

double leastOf(const Json& numberOrList)
{
    if (!numberOrList.is_array())
        return numberOrList.get<double>();
    double least = 1.0;
    for (const Json& number : numberOrList)
        least = std::min(least, number.get<double>());
    return least;
}

DeriveExpiry expiryOf(const Json& feed)
{
    DeriveExpiry expiry;
    expiry.years = feed.at("FeedExpiry").get<double>() / secondsPerYearOfDerive;
    expiry.forwardVariable = feed.at("Forward");
    expiry.ratePerYear = feed.at("Rate");
    expiry.confidence = std::min({feed.at("ForwardConfidence").get<double>(), feed.at("RateConfidence").get<double>(),
                                  leastOf(feed.at("OptionVolConfidences"))});
    return expiry;
}

std::vector<DeriveExpiry> expiriesOf(const Json& scenario)
{
    std::map<double, DeriveExpiry> bySeconds;
    for (const Json& feed : scenario.at("OptionFeeds"))
        bySeconds.emplace(feed.at("FeedExpiry").get<double>(), expiryOf(feed));
    for (const Json& option : scenario.at("Options")) {
        const bool call = option.at("IsCall").get<int>() != 0;
        bySeconds[option.at("Expiry").get<double>()].options.push_back({option.at("Strike"),
                                                                        call ? OptionType::Call : OptionType::Put,
                                                                        option.at("MarkVol"), option.at("Amount")});
    }
    std::vector<DeriveExpiry> expiries;
    for (auto& [seconds, expiry] : bySeconds) {
        if (!expiry.options.empty())
            expiries.push_back(std::move(expiry));
    }
    return expiries;
}

DeriveAccount accountOf(const Json& s)
{
    DeriveAccount account;
    account.spot = s.at("SpotPrice");
    account.spotConfidence = s.at("SpotConfidence");
    account.perpAmount = s.at("NumPerps");
    account.perpPrice = s.at("PerpPrice");
    account.perpConfidence = s.at("PerpConfidence");
    account.perpValueUsd = s.at("UnrealisedPerpPNL").get<double>() + s.at("UnrealisedFunding").get<double>();
    account.stableUsd = s.at("StablePrice");
    account.cashUsd = s.at("Cash");
    account.expiries = expiriesOf(s);
    for (const Json& c : s.at("Collaterals")) {
        const double amount = c.at("Amount");
        account.collaterals.push_back({c.at("Name"), amount, amount * c.at("Price").get<double>() / account.stableUsd,
                                       c.at("IsRiskCancelling"), c.at("MMHaircut"), c.at("IMHaircut"),
                                       std::min(c.at("Confidence").get<double>(), account.spotConfidence)});
    }
    return account;
}

Pmrm2Parameters parametersOf(const Json& p)
{
    Pmrm2Parameters out;
    out.asOf = "the case's own";
    for (const Json& s : p.at("Scenarios"))
        out.scenarios.push_back({s.at("SpotShock").get<double>() - 1.0, volOf(s.at("VolShockDirection")),
                                 s.at("DampeningFactor").get<double>()});
    const Json& vol = p.at("VolShock");
    out.vol = {vol.at("VOLRANGEUP"),    vol.at("VOLRANGEDOWN"),         vol.at("SHORTTERMPOWER"),
               vol.at("LONGTERMPOWER"), vol.at("MIN_VOL_EVAL_SHOCKED"), vol.at("DTE_FLOOR")};
    const Json& skew = p.at("SkewShock");
    out.skew = {skew.at("LINEAR_SCALE_CAP"), skew.at("LINEAR_CBASE"),   skew.at("ABS_SCALE_CAP"),
                skew.at("ABS_CBASE"),        skew.at("MIN_K_STAR"),     skew.at("MIN_WIDTH_SCALE"),
                skew.at("VOL_PARAM_STATIC"), skew.at("VOL_PARAM_SCALE")};
    const Json& basis = p.at("BasisContingency");
    out.basis = {basis.at("SCENARIO_SPOT_UP").get<double>() - 1.0, basis.at("SCENARIO_SPOT_DOWN").get<double>() - 1.0,
                 basis.at("BASIS_CONT_ADD_FACTOR"), basis.at("BASIS_CONT_MULT_FACTOR")};
    const Json& margin = p.at("Margin");
    out.discount = {margin.at("BASE_STATIC_DISCOUNT"), margin.at("LONG_RATE_MULTSCALE"),
                    margin.at("LONG_RATE_ADDSCALE"),   margin.at("BASE_STATIC_DISCOUNT_NEG"),
                    margin.at("SHORT_RATE_MULTSCALE"), margin.at("SHORT_RATE_ADDSCALE")};
    out.initialFactor = margin.at("IM_LOSS_FACTOR");
    out.maintenanceFactor = margin.at("MM_LOSS_FACTOR");
    const Json& other = p.at("OtherContingency");
    out.pegThreshold = other.at("PEG_LOSS_THRESHOLD");
    out.pegFactor = other.at("PEG_LOSS_FACTOR");
    out.confidenceThreshold = other.at("CONF_THRESHOLD");
    out.confidenceFactor = other.at("CONF_MARGIN");
    out.perpMaintenance = other.at("MM_PERP_PERCENT");
    out.perpInitial = other.at("IM_PERP_PERCENT");
    out.optionMaintenance = other.at("MM_OPTION_PERCENT");
    out.optionInitial = other.at("IM_OPTION_PERCENT");
    return out;
}

// What each scenario counts, in the order of the parameters.
std::vector<double> publishedPnl(const Json& result)
{
    std::vector<double> pnl;
    for (const char* list : {"reg_losses", "tail_losses", "skew_losses"}) {
        for (const Json& entry : result.at(list))
            pnl.push_back(numberOf(entry.back()));
    }
    return pnl;
}

} // namespace

Pmrm2Case pmrm2Case(const Json& root)
{
    const Json& result = root.at("Result");
    return {accountOf(root.at("Scenario")),
            parametersOf(root.at("Parameters")),
            publishedPnl(result),
            result.at("ForwardContingency"),
            result.at("PortfolioMTM").get<double>(),
            result.at("IM"),
            result.at("MM")};
}

std::vector<MarginFigure> figuresOf(const Pmrm2Case& published)
{
    const Pmrm2Margin m = pmrm2Margin(published.account, published.parameters);
    std::vector<MarginFigure> figures;
    for (std::size_t k = 0; k < m.scenarioPnl.size() && k < published.scenarioPnl.size(); ++k)
        figures.push_back({fmt::format("scenario {}", k + 1), m.scenarioPnl[k], published.scenarioPnl[k]});
    figures.push_back(
        {"scenarios", static_cast<double>(m.scenarioPnl.size()), static_cast<double>(published.scenarioPnl.size())});
    figures.push_back({"basis contingency", m.basis, published.basis});
    figures.push_back({"mark to market with cash", m.markToMarket + m.cash, published.markToMarket});
    figures.push_back({"initial margin balance", m.initial(), published.initial});
    figures.push_back({"maintenance margin balance", m.maintenance(), published.maintenance});
    return figures;
}

} // namespace ballast

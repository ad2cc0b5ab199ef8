#pragma once

#include "models/desk/desk_picture.h"
#include "models/surface/residual_history.h"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace ballast {

// Older surfaces and views are made anew even where no quote has moved: time itself passes.
inline constexpr std::chrono::seconds longestReuse{20};

// What one pricing run leaves for the next one, so that a tick recomputes only what moved. Owner: whoever prices, on
// one thread; results do not depend on it beyond the fits' tolerance.
class DeskMemory
{
public:
    void keep(const DeskPicture& picture, const DeskSettings& settings);
    void forget();

    // The underlying's last picture on the same instrument table and not from a later time; null: none.
    [[nodiscard]] const UnderlyingPicture* before(const MarketSnapshot& market, std::string_view underlying) const;
    // Whether the surface still stands: no price that the fit reads has changed, and little time has passed.
    [[nodiscard]] bool surfaceStands(const MarketSnapshot& market, std::string_view underlying) const;
    // Whether everything that is drawn of the underlying stands: no quote at all, nothing of the book, no setting.
    [[nodiscard]] bool viewsStand(const MarketSnapshot& market, const Portfolio& book, const DeskSettings& settings,
                                  std::string_view underlying) const;
    [[nodiscard]] const DeskPicture* last() const { return m_last ? &*m_last : nullptr; }

    [[nodiscard]] ResidualHistory& residuals(const std::string& underlying) { return m_residuals[underlying]; }

private:
    [[nodiscard]] bool usable(const MarketSnapshot& market) const;
    [[nodiscard]] bool recent(const MarketSnapshot& market, const UnderlyingPicture& picture) const;

    std::optional<DeskPicture> m_last;
    DeskSettings m_settings;
    std::map<std::string, ResidualHistory> m_residuals;
};

} // namespace ballast

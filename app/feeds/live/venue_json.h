#pragma once

#include "app/feeds/deribit_fields.h"

#include <optional>
#include <string_view>
#include <vector>

// Fields of venues that print numbers as text; used by the decoders only, no JSON type leaves app/feeds.
namespace ballast::venue {

using deribit::child;
using deribit::Element;
using deribit::has;
using deribit::Object;
using deribit::text;

// A number, or a text that is one; nullopt for "" and anything else.
[[nodiscard]] std::optional<double> number(const Element& element);
[[nodiscard]] std::optional<double> number(const Object& object, std::string_view key);
[[nodiscard]] std::optional<double> positive(const Object& object, std::string_view key);
[[nodiscard]] std::optional<std::int64_t> integer(const Object& object, std::string_view key);
// Milliseconds since the epoch, up to the year 9999.
[[nodiscard]] std::optional<Timestamp> milliseconds(const Object& object, std::string_view key);

// [["price", "amount", ...], ...] with amounts times `amountScale`; nullopt for anything else.
[[nodiscard]] std::optional<std::vector<LadderLevel>> levels(const Object& object, std::string_view key,
                                                             double amountScale);

[[nodiscard]] std::optional<simdjson::dom::array> array(const Object& object, std::string_view key);
[[nodiscard]] std::vector<Object> objects(const simdjson::dom::array& items);

} // namespace ballast::venue

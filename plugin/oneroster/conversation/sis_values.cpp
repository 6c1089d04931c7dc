#include "plugin/oneroster/conversation/sis_values.hpp"

#include <utility>

#include "plugin/oneroster/conversation/explain.hpp"
#include "plugin/oneroster/reads/collection.hpp"
#include "plugin/oneroster/reads/sis_objects.hpp"

namespace passback::oneroster {

std::optional<boost::json::object> object_of(const Heard& heard, std::string_view envelope) {
  if (!answered_well(heard)) {
    return std::nullopt;
  }
  auto found = record_in(*heard.answer, envelope);
  return found ? std::optional(std::move(*found)) : std::nullopt;
}

std::optional<std::vector<boost::json::object>> entries_of(const Heard& heard,
                                                           std::string_view member_name) {
  if (!answered_well(heard)) {
    return std::nullopt;
  }
  auto entries = collection_entries(*heard.answer, member_name);
  if (!entries) {
    return std::nullopt;
  }
  std::erase_if(*entries, [](const auto& one) { return !is_active(one); });
  return std::move(*entries);
}

} // namespace passback::oneroster

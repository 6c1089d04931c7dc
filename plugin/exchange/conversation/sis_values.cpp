#include "plugin/exchange/conversation/sis_values.hpp"

#include <utility>

#include "plugin/exchange/conversation/response_checks.hpp"
#include "plugin/oneroster/reads/collection_entries.hpp"
#include "plugin/oneroster/reads/sis_objects.hpp"

namespace passback::exchange {

std::optional<boost::json::object> object_of(const Response& response, std::string_view envelope) {
  if (!answered_well(response)) {
    return std::nullopt;
  }
  auto found = oneroster::record_in(*response.answer, envelope);
  return found ? std::optional(std::move(*found)) : std::nullopt;
}

std::optional<std::vector<boost::json::object>> entries_of(const Response& response,
                                                           std::string_view member_name) {
  if (!answered_well(response)) {
    return std::nullopt;
  }
  auto entries = oneroster::collection_entries(*response.answer, member_name);
  if (!entries) {
    return std::nullopt;
  }
  std::erase_if(*entries, [](const auto& one) { return !oneroster::is_active(one); });
  return std::move(*entries);
}

} // namespace passback::exchange

#include "plugin/oneroster/wire/http.hpp"

#include "plugin/oneroster/wire/ascii.hpp"

namespace passback::oneroster {

std::optional<std::string_view> header(const HttpAnswer& answer, std::string_view name) {
  for (const Header& candidate : answer.headers) {
    if (ascii::same_without_case(candidate.name, name)) {
      return candidate.value;
    }
  }
  return std::nullopt;
}

} // namespace passback::oneroster

#include "plugin/oneroster/reads/shut_window.hpp"

#include "plugin/oneroster/wire/ascii.hpp"
#include "plugin/oneroster/wire/json_read.hpp"

namespace passback::oneroster {

bool shows_shut_window(const Profile& profile, const boost::json::object& metadata) {
  const auto& sign = profile.window;
  if (sign.metadata.empty()) {
    return false;
  }
  const boost::json::value* shown = member(metadata, sign.metadata);
  if (shown == nullptr) {
    return false;
  }
  const std::string text =
      shown->is_bool() ? (shown->get_bool() ? "true" : "false") : text_of(shown);
  return !text.empty() && !ascii::same_without_case(text, sign.open);
}

} // namespace passback::oneroster

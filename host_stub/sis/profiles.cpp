#include "host_stub/sis/profiles.hpp"

#include "host_stub/sis/profile_texts.hpp"

namespace host_stub::sis {

std::vector<std::string> profile_names() {
  std::vector<std::string> names;
  for (const auto& [name, text] : kProfileTexts) {
    names.emplace_back(name);
  }
  return names;
}

std::optional<std::string_view> profile_text(std::string_view name) {
  for (const auto& [known, text] : kProfileTexts) {
    if (known == name) {
      return text;
    }
  }
  return std::nullopt;
}

} // namespace host_stub::sis

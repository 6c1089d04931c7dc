#include "plugin/oneroster/profile/profile_fields.hpp"

#include <algorithm>
#include <cassert>

#include "plugin/oneroster/profile/profile_fields_exchange.hpp"
#include "plugin/oneroster/profile/profile_fields_file.hpp"
#include "plugin/oneroster/profile/profile_fields_line_item.hpp"
#include "plugin/oneroster/profile/profile_fields_result.hpp"
#include "plugin/oneroster/profile/profile_fields_sign_in.hpp"

namespace passback::oneroster {

std::span<const FieldSection> field_sections() {
  static constexpr FieldSection kSections[] = {{"Before you start", kTopFields},
                                               {"Address", kAddressFields},
                                               {"Sign-in", kSignInFields},
                                               {"What a line item says", kLineItemFields},
                                               {"What a result says", kResultFields},
                                               {"How records come into being", kWriteFields},
                                               {"Taking back", kTakingBackFields},
                                               {"Reading", kReadFields},
                                               {"As a file", kFileFields},
                                               {"Limits", kLimitFields},
                                               {"What refusals mean", kRefusalFields}};
  return kSections;
}

const Field& field_at(std::string_view path) {
  auto fields = all_fields();
  const auto found = std::ranges::find(fields, path, &Field::path);
  assert(found != fields.end());
  return *found;
}

std::string pointer_of(const Field& field) {
  std::string pointer = "/" + std::string(field.path);
  std::ranges::replace(pointer, '.', '/');
  return pointer;
}

const Choice& choice_of(const Field& field, const boost::json::value& value) {
  const auto choices = field.value.choices();
  const auto found = std::ranges::find(choices, value.to_number<int>(), &Choice::value);
  return found == choices.end() ? choices.front() : *found;
}

} // namespace passback::oneroster

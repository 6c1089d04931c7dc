#include "plugin/actions/due_notice.hpp"

#include <cstddef>

namespace passback::actions {

std::string DueNotice::value(std::string_view name) const {
  for (const auto& one : values) {
    if (one.name == name) {
      return one.value.english();
    }
  }
  return {};
}

std::string grouped(std::int64_t number) {
  std::string text = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3) {
    text.insert(static_cast<std::size_t>(at), 1, ',');
  }
  return text;
}

texts::Phrase class_count(std::int64_t classes) {
  if (classes == 1) {
    return texts::say("notice.classes_one");
  }
  return texts::say("notice.classes", {{"count", grouped(classes)}});
}

texts::Phrase classes_text(std::int64_t classes, const gradebook::ClassId& class_id,
                           const std::string& title) {
  if (classes != 1) {
    return class_count(classes);
  }
  if (!title.empty()) {
    return title;
  }
  return texts::say("notice.one_class", {{"class", class_id.value}});
}

texts::Phrase cause_text(Code commonest) {
  if (commonest == Code::none) {
    return {};
  }
  return texts::say("notice.commonest_cause", {{"sentence", texts::sentence_of(commonest)}});
}

texts::Phrase sis_text(const std::string& sis_name) {
  if (sis_name.empty()) {
    return texts::say("notice.the_sis");
  }
  return sis_name;
}

} // namespace passback::actions

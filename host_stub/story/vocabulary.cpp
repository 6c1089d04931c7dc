#include "host_stub/story/vocabulary.hpp"

#include <algorithm>
#include <iterator>

namespace host_stub::story {
namespace {

const char* form_words(Form form) {
  switch (form) {
  case Form::text:
    return "text";
  case Form::number:
    return "number";
  case Form::flag:
    return "true or false";
  case Form::texts:
    return "text or list";
  case Form::map:
    return "map";
  case Form::any:
    break;
  }
  return "anything";
}

} // namespace

Vocabulary::Vocabulary() {
  for (const auto verbs : {roster_verbs, site_verbs, settings_verbs, custom_data_verbs,
                           link_sheet_verbs, gradebook_verbs, sending_verbs, my_classes_verbs,
                           asking_verbs, told_verbs, sis_record_verbs, sis_trouble_verbs}) {
    std::ranges::move(verbs(), std::back_inserter(verbs_));
  }
}

const Verb* Vocabulary::find(std::string_view name) const {
  const auto found = std::ranges::find(verbs_, name, &Verb::name);
  return found == verbs_.end() ? nullptr : &*found;
}

std::vector<std::string> Vocabulary::names() const {
  std::vector<std::string> names;
  for (const auto& verb : verbs_) {
    names.push_back(verb.name);
  }
  return names;
}

std::string Vocabulary::page() const {
  std::string page;
  for (const auto& verb : verbs_) {
    page += "### " + verb.name + "\n\n" + verb.sentence + "\n";
    if (!verb.members.empty()) {
      page += "\n| member | is | what it says |\n|---|---|---|\n";
    }
    for (const auto& member : verb.members) {
      page += "| `" + member.name + "`" + (member.needed ? ", needed" : "") +
              (member.name == verb.single ? ", or the value itself" : "") + " | " +
              form_words(member.form) + " | " + member.sentence + " |\n";
    }
    page += "\n";
  }
  return page;
}

} // namespace host_stub::story

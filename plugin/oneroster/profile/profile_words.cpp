#include "plugin/oneroster/profile/profile_words.hpp"

#include "plugin/oneroster/profile/profile_fields.hpp"
#include "plugin/oneroster/profile/profile_sentences.hpp"
#include "plugin/oneroster/profile/profile_summary.hpp"

namespace passback::oneroster {
namespace {

WordSection section_words(const FieldSection& section, const Profile& profile) {
  WordSection words{std::string(section.title), {}};
  for (const Field& field : section.fields) {
    const FieldDetails& details = field.details;
    if (details.say != nullptr) {
      details.say(profile, words.sentences);
    }
    const bool speaks =
        field.value.count > 0 || !details.says.empty() || !details.otherwise.empty();
    if (speaks && !details.part) {
      words.sentences.push_back(words_of(field, profile));
    }
  }
  std::erase(words.sentences, "");
  return words;
}

WordSection not_confirmed(const Profile& profile) {
  WordSection words{"Not confirmed", {}};
  if (standing_of(profile) == Standing::not_confirmed) {
    words.sentences.emplace_back("Nobody but this file says that grades can be written to this SIS "
                                 "over OneRoster. Send a test grade first.");
  }
  std::string fields;
  for (const auto& [field, kind] : profile.evidence) {
    if (kind == "unverified" && !field.empty() && field != "grades_written") {
      fields += (fields.empty() ? "" : ", ") + field;
    }
  }
  if (!fields.empty()) {
    words.sentences.push_back("Set without a source: " + fields + ".");
  }
  const auto all = profile.evidence.find("");
  if (all == profile.evidence.end() || all->second == "unverified") {
    words.sentences.emplace_back("What the profile does not set is as the specification has it; "
                                 "nobody has confirmed that for this SIS.");
  }
  return words;
}

} // namespace

std::vector<WordSection> profile_words(const Profile& profile) {
  std::vector<WordSection> all;
  for (const FieldSection& section : field_sections()) {
    all.push_back(section_words(section, profile));
  }
  all.push_back(not_confirmed(profile));
  std::erase_if(all, [](const WordSection& section) { return section.sentences.empty(); });
  return all;
}

} // namespace passback::oneroster

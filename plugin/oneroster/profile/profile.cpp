#include "plugin/oneroster/profile/profile.hpp"

#include "lms_plugin/strict_yaml.hpp"
#include "plugin/oneroster/answers/answer_rules.hpp"
#include "plugin/oneroster/profile/profile_check.hpp"
#include "plugin/oneroster/profile/profile_fields.hpp"
#include "plugin/oneroster/profile/profile_read.hpp"
#include "plugin/oneroster/profile/profile_sentences.hpp"
#include "plugin/oneroster/wire/json_read.hpp"

namespace passback::oneroster {
namespace {

/// The first field whose choice this profile does not have, since only `what` has it.
std::optional<Misfit> beyond(const Profile& profile, unsigned what, const std::string& sentence) {
  for (const Field& field : all_fields()) {
    const auto value = field.value.get(profile);
    if (!value.is_int64() || field.value.count == 0 || (choice_of(field, value).only & what) == 0) {
      continue;
    }
    Sentences others;
    for (const Choice& choice : field.value.choices()) {
      if ((choice.only & what) == 0) {
        others.emplace_back(choice.word);
      }
    }
    return Misfit{pointer_of(field), sentence + ": write " + joined(others, ", ", " or ")};
  }
  return std::nullopt;
}

/// What a schema cannot say.
std::optional<Misfit> contradiction(const Profile& profile) {
  if (profile.oauth1 && profile.oneroster == OneRosterVersion::v1p2) {
    return Misfit{"/who/oauth1", "OneRoster 1.2 has no OAuth 1.0a; remove it or write false"};
  }
  if (profile.writes.ids == WireIds::allocated && profile.writes.line_items == Writing::put) {
    return Misfit{"/writes/ids",
                  "an SIS that allocates ids gives them to a POST: writes.line_items must be post"};
  }
  if (profile.final_grades == FinalGrades::sis_slot && profile.final_slot.metadata.empty() &&
      profile.final_slot.title.empty() && profile.final_slot.category_title.empty()) {
    return Misfit{"/documents/final_grades", "final_slot must say how a slot is recognised"};
  }
  if (is_1p1(profile)) {
    if (auto misfit = beyond(profile, kOneRoster1p2, "OneRoster 1.1 does not have it")) {
      return misfit;
    }
  }
  if (!of_class(profile)) {
    if (auto misfit = beyond(profile, kClassGradebook, "the assessment routes do not have it")) {
      return misfit;
    }
  }
  for (std::size_t i = 0; i < profile.answers.size(); ++i) {
    const std::string& id = profile.answers[i].meaning;
    const CodeInfo* row = find_code(id);
    if (row == nullptr || !meaning_of(row->code)) {
      return Misfit{"/answers/" + std::to_string(i) + "/means",
                    "'" + id + "' is no code that an answer of the SIS can mean"};
    }
  }
  return std::nullopt;
}

Error refused(std::string_view file, int line, std::string_view sentence) {
  return Error{Code::document,
               std::string(file) + ":" + std::to_string(line) + ": " + std::string(sentence)};
}

} // namespace

bool Profile::writing_confirmed() const {
  const auto found = evidence.find("grades_written");
  return found != evidence.end() && found->second != "unverified";
}

Result<Profile> parse_profile(std::string_view yaml, std::string_view schema_json,
                              std::string_view file) {
  auto parsed = lms_plugin::parse_strict_yaml(yaml);
  if (const auto* error = std::get_if<lms_plugin::YamlError>(&parsed)) {
    return refused(file, error->line, error->message);
  }
  const auto& document = std::get<lms_plugin::YamlDocument>(parsed);
  const auto schema = read_json(schema_json);
  if (!schema) {
    return Error{Code::internal, "the schema of SIS profiles is not JSON"};
  }
  const auto misfit = check_profile(document.value, *schema);
  if (!misfit) {
    return misfit.error();
  }
  if (*misfit) {
    return refused(file, document.place_of((*misfit)->pointer).line, (*misfit)->sentence);
  }
  if (!document.value.is_object()) {
    return refused(file, 1, "a profile is a map of keys and values");
  }
  Profile profile = read_profile(document.value.get_object());
  if (const auto wrong = contradiction(profile)) {
    return refused(file, document.place_of(wrong->pointer).line, wrong->sentence);
  }
  return profile;
}

} // namespace passback::oneroster

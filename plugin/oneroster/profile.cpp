#include "plugin/oneroster/profile.hpp"

#include <utility>

#include "lms_plugin/strict_yaml.hpp"
#include "plugin/oneroster/answer_rules.hpp"
#include "plugin/oneroster/json_read.hpp"
#include "plugin/oneroster/profile_check.hpp"
#include "plugin/oneroster/profile_sections.hpp"

namespace passback::oneroster {
namespace {

namespace json = boost::json;

/// What the specification itself requires is the default.
Profile defaults_of(OneRosterVersion version) {
  Profile profile;
  profile.oneroster = version;
  profile.category = Need::required;
  if (version == OneRosterVersion::v1p1) {
    profile.rostering_path = profile.gradebook_path = "/ims/oneroster/v1p1";
    profile.school = Need::never;
    profile.points_possible = Need::required;
    profile.clearing = Clearing::remove;
    profile.text_scores = TextScores::refuse;
    profile.objectives = Objectives::leave_out;
    profile.flags = Flags::never;
    profile.reads.categories = CategoryRoute::all;
  } else {
    profile.rostering_path = "/ims/oneroster/rostering/v1p2";
    profile.gradebook_path = "/ims/oneroster/gradebook/v1p2";
    profile.school = Need::required;
  }
  return profile;
}

void read_answers(const Section& top, Profile& profile) {
  for (const json::value& item : top.list("answers")) {
    const Section line(&item);
    AnswerRule rule;
    line.integer("status", rule.status);
    line.text("code_minor", rule.code_minor);
    line.text("text", rule.text);
    line.text("means", rule.meaning);
    line.text("sentence", rule.sentence);
    line.text("next_step", rule.next_step);
    profile.answers.push_back(std::move(rule));
  }
}

Profile read_profile(const json::object& document) {
  const json::value whole(document);
  const Section top(&whole);
  auto version = OneRosterVersion::v1p2;
  top.choice<OneRosterVersion>("oneroster", version,
                               {{"1.1", OneRosterVersion::v1p1}, {"1.2", OneRosterVersion::v1p2}});
  Profile profile = defaults_of(version);
  top.text("name", profile.name);
  top.text("title", profile.title);
  top.integer("version", profile.version);
  top.texts("before_you_start", profile.before_you_start);
  read_where(top.section("where"), profile);
  read_who(top.section("who"), profile);
  read_line_items(top.section("documents"), profile);
  read_results(top.section("documents"), profile);
  read_writes(top.section("writes"), profile.writes);
  read_reads(top.section("reads"), profile.reads);
  read_pace(top.section("pace"), profile);
  const Section window = top.section("window");
  window.text("metadata", profile.window.metadata);
  window.text("open", profile.window.open);
  read_answers(top, profile);
  if (const json::value* evidence = top.find("evidence"); evidence != nullptr) {
    for (const auto& [field, kind] : evidence->get_object()) {
      profile.evidence.emplace(field == "all" ? "" : std::string(field), text_of(&kind));
    }
  }
  return profile;
}

/// The first field that needs OneRoster 1.2 in a profile of 1.1.
std::optional<Misfit> beyond_1p1(const Profile& profile) {
  if (profile.oneroster != OneRosterVersion::v1p1) {
    return std::nullopt;
  }
  const std::string sentence = "OneRoster 1.1 does not have it";
  if (profile.writes.line_items == Writing::post) {
    return Misfit{"/writes/line_items", sentence + ": write put or none"};
  }
  if (profile.writes.results == Writing::post) {
    return Misfit{"/writes/results", sentence + ": write put or none"};
  }
  if (profile.gradebook == Gradebook::assessment) {
    return Misfit{"/documents/gradebook", sentence + ": write of_class"};
  }
  if (profile.text_scores == TextScores::text_score) {
    return Misfit{"/documents/text_scores", sentence + ": write refuse, number or metadata"};
  }
  if (profile.objectives == Objectives::result_sets) {
    return Misfit{"/documents/objectives", sentence + ": write line_items or leave_out"};
  }
  if (profile.score_scale != Need::never) {
    return Misfit{"/documents/score_scale", sentence + ": write never"};
  }
  return std::nullopt;
}

/// The first field that only a class gradebook has in a profile of the assessment routes.
std::optional<Misfit> beyond_assessments(const Profile& profile) {
  if (profile.gradebook != Gradebook::assessment) {
    return std::nullopt;
  }
  const std::string sentence = "the assessment routes do not have it";
  for (const auto& [pointer, need] :
       {std::pair{"/documents/category", profile.category},
        std::pair{"/documents/school", profile.school},
        std::pair{"/documents/grading_period", profile.grading_period}}) {
    if (need != Need::never) {
      return Misfit{pointer, sentence + ": write never"};
    }
  }
  if (profile.writes.line_items == Writing::post) {
    return Misfit{"/writes/line_items", sentence + ": write put or none"};
  }
  if (profile.writes.results == Writing::post) {
    return Misfit{"/writes/results", sentence + ": write put or none"};
  }
  if (profile.final_grades == FinalGrades::sis_slot) {
    return Misfit{"/documents/final_grades", sentence + ": write none"};
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
  if (auto beyond = beyond_1p1(profile)) {
    return beyond;
  }
  if (auto beyond = beyond_assessments(profile)) {
    return beyond;
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

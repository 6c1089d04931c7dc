#include "plugin/oneroster/profile/profile_sentences.hpp"

#include <algorithm>

#include "plugin/oneroster/profile/profile_fields.hpp"
#include "plugin/oneroster/profile/profile_summary.hpp"
#include "plugin/oneroster/wire/json_read.hpp"

namespace passback::oneroster {
namespace {

namespace json = boost::json;

std::string listed(const Sentences& parts) {
  return joined(parts, ", ", " and ");
}

/// 5 or 0.5, without the zeros of std::to_string.
std::string short_number(double value) {
  std::string text = std::to_string(value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) {
    text.pop_back();
  }
  return text;
}

bool is_one_choice(const Field& field, const json::value& value) {
  return field.value.count > 0 && value.is_int64();
}

/// A value as people read it; empty for what is not there (see FieldDetails).
std::string readable(const json::value& value, const Field& field) {
  Sentences parts;
  switch (value.kind()) {
  case json::kind::bool_:
    return value.get_bool() ? "true" : "";
  case json::kind::int64:
    return value.get_int64() == 0 ? "" : std::to_string(value.get_int64());
  case json::kind::double_:
    return short_number(value.get_double());
  case json::kind::array:
    for (const json::value& item : value.get_array()) {
      parts.push_back(is_one_choice(field, item) ? std::string(choice_of(field, item).says)
                                                 : text_of(&item));
    }
    return field.value.count > 0 ? joined(parts, ", else ", ", else ") : joined(parts, ", ", ", ");
  case json::kind::object:
    for (const auto& [name, text] : value.get_object()) {
      parts.push_back(std::string(name) + " = " + text_of(&text));
    }
    return listed(parts);
  default:
    return text_of(&value);
  }
}

std::string words_at(std::string_view path, const Profile& profile) {
  return words_of(field_at(path), profile);
}

std::string in_quotes(std::string_view text) {
  return "\"" + std::string(text) + "\"";
}

} // namespace

std::string joined(const Sentences& parts, std::string_view between, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == parts.size() ? last : between);
    text += parts[i];
  }
  return text;
}

std::string filled(std::string_view text, const Profile& profile, std::string_view own) {
  std::string words;
  for (;;) {
    const std::size_t hole = text.find('{');
    words += text.substr(0, hole);
    if (hole == std::string_view::npos) {
      return words;
    }
    const std::size_t end = text.find('}', hole);
    const std::string_view path = text.substr(hole + 1, end - hole - 1);
    words += path.empty() ? std::string(own) : words_at(path, profile);
    text.remove_prefix(end + 1);
  }
}

std::string words_of(const Field& field, const Profile& profile) {
  const FieldDetails& details = field.details;
  if (details.when != nullptr && !details.when(profile)) {
    return {};
  }
  const json::value value = field.value.get(profile);
  if (is_one_choice(field, value)) {
    return filled(choice_of(field, value).says, profile, details.subject);
  }
  const std::string text = readable(value, field);
  if (details.says.empty() && details.otherwise.empty()) {
    return text;
  }
  return filled(text.empty() ? details.otherwise : details.says, profile, text);
}

std::string brief_of(std::string_view path, const Profile& profile) {
  const Field& field = field_at(path);
  const json::value value = field.value.get(profile);
  if (is_one_choice(field, value)) {
    return filled(choice_of(field, value).brief, profile);
  }
  const std::string text = readable(value, field);
  return text.empty() ? text : filled(field.details.brief, profile, text);
}

bool is_1p1(const Profile& profile) {
  return profile.oneroster == OneRosterVersion::v1p1;
}
bool of_class(const Profile& profile) {
  return profile.gradebook == Gradebook::of_class;
}
bool posts_line_items(const Profile& profile) {
  return profile.writes.line_items == Writing::post;
}
bool posts_results(const Profile& profile) {
  return profile.writes.results == Writing::post;
}

void say_before_you_start(const Profile& profile, Sentences& say) {
  say = profile.before_you_start;
}

void say_addresses(const Profile& profile, Sentences& say) {
  const auto add = [&](const std::string& service, const std::string& path) {
    say.push_back(service + " is at the API Base URL " +
                  (path.empty() ? "as it is entered."
                                : "with " + path + " behind it, unless it already ends so."));
  };
  const std::string version = "OneRoster " + std::string(version_words(profile.oneroster));
  if (profile.rostering_path == profile.gradebook_path) {
    add(version, profile.gradebook_path);
  } else {
    add("The roster (" + version + ")", profile.rostering_path);
    add("The gradebook", profile.gradebook_path);
  }
}

void say_headers(const Profile& profile, Sentences& say) {
  for (const auto& [name, value] : profile.headers) {
    say.push_back("Every request has the header " + name + ": " + value + ".");
  }
}

void say_owners(const Profile& profile, Sentences& say) {
  constexpr std::string_view kOwner = "documents.owner.";
  Sentences lms;
  Sentences sis;
  for (const Field& field : all_fields()) {
    if (field.path.starts_with(kOwner)) {
      std::string name(field.path.substr(kOwner.size()));
      std::ranges::replace(name, '_', ' ');
      (choice_of(field, field.value.get(profile)).word == "lms" ? lms : sis).push_back(name);
    }
  }
  std::string sentence = "After the first send";
  if (!lms.empty()) {
    sentence += " " + listed(lms) + " follow the LMS";
  }
  if (!sis.empty()) {
    sentence += (lms.empty() ? " " : "; ") + listed(sis) + " stay as the SIS has them";
  }
  say.push_back(sentence + ".");
}

void say_final_slot(const Profile& profile, Sentences& say) {
  if (profile.final_grades == FinalGrades::none) {
    return;
  }
  Sentences signs;
  for (const auto* path : {"documents.final_slot.metadata", "documents.final_slot.title",
                           "documents.final_slot.category_title"}) {
    if (std::string words = words_of(field_at(path), profile); !words.empty()) {
      signs.push_back(std::move(words));
    }
  }
  say.push_back("Period and final grades go into slots of the SIS, known by " + listed(signs) +
                ".");
}

void say_numbers(const Profile& profile, Sentences& say) {
  const std::string unit = words_at("documents.score_form", profile);
  if (!profile.decimals) {
    say.push_back(unit + ", with all their digits.");
    return;
  }
  say.push_back(
      unit + ", rounded to " +
      (*profile.decimals == 0 ? "whole numbers" : std::to_string(*profile.decimals) + " decimals") +
      " (" + words_at("documents.rounding", profile) + ").");
}

void say_scales(const Profile& profile, Sentences& say) {
  for (const auto& [name, scale] : profile.scales) {
    Sentences steps;
    for (const ScaleStep& step : scale.steps) {
      steps.push_back(step.text + " = " + step.percent.to_string() + "% from " +
                      step.from.to_string() + "%");
    }
    const std::string& id = scale.sourced_id.value;
    say.push_back("Scale " + name + (id.empty() ? "" : " (" + id + ")") + ": " + listed(steps) +
                  ".");
  }
}

void say_unscored(const Profile& profile, Sentences& say) {
  const ProfileSummary summary = profile_summary(profile);
  say.push_back("Not scored: " + summary.blank + ". Missing: " + summary.missing +
                ". Late: " + summary.late + ".");
  say.push_back("Handed in and not scored: " +
                (says_handed_in(profile) ? in_quotes(profile.statuses.handed_in) : "not sent") +
                ".");
  say.push_back("Dropped: " + summary.dropped + ". Cleared: " + summary.cleared + ".");
}

void say_known_limits(const Profile& profile, Sentences& say) {
  say.push_back("Known limits of the SIS: " + profile_summary(profile).limits + ".");
}

void say_refusals(const Profile& profile, Sentences& say) {
  for (const AnswerRule& rule : profile.answers) {
    std::string words = rule.status != 0 ? std::to_string(rule.status) : "Any refusal";
    if (!rule.code_minor.empty()) {
      words += " with the code " + rule.code_minor;
    }
    if (!rule.text.empty()) {
      words +=
          (rule.code_minor.empty() ? " with the words " : " and the words ") + in_quotes(rule.text);
    }
    const CodeInfo* row = find_code(rule.meaning);
    words += " (" + rule.meaning + "): ";
    words += rule.sentence.empty() && row != nullptr ? row->sentence : rule.sentence;
    say.push_back(words + (rule.next_step.empty() ? "" : " " + rule.next_step));
  }
}

} // namespace passback::oneroster

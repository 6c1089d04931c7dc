#include "plugin/actions/job_reports.hpp"

#include <utility>

#include "plugin/gradebook/json_members.hpp"
#include "plugin/texts/kept_phrase.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

constexpr std::string_view kTexts[] = {"sentence", "next_step", "detail"};

json::value parsed(std::string_view text) {
  json::error_code failure;
  auto value = json::parse(text, failure);
  return failure ? json::value() : value;
}

std::string phrase_member(std::string_view name) {
  return std::string(name) + "_phrase";
}

/// The phrase that was kept; the English beside it where there is none that this release knows.
Phrase kept_text(const json::object& check, std::string_view name) {
  if (const auto* kept = check.if_contains(phrase_member(name))) {
    if (auto phrase = texts::phrase_of(*kept)) {
      return std::move(*phrase);
    }
  }
  return Phrase(gradebook::text_member(check, name));
}

json::array* checks_of(json::value& report) {
  auto* object = report.if_object();
  auto* checks = object == nullptr ? nullptr : object->if_contains("checks");
  return checks == nullptr ? nullptr : checks->if_array();
}

} // namespace

json::value report_document(const texts::Words& words, std::string_view kept) {
  auto report = parsed(kept);
  auto* checks = checks_of(report);
  if (checks == nullptr) {
    return report;
  }
  for (auto& one : *checks) {
    auto* check = one.if_object();
    if (check == nullptr) {
      continue;
    }
    for (const auto name : kTexts) {
      if (const auto text = kept_text(*check, name); !text.empty()) {
        put_phrase(*check, name, words, text);
      }
      check->erase(phrase_member(name));
    }
  }
  return report;
}

ToldReport told_in(std::string_view kept_report) {
  ToldReport told;
  auto report = parsed(kept_report);
  auto* checks = checks_of(report);
  if (checks == nullptr) {
    return told;
  }
  told.outcome = gradebook::text_member(report.get_object(), "outcome");
  for (const auto& one : *checks) {
    if (const auto* check = one.if_object()) {
      auto text = kept_text(*check, "sentence");
      text += kept_text(*check, "next_step");
      told.checks.push_back({gradebook::text_member(*check, "outcome"), std::move(text)});
    }
  }
  return told;
}

} // namespace passback::actions

#include "plugin/actions/setup_report.hpp"

#include <string>
#include <utility>

#include "plugin/actions/jobs.hpp"
#include "plugin/actions/setting_lines.hpp"
#include "plugin/actions/sis_settings_form.hpp"
#include "plugin/actions/sis_summary.hpp"
#include "plugin/oneroster/values/date_text.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

/// How the last of those jobs ended.
Phrase outcome_words(const std::optional<outbox::JobRow>& job, std::int64_t now_unix_ms) {
  if (!job) {
    return say("card.report.never");
  }
  if (job->open()) {
    return say("card.report.running");
  }
  const auto age = age_text(job->ended_unix_ms, now_unix_ms);
  const auto outcome = outcome_of(*job);
  if (!outcome) {
    return say("card.report.failed", {{"age", age}});
  }
  if (outcome == "ok") {
    return say("card.report.outcome_ok", {{"age", age}});
  }
  if (outcome == "warning") {
    return say("card.report.outcome_remarks", {{"age", age}});
  }
  return say("card.report.outcome_not_ok", {{"age", age}});
}

json::array tests_of(const SisCard& card, const texts::Words& words, std::int64_t now_unix_ms) {
  json::array tests;
  const auto add = [&](std::string_view kind, std::string_view key,
                       const std::optional<outbox::JobRow>& job) {
    json::object test{{"kind", kind}};
    put_phrase(test, "text", words, say(key, {{"outcome", outcome_words(job, now_unix_ms)}}));
    tests.push_back(std::move(test));
  };
  add("test_connection", "card.report.last_test", card.last_test);
  add("test_grade", "card.report.last_test_grade", card.last_test_grade);
  add("readiness", "card.report.last_readiness", card.last_readiness);
  return tests;
}

/// The page as a person reads it: what the members say, section by section.
class Page {
 public:
  explicit Page(const texts::Words& words) : words_(words) {}
  void heading(std::string_view key) {
    text_ += (text_.empty() ? "" : "\n") + words_.say(say(key)) + "\n";
  }
  void line(std::string_view said) { text_ += "  " + std::string(said) + "\n"; }
  void sentence(const Phrase& phrase) { line(words_.say(phrase)); }
  std::string take() { return std::move(text_); }

 private:
  const texts::Words& words_;
  std::string text_;
};

std::string_view said(const json::value& object, std::string_view member) {
  return object.at(member).as_string();
}

std::string page_of(const json::object& report, const texts::Words& words, const Asker& asker) {
  Page page(words);
  page.heading("card.report.title");
  const auto& branding = report.at("branding");
  page.line(said(branding, "product_name"));
  page.sentence(say("card.report.domain", {{"domain", Phrase(asker.domain.value)}}));
  page.sentence(
      say("card.report.made", {{"at", Phrase(std::string(report.at("at").as_string()))}}));
  page.heading("card.report.connection");
  page.line(said(report.at("state"), "text"));
  page.heading("card.report.settings");
  for (const auto& line : report.at("lines").as_array()) {
    page.line(std::string(said(line, "label")) + ": " + std::string(said(line, "text")));
  }
  page.heading("card.report.roster");
  page.line(said(report.at("roster"), "text"));
  page.heading("card.report.tests");
  for (const auto& test : report.at("tests").as_array()) {
    page.line(said(test, "text"));
  }
  if (const auto& notes = report.at("notes").as_array(); !notes.empty()) {
    page.heading("card.report.notes");
    for (const auto& note : notes) {
      page.line(said(note, "text"));
    }
  }
  page.heading("card.report.contacts");
  page.sentence(say("card.report.support",
                    {{"contact", Phrase(std::string(said(branding, "support_contact")))}}));
  page.sentence(say("card.report.manager",
                    {{"contact", Phrase(std::string(said(branding, "account_manager")))}}));
  return page.take();
}

} // namespace

Result<json::object> setup_report(const ActionParts& parts, const Asker& asker) {
  const auto words = language_of(parts, asker);
  const auto now = parts.clock.unix_ms();
  PASSBACK_TRY_AS(const auto facts, read_card_facts(parts, asker.domain, Counted::yes));
  PASSBACK_TRY_AS(const auto form, form_of_card(parts, asker, facts));
  json::object report{{"schema", "lms.setup_report/1"},
                      {"locale", words.locale()},
                      {"domain_id", asker.domain.value},
                      {"at", oneroster::utc_date_time(now)}};
  put_state(report, words, facts.card);
  report["lines"] = setting_lines(form, words, facts.card.steps);
  report["notes"] = form.at("notes");
  report["branding"] = form.at("branding");
  put_roster(report, words, facts.roster);
  report["tests"] = tests_of(facts.card, words, now);
  report["text"] = page_of(report, words, asker);
  return report;
}

} // namespace passback::actions

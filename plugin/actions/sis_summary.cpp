#include "plugin/actions/sis_summary.hpp"

#include <algorithm>
#include <string>

#include "plugin/actions/console_figures.hpp"
#include "plugin/actions/jobs.hpp"
#include "plugin/actions/setting_lines.hpp"
#include "plugin/actions/sis_settings_form.hpp"
#include "plugin/actions/state_words.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

struct Standing {
  std::string_view outcome;
  Phrase text;
};

Standing standing_of(const SisCard& card) {
  const auto& connection = card.effective.connection;
  if (card.hold != Code::none) {
    return {"problem", texts::sentence_of(card.hold)};
  }
  if (!connection) {
    return {"none", say("card.state.none")};
  }
  const auto sis = name_of_sis(settings::shown_name(*connection));
  if (goes_by_file(*connection)) {
    return {"ok", say("card.state.by_file", {{"sis", sis}})};
  }
  if (card.account && card.account->state != outbox::AccountState::ok) {
    return {"problem", texts::sentence_of(card.account->code)};
  }
  if (!card.last_test || card.last_test->open()) {
    return {"unknown", say("card.state.not_tested", {{"sis", sis}})};
  }
  const auto tested = outcome_of(*card.last_test);
  if (tested == "ok") {
    return {"ok", say("card.state.last_test_ok", {{"sis", sis}})};
  }
  if (tested == "warning") {
    return {"ok", say("card.state.last_test_remarks", {{"sis", sis}})};
  }
  return {"problem", say("card.state.last_test_not_ok", {{"sis", sis}})};
}

json::object waiting_line(std::string_view name, const texts::Words& words, const Phrase& text) {
  json::object line{{"name", name}};
  put_phrase(line, "text", words, text);
  return line;
}

Phrase attention_text(std::int64_t classes) {
  if (classes == 1) {
    return say("card.waiting.attention_one");
  }
  return say("card.waiting.attention", {{"classes", std::to_string(classes)}});
}

/// The form's questions, and what the console would show.
json::array waiting_for_people(const json::object& form, const CardFacts& facts,
                               const texts::Words& words) {
  json::array waiting;
  if (const auto* questions = form.if_contains("questions")) {
    // It is answered in the form.
    for (const auto& question : questions->as_array()) {
      waiting.push_back(question);
      waiting.back().as_object().erase("answers");
    }
  }
  if (facts.classes_to_see > 0) {
    waiting.push_back(waiting_line("attention", words, attention_text(facts.classes_to_see)));
  }
  if (facts.card.effective.paused) {
    waiting.push_back(waiting_line("paused", words, say("card.waiting.paused")));
  }
  return waiting;
}

void add_button(json::array& operations, const texts::Words& words, std::string_view op,
                std::string_view key) {
  json::object button{{"op", op}};
  put_phrase(button, "label", words, say(key));
  operations.push_back(std::move(button));
}

} // namespace

Result<CardFacts> read_card_facts(const ActionParts& parts, const gradebook::DomainId& domain,
                                  Counted counted) {
  CardFacts facts;
  const auto read = read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    facts = {};
    PASSBACK_TRY(read_sis_card(work, domain, facts.card));
    const auto& connection = facts.card.effective.connection;
    if (counted == Counted::yes || !connection) {
      PASSBACK_TRY_AS(facts.roster, count_roster(work, domain, connection));
    }
    if (facts.card.first_send.before.grades > 0) {
      PASSBACK_TRY_AS(facts.open_period_start,
                      start_of_open_period(work, facts.card, domain, parts.profiles));
    }
    if (counted == Counted::yes) {
      PASSBACK_TRY_AS(const auto figures, figures_below(work, domain));
      facts.classes_to_see = std::ranges::count_if(figures, [&](const ClassFigures& one) {
        return is_among(one, ClassesWith::needs_attention, work.now_unix_ms);
      });
      facts.trial = trial_figures(figures);
    }
    return ok_status();
  });
  if (!read) {
    return read.error();
  }
  return facts;
}

void put_state(json::object& document, const texts::Words& words, const SisCard& card) {
  const auto standing = standing_of(card);
  json::object state{{"outcome", standing.outcome}};
  put_phrase(state, "text", words, standing.text);
  document["state"] = std::move(state);
}

Result<json::object> sis_summary(const ActionParts& parts, const Asker& asker) {
  const auto words = language_of(parts, asker);
  PASSBACK_TRY_AS(const auto facts, read_card_facts(parts, asker.domain, Counted::yes));
  PASSBACK_TRY_AS(const auto form, form_of_card(parts, asker, facts));
  json::object document{{"schema", "lms.sis_summary/1"},
                        {"item", kSisSettings},
                        {"locale", words.locale()},
                        {"domain_id", asker.domain.value}};
  put_phrase(document, "title", words, say("sis_settings.title"));
  put_state(document, words, facts.card);
  put_trial(document, words, facts.trial);
  document["waiting"] = waiting_for_people(form, facts, words);
  document["lines"] = setting_lines(form, words, facts.card.steps);
  document["notes"] = form.at("notes");
  document["branding"] = form.at("branding");
  put_roster(document, words, facts.roster);
  json::array operations;
  add_button(operations, words, "open", "card.edit_settings.label");
  add_button(operations, words, "setup_report", "card.setup_report.label");
  for (const auto& one : form.at("operations").as_array()) {
    const auto& op = one.at("op");
    if (op != "summary" && op != "setup_report") {
      operations.push_back(one);
    }
  }
  document["operations"] = std::move(operations);
  return document;
}

} // namespace passback::actions

#include "plugin/actions/trial_words.hpp"

#include <string>
#include <utility>

#include "plugin/actions/state_words.hpp"
#include "plugin/decision/in_trial.hpp"

namespace passback::actions {

namespace json = boost::json;

TrialFigures trial_figures(const std::vector<ClassFigures>& classes) {
  TrialFigures sum;
  for (const auto& one : classes) {
    if (one.in_trial) {
      sum += {one.count("in_trial"), one.count("not_ready"), 1};
    }
  }
  return sum;
}

Phrase trial_counts(const TrialFigures& figures) {
  return say("trial.counts", {{"would_send", std::to_string(figures.would_send)},
                              {"would_refuse", std::to_string(figures.would_refuse)}});
}

void put_trial(json::object& document, const texts::Words& words,
               const settings::Effective& effective) {
  if (!decision::is_in_trial(effective)) {
    return;
  }
  const auto name =
      effective.connection ? settings::shown_name(*effective.connection) : std::string();
  put_phrase(document, "trial", words, say("trial.nothing_written", {{"sis", name_of_sis(name)}}));
}

void put_trial(json::object& document, const texts::Words& words, const TrialFigures& figures) {
  if (figures.classes == 0) {
    return;
  }
  json::object trial{{"would_send", figures.would_send},
                     {"would_refuse", figures.would_refuse},
                     {"classes", figures.classes}};
  put_phrase(trial, "text", words, trial_counts(figures));
  document["trial"] = std::move(trial);
}

} // namespace passback::actions

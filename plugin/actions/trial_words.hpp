// What people read while a domain is in trial (decision/in_trial.hpp): that nothing is written, and
// how many grades would have gone.
#pragma once

#include <vector>

#include <boost/json.hpp>

#include "plugin/actions/console_figures.hpp"
#include "plugin/actions/phrase_members.hpp"

namespace passback::actions {

/// Grades of classes in trial, as they stand now.
struct TrialFigures {
  std::int64_t would_send = 0;   ///< as they stand they would have been sent
  std::int64_t would_refuse = 0; ///< they lack what Passback itself knows to be needed
  std::int64_t classes = 0;      ///< in trial
  TrialFigures& operator+=(const TrialFigures& other) {
    would_send += other.would_send;
    would_refuse += other.would_refuse;
    classes += other.classes;
    return *this;
  }
};
TrialFigures trial_figures(const std::vector<ClassFigures>& classes);

/// "Trial: 412 grades would have been sent, 9 would have been refused."
Phrase trial_counts(const TrialFigures& figures);

/// "trial": that nothing is written to this SIS; no member where these settings are in earnest.
void put_trial(boost::json::object& document, const texts::Words& words,
               const settings::Effective& effective);
/// "trial": the counts and their sentence; no member where no class is in trial.
void put_trial(boost::json::object& document, const texts::Words& words,
               const TrialFigures& figures);

} // namespace passback::actions

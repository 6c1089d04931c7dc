// How the classes of a domain and of all below it stand: what the console counts and lists. Reads
// only; a look at the whole outbox, for a page that a person opens.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "plugin/actions/action_transaction.hpp"

namespace passback::actions {

/// Records that stand still for one reason.
struct Cause {
  std::int64_t records = 0;
  std::int64_t refused = 0; ///< of them: what a person can send again
};

using CauseCounts = std::map<Code, std::int64_t>; ///< records by what they stand still for
/// What most of them stand still for; none where there are none.
Code commonest_cause(const CauseCounts& causes);

struct ClassFigures {
  gradebook::ClassId class_id;
  gradebook::SchoolYear school_year;
  gradebook::DomainId domain;
  std::string title; ///< empty = the host told none
  std::vector<gradebook::SourcedId> term_sis_ids;
  std::map<std::string, std::int64_t, std::less<>> results; ///< by the ids of state_words.hpp
  std::map<Code, Cause> causes;                             ///< what a person has to see to
  std::int64_t ever_sent = 0;                               ///< results that the SIS took once
  std::int64_t last_sent_unix_ms = 0;
  std::int64_t sent_since = 0; ///< results that the SIS took since the moment that was asked for
  std::int64_t begins_unix_ms = 0, ends_unix_ms = 0; ///< 0 = nobody said
  bool has_settings = false;                         ///< somebody saved Sync grades settings
  bool in_trial = false; ///< nothing of it is written (decision/in_trial.hpp)

  std::int64_t count(std::string_view state) const;
};

void add_causes(CauseCounts& sum, const ClassFigures& figures);

/// Which of them a list is of.
enum class ClassesWith {
  all,
  ready,            ///< something that a person has to send
  sending,          ///< something on its way
  never_sent,       ///< results, and none that the SIS ever took
  needs_attention,  ///< a cause that stops something
  without_settings, ///< nobody has saved its settings, and it has not ended
};
bool is_among(const ClassFigures& figures, ClassesWith with, std::int64_t now_unix_ms);

/// Who stands behind the class: the ids of those who teach it now.
Result<std::vector<std::string>> teachers_of(decision::UnitOfWork& work,
                                             const ClassFigures& figures);

/// By class and year, in that order.
Result<std::vector<ClassFigures>> figures_below(decision::UnitOfWork& work,
                                                const gradebook::DomainId& domain,
                                                std::int64_t since_unix_ms = 0);

} // namespace passback::actions

#include "plugin/actions/console_figures.hpp"

#include <algorithm>
#include <utility>

#include "plugin/actions/state_words.hpp"
#include "plugin/decision/placement.hpp"
#include "plugin/decision/trial_places.hpp"
#include "plugin/gradebook/facts.hpp"
#include "plugin/intake/events.hpp"
#include "plugin/outbox/domain_tree.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

using outbox::State;
using Key = std::pair<gradebook::ClassId, gradebook::SchoolYear>;

// What stands still until somebody does something; what is held (a draft, say) is as its teacher
// wants it, and what is paused stands at the top of the console.
bool is_cause(const outbox::ClassCount& row) {
  switch (row.state) {
  case State::waiting:
  case State::conflict:
  case State::rejected:
  case State::failed:
  case State::unlinked:
    return row.code != Code::none && row.code != Code::sync_paused;
  case State::manual:
    return row.code != Code::none && row.code != Code::in_trial;
  default:
    return false;
  }
}

/// What people call results in that state: those that the SIS took once, and those that it never
/// did.
std::pair<std::string_view, std::string_view> ids_of(const outbox::ClassCount& row) {
  switch (row.state) {
  case State::settled:
    return {"accepted", "nothing"};
  case State::manual:
    if (row.code == Code::in_trial) {
      return {"in_trial", "in_trial"};
    }
    return {"changed", "ready"};
  case State::waiting:
    if (row.code == Code::sync_paused) {
      return {"waiting", "waiting"};
    }
    break;
  default:
    break;
  }
  return {state_id(row.state), state_id(row.state)};
}

void count(ClassFigures& figures, std::string_view id, std::int64_t number) {
  if (number != 0) {
    figures.results[std::string(id)] += number;
  }
}

void add(ClassFigures& figures, const outbox::ClassCount& row) {
  if (row.kind == outbox::Kind::result) {
    const auto [before, never] = ids_of(row);
    count(figures, before, row.ever_confirmed);
    count(figures, never, row.count - row.ever_confirmed);
    figures.ever_sent += row.ever_confirmed;
    figures.sent_since += row.confirmed_since;
    figures.last_sent_unix_ms = std::max(figures.last_sent_unix_ms, row.last_confirmed_unix_ms);
  }
  if (is_cause(row)) {
    auto& cause = figures.causes[row.code];
    cause.records += row.count;
    cause.refused += decision::was_refused(row.state) ? row.count : 0;
  }
}

Status add_what_was_said(decision::UnitOfWork& work, const outbox::ClassRow& row,
                         ClassFigures& figures) {
  if (!row.facts.empty()) {
    if (const auto facts = gradebook::class_facts_from_json(row.facts)) {
      figures.title = facts->title;
      figures.term_sis_ids = facts->term_sis_ids;
      figures.begins_unix_ms = facts->starts_at_unix_ms;
      figures.ends_unix_ms = facts->ends_at_unix_ms;
    }
  }
  PASSBACK_TRY_AS(const auto settings,
                  work.transaction.settings(outbox::Scope::lms_class, row.class_id.value));
  figures.has_settings = settings.has_value();
  return ok_status();
}

} // namespace

std::int64_t ClassFigures::count(std::string_view state) const {
  const auto found = results.find(state);
  return found == results.end() ? 0 : found->second;
}

Code commonest_cause(const CauseCounts& causes) {
  const auto most = std::ranges::max_element(causes, {}, &CauseCounts::value_type::second);
  return most == causes.end() ? Code::none : most->first;
}

void add_causes(CauseCounts& sum, const ClassFigures& figures) {
  for (const auto& [code, cause] : figures.causes) {
    sum[code] += cause.records;
  }
}

bool is_among(const ClassFigures& figures, ClassesWith with, std::int64_t now_unix_ms) {
  switch (with) {
  case ClassesWith::ready:
    return figures.count("ready") + figures.count("changed") > 0;
  case ClassesWith::sending:
    return figures.count("on_its_way") > 0;
  case ClassesWith::never_sent:
    return !figures.results.empty() && figures.ever_sent == 0;
  case ClassesWith::needs_attention:
    return !figures.causes.empty();
  case ClassesWith::without_settings:
    return !figures.has_settings &&
           (figures.ends_unix_ms == 0 || figures.ends_unix_ms > now_unix_ms);
  case ClassesWith::all:
    break;
  }
  return true;
}

Result<std::vector<ClassFigures>> figures_below(decision::UnitOfWork& work,
                                                const gradebook::DomainId& domain,
                                                std::int64_t since_unix_ms) {
  outbox::Below below(work.transaction, domain);
  std::map<Key, ClassFigures> found;
  const auto of = [&](const Key& key, const gradebook::DomainId& in) -> ClassFigures& {
    auto& figures = found[key];
    figures.class_id = key.first;
    figures.school_year = key.second;
    figures.domain = in;
    return figures;
  };
  PASSBACK_TRY_AS(const auto rows, work.transaction.classes({}));
  std::map<Key, bool> told; // the host said where the class is
  for (const auto& row : rows) {
    PASSBACK_TRY_AS(const bool inside, below.holds(row.domain_id));
    told[{row.class_id, row.school_year}] = inside;
    if (inside) {
      PASSBACK_TRY(
          add_what_was_said(work, row, of({row.class_id, row.school_year}, row.domain_id)));
    }
  }
  PASSBACK_TRY_AS(const auto counts, work.transaction.count_by_class(since_unix_ms));
  for (const auto& row : counts) {
    const Key key{row.class_id, row.school_year};
    const auto known = told.find(key);
    bool inside = known != told.end() && known->second;
    if (known == told.end()) {
      PASSBACK_TRY_AS(inside, below.holds(row.domain_id));
    }
    if (inside) {
      add(known == told.end() ? of(key, row.domain_id) : found[key], row);
    }
  }
  std::vector<ClassFigures> figures;
  std::map<gradebook::DomainId, bool> in_trial;
  for (auto& [key, one] : found) {
    auto known = in_trial.find(one.domain);
    if (known == in_trial.end()) {
      PASSBACK_TRY_AS(const bool trial,
                      decision::is_domain_in_trial(work.transaction, work.settings(), one.domain));
      known = in_trial.emplace(one.domain, trial).first;
    }
    one.in_trial = known->second;
    figures.push_back(std::move(one));
  }
  return figures;
}

Result<std::vector<std::string>> teachers_of(decision::UnitOfWork& work,
                                             const ClassFigures& figures) {
  PASSBACK_TRY_AS(const auto people,
                  work.transaction.enrolments(figures.class_id, figures.school_year));
  std::vector<std::string> teachers;
  for (const auto& person : people) {
    if (!person.ended && person.role == static_cast<std::int32_t>(intake::Role::teacher)) {
      teachers.push_back(person.user_id);
    }
  }
  return teachers;
}

} // namespace passback::actions

#include "plugin/delivery/planned_record.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "plugin/delivery/before.hpp"
#include "plugin/delivery/derive.hpp"
#include "plugin/delivery/placing.hpp"
#include "plugin/delivery/retry_policy.hpp"
#include "plugin/oneroster/one_line.hpp"
#include "plugin/outbox/identity.hpp"
#include "plugin/platform/time_zone.hpp"
#include "plugin/settings/category_choice.hpp"

namespace passback::delivery {

namespace {

using outbox::Form;
using outbox::Kind;
using outbox::Record;
using outbox::State;

// Intake moves a record whose student or class was corrected as soon as the host calls.
constexpr std::int64_t kMovesMs = 1'000;

/// What one preparation works on.
struct Case {
  outbox::Transaction& transaction;
  const RoutePtr& route;
  const settings::Effective& effective;
  const Record& record;
  std::int64_t now_unix_ms;
  PlannedRequest planned{};
};

/// It stays ready, and is looked at again after that time.
Preparation later(Code code, std::int64_t after_ms) {
  Preparation preparation;
  preparation.later_ms = after_ms;
  preparation.code = code;
  return preparation;
}

Preparation parked(State state, Code code) {
  Preparation preparation;
  preparation.state = state;
  preparation.code = code;
  return preparation;
}

/// How the released version is written under this profile; nullopt = the profile has no way.
std::optional<Write> write_of(const oneroster::Profile& profile, const Record& record) {
  switch (record.released.form) {
  case Form::absent:
    switch (record.key.kind == Kind::line_item ? profile.line_item_withdrawal
                                               : profile.withdrawal) {
    case oneroster::Withdrawal::remove:
      return Write::remove;
    case oneroster::Withdrawal::tobedeleted:
      return Write::tombstone;
    case oneroster::Withdrawal::unsupported:
      return std::nullopt;
    }
    return std::nullopt;
  case Form::cleared:
    switch (profile.clearing) {
    case oneroster::Clearing::not_submitted:
      return Write::put;
    case oneroster::Clearing::remove:
      return Write::remove;
    case oneroster::Clearing::unsupported:
      return std::nullopt;
    }
    return std::nullopt;
  case Form::present:
  case Form::none:
    break;
  }
  return Write::put;
}

/// The facts of the document. A tombstone repeats the last ones that the SIS saw.
const std::string& facts_of(const Record& record) {
  if (record.released.form != Form::absent || !record.released.facts.empty()) {
    return record.released.facts;
  }
  return record.confirmed.facts.empty() ? record.sent.facts : record.confirmed.facts;
}

/// What the SIS has, or may have: what it confirmed, and on top what left without an answer.
std::optional<gradebook::ScoreFacts> sent_before(const Record& record) {
  std::optional<gradebook::ScoreFacts> known;
  const auto add = [&](const outbox::Version& version) {
    if (version.facts.empty()) {
      return;
    }
    auto facts = gradebook::score_facts_from_json(version.facts);
    if (!facts) {
      return;
    }
    if (!known) {
      known = std::move(*facts);
      return;
    }
    if (known->comment.empty()) {
      known->comment = facts->comment;
    }
    known->flags.missing = known->flags.missing || facts->flags.missing;
    known->flags.late = known->flags.late || facts->flags.late;
    known->flags.incomplete = known->flags.incomplete || facts->flags.incomplete;
    known->flags.in_progress = known->flags.in_progress || facts->flags.in_progress;
  };
  add(record.confirmed);
  if (record.in_doubt) {
    add(record.sent);
  }
  return known;
}

/// Made at the SIS only if profile, administrator and teacher allow it (the last two are in the
/// effective settings).
bool may_create_categories(const Case& at) {
  return at.route->profile->create_categories && at.effective.create_categories;
}

/// What the host said of the class.
Result<gradebook::ClassFacts> class_facts(Case& at) {
  auto row = at.transaction.lms_class(at.record.key.class_id, at.record.key.school_year);
  if (!row) {
    return row.error();
  }
  if (*row && !(*row)->facts.empty()) {
    if (auto facts = gradebook::class_facts_from_json((*row)->facts)) {
      return std::move(*facts);
    }
  }
  return gradebook::ClassFacts{};
}

/// Takes what was kept of it, if it is young enough to be believed; else it is to be read.
Status know(Case& at, Lookup lookup, const gradebook::SourcedId& of) {
  auto row = at.transaction.sis_document(at.route->connection.id, at.route->connection.generation,
                                         kept_as(lookup), of.value);
  if (!row) {
    return row.error();
  }
  ClassKnowledge kept;
  if (*row) {
    take_kept(lookup, (*row)->document, kept);
  }
  std::int64_t believed = believed_ms(lookup, at.record.priority > 0);
  if (shows_shut_window(*at.route->profile, kept)) {
    believed = std::min(believed, kWindowShutMs);
  }
  if (kept.has(lookup) && saturating_add((*row)->read_unix_ms, believed) > at.now_unix_ms) {
    at.planned.known.take(lookup, kept);
    at.planned.known_from_store = true;
  } else {
    at.planned.reads.insert(lookup);
  }
  return ok_status();
}

std::string day_at(const Case& at, std::int64_t unix_ms) {
  auto day = platform::local_date(unix_ms, at.route->connection.time_zone);
  return day ? std::move(*day) : std::string();
}

/// What the class is known for, on top of the facts; nothing is asked for that nobody uses.
Status know_class(Case& at, oneroster::LineItemInput& input) {
  auto of_host = class_facts(at);
  if (!of_host) {
    return of_host.error();
  }
  if (at.route->profile->school != oneroster::Need::never || posts_to_school(at.planned)) {
    input.school_id = of_host->school_sis_id;
  }
  if (of_host->ends_at_unix_ms != 0) {
    at.planned.placing.class_end = day_at(at, of_host->ends_at_unix_ms);
  }
  at.planned.content = input;
  for (const Lookup lookup : lookups_for(at.planned)) {
    if (auto known = know(at, lookup, at.record.key.sis_class_id); !known) {
      return known;
    }
  }
  return ok_status();
}

/// What is needed to recognise the line item among the SIS's, after a request that nobody answered.
Status know_doubt(Case& at, const oneroster::LineItemInput& input) {
  auto& planned = at.planned;
  planned.doubted = at.record.in_doubt;
  if (!planned.doubted) {
    return ok_status();
  }
  if (auto facts = gradebook::activity_facts_from_json(at.record.sent.facts)) {
    planned.doubted_line_item = input;
    planned.doubted_line_item->facts = std::move(*facts);
  }
  auto before = read_before(at.transaction, at.record);
  if (!before) {
    return before.error();
  }
  planned.before = std::move(*before);
  outbox::RecordFilter filter;
  filter.class_id = at.record.key.class_id;
  filter.connection_id = at.record.key.connection_id;
  filter.kind = Kind::line_item;
  auto others = at.transaction.records(filter);
  if (!others) {
    return others.error();
  }
  for (const auto& other : *others) {
    if (other.id != at.record.id) {
      planned.ours.insert(other.wire_id.value);
    }
  }
  return ok_status();
}

/// A slot that the SIS offers for period or final grades: it is only looked at.
bool is_slot(const Record& record, const gradebook::ActivityFacts& facts) {
  return facts.kind != gradebook::ActivityKind::assignment &&
         record.wire_id_origin == outbox::WireIdOrigin::adopted;
}

Result<std::optional<Preparation>> prepare_line_item(Case& at) {
  auto facts = gradebook::activity_facts_from_json(facts_of(at.record));
  if (!facts) {
    return std::optional(parked(State::waiting, Code::activity_unknown));
  }
  if (is_slot(at.record, *facts)) {
    at.planned.write = Write::look;
    at.planned.creation = Creation::none;
    at.planned.read_line_item = true;
    return std::optional<Preparation>();
  }
  if (at.planned.write == Write::remove && at.planned.creation == Creation::none) {
    return std::optional<Preparation>();
  }
  const auto& settings = at.effective.class_settings;
  const auto& profile = *at.route->profile;
  oneroster::LineItemInput input;
  input.wire_id = at.record.wire_id;
  input.class_id = at.record.key.sis_class_id;
  input.activity_id = at.record.key.activity_id;
  input.final_as_assignment = at.effective.grading.final_as_assignment.value_or(false);
  auto& placing = at.planned.placing;
  placing.category = settings::choose_category(*facts, settings, at.record.key.sis_class_id,
                                               may_create_categories(at),
                                               profile.category == oneroster::Need::required);
  placing.category_title = oneroster::one_line(facts->category_title);
  input.category_id = placing.category.sis_id;
  if (at.record.category_id != 0) {
    auto category = at.transaction.record(at.record.category_id);
    if (!category) {
      return category.error();
    }
    if (!*category || (*category)->confirmed.form != Form::present) {
      return std::optional(parked(State::waiting_parent, Code::parent_not_confirmed));
    }
    input.category_id = (*category)->wire_id;
  }
  placing.period = settings::named_period(at.record.key.activity_id, *facts, settings);
  placing.day = day_at(at, settings::picking_moment(*facts, at.record.created_unix_ms));
  placing.level = at.effective.grading.period_level;
  input.grading_period_id = placing.period;
  input.facts = std::move(*facts);
  input.since_unix_ms = at.record.created_unix_ms;
  at.planned.read_line_item = at.record.confirmed.form == Form::present;
  if (auto known = know_class(at, input); !known) {
    return known.error();
  }
  if (at.planned.creation != Creation::none) {
    if (auto known = know_doubt(at, input); !known) {
      return known.error();
    }
  }
  at.planned.content = std::move(input);
  // What is known is put in now; the rest when it has been read.
  const bool all_read = at.planned.reads.empty();
  if (auto placed = place_line_item(at.planned, all_read); !placed) {
    if (placed.error().code == Code::window_shut) {
      return std::optional(later(Code::window_shut, kWindowShutMs));
    }
    return std::optional(parked(State::waiting, placed.error().code));
  }
  if (all_read && at.planned.doubted_line_item) {
    place_as(at.planned, *at.planned.doubted_line_item);
  }
  return std::optional<Preparation>();
}

/// Who the student and the class are at the SIS now, and whether the record still belongs there.
struct Belonging {
  gradebook::SourcedId student;
  bool elsewhere = false; ///< intake has not moved it yet
};

Result<Belonging> belonging_of(outbox::Transaction& transaction, const Record& record) {
  const auto& key = record.key;
  auto row = transaction.lms_class(key.class_id, key.school_year);
  auto links = row ? outbox::links_of(*row) : row.error();
  if (!links) {
    return links.error();
  }
  outbox::Identity student;
  if (key.kind == Kind::result) {
    auto enrolment = transaction.enrolment(key.class_id, key.school_year, key.student_id.value);
    if (!enrolment) {
      return enrolment.error();
    }
    student = outbox::identity_of(*enrolment, *links);
  }
  Belonging belonging{student.student_sis_id};
  belonging.elsewhere = outbox::whereabouts(record, student, *links) != outbox::Whereabouts::right;
  return belonging;
}

gradebook::SourcedId student_in(const std::string& facts) {
  if (facts.empty()) {
    return {};
  }
  auto score = gradebook::score_facts_from_json(facts);
  return score ? std::move(score->student_sis_id) : gradebook::SourcedId{};
}

/// The student whose record it is at the SIS; empty = not linked. What is taken out of another
/// person's record, or is taken back, goes to whom it was sent.
gradebook::SourcedId student_of(const Record& record, const Belonging& belonging) {
  const bool taken_out =
      outbox::is_left_behind(record) || belonging.elsewhere || record.released.form == Form::absent;
  if (const auto holder = outbox::holder_of(record); taken_out && !holder.empty()) {
    return holder;
  }
  // A release before this one kept the id with the score.
  return belonging.student.empty() ? student_in(record.released.facts) : belonging.student;
}

/// What a result takes from its activity.
void add_activity(const Case& at, const Record& line_item, oneroster::ResultInput& input) {
  input.activity_id = at.record.key.activity_id;
  const auto& sent =
      line_item.confirmed.facts.empty() ? line_item.released.facts : line_item.confirmed.facts;
  if (auto activity = gradebook::activity_facts_from_json(sent)) {
    input.points_possible = activity->points_possible;
    input.scale_id = activity->scale_id;
    // As its line item says it, also where that is a stand-in.
    oneroster::LineItemInput of_line_item;
    of_line_item.facts = std::move(*activity);
    of_line_item.since_unix_ms = line_item.created_unix_ms;
    if (const auto dates = oneroster::line_item_dates(*at.route->profile, of_line_item, {})) {
      input.assigned_at_unix_ms = dates->assigned_at_unix_ms;
    }
  }
}

/// The SIS's names of the standards. One to which an administrator gave no name is not sent, but
/// counts where the score is counted from standards.
void add_objectives(const settings::Objectives& chosen, oneroster::ResultInput& input) {
  for (const auto& objective : input.facts.objectives) {
    input.objectives.try_emplace(objective.objective_id, oneroster::SisObjective{});
  }
  for (const auto& [outcome, target] : chosen) {
    input.objectives[outcome] = {target.id, target.source};
  }
}

/// A result that was not there when it was looked for may have come since.
void adopt_kept_result(Case& at) {
  const auto own = at.planned.wire_id;
  const bool known = at.planned.known.results.has_value();
  if (known && !adopt_result(at.planned) && at.planned.wire_id == own && at.record.in_doubt) {
    at.planned.reads.insert(Lookup::results);
  }
}

Result<std::optional<Preparation>> prepare_result(Case& at) {
  auto parent = at.transaction.record(at.record.line_item_id);
  if (!parent) {
    return parent.error();
  }
  const bool stands = *parent && (*parent)->confirmed.form == Form::present &&
                      (*parent)->released.form != Form::absent &&
                      (*parent)->state != State::unlinked;
  if (!stands && at.planned.write == Write::put) {
    return std::optional(parked(State::waiting_parent, Code::parent_not_confirmed));
  }
  at.planned.parent_id = at.record.line_item_id;
  at.planned.parent_wire_id = *parent ? (*parent)->wire_id : gradebook::SourcedId{};
  at.planned.doubted = at.planned.creation != Creation::none && at.record.in_doubt;
  if (at.planned.write == Write::remove) {
    return std::optional<Preparation>();
  }
  const bool look_up =
      at.route->profile->writes.result_identity == oneroster::ResultIdentity::look_up_first &&
      at.planned.creation == Creation::none && at.record.confirmed.form == Form::none &&
      at.record.wire_id_origin == outbox::WireIdOrigin::derived;
  at.planned.adopt_result = look_up;
  at.planned.read_line_item =
      at.planned.creation == Creation::post &&
      at.route->profile->writes.post_results_to == oneroster::PostResultsTo::session;
  if (look_up) {
    if (auto known = know(at, Lookup::results, at.planned.parent_wire_id); !known) {
      return known.error();
    }
  }
  auto facts = gradebook::score_facts_from_json(facts_of(at.record));
  if (!facts) {
    return std::optional(parked(State::waiting, Code::corrupt));
  }
  if (at.planned.student_id.empty()) {
    return std::optional(parked(State::waiting, Code::student_unlinked));
  }
  const std::int64_t scored_at =
      facts->scored_at_unix_ms != 0 ? facts->scored_at_unix_ms : at.record.updated_unix_ms;
  auto date = platform::local_date(scored_at, at.route->connection.time_zone);
  if (!date) {
    return std::optional(parked(State::waiting, date.error().code));
  }
  oneroster::ResultInput input;
  input.wire_id = at.record.wire_id;
  input.line_item_id = at.planned.parent_wire_id;
  input.class_id = at.record.key.sis_class_id;
  input.student_id = at.planned.student_id;
  input.score_date = std::move(*date);
  input.cleared = at.record.released.form == Form::cleared;
  input.facts = std::move(*facts);
  input.sent_before = sent_before(at.record);
  add_activity(at, **parent, input);
  add_objectives(at.effective.grading.objectives, input);
  at.planned.content = std::move(input);
  if (look_up) {
    adopt_kept_result(at);
  }
  return std::optional<Preparation>();
}

Result<std::optional<Preparation>> prepare_category(Case& at) {
  if (at.planned.write != Write::put) {
    return std::optional(parked(State::waiting, Code::withdrawal_unsupported));
  }
  auto facts = gradebook::category_facts_from_json(facts_of(at.record));
  if (!facts) {
    return std::optional(parked(State::waiting, Code::corrupt));
  }
  if (!may_create_categories(at)) {
    return std::optional(parked(State::waiting, Code::category_not_allowed));
  }
  at.planned.content = oneroster::CategoryInput{at.record.wire_id, std::move(*facts)};
  return std::optional<Preparation>();
}

/// The profile says that the SIS takes no records of this kind from us. A slot is not written.
bool is_not_written(const Case& at) {
  const auto& writes = at.route->profile->writes;
  switch (at.record.key.kind) {
  case Kind::category:
    return writes.categories == oneroster::Writing::none;
  case Kind::line_item:
    return writes.line_items == oneroster::Writing::none && at.planned.write != Write::look;
  case Kind::result:
    return writes.results == oneroster::Writing::none;
  case Kind::score_scale:
    break;
  }
  return false;
}

Result<std::optional<Preparation>> prepare_kind(Case& at) {
  switch (at.record.key.kind) {
  case Kind::category:
    return prepare_category(at);
  case Kind::line_item:
    return prepare_line_item(at);
  case Kind::result:
    return prepare_result(at);
  case Kind::score_scale:
    break;
  }
  return std::optional(parked(State::waiting, Code::kind_unsupported));
}

} // namespace

Result<Preparation> prepare(outbox::Transaction& transaction, const RoutePtr& route,
                            const settings::Effective& effective, const Record& record,
                            std::int64_t now_unix_ms) {
  if (record.key.sis_class_id.empty()) {
    return parked(State::waiting, Code::class_unlinked);
  }
  auto belonging = belonging_of(transaction, record);
  if (!belonging) {
    return belonging.error();
  }
  if (belonging->elsewhere && record.released.form == Form::present) {
    return later(Code::none, kMovesMs);
  }
  const auto write = write_of(*route->profile, record);
  if (!write) {
    return parked(State::waiting, Code::withdrawal_unsupported);
  }
  Case at{transaction, route, effective, record, now_unix_ms};
  at.planned.record_id = record.id;
  at.planned.seq = record.released.seq;
  at.planned.attempts = record.attempts;
  at.planned.route = route;
  at.planned.kind = record.key.kind;
  at.planned.write = *write;
  at.planned.withdrawn = record.released.form == Form::absent;
  at.planned.wire_id = record.wire_id;
  at.planned.sis_class_id = record.key.sis_class_id;
  if (record.key.kind == Kind::result) {
    at.planned.student_id = student_of(record, *belonging);
  }
  at.planned.creation = creation_of(*route->profile, record);
  auto elsewhere = prepare_kind(at);
  if (!elsewhere) {
    return elsewhere.error();
  }
  if (*elsewhere) {
    return std::move(**elsewhere);
  }
  if (is_not_written(at)) {
    return parked(State::waiting, Code::kind_unsupported);
  }
  if (auto derivable = check_derivable(at.planned, now_unix_ms); !derivable) {
    return parked(State::waiting, derivable.error().code);
  }
  Preparation ready;
  ready.go = true;
  ready.planned = std::move(at.planned);
  return ready;
}

} // namespace passback::delivery

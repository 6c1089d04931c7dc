#include "plugin/delivery/ledger/planned_record.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "plugin/decision/class_in_sis.hpp"
#include "plugin/decision/columns_in_sis.hpp"
#include "plugin/decision/digest.hpp"
#include "plugin/decision/period_preference.hpp"
#include "plugin/decision/write.hpp"
#include "plugin/delivery/ids_before.hpp"
#include "plugin/exchange/line_item_completion.hpp"
#include "plugin/exchange/record_request.hpp"
#include "plugin/oneroster/documents/period_pick.hpp"
#include "plugin/oneroster/values/one_line.hpp"
#include "plugin/outbox/bounds.hpp"
#include "plugin/outbox/each_record.hpp"
#include "plugin/outbox/identity.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/time_zone.hpp"
#include "plugin/platform/try.hpp"

namespace passback::delivery {

namespace {

using outbox::Form;
using outbox::Kind;
using outbox::Record;
using outbox::State;

// Intake moves a record whose student or class was corrected as soon as the host calls.
constexpr std::int64_t kMovesMs = 1'000;

/// What one preparation works on.
struct PreparationParts {
  outbox::Transaction& transaction;
  const exchange::RoutePtr& route;
  const decision::Held& held;
  const Record& record;
  const RoundFacts& round;
  decision::ClassInSisReader in_sis;
  exchange::PlannedRequest planned{};

  decision::Manner manner() const { return {*route->profile, *held.effective}; }
  /// The class, or the line item, at the SIS that the route leads to.
  decision::SisSubject subject(const gradebook::SourcedId& id) const {
    return {route->connection.id, route->connection.generation, id};
  }
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

/// What the host said of the class.
Result<gradebook::ClassFacts> class_facts(PreparationParts& at) {
  PASSBACK_TRY_AS(auto row,
                  at.transaction.lms_class(at.record.key.class_id, at.record.key.school_year));
  if (row && !row->facts.empty()) {
    if (auto facts = gradebook::class_facts_from_json(row->facts)) {
      if (at.held.of_other_sis) {
        facts->school_sis_id = {};
        facts->term_sis_ids.clear();
      }
      return std::move(*facts);
    }
  }
  return gradebook::ClassFacts{};
}

/// Takes what was kept of it, if it is young enough to be believed; else it is to be read.
Status know(PreparationParts& at, exchange::Lookup lookup, const gradebook::SourcedId& of) {
  using decision::Purpose;
  const auto subject = at.subject(of);
  const decision::Asked asked{at.record.priority > 0 ? Purpose::person_waits : Purpose::planning,
                              at.route->profile};
  auto& known = at.planned.known;
  switch (lookup) {
  case exchange::Lookup::sis_class: {
    PASSBACK_TRY_AS(known.sis_class, at.in_sis.sis_class(subject, asked));
    break;
  }
  case exchange::Lookup::sessions: {
    PASSBACK_TRY_AS(known.sessions, at.in_sis.periods(subject, asked));
    break;
  }
  case exchange::Lookup::categories: {
    PASSBACK_TRY_AS(known.categories, at.in_sis.categories(subject, asked));
    break;
  }
  case exchange::Lookup::results: {
    PASSBACK_TRY_AS(known.results, at.in_sis.results(subject, asked));
    break;
  }
  case exchange::Lookup::line_items:
    break; // they age too fast to be kept
  }
  if (known.has(lookup)) {
    at.planned.known_from_store = true;
  } else {
    at.planned.reads.insert(lookup);
  }
  return ok_status();
}

std::string day_at(const PreparationParts& at, std::int64_t unix_ms) {
  return platform::local_dates(at.route->connection.time_zone)(unix_ms);
}

/// What the class is known for, on top of the facts; nothing is asked for that nobody uses.
Status know_class(PreparationParts& at, oneroster::LineItemInput& input) {
  PASSBACK_TRY_AS(auto of_host, class_facts(at));
  if (at.route->profile->school != oneroster::Need::never || posts_to_school(at.planned)) {
    input.school_id = of_host.school_sis_id;
  }
  if (of_host.ends_at_unix_ms != 0) {
    at.planned.wanted.class_end = day_at(at, of_host.ends_at_unix_ms);
  }
  at.planned.content = input;
  for (const exchange::Lookup lookup : exchange::lookups_for(at.planned)) {
    PASSBACK_TRY(know(at, lookup, at.record.key.sis_class_id));
  }
  return ok_status();
}

/// What is needed to recognise the line item among the SIS's, after a request that nobody answered.
Status know_doubt(PreparationParts& at, const oneroster::LineItemInput& input) {
  auto& planned = at.planned;
  planned.doubted = at.record.in_doubt;
  if (!planned.doubted) {
    return ok_status();
  }
  if (const auto* facts = at.record.sent.facts.activity()) {
    planned.doubted_line_item = input;
    planned.doubted_line_item->facts = *facts;
  }
  PASSBACK_TRY_AS(auto before, read_before(at.transaction, at.record));
  planned.before = std::move(before);
  outbox::RecordFilter filter;
  filter.class_id = at.record.key.class_id;
  filter.connection_id = at.record.key.connection_id;
  filter.kind = Kind::line_item;
  return outbox::each_record(at.transaction, filter, [&](const Record& other) {
    if (other.id != at.record.id) {
      planned.ours.insert(other.wire_id.value);
    }
    return ok_status();
  });
}

Result<std::optional<Preparation>> prepare_line_item(PreparationParts& at) {
  const auto* facts = decision::facts_of(at.record).activity();
  if (facts == nullptr) {
    return std::optional(parked(State::waiting, Code::activity_unknown));
  }
  const bool missed = at.record.missed_unix_ms != 0 && at.planned.write == exchange::Write::put;
  const bool only_left = decision::is_taken_over(at.record) && at.planned.withdrawn;
  if (missed || only_left || decision::is_slot(at.record)) {
    at.planned.write = exchange::Write::look;
    at.planned.creation = exchange::Creation::none;
    at.planned.read_line_item = true;
    return std::optional<Preparation>();
  }
  if (at.planned.write == exchange::Write::remove &&
      at.planned.creation == exchange::Creation::none) {
    return std::optional<Preparation>();
  }
  auto& wanted = at.planned.wanted;
  wanted.category = decision::category_of(at.manner(), at.record, *facts);
  const bool by_table = wanted.category.kind == settings::CategoryChoice::Kind::titled;
  wanted.category_title =
      oneroster::one_line(by_table ? wanted.category.title : facts->category_title);
  const auto preference = decision::period_preference(at.manner(), at.record, *facts);
  wanted.period = preference.named;
  wanted.day = preference.day;
  wanted.level = preference.level;
  wanted.between = preference.between;
  auto input = decision::line_item_input(at.manner(), at.record, *facts);
  if (at.record.category_id != 0) {
    PASSBACK_TRY_AS(auto category, at.transaction.record(at.record.category_id));
    if (!category || category->confirmed.form != Form::present) {
      return std::optional(parked(State::waiting_parent, Code::parent_not_confirmed));
    }
    input.category_id = category->wire_id;
  }
  PASSBACK_TRY_AS(const auto column, decision::column_in_sis(at.transaction, at.in_sis, at.manner(),
                                                             at.record, *facts));
  if (!column.like.empty()) {
    return std::optional(parked(State::waiting, Code::column_there));
  }
  // What the SIS has of it, a person may have changed there.
  at.planned.read_line_item = at.record.confirmed.form == Form::present || column.ours ||
                              decision::is_taken_over(at.record);
  PASSBACK_TRY(know_class(at, input));
  if (column.read_first) {
    at.planned.columns_first = true;
    at.planned.reads.insert(exchange::Lookup::line_items);
  }
  if (at.planned.creation != exchange::Creation::none) {
    PASSBACK_TRY(know_doubt(at, input));
  }
  auto digest = decision::digest_of_line_item(at.manner(), at.route->endpoint.version, at.record);
  at.planned.digest = digest ? std::move(*digest) : std::string();
  at.planned.content = std::move(input);
  // What is known is put in now; the rest when it has been read.
  const bool all_read = at.planned.reads.empty();
  if (auto placed = complete_line_item(at.planned, all_read); !placed) {
    if (placed.error().code == Code::window_shut) {
      return std::optional(later(Code::window_shut, exchange::kWindowShutMs));
    }
    return std::optional(parked(State::waiting, placed.error().code));
  }
  if (all_read && at.planned.doubted_line_item) {
    complete_as(at.planned, *at.planned.doubted_line_item);
  }
  return std::optional<Preparation>();
}

/// Who the student and the class are at the SIS now, and whether the record still belongs there.
struct Belonging {
  gradebook::SourcedId student;
  bool elsewhere = false; ///< intake has not moved it yet
  Code no_student = Code::none;
  bool is_asked = false; ///< whether its ids are the right ones
};

Result<Belonging> belonging_of(outbox::Transaction& transaction, const Record& record,
                               const outbox::ClassLinks& links) {
  const auto& key = record.key;
  outbox::Identity student;
  if (key.kind == Kind::result) {
    PASSBACK_TRY_AS(auto enrolment,
                    transaction.enrolment(key.class_id, key.school_year, key.student_id.value));
    student = outbox::identity_of(enrolment, links);
  }
  Belonging belonging;
  belonging.student = student.student_sis_id;
  belonging.no_student = student.no_student;
  belonging.is_asked = key.kind != Kind::category && (student.is_asked || links.is_asked);
  belonging.elsewhere = outbox::whereabouts(record, student, links) != outbox::Whereabouts::right;
  return belonging;
}

gradebook::SourcedId student_in(const outbox::Facts& facts) {
  const auto* score = facts.score();
  return score == nullptr ? gradebook::SourcedId{} : score->student_sis_id;
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

/// The grading period of a result's line item, where this SIS shuts windows: it tells whether one
/// period is shut or all are.
Status know_period(PreparationParts& at, const Record& line_item) {
  const auto is_window = [](const oneroster::AnswerRule& rule) {
    return rule.meaning == info(Code::window_shut).id;
  };
  const auto* said = decision::facts_of(line_item).activity();
  if (said == nullptr || std::ranges::none_of(at.route->profile->answers, is_window)) {
    return ok_status();
  }
  const auto preference = decision::period_preference(at.manner(), line_item, *said);
  at.planned.period = preference.named.value;
  if (!preference.named.empty()) {
    return ok_status();
  }
  PASSBACK_TRY_AS(const auto periods, at.in_sis.periods(at.subject(at.record.key.sis_class_id),
                                                        {decision::Purpose::naming}));
  if (periods) {
    const auto picked = oneroster::pick_period(*at.route->profile, *periods, preference);
    at.planned.period = picked.period == nullptr ? std::string() : picked.period->id.value;
  }
  return ok_status();
}

/// Another student's grade still stands in this person's record, and is about to be taken out: an
/// SIS that has one result for each student would let the one go with the other.
Result<bool> is_taken_by_another(const PreparationParts& at) {
  auto filter = outbox::results_beside(at.record);
  filter.left_behind = true;
  return outbox::any_record(at.transaction, filter, [&](const Record& other) {
    const bool goes = other.state == State::ready || other.state == State::sending;
    return Result<bool>(goes && other.id != at.record.id &&
                        other.line_item_id == at.record.line_item_id &&
                        outbox::holder_of(other) == at.planned.student_id);
  });
}

/// A result that was not there when it was looked for may have come since.
void adopt_kept_result(PreparationParts& at) {
  const auto own = at.planned.wire_id;
  const bool known = at.planned.known.results.has_value();
  if (known && !adopt_result(at.planned) && at.planned.wire_id == own && at.record.in_doubt) {
    at.planned.reads.insert(exchange::Lookup::results);
  }
}

/// Intake made it when it let the result go, unless something has changed since.
std::string digest_of(const PreparationParts& at, const oneroster::ResultInput& input) {
  const auto& record = at.record;
  if (at.round.all_placed && record.settings_generation == at.round.settings_generation &&
      !record.released.digest.empty()) {
    return record.released.digest;
  }
  auto digest = decision::digest_of(at.manner(), at.route->endpoint.version, input);
  return digest ? std::move(*digest) : std::string();
}

Result<std::optional<Preparation>> prepare_result(PreparationParts& at) {
  PASSBACK_TRY_AS(auto parent, at.transaction.record(at.record.line_item_id));
  const bool stands = parent && parent->confirmed.form == Form::present &&
                      parent->released.form != Form::absent && parent->missed_unix_ms == 0 &&
                      parent->state != State::unlinked && !outbox::may_be_removed(*parent) &&
                      !outbox::waits_for_line_item(*parent, at.record);
  if (!stands && at.planned.write == exchange::Write::put) {
    return std::optional(parked(State::waiting_parent, Code::parent_not_confirmed));
  }
  at.planned.parent_id = at.record.line_item_id;
  at.planned.parent_wire_id = parent ? parent->wire_id : gradebook::SourcedId{};
  at.planned.doubted = at.planned.creation != exchange::Creation::none && at.record.in_doubt;
  if (at.planned.write == exchange::Write::remove) {
    return std::optional<Preparation>();
  }
  if (at.planned.write == exchange::Write::put && !at.planned.student_id.empty()) {
    PASSBACK_TRY_AS(const auto taken, is_taken_by_another(at));
    if (taken) {
      return std::optional(later(Code::none, kMovesMs));
    }
  }
  // In a column that was there, the SIS may hold a grade of each student.
  const bool looked_for =
      at.route->profile->writes.result_identity == oneroster::ResultIdentity::look_up_first ||
      (parent && decision::is_taken_over(*parent));
  const bool look_up = looked_for && at.planned.creation == exchange::Creation::none &&
                       at.record.confirmed.form == Form::none &&
                       at.record.wire_id_origin == outbox::WireIdOrigin::derived;
  at.planned.adopt_result = look_up;
  at.planned.read_line_item =
      at.planned.creation == exchange::Creation::post &&
      at.route->profile->writes.post_results_to == oneroster::PostResultsTo::session;
  if (look_up) {
    PASSBACK_TRY(know(at, exchange::Lookup::results, at.planned.parent_wire_id));
  }
  if (!parent) {
    return std::optional(parked(State::waiting_parent, Code::parent_not_confirmed));
  }
  if (at.planned.student_id.empty()) {
    return std::optional(parked(State::waiting, Code::student_unlinked));
  }
  auto input = decision::result_input(at.manner(), at.record, *parent, at.planned.student_id);
  if (!input) {
    return std::optional(parked(State::waiting, input.error().code));
  }
  PASSBACK_TRY(know_period(at, *parent));
  if (at.planned.write == exchange::Write::put) {
    at.planned.digest = digest_of(at, *input);
  }
  at.planned.content = std::move(*input);
  if (look_up) {
    adopt_kept_result(at);
  }
  return std::optional<Preparation>();
}

Result<std::optional<Preparation>> prepare_category(PreparationParts& at) {
  if (at.planned.write != exchange::Write::put) {
    return std::optional(parked(State::waiting, Code::withdrawal_unsupported));
  }
  auto facts = gradebook::category_facts_from_json(decision::facts_of(at.record));
  if (!facts) {
    return std::optional(parked(State::waiting, Code::corrupt));
  }
  if (!at.route->profile->create_categories || !at.held.effective->create_categories) {
    return std::optional(parked(State::waiting, Code::category_not_allowed));
  }
  at.planned.content = oneroster::CategoryInput{at.record.wire_id, std::move(*facts)};
  return std::optional<Preparation>();
}

/// The profile says that the SIS takes no records of this kind from us. A slot is not written.
bool is_not_written(const PreparationParts& at) {
  const auto& writes = at.route->profile->writes;
  switch (at.record.key.kind) {
  case Kind::category:
    return writes.categories == oneroster::Writing::none;
  case Kind::line_item:
    return writes.line_items == oneroster::Writing::none &&
           at.planned.write != exchange::Write::look;
  case Kind::result:
    return writes.results == oneroster::Writing::none;
  case Kind::score_scale:
    break;
  }
  return false;
}

Result<std::optional<Preparation>> prepare_kind(PreparationParts& at) {
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

Result<Preparation> prepare(outbox::Transaction& transaction, const exchange::RoutePtr& route,
                            const decision::Held& held, const Record& record,
                            const RoundFacts& round) {
  if (record.key.sis_class_id.empty()) {
    return parked(State::waiting, Code::class_unlinked);
  }
  PASSBACK_TRY_AS(auto belonging, belonging_of(transaction, record, held.links));
  if (belonging.is_asked) {
    return parked(State::waiting, Code::ids_changed);
  }
  if (belonging.elsewhere && record.released.form == Form::present) {
    return later(Code::none, kMovesMs);
  }
  if (belonging.no_student != Code::none && record.released.form == Form::present) {
    return parked(State::off, belonging.no_student);
  }
  const bool overtaken = outbox::removal_is_overtaken(record);
  const auto write =
      overtaken ? std::optional(exchange::Write::remove)
                : decision::write_of(*route->profile, record.key.kind, record.released.form);
  if (!write) {
    return parked(State::waiting, decision::no_way_code(record.released.form));
  }
  PreparationParts at{transaction, route, held, record, round, {transaction, round.now_unix_ms}};
  at.planned.record_id = record.id;
  at.planned.seq = overtaken ? record.sent.seq : record.released.seq;
  at.planned.attempts = record.attempts;
  at.planned.route = route;
  at.planned.kind = record.key.kind;
  at.planned.write = *write;
  at.planned.overtaken = overtaken;
  at.planned.withdrawn = overtaken || record.released.form == Form::absent;
  at.planned.wire_id = record.wire_id;
  at.planned.sis_class_id = record.key.sis_class_id;
  if (record.key.kind == Kind::result) {
    at.planned.student_id = student_of(record, belonging);
  }
  at.planned.creation = exchange::creation_of(*route->profile, record);
  PASSBACK_TRY_AS(auto elsewhere, prepare_kind(at));
  if (elsewhere) {
    return std::move(*elsewhere);
  }
  if (is_not_written(at)) {
    return parked(State::waiting, Code::kind_unsupported);
  }
  // A result whose digest could be made has been made on trial with it.
  const bool tried = record.key.kind == Kind::result && !at.planned.digest.empty();
  const Status derivable = tried ? ok_status() : check_derivable(at.planned, round.now_unix_ms);
  if (!derivable) {
    return parked(State::waiting, derivable.error().code);
  }
  Preparation ready;
  ready.go = true;
  ready.planned = std::move(at.planned);
  return ready;
}

} // namespace passback::delivery

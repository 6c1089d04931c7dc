#include "plugin/delivery/planned_record.hpp"

#include <optional>
#include <utility>

#include "plugin/delivery/derive.hpp"
#include "plugin/platform/time_zone.hpp"
#include "plugin/settings/category_choice.hpp"

namespace passback::delivery {

namespace {

using outbox::Form;
using outbox::Kind;
using outbox::Record;
using outbox::State;

/// What one preparation works on.
struct Case {
  outbox::Transaction& transaction;
  const RoutePtr& route;
  const settings::Effective& effective;
  const Record& record;
  PlannedRequest planned{};
};

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

/// The school, from what the host said of the class or what was read from the SIS before.
Result<gradebook::SourcedId> known_school(Case& at) {
  auto row = at.transaction.lms_class(at.record.key.class_id, at.record.key.school_year);
  if (!row) {
    return row.error();
  }
  if (*row && !(*row)->facts.empty()) {
    if (auto facts = gradebook::class_facts_from_json((*row)->facts);
        facts && !facts->school_sis_id.empty()) {
      return facts->school_sis_id;
    }
  }
  auto document =
      at.transaction.sis_document(at.route->connection.id, at.route->connection.generation, "class",
                                  at.record.key.sis_class_id.value);
  if (!document) {
    return document.error();
  }
  if (*document) {
    if (auto sis_class = oneroster::sis_class_from_json((*document)->document)) {
      return sis_class->school_id;
    }
  }
  return gradebook::SourcedId{};
}

Result<std::optional<Preparation>> prepare_line_item(Case& at) {
  auto facts = gradebook::activity_facts_from_json(facts_of(at.record));
  if (!facts) {
    return std::optional(parked(State::waiting, Code::activity_unknown));
  }
  oneroster::LineItemInput input;
  input.wire_id = at.record.wire_id;
  input.class_id = at.record.key.sis_class_id;
  input.grading_period_id = facts->grading_period_sis_id;
  const auto choice =
      settings::choose_category(*facts, at.effective.class_settings, may_create_categories(at),
                                at.route->profile->category == oneroster::Need::required);
  input.category_id = choice.sis_id;
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
  if (at.route->profile->school != oneroster::Need::never) {
    auto school = known_school(at);
    if (!school) {
      return school.error();
    }
    input.school_id = std::move(*school);
    at.planned.read_class = input.school_id.empty();
  }
  input.facts = std::move(*facts);
  input.since_unix_ms = at.record.created_unix_ms;
  at.planned.read_line_item = at.record.confirmed.form == Form::present;
  at.planned.content = std::move(input);
  return std::optional<Preparation>();
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
  if (at.planned.write == Write::remove) {
    return std::optional<Preparation>();
  }
  auto facts = gradebook::score_facts_from_json(facts_of(at.record));
  if (!facts) {
    return std::optional(parked(State::waiting, Code::corrupt));
  }
  if (facts->student_sis_id.empty()) {
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
  input.student_id = facts->student_sis_id;
  input.score_date = std::move(*date);
  input.cleared = at.record.released.form == Form::cleared;
  input.facts = std::move(*facts);
  input.sent_before = sent_before(at.record);
  at.planned.content = std::move(input);
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

Result<std::optional<Preparation>> prepare_kind(Case& at) {
  switch (at.record.key.kind) {
  case Kind::category:
    return prepare_category(at);
  case Kind::line_item:
    if (at.planned.write == Write::remove) {
      return std::optional<Preparation>();
    }
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
  const auto write = write_of(*route->profile, record);
  if (!write) {
    return parked(State::waiting, Code::withdrawal_unsupported);
  }
  Case at{transaction, route, effective, record};
  at.planned.record_id = record.id;
  at.planned.seq = record.released.seq;
  at.planned.attempts = record.attempts;
  at.planned.route = route;
  at.planned.kind = record.key.kind;
  at.planned.write = *write;
  at.planned.wire_id = record.wire_id;
  at.planned.sis_class_id = record.key.sis_class_id;
  auto elsewhere = prepare_kind(at);
  if (!elsewhere) {
    return elsewhere.error();
  }
  if (*elsewhere) {
    return std::move(**elsewhere);
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

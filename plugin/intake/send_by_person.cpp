#include "plugin/intake/send_by_person.hpp"

#include "plugin/intake/records.hpp"

namespace passback::intake {
namespace {

using outbox::Form;
using outbox::Kind;
using outbox::Record;
using outbox::State;

SendOutcome outcome_of(const Placement& placed) {
  switch (placed.disposition) {
  case Disposition::queued:
    return {SendAnswer::released, Code::none};
  case Disposition::unchanged:
  case Disposition::ignored:
    return {SendAnswer::unchanged, Code::none};
  case Disposition::stored:
  case Disposition::waiting:
  case Disposition::held:
  case Disposition::superseded:
  case Disposition::off:
  case Disposition::excluded:
    break;
  }
  return {SendAnswer::not_now, placed.reason};
}

// What the SIS removed it no longer has, whatever it confirmed before.
void forget_confirmation(Record& record) {
  if (record.state == State::unlinked && record.released.form != Form::none) {
    record.in_doubt = true;
  }
}

Status keep(Desk& desk, const Record& before, Record& record, const std::string& user) {
  if (auto stored = put(desk, record); !stored) {
    return stored;
  }
  return record.released.seq == before.released.seq && record.state == before.state
             ? ok_status()
             : tell_history(desk, record, record.released.seq, "released", user);
}

Result<SendOutcome> send_line_item(Desk& desk, const ClassView& view, Record record,
                                   const PersonalSend& send) {
  const Record before = record;
  forget_confirmation(record);
  auto placed = place_line_item(desk, view, record, false, {true, false, send.priority});
  if (!placed) {
    return placed.error();
  }
  if (auto kept = keep(desk, before, record, send.user); !kept) {
    return kept.error();
  }
  return outcome_of(*placed);
}

Result<SendOutcome> send_result(Desk& desk, const ClassView& view, Record record,
                                const PersonalSend& send) {
  const Record before = record;
  auto line_item =
      find_or_make_line_item(desk, view, {record.key.sis_class_id, record.key.activity_id, {}});
  if (!line_item) {
    return line_item.error();
  }
  const Record line_item_before = *line_item;
  if (send.again) {
    forget_confirmation(record);
    forget_confirmation(*line_item);
  }
  auto placed = place_result(desk, view, record, *line_item, {true, false, send.priority});
  if (!placed) {
    return placed.error();
  }
  if (auto kept = keep(desk, line_item_before, *line_item, send.user); !kept) {
    return kept.error();
  }
  record.line_item_id = line_item->id;
  if (auto kept = keep(desk, before, record, send.user); !kept) {
    return kept.error();
  }
  return outcome_of(*placed);
}

} // namespace

Result<SendOutcome> send_by_person(Desk& desk, const gradebook::ClassId& class_id,
                                   const PersonalSend& send) {
  auto found = desk.transaction.record(send.record_id);
  if (!found) {
    return found.error();
  }
  if (!*found || (*found)->key.class_id != class_id) {
    return SendOutcome{};
  }
  const Record& record = **found;
  if (send.seq != 0 && record.observed.seq != send.seq) {
    return SendOutcome{SendAnswer::changed, Code::none};
  }
  if (was_refused(record) && !send.again) {
    return SendOutcome{SendAnswer::not_now, record.code};
  }
  auto view = open_class_of(desk, record);
  if (!view) {
    return view.error();
  }
  if (!belongs_to(*view, record)) {
    return SendOutcome{SendAnswer::not_now, Code::not_configured};
  }
  if (record.key.kind == Kind::line_item) {
    return send_line_item(desk, *view, record, send);
  }
  if (record.key.kind == Kind::result) {
    return send_result(desk, *view, record, send);
  }
  return SendOutcome{};
}

} // namespace passback::intake

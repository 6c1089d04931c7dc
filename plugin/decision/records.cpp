#include "plugin/decision/records.hpp"

#include "plugin/decision/permission.hpp"
#include "plugin/decision/wire_ids.hpp"
#include "plugin/outbox/each_record.hpp"
#include "plugin/outbox/identity.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/try.hpp"

namespace passback::decision {
namespace {

using outbox::Kind;
using outbox::Record;
using outbox::RecordKey;

Result<std::vector<Record>> all_records(UnitOfWork& work, const outbox::RecordFilter& filter) {
  std::vector<Record> found;
  const auto read = outbox::each_record(work.transaction, filter, [&](Record& record) {
    found.push_back(std::move(record));
    return ok_status();
  });
  return read ? Result<std::vector<Record>>(std::move(found)) : read.error();
}

// What the host said last of the activity, in whatever class and SIS.
Result<std::optional<Record>> newest_line_item(UnitOfWork& work, const ClassView& view,
                                               const gradebook::ActivityId& activity) {
  outbox::RecordFilter filter;
  filter.class_id = view.class_id;
  filter.school_year = view.school_year;
  filter.activity_id = activity;
  filter.kind = Kind::line_item;
  PASSBACK_TRY_AS(auto found, all_records(work, filter));
  std::erase_if(found, [&](const Record& record) {
    return record.key.incarnation != view.incarnation ||
           record.observed.form == outbox::Form::none ||
           (record.observed.form == outbox::Form::absent &&
            view.links.was(record.key.sis_class_id));
  });
  const auto newest =
      std::ranges::max_element(found, {}, [](const Record& one) { return one.observed.seq; });
  return newest == found.end() ? std::optional<Record>() : std::optional(std::move(*newest));
}

} // namespace

Status give_key(UnitOfWork& work, Record& record, const RecordKey& key) {
  record.key = key;
  record.line_item_id = record.category_id = 0;
  record.confirmed = {};
  record.wire_id = {};
  return make_wire_id(work.transaction, record);
}

RecordKey key_of(const ClassView& view, Kind kind, const Who& who) {
  RecordKey key;
  key.connection_id = view.effective.connection->id;
  key.connection_generation = view.effective.connection->generation;
  key.kind = kind;
  key.school_year = view.school_year;
  key.class_id = view.class_id;
  key.sis_class_id = who.sis_class_id;
  key.activity_id = who.activity_id;
  key.student_id = who.student_id;
  key.incarnation = view.incarnation;
  return key;
}

Status link_to_class(UnitOfWork& work, Record& record, const gradebook::SourcedId& sis_class_id) {
  if (record.key.sis_class_id.empty()) {
    record.key.sis_class_id = sis_class_id;
  }
  return make_wire_id(work.transaction, record);
}

Result<std::optional<Record>> find_record(UnitOfWork& work, const ClassView& view, Kind kind,
                                          const Who& who) {
  auto key = key_of(view, kind, who);
  auto found = work.transaction.find(key);
  if (!found || *found || key.sis_class_id.empty()) {
    return found;
  }
  key.sis_class_id = {};
  found = work.transaction.find(key);
  if (found && *found) {
    PASSBACK_TRY(link_to_class(work, **found, who.sis_class_id));
  }
  return found;
}

Result<Record> find_or_make_record(UnitOfWork& work, const ClassView& view, Kind kind,
                                   const Who& who) {
  PASSBACK_TRY_AS(auto found, find_record(work, view, kind, who));
  if (found) {
    return std::move(*found);
  }
  Record record;
  record.key = key_of(view, kind, who);
  record.domain_id = view.domain_id;
  record.created_unix_ms = work.now_unix_ms;
  PASSBACK_TRY(make_wire_id(work.transaction, record));
  return record;
}

outbox::Facts said_at_other_sis(const outbox::Facts& facts) {
  const auto* said = facts.activity();
  if (said == nullptr) {
    return facts;
  }
  auto without = *said;
  without.category_sis_id = {};
  without.grading_period_sis_id = {};
  return outbox::Facts::of(std::move(without));
}

Result<Record> find_or_make_line_item(UnitOfWork& work, const ClassView& view, const Who& who) {
  auto record =
      find_or_make_record(work, view, Kind::line_item, {who.sis_class_id, who.activity_id, {}});
  if (!record || record->id != 0) {
    return record;
  }
  PASSBACK_TRY_AS(auto known, newest_line_item(work, view, who.activity_id));
  if (known) {
    record->observed = known->observed;
    if (view.of_other_sis) {
      record->observed.facts = said_at_other_sis(known->observed.facts);
    }
    record->host_rev = known->host_rev;
    record->host_epoch = known->host_epoch;
  }
  return record;
}

Result<std::vector<Record>> line_items_of(UnitOfWork& work, const ClassView& view,
                                          const gradebook::ActivityId& activity) {
  outbox::RecordFilter filter;
  filter.class_id = view.class_id;
  filter.school_year = view.school_year;
  filter.activity_id = activity;
  filter.connection_id = view.effective.connection->id;
  filter.kind = Kind::line_item;
  auto found = all_records(work, filter);
  if (found) {
    std::erase_if(*found, [&](const Record& record) {
      return record.key.connection_generation != view.effective.connection->generation ||
             record.key.incarnation != view.incarnation || view.links.was(record.key.sis_class_id);
    });
  }
  return found;
}

bool belongs_to(const ClassView& view, const Record& record) {
  return is_of_connection(view.effective, record.key);
}

Result<bool> has_present_record(UnitOfWork& work, const ClassView& view, const Record& elsewhere) {
  auto present = outbox::records_of_cell(elsewhere.key);
  present.connection_id = view.effective.connection->id;
  return outbox::any_record(work.transaction, present, [&](const Record& one) -> Result<bool> {
    return belongs_to(view, one) && one.key.incarnation == elsewhere.key.incarnation &&
           one.observed.form != outbox::Form::none && !view.links.was(one.key.sis_class_id);
  });
}

Status end_offers(UnitOfWork& work, const RecordKey& key) {
  auto offered = outbox::records_of_cell(key);
  offered.state = outbox::State::off;
  return outbox::each_record(work.transaction, offered, [&](Record& one) {
    if (one.code != Code::other_sis || one.key.incarnation != key.incarnation) {
      return ok_status();
    }
    outbox::park(one, outbox::State::settled, Code::moved_sis);
    return put(work, one);
  });
}

Status forget_in_sis(UnitOfWork& work, Record& record) {
  record.confirmed = {};
  record.missed_unix_ms = 0;
  if (record.wire_id_origin == outbox::WireIdOrigin::allocated ||
      record.wire_id_origin == outbox::WireIdOrigin::rewritten ||
      record.wire_id_origin == outbox::WireIdOrigin::taken_over) {
    record.wire_id = {};
    return make_wire_id(work.transaction, record);
  }
  return ok_status();
}

Error unreadable_facts() {
  return Error{Code::corrupt, "stored facts cannot be read"};
}

bool may_have_left(const Record& record) {
  return record.in_doubt || record.sent.form != outbox::Form::none ||
         record.confirmed.form != outbox::Form::none;
}

Status put(UnitOfWork& work, Record& record) {
  record.updated_unix_ms = work.now_unix_ms;
  // A result is asked about by itself (take_score, send_by_person): they are many.
  const bool ends_offers = record.id == 0 && record.key.kind == Kind::line_item;
  PASSBACK_TRY(work.transaction.put_record(record));
  return ends_offers ? end_offers(work, record.key) : ok_status();
}

Status tell_history(UnitOfWork& work, const Record& record, std::int64_t seq, std::string event,
                    std::string actor) {
  outbox::HistoryRow row;
  row.record_id = record.id;
  row.seq = seq;
  row.at_unix_ms = work.now_unix_ms;
  row.event = std::move(event);
  row.actor = std::move(actor);
  row.code = record.code;
  row.connection_id = record.key.connection_id;
  return work.transaction.append_history(row);
}

} // namespace passback::decision

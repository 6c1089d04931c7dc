#include "plugin/decision/columns_in_sis.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "plugin/decision/records.hpp"
#include "plugin/decision/wire_ids.hpp"
#include "plugin/decision/write.hpp"
#include "plugin/gradebook/standard_activity.hpp"
#include "plugin/oneroster/wire/ascii.hpp"
#include "plugin/outbox/each_record.hpp"
#include "plugin/outbox/identity.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/time_zone.hpp"
#include "plugin/platform/try.hpp"
#include "plugin/settings/final_grades.hpp"

namespace passback::decision {
namespace {

using oneroster::SisLineItem;
using outbox::Form;
using outbox::Record;

std::string without_case_and_blanks(std::string_view title) {
  auto text = oneroster::ascii::lower(title);
  std::erase_if(text, [](char c) {
    constexpr std::string_view kBlanks = " \t\r\n";
    return kBlanks.find(c) != std::string_view::npos;
  });
  return text;
}

bool contains(const std::string& one, const std::string& other) {
  return !one.empty() && !other.empty() &&
         (one.find(other) != std::string::npos || other.find(one) != std::string::npos);
}

Status add_ids_of(outbox::Transaction& transaction, const outbox::RecordFilter& filter,
                  std::set<std::string>& ids) {
  return outbox::each_record(transaction, filter, [&](const Record& one) {
    ids.insert(one.wire_id.value);
    return ok_status();
  });
}

/// The ids of all that Passback has of the class, and of other courses of the LMS that go into the
/// same class of the SIS: each of them has columns of its own.
Result<std::set<std::string>> ids_of_ours(outbox::Transaction& transaction,
                                          const Record& line_item) {
  const auto& key = line_item.key;
  outbox::RecordFilter filter;
  filter.class_id = key.class_id;
  filter.connection_id = key.connection_id;
  filter.kind = outbox::Kind::line_item;
  std::set<std::string> ids;
  PASSBACK_TRY(add_ids_of(transaction, filter, ids));
  PASSBACK_TRY_AS(const auto classes, transaction.classes(key.school_year));
  for (const auto& one : classes) {
    PASSBACK_TRY_AS(const auto links, outbox::links_of(one));
    if (one.class_id != key.class_id && links.now == key.sis_class_id) {
      filter.class_id = one.class_id;
      PASSBACK_TRY(add_ids_of(transaction, filter, ids));
    }
  }
  return ids;
}

/// Nothing of the course was sent to that class of the SIS, and its columns were read before the
/// course was known: another one may have made some since.
Result<bool> is_new_there(outbox::Transaction& transaction, ClassInSisReader& in_sis,
                          const SisSubject& subject, const Record& line_item) {
  PASSBACK_TRY_AS(const bool older,
                  in_sis.line_items_are_older_than(subject, line_item.created_unix_ms));
  if (!older) {
    return false;
  }
  outbox::RecordFilter filter;
  filter.class_id = line_item.key.class_id;
  filter.connection_id = line_item.key.connection_id;
  filter.kind = outbox::Kind::line_item;
  PASSBACK_TRY_AS(const bool sent, outbox::any_record(transaction, filter, [&](const Record& one) {
                    return Result<bool>(may_have_left(one) &&
                                        one.key.sis_class_id == line_item.key.sis_class_id);
                  }));
  return !sent;
}

bool may_be_there(const Manner& manner, const Record& line_item,
                  const gradebook::ActivityFacts& facts) {
  const auto& own = manner.effective.class_settings.own_columns;
  const bool answered = std::ranges::find(own, line_item.key.activity_id) != own.end();
  return line_item.key.kind == outbox::Kind::line_item && !may_have_left(line_item) &&
         line_item.wire_id_origin == outbox::WireIdOrigin::derived && !answered &&
         !line_item.key.sis_class_id.empty() &&
         manner.profile.gradebook == oneroster::Gradebook::of_class &&
         !gradebook::standard_of(line_item.key.activity_id) &&
         !settings::belongs_into_slot(facts, manner.effective.grading);
}

} // namespace

std::string due_day_of(const SisLineItem& column) {
  constexpr std::size_t kDayLength = 10; // of "2026-10-16T..."
  return column.due_date.substr(0, kDayLength);
}

std::vector<SisLineItem> columns_like(const ActivityLooks& activity,
                                      std::span<const SisLineItem> listed,
                                      const std::set<std::string>& ours) {
  std::vector<SisLineItem> like;
  const auto title = without_case_and_blanks(activity.title);
  for (const auto& column : listed) {
    const auto there = without_case_and_blanks(column.title);
    const bool same_day_and_points = !activity.due_day.empty() &&
                                     due_day_of(column) == activity.due_day && activity.points &&
                                     column.maximum && *activity.points == *column.maximum;
    const bool alike =
        (!title.empty() && title == there) || (same_day_and_points && contains(title, there));
    if (column.active && alike && !ours.contains(column.id.value)) {
      like.push_back(column);
    }
  }
  return like;
}

Result<ColumnInSis> column_in_sis(outbox::Transaction& transaction, ClassInSisReader& in_sis,
                                  const Manner& manner, const Record& line_item,
                                  const gradebook::ActivityFacts& facts) {
  ColumnInSis found;
  if (!may_be_there(manner, line_item, facts)) {
    return found;
  }
  const auto& key = line_item.key;
  const SisSubject subject{key.connection_id, key.connection_generation, key.sis_class_id};
  PASSBACK_TRY_AS(const auto listed, in_sis.line_items(subject, {Purpose::planning}));
  if (!listed) {
    PASSBACK_TRY_AS(found.read_first, in_sis.line_items_are_unread(subject));
    return found;
  }
  PASSBACK_TRY_AS(found.read_first, is_new_there(transaction, in_sis, subject, line_item));
  if (found.read_first) {
    return found;
  }
  found.ours = std::ranges::any_of(
      *listed, [&](const SisLineItem& one) { return one.id == line_item.wire_id; });
  if (found.ours) {
    return found;
  }
  ActivityLooks looks{facts.title, {}, facts.points_possible};
  if (facts.due_at_unix_ms != 0 && manner.effective.connection) {
    looks.due_day =
        platform::local_dates(manner.effective.connection->time_zone)(facts.due_at_unix_ms);
  }
  found.like = columns_like(looks, *listed, {});
  if (!found.like.empty()) {
    PASSBACK_TRY_AS(const auto ours, ids_of_ours(transaction, line_item));
    found.like = columns_like(looks, found.like, ours);
  }
  return found;
}

Result<bool> columns_are_hidden(ClassInSisReader& in_sis, const SisSubject& sis_class) {
  PASSBACK_TRY_AS(const auto listed, in_sis.line_items(sis_class, {Purpose::naming}));
  PASSBACK_TRY_AS(const auto read,
                  in_sis.read_unix_ms(sis_class, outbox::SisDocumentKind::line_items));
  return read != 0 && !listed;
}

Result<std::int64_t> classes_with_hidden_columns(outbox::Transaction& transaction,
                                                 const settings::Connection& connection) {
  return transaction.sis_documents_that_say(
      connection.id, connection.generation,
      outbox::stored_name(outbox::SisDocumentKind::line_items), "null");
}

bool waits_for_first_send(const Record& line_item) {
  return is_taken_over(line_item) && line_item.released.form == Form::none &&
         !may_have_left(line_item);
}

Status take_over(UnitOfWork& work, Record& line_item, const gradebook::SourcedId& column) {
  line_item.wire_id = column;
  line_item.wire_id_origin = outbox::WireIdOrigin::taken_over;
  line_item.released = {};
  outbox::park(line_item, outbox::State::manual, Code::column_taken_over);
  PASSBACK_TRY(put(work, line_item));
  return outbox::each_result_of(work.transaction, line_item, [&](Record& result) {
    if (may_have_left(result)) {
      return ok_status();
    }
    result.released = {};
    if (result.observed.form == Form::present &&
        (result.state == outbox::State::waiting_parent || result.code == Code::column_there)) {
      outbox::park(result, outbox::State::manual, Code::column_taken_over);
    }
    return put(work, result);
  });
}

namespace {

/// Nothing of it is at the SIS any more, as far as its own course is concerned.
Status let_go_of(UnitOfWork& work, std::int64_t seq, Record& record) {
  record.released = {};
  record.sent = {};
  record.confirmed = {};
  record.in_doubt = false;
  record.missed_unix_ms = 0;
  PASSBACK_TRY(renew_wire_id(work.transaction, record, seq));
  outbox::park(record, outbox::State::settled, Code::none);
  return put(work, record);
}

} // namespace

Result<std::map<gradebook::SourcedId, Record>>
columns_of_other_courses(outbox::Transaction& transaction, const Record& line_item,
                         const std::set<gradebook::SourcedId>& columns) {
  std::map<gradebook::SourcedId, Record> found;
  if (columns.empty()) {
    return found;
  }
  const auto& key = line_item.key;
  outbox::RecordFilter filter;
  filter.connection_id = key.connection_id;
  filter.kind = outbox::Kind::line_item;
  PASSBACK_TRY(outbox::each_record(transaction, filter, [&](Record& one) {
    const bool there = one.key.connection_generation == key.connection_generation &&
                       one.key.sis_class_id == key.sis_class_id &&
                       one.key.class_id != key.class_id && may_have_left(one);
    if (there && columns.contains(one.wire_id)) {
      const auto id = one.wire_id;
      found.emplace(id, std::move(one));
    }
    return ok_status();
  }));
  return found;
}

Result<bool> hand_over(UnitOfWork& work, Record& column) {
  bool under_way = column.sent.in_flight || column.in_doubt;
  PASSBACK_TRY(outbox::each_result_of(work.transaction, column, [&](const Record& result) {
    under_way = under_way || result.sent.in_flight || result.in_doubt;
    return ok_status();
  }));
  if (under_way) {
    return false;
  }
  PASSBACK_TRY_AS(const auto seq, work.transaction.next_seq());
  PASSBACK_TRY(outbox::each_result_of(
      work.transaction, column, [&](Record& result) { return let_go_of(work, seq, result); }));
  PASSBACK_TRY(let_go_of(work, seq, column));
  return true;
}

Status give_back(UnitOfWork& work, Record& line_item) {
  line_item.wire_id = {};
  line_item.released = {};
  PASSBACK_TRY(make_wire_id(work.transaction, line_item));
  return put(work, line_item);
}

} // namespace passback::decision

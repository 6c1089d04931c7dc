#include "plugin/intake/lost_records.hpp"

#include "plugin/decision/class_over.hpp"
#include "plugin/decision/lost_records.hpp"
#include "plugin/decision/records.hpp"
#include "plugin/intake/send_by_person.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/try.hpp"

namespace passback::intake {
namespace {

using outbox::Kind;
using outbox::Record;

Status send_once_more(decision::UnitOfWork& work, Record& record, const std::string& user,
                      const std::string& reason) {
  if (decision::is_lost(record)) {
    PersonalSend send;
    send.record_id = record.id;
    send.again = true;
    send.user = user;
    send.reason = reason;
    send.priority = 0; // they are many, and somebody may wait for one grade
    PASSBACK_TRY(send_by_person(work, record.key.class_id, send));
    return ok_status();
  }
  if (!goes_once_more(record)) {
    return ok_status(); // it goes, or waits for somebody, as it is
  }
  outbox::distrust(record, work.now_unix_ms);
  PASSBACK_TRY(decision::put(work, record));
  return decision::tell_history(work, record, record.released.seq,
                                decision::to_text({"sent_again", reason}), user);
}

bool is_written(const Record& record) {
  return record.key.kind == Kind::line_item || record.key.kind == Kind::result;
}

} // namespace

bool goes_once_more(const Record& record) {
  const bool left_as_it_is = record.code == Code::kept_in_sis || record.code == Code::newer_kept;
  const bool there = record.state == outbox::State::settled &&
                     decision::is_confirmed_there(record) && !left_as_it_is;
  return is_written(record) && (decision::is_lost(record) || there);
}

Result<bool> goes_once_more_from_here(decision::UnitOfWork& work, const Record& record) {
  if (!goes_once_more(record)) {
    return false;
  }
  PASSBACK_TRY_AS(const auto view, work.open_class_of(record));
  return decision::belongs_to(view, record) && view.effective.allowed;
}

Result<std::int64_t> send_again(decision::UnitOfWork& work, std::span<const std::int64_t> ids,
                                const std::string& user, const std::string& reason) {
  std::int64_t count = 0;
  for (const auto id : ids) {
    PASSBACK_TRY_AS(auto record, work.transaction.record(id));
    PASSBACK_TRY_AS(const bool goes,
                    record ? goes_once_more_from_here(work, *record) : Result<bool>(false));
    if (goes) {
      PASSBACK_TRY(send_once_more(work, *record, user, reason));
      ++count;
    }
  }
  return count;
}

Result<bool> send_lost_again(decision::UnitOfWork& work, const settings::Connection& connection,
                             const std::string& user, int limit, std::int64_t& after_id) {
  outbox::RecordFilter filter;
  filter.connection_id = connection.id;
  filter.after_id = after_id;
  filter.limit = limit;
  PASSBACK_TRY_AS(const auto page, work.transaction.records(filter));
  for (const auto& one : page) {
    after_id = one.id;
    // Its line item may have changed it in this very transaction.
    PASSBACK_TRY_AS(auto record, work.transaction.record(one.id));
    if (record && is_written(*record) &&
        record->key.connection_generation == connection.generation) {
      PASSBACK_TRY(send_once_more(work, *record, user, {}));
    }
  }
  return static_cast<int>(page.size()) == limit;
}

} // namespace passback::intake

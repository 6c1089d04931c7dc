#include "plugin/intake/older_grades.hpp"

#include <utility>

#include "plugin/decision/older_than_sis.hpp"
#include "plugin/decision/records.hpp"
#include "plugin/intake/send_by_person.hpp"
#include "plugin/platform/try.hpp"

namespace passback::intake {
namespace {

using decision::UnitOfWork;
using outbox::Record;

Status send_older(UnitOfWork& work, const Record& record, const std::string& user) {
  PersonalSend send;
  send.record_id = record.id;
  send.seq = record.observed.seq;
  send.user = user;
  send.priority = 0; // they are many, and somebody may wait for one grade
  PASSBACK_TRY(send_by_person(work, record.key.class_id, send));
  return ok_status();
}

Status keep_newer(UnitOfWork& work, Record& record, const std::string& user) {
  decision::keep_newer_in_sis(record);
  PASSBACK_TRY(decision::put(work, record));
  return decision::tell_history(work, record, record.observed.seq, "kept", user);
}

} // namespace

Result<KeptGrades> older_waiting(UnitOfWork& work, const gradebook::DomainId& domain) {
  return count_kept_grades(work, Code::older_than_sis, domain);
}

Result<bool> answer_older(UnitOfWork& work, const gradebook::DomainId& domain, bool send,
                          const std::string& user, int limit) {
  std::vector<Record> chosen;
  bool more = false;
  PASSBACK_TRY(each_kept_grade(work, Code::older_than_sis, domain, [&](const Record& record) {
    more = static_cast<int>(chosen.size()) == limit;
    if (!more) {
      chosen.push_back(record);
    }
    return ok_status();
  }));
  const auto waiting = chosen.size();
  std::size_t left = 0;
  for (auto& record : chosen) {
    PASSBACK_TRY(send ? send_older(work, record, user) : keep_newer(work, record, user));
    PASSBACK_TRY_AS(const auto now, work.transaction.record(record.id));
    left += now && decision::waits_for_older_answer(*now) ? 1 : 0;
  }
  // Nothing of them could go: the rest waits for the same.
  return more && left < waiting;
}

} // namespace passback::intake

#include "plugin/intake/imports.hpp"

#include <algorithm>
#include <vector>

#include "plugin/decision/records.hpp"
#include "plugin/intake/left_to_settle.hpp"
#include "plugin/intake/send_by_person.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/try.hpp"

namespace passback::intake {
namespace {

using decision::UnitOfWork;
using outbox::Record;

constexpr std::string_view kImportsMeta = "imports_not_settled";

Status send_imported(UnitOfWork& work, const Record& record, const std::string& user) {
  PersonalSend send;
  send.record_id = record.id;
  send.seq = record.observed.seq;
  send.user = user;
  PASSBACK_TRY(send_by_person(work, record.key.class_id, send));
  return ok_status();
}

/// True: the class needs no more looking at.
Result<bool> settle_class(UnitOfWork& work, const std::string& class_id) {
  auto filter = kept_for(Code::import_asked);
  filter.class_id = gradebook::ClassId(class_id);
  filter.limit = static_cast<int>(kImportedUnasked) + 1;
  PASSBACK_TRY_AS(const auto found, work.transaction.records(filter));
  if (found.empty() || static_cast<std::int64_t>(found.size()) > kImportedUnasked) {
    return true;
  }
  const auto newest = std::ranges::max_element(found, {}, &Record::updated_unix_ms);
  if (newest->updated_unix_ms + kImportSettlesMs > work.now_unix_ms) {
    return false;
  }
  for (const auto& record : found) {
    PASSBACK_TRY(send_imported(work, record, "host"));
  }
  return true;
}

} // namespace

Status note_import(outbox::Transaction& transaction, const gradebook::ClassId& class_id) {
  return add_name_left(transaction, kImportsMeta, class_id.value);
}

Result<bool> settle_imports(UnitOfWork& work) {
  PASSBACK_TRY_AS(const auto ids, names_left(work.transaction, kImportsMeta));
  std::vector<std::string> left;
  for (const auto& id : ids) {
    PASSBACK_TRY_AS(const auto settled, settle_class(work, id));
    if (!settled) {
      left.push_back(id);
    }
  }
  if (left.size() == ids.size()) {
    return false;
  }
  PASSBACK_TRY(put_names_left(work.transaction, kImportsMeta, left));
  return true;
}

Result<KeptGrades> imported_waiting(UnitOfWork& work, const gradebook::DomainId& domain) {
  PASSBACK_TRY_AS(const auto open, names_left(work.transaction, kImportsMeta));
  return count_kept_grades(work, Code::import_asked, domain, open);
}

Result<bool> answer_imports(UnitOfWork& work, const gradebook::DomainId& domain,
                            ImportAnswer answer, const std::string& user, int limit) {
  std::vector<Record> chosen;
  bool more = false;
  PASSBACK_TRY(each_kept_grade(work, Code::import_asked, domain, [&](const Record& record) {
    more = static_cast<int>(chosen.size()) == limit;
    if (!more) {
      chosen.push_back(record);
    }
    return ok_status();
  }));
  for (auto& record : chosen) {
    if (answer == ImportAnswer::send) {
      PASSBACK_TRY(send_imported(work, record, user));
      continue;
    }
    const Code code = answer == ImportAnswer::teachers ? Code::graded_before : Code::left_unsent;
    outbox::park(record, outbox::State::manual, code);
    PASSBACK_TRY(decision::put(work, record));
  }
  return more;
}

} // namespace passback::intake

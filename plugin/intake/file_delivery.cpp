#include "plugin/intake/file_delivery.hpp"

#include <functional>
#include <iterator>
#include <set>
#include <utility>

#include "plugin/decision/identity.hpp"
#include "plugin/decision/in_trial.hpp"
#include "plugin/decision/permission.hpp"
#include "plugin/decision/placement.hpp"
#include "plugin/decision/records.hpp"
#include "plugin/decision/wire_ids.hpp"
#include "plugin/outbox/children.hpp"
#include "plugin/outbox/each_record.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/try.hpp"

namespace passback::intake {
namespace {

using decision::ClassView;
using decision::UnitOfWork;
using outbox::Form;
using outbox::GradeFile;
using outbox::GradeFileState;
using outbox::Kind;
using outbox::Record;
using outbox::State;

// One that is being made for longer was never handed out.
constexpr std::int64_t kMakingMs = 10 * 60 * 1000;

constexpr Kind kParentsFirst[] = {Kind::category, Kind::line_item, Kind::result};

Status each_of_kind(UnitOfWork& work, const GradeFile& of, Kind kind,
                    const std::function<Status(Record&)>& see) {
  outbox::RecordFilter filter;
  filter.class_id = of.class_id;
  filter.school_year = of.school_year;
  filter.connection_id = of.connection_id;
  filter.kind = kind;
  return outbox::each_record(work.transaction, filter, [&](Record& record) {
    return record.key.connection_generation == of.connection_generation ? see(record) : ok_status();
  });
}

bool waits_for_file(const Record& record, const FilesOfClass& files) {
  const bool due = record.state == State::ready || record.state == State::sending ||
                   record.state == State::waiting_parent;
  return due && outbox::needs_send(record) && !files.holds(record);
}

Result<std::optional<Record>> parent_of(UnitOfWork& work, const Record& record) {
  const auto id = record.key.kind == Kind::result ? record.line_item_id : record.category_id;
  return id == 0 ? std::optional<Record>() : work.transaction.record(id);
}

/// What the SIS deleted on our word comes back under another id, as it would by REST.
Status leave_deleted_id(UnitOfWork& work, Record& record, const std::string& user) {
  if (record.confirmed.form != Form::absent || record.released.form != Form::present) {
    return ok_status();
  }
  const auto event = decision::left_id_event(record);
  PASSBACK_TRY(decision::renew_wire_id(work.transaction, record, record.released.seq));
  record.confirmed = {};
  return decision::tell_history(work, record, record.released.seq, event, user);
}

Result<PutIntoFile> parked(UnitOfWork& work, Record& record, State state, Code code) {
  // What stands in a file stays there: nothing newer goes until this is mended.
  outbox::park(record, state, code);
  PASSBACK_TRY(decision::put(work, record));
  return PutIntoFile{std::nullopt, code};
}

Status tell(UnitOfWork& work, const Record& record, std::int64_t seq, std::string event,
            const GradeFile& file, const std::string& user) {
  outbox::HistoryRow row;
  row.record_id = record.id;
  row.seq = seq;
  row.at_unix_ms = work.now_unix_ms;
  row.event = std::move(event);
  row.actor = user;
  row.request_id = outbox::request_id_of(file.id);
  row.connection_id = record.key.connection_id;
  return work.transaction.append_history(row);
}

/// Intake moves a record whose student or class was corrected as soon as the host calls; until then
/// nothing goes under the wrong name.
Result<bool> is_about_to_move(UnitOfWork& work, const ClassView& view, const Record& record) {
  decision::Identity student;
  if (record.key.kind == Kind::result) {
    PASSBACK_TRY_AS(student, decision::known_identity(work, view, record.key.student_id));
  }
  if (student.is_asked || (view.links.is_asked && record.key.kind != Kind::category)) {
    return true;
  }
  return record.released.form == Form::present &&
         outbox::whereabouts(record, student, view.links) != outbox::Whereabouts::right;
}

} // namespace

FilesOfClass::FilesOfClass(std::vector<GradeFile> files, std::int64_t now_unix_ms) {
  for (const auto& file : files) {
    const bool made_now =
        file.state == GradeFileState::making && now_unix_ms - file.made_unix_ms < kMakingMs;
    may_be_taken_[file.id] = made_now || file.state == GradeFileState::open;
  }
}

bool FilesOfClass::holds(const Record& record) const {
  const auto file = outbox::is_in_file(record) ? outbox::file_of(record) : std::nullopt;
  const auto known = file ? may_be_taken_.find(*file) : may_be_taken_.end();
  return known != may_be_taken_.end() && known->second &&
         outbox::same_for_sis(record.key.kind, record.released, record.sent);
}

Result<std::vector<std::int64_t>> records_for_file(UnitOfWork& work, const GradeFile& like) {
  PASSBACK_TRY_AS(auto known, outbox::grade_files(work.transaction, like));
  const FilesOfClass files(std::move(known), work.now_unix_ms);
  std::vector<std::int64_t> of_kind[std::size(kParentsFirst)];
  std::set<std::int64_t> wanted; ///< parents of what goes
  for (std::size_t i = std::size(kParentsFirst); i-- > 0;) {
    PASSBACK_TRY(each_of_kind(work, like, kParentsFirst[i], [&](Record& record) {
      const bool only_in_file = wanted.contains(record.id) && outbox::is_in_file(record) &&
                                record.confirmed.form != Form::present;
      if (only_in_file || waits_for_file(record, files)) {
        of_kind[i].push_back(record.id);
        wanted.insert(record.key.kind == Kind::result ? record.line_item_id : record.category_id);
      }
      return ok_status();
    }));
  }
  std::vector<std::int64_t> ids;
  for (const auto& some : of_kind) {
    ids.insert(ids.end(), some.begin(), some.end());
  }
  return ids;
}

Result<PutIntoFile> put_into_file(UnitOfWork& work, const GradeFile& file, std::int64_t record_id,
                                  const std::string& user) {
  PASSBACK_TRY_AS(auto found, work.transaction.record(record_id));
  if (!found) {
    return PutIntoFile{};
  }
  Record& record = *found;
  const bool due = record.state == State::ready || record.state == State::sending ||
                   record.state == State::waiting_parent;
  if (!due) {
    return PutIntoFile{std::nullopt, record.code};
  }
  PASSBACK_TRY_AS(const auto view, work.open_class_of(record));
  if (const Code off = decision::off_code(view.effective, view.profile, record);
      off != Code::none) {
    return parked(work, record, State::off, off);
  }
  if (!view.by_file() || view.unusable != Code::none) {
    return PutIntoFile{std::nullopt, view.unusable};
  }
  if (decision::is_in_trial(view.effective)) {
    return parked(work, record, State::manual, Code::in_trial);
  }
  if (view.effective.paused) {
    return PutIntoFile{std::nullopt, Code::sync_paused}; // it stays due, and goes when sending does
  }
  if (!outbox::needs_send(record)) {
    outbox::enqueue(record, true, work.now_unix_ms);
    PASSBACK_TRY(decision::put(work, record));
    return PutIntoFile{};
  }
  PASSBACK_TRY_AS(const auto moves, is_about_to_move(work, view, record));
  if (moves) {
    return PutIntoFile{};
  }
  PASSBACK_TRY(leave_deleted_id(work, record, user));
  PASSBACK_TRY_AS(const auto parent, parent_of(work, record));
  auto row = decision::file_row(work, view, record, parent);
  if (!row && row.error().code == Code::parent_not_confirmed) {
    return PutIntoFile{std::nullopt, row.error().code}; // its parent says why
  }
  if (!row) {
    return parked(work, record, State::waiting, row.error().code);
  }
  outbox::mark_in_file(record, outbox::request_id_of(file.id), work.now_unix_ms);
  outbox::note_holder(record, row->student);
  PASSBACK_TRY(decision::put(work, record));
  PASSBACK_TRY(tell(work, record, record.sent.seq, "sent", file, user));
  return PutIntoFile{std::move(row->record), Code::none};
}

Result<bool> answer_for_file(UnitOfWork& work, const GradeFile& file, std::int64_t record_id,
                             bool taken, const std::string& user) {
  PASSBACK_TRY_AS(auto found, work.transaction.record(record_id));
  if (!found || !outbox::is_in_file(*found) || outbox::file_of(*found) != file.id) {
    return false;
  }
  Record& record = *found;
  const auto seq = record.sent.seq;
  if (!taken) {
    outbox::not_sent(record, Code::none, 0, work.now_unix_ms);
    PASSBACK_TRY(decision::put(work, record));
    PASSBACK_TRY(tell(work, record, seq, "not_sent", file, user));
    return true;
  }
  outbox::confirm(record, work.now_unix_ms);
  PASSBACK_TRY(decision::put(work, record));
  PASSBACK_TRY(tell(work, record, seq, "confirmed", file, user));
  const bool removed = record.key.kind == Kind::line_item && record.confirmed.form == Form::absent;
  if (removed) {
    PASSBACK_TRY(outbox::forget_results(work.transaction, record, work.now_unix_ms));
  } else {
    PASSBACK_TRY(outbox::free_children(work.transaction, record, work.now_unix_ms));
  }
  return true;
}

Result<std::vector<std::int64_t>> records_in_file(UnitOfWork& work, const GradeFile& file) {
  std::vector<std::int64_t> ids;
  for (const Kind kind : kParentsFirst) {
    PASSBACK_TRY(each_of_kind(work, file, kind, [&](Record& record) {
      if (outbox::is_in_file(record) && outbox::file_of(record) == file.id) {
        ids.push_back(record.id);
      }
      return ok_status();
    }));
  }
  return ids;
}

} // namespace passback::intake

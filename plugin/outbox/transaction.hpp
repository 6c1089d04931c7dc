// What can be done inside one transaction of the outbox, whatever database is behind it. Both faces
// hand one out; the rules of who may change what are in docs/outbox.md.
//
// Every function may fail with a storage error; the transaction is then rolled back by the face
// that opened it, so callers just return the error. A Transaction lives only inside the call it is
// passed to.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/outbox/job.hpp"
#include "plugin/outbox/record.hpp"
#include "plugin/outbox/rows.hpp"
#include "plugin/platform/result.hpp"

namespace passback::outbox {

struct RecordFilter {
  std::optional<gradebook::ClassId> class_id;
  std::optional<gradebook::SchoolYear> school_year;
  std::optional<gradebook::ActivityId> activity_id;
  std::optional<gradebook::StudentId> student_id;
  std::optional<std::string> connection_id;
  std::optional<Kind> kind;
  std::optional<State> state;
  bool left_behind = false;  ///< only what stands in a wrong person's record (identity.hpp)
  std::int64_t after_id = 0; ///< for paging
  int limit = 1000;
};

struct StateCount {
  State state;
  Kind kind;
  std::int64_t count;
};

class Transaction {
 public:
  virtual ~Transaction() = default;

  /// The next number of the only order that delivery knows.
  virtual Result<std::int64_t> next_seq() = 0;

  // meta: site_id, site_url, hold, ... small texts by name.
  virtual Result<std::optional<std::string>> meta(std::string_view name) = 0;
  virtual Status put_meta(std::string_view name, std::string_view value) = 0;

  // Settings. Each put raises settings_generation by one.
  virtual Result<std::int64_t> settings_generation() = 0;
  virtual Result<std::optional<SettingsRow>> settings(Scope scope, std::string_view scope_id) = 0;
  virtual Status put_settings(Scope scope, std::string_view scope_id,
                              std::string_view document) = 0;

  // Connections and accounts.
  virtual Result<std::optional<ConnectionRow>> connection(std::string_view id) = 0;
  virtual Result<std::vector<ConnectionRow>> connections() = 0; ///< active ones
  /// Those that are not active any more and were this domain's own.
  virtual Result<std::vector<ConnectionRow>>
  removed_connections(const gradebook::DomainId& domain) = 0;
  virtual Status put_connection(const ConnectionRow& row) = 0;
  virtual Result<std::vector<AccountRow>> accounts() = 0;
  virtual Result<std::optional<AccountRow>> account(std::string_view key) = 0;
  /// Stores all columns, the lease's too: read the row in the same transaction, change what is
  /// yours, put it back. A row kept from an earlier transaction would undo another's lease.
  virtual Status put_account(const AccountRow& row) = 0;

  // What the host told of its own structure.
  virtual Result<std::optional<DomainRow>> domain(const gradebook::DomainId& id) = 0;
  virtual Status put_domain(const DomainRow& row) = 0;
  virtual Result<std::optional<ClassRow>> lms_class(const gradebook::ClassId& id,
                                                    const gradebook::SchoolYear& year) = 0;
  virtual Status put_class(const ClassRow& row) = 0;
  virtual Result<std::optional<EnrolmentRow>> enrolment(const gradebook::ClassId& id,
                                                        const gradebook::SchoolYear& year,
                                                        std::string_view user_id) = 0;
  virtual Status put_enrolment(const EnrolmentRow& row) = 0;
  /// All classes of a school year, in id order; with an empty year those of every year.
  virtual Result<std::vector<ClassRow>> classes(const gradebook::SchoolYear& year) = 0;
  /// Everybody in a class.
  virtual Result<std::vector<EnrolmentRow>> enrolments(const gradebook::ClassId& id,
                                                       const gradebook::SchoolYear& year) = 0;

  // What was read from the SIS.
  virtual Result<std::optional<SisDocumentRow>> sis_document(std::string_view connection_id,
                                                             std::int64_t generation,
                                                             std::string_view kind,
                                                             std::string_view key) = 0;
  virtual Status put_sis_document(const SisDocumentRow& row) = 0;

  // Jobs (job.hpp).
  /// Stores a new job (id 0, which it sets) or all columns of an old one.
  virtual Status put_job(JobRow& row) = 0;
  virtual Result<std::optional<JobRow>> job(std::int64_t id) = 0;
  /// The last one that was asked for, in whatever state. An empty subject fits only itself.
  virtual Result<std::optional<JobRow>>
  last_job(std::string_view connection_id, std::string_view kind, std::string_view subject) = 0;
  /// Asked for or running, oldest first; of any generation of the connection.
  virtual Result<std::vector<JobRow>> open_jobs(std::string_view connection_id, int limit) = 0;
  /// Deletes what has ended, but the newest `keep` of the connection.
  virtual Status forget_jobs(std::string_view connection_id, int keep) = 0;

  // The sweep (SweepRow).
  virtual Result<std::optional<SweepRow>> sweep(SweepOf of, std::string_view id,
                                                const gradebook::SchoolYear& year) = 0;
  virtual Status put_sweep(const SweepRow& row) = 0;
  virtual Status forget_sweep(const SweepRow& row) = 0;
  /// The one to go on with: those that were asked for by themselves first, then listings, then in
  /// the order of asking.
  virtual Result<std::optional<SweepRow>> next_sweep(std::int64_t now_unix_ms) = 0;
  /// All that are about this domain, or about this class in whatever year.
  virtual Result<std::vector<SweepRow>> sweeps_of(SweepOf of, std::string_view id) = 0;
  virtual Result<SweepTotals> sweep_totals() = 0;

  // Records.
  virtual Result<std::optional<Record>> find(const RecordKey& key) = 0;
  virtual Result<std::optional<Record>> record(std::int64_t id) = 0;
  /// Stores a new record (id 0, which it sets) or all columns of an old one. Code::state if another
  /// record has its key.
  virtual Status put_record(Record& record) = 0;
  virtual Result<std::vector<Record>> records(const RecordFilter& filter) = 0;
  /// Records that wait, of one class of the SIS, after that id in id order.
  virtual Result<std::vector<Record>> waiting_of_sis_class(std::string_view connection_id,
                                                           const gradebook::SourcedId& sis_class_id,
                                                           std::int64_t after_id, int limit) = 0;
  virtual Result<std::vector<StateCount>> count_records(const RecordFilter& filter) = 0;
  /// Of all records in waiting_parent those whose parent, or its parent, needs a person first.
  virtual Result<std::vector<StateCount>> count_held_back() = 0;
  /// The activities of the records of this kind, connection and class of the SIS that the LMS took
  /// back: which the SIS has still, or of which it was told, or is being told, since then. One for
  /// each record, `limit` at most.
  virtual Result<std::vector<gradebook::ActivityId>>
  taken_back_beside(const RecordKey& key, std::int64_t since_unix_ms, int limit) = 0;
  /// Ids of the children of a line item (results) or category (line items) in that state.
  virtual Result<std::vector<std::int64_t>> children(std::int64_t parent_id, State state) = 0;

  /// No record waits longer than this for its next try: what seems to was given its time by a clock
  /// that has been set back since, and is due now.
  static constexpr std::int64_t kLongestWaitMs = 61LL * 60 * 1000;

  // Queues, for the planner. Only records of the connection's present generation are ever due:
  // older ones belong to another SIS. A connection that is not stored has nothing due.
  /// Records of the connection that a person waits for and that are due, oldest first.
  virtual Result<std::vector<Record>> due_with_priority(std::string_view connection_id,
                                                        std::int64_t now_unix_ms, int limit) = 0;
  /// The next class after `after` (in id order) that has a due record; empty at the end. Start with
  /// an empty id.
  virtual Result<std::optional<gradebook::ClassId>>
  next_due_class(std::string_view connection_id, std::int64_t now_unix_ms,
                 const gradebook::ClassId& after) = 0;
  /// Due records of one class: line items before results, then as they fell due: one that is tried
  /// again has its place behind those that came meanwhile.
  virtual Result<std::vector<Record>> due_of_class(std::string_view connection_id,
                                                   const gradebook::ClassId& class_id,
                                                   std::int64_t now_unix_ms, int limit) = 0;
  /// When the next ready record of the connection falls due; nullopt = none is ready.
  virtual Result<std::optional<std::int64_t>> next_due_time(std::string_view connection_id) = 0;
  /// Records whose request was planned under an epoch below this one and has no outcome, also those
  /// that were parked meanwhile: their owner is gone. fence() takes each out of this list.
  virtual Result<std::vector<Record>> abandoned(std::string_view connection_id,
                                                std::int64_t epoch_below, int limit) = 0;
  /// Line items known only by a score: activity facts are missing. For pump; after that id.
  virtual Result<std::vector<Record>> unknown_activities(std::int64_t after_id, int limit) = 0;

  // History: append-only, chained (history_chain.hpp).
  virtual Status append_history(const HistoryRow& row) = 0;
  /// What happened to a record, newest first.
  virtual Result<std::vector<HistoryRow>> history(std::int64_t record_id, int limit) = 0;
};

} // namespace passback::outbox

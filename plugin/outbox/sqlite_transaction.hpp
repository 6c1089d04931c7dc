// The outbox's Transaction over one SQLite connection. The faces open and end the transaction; this
// only reads and writes inside it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plugin/outbox/sqlite_connection.hpp"
#include "plugin/outbox/transaction.hpp"

namespace passback::outbox {

class SqliteTransaction final : public Transaction {
 public:
  explicit SqliteTransaction(SqliteConnection& connection) : connection_(connection) {}

  Result<std::int64_t> next_seq() override;

  Result<std::optional<std::string>> meta(std::string_view name) override;
  Status put_meta(std::string_view name, std::string_view value) override;

  Result<std::int64_t> settings_generation() override;
  Result<std::optional<SettingsRow>> settings(Scope scope, std::string_view scope_id) override;
  Status put_settings(Scope scope, std::string_view scope_id, std::string_view document) override;

  Result<std::optional<ConnectionRow>> connection(std::string_view id) override;
  Result<std::vector<ConnectionRow>> connections() override;
  Result<std::vector<ConnectionRow>>
  removed_connections(const gradebook::DomainId& domain) override;
  Status put_connection(const ConnectionRow& row) override;
  Result<std::vector<AccountRow>> accounts() override;
  Result<std::optional<AccountRow>> account(std::string_view key) override;
  Status put_account(const AccountRow& row) override;

  Result<std::optional<DomainRow>> domain(const gradebook::DomainId& id) override;
  Status put_domain(const DomainRow& row) override;
  Result<std::optional<ClassRow>> lms_class(const gradebook::ClassId& id,
                                            const gradebook::SchoolYear& year) override;
  Status put_class(const ClassRow& row) override;
  Result<std::optional<EnrolmentRow>> enrolment(const gradebook::ClassId& id,
                                                const gradebook::SchoolYear& year,
                                                std::string_view user_id) override;
  Status put_enrolment(const EnrolmentRow& row) override;
  Result<std::vector<ClassRow>> classes(const gradebook::SchoolYear& year) override;
  Result<std::vector<EnrolmentRow>> enrolments(const gradebook::ClassId& id,
                                               const gradebook::SchoolYear& year) override;

  Result<std::optional<SisDocumentRow>> sis_document(std::string_view connection_id,
                                                     std::int64_t generation, std::string_view kind,
                                                     std::string_view key) override;
  Status put_sis_document(const SisDocumentRow& row) override;

  Status put_job(JobRow& row) override;
  Result<std::optional<JobRow>> job(std::int64_t id) override;
  Result<std::optional<JobRow>> last_job(std::string_view connection_id, std::string_view kind,
                                         std::string_view subject) override;
  Result<std::vector<JobRow>> open_jobs(std::string_view connection_id, int limit) override;
  Status forget_jobs(std::string_view connection_id, int keep) override;

  Result<std::optional<SweepRow>> sweep(SweepOf of, std::string_view id,
                                        const gradebook::SchoolYear& year) override;
  Status put_sweep(const SweepRow& row) override;
  Status forget_sweep(const SweepRow& row) override;
  Result<std::optional<SweepRow>> next_sweep(std::int64_t now_unix_ms) override;
  Result<std::vector<SweepRow>> sweeps_of(SweepOf of, std::string_view id) override;
  Result<SweepTotals> sweep_totals() override;

  Result<std::optional<Record>> find(const RecordKey& key) override;
  Result<std::optional<Record>> record(std::int64_t id) override;
  Status put_record(Record& record) override;
  Result<std::vector<Record>> records(const RecordFilter& filter) override;
  Result<std::vector<Record>> waiting_of_sis_class(std::string_view connection_id,
                                                   const gradebook::SourcedId& sis_class_id,
                                                   std::int64_t after_id, int limit) override;
  Result<std::vector<StateCount>> count_records(const RecordFilter& filter) override;
  Result<std::vector<StateCount>> count_held_back() override;
  Result<std::vector<gradebook::ActivityId>>
  taken_back_beside(const RecordKey& key, std::int64_t since_unix_ms, int limit) override;
  Result<std::vector<std::int64_t>> children(std::int64_t parent_id, State state) override;

  Result<std::vector<Record>> due_with_priority(std::string_view connection_id,
                                                std::int64_t now_unix_ms, int limit) override;
  Result<std::optional<gradebook::ClassId>>
  next_due_class(std::string_view connection_id, std::int64_t now_unix_ms,
                 const gradebook::ClassId& after) override;
  Result<std::vector<Record>> due_of_class(std::string_view connection_id,
                                           const gradebook::ClassId& class_id,
                                           std::int64_t now_unix_ms, int limit) override;
  Result<std::optional<std::int64_t>> next_due_time(std::string_view connection_id) override;
  Result<std::vector<Record>> abandoned(std::string_view connection_id, std::int64_t epoch_below,
                                        int limit) override;
  Result<std::vector<Record>> unknown_activities(std::int64_t after_id, int limit) override;

  Status append_history(const HistoryRow& row) override;
  Result<std::vector<HistoryRow>> history(std::int64_t record_id, int limit) override;

 private:
  SqliteConnection& connection_;
};

} // namespace passback::outbox

// What a person asked to be done at the SIS (job.hpp).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "plugin/outbox/database.hpp"
#include "plugin/outbox/job.hpp"

namespace passback::outbox {

class JobsTable {
 public:
  explicit JobsTable(Database& database) : database_(database) {}

  /// Stores a new job (id 0, which it sets) or all columns of an old one.
  Status put_job(JobRow& row);
  Result<std::optional<JobRow>> job(std::int64_t id);
  /// The last one that was asked for, in whatever state. An empty subject fits only itself.
  Result<std::optional<JobRow>> last_job(std::string_view connection_id, std::string_view kind,
                                         std::string_view subject);
  /// The last ones of a kind and subject, newest first; `limit` at most.
  Result<std::vector<JobRow>> last_jobs(std::string_view connection_id, std::string_view kind,
                                        std::string_view subject, int limit);
  /// Asked for or running, oldest first; of any generation of the connection.
  Result<std::vector<JobRow>> open_jobs(std::string_view connection_id, int limit);
  /// Deletes what has ended, but the newest `keep` of the connection, and files of grades.
  Status forget_jobs(std::string_view connection_id, int keep);

 private:
  Database& database_;
};

} // namespace passback::outbox

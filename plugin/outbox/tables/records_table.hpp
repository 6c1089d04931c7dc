// Records by key, by id, by filter, by parent.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/outbox/database.hpp"
#include "plugin/outbox/record.hpp"

namespace passback::outbox {

struct RecordFilter {
  std::optional<gradebook::ClassId> class_id;
  std::optional<gradebook::SchoolYear> school_year;
  std::optional<gradebook::ActivityId> activity_id;
  std::optional<gradebook::StudentId> student_id;
  std::optional<std::string> connection_id;
  std::optional<std::int64_t> connection_generation;
  std::optional<Kind> kind;
  std::optional<State> state;
  std::optional<Code> code;
  bool left_behind = false;  ///< only what stands in a wrong person's record (identity.hpp)
  std::int64_t after_id = 0; ///< for paging
  int limit = 1000;
};

struct StateCount {
  State state;
  Kind kind;
  std::int64_t count;
};

/// How many records of a class stand in the same way.
struct ClassCount {
  gradebook::ClassId class_id;
  gradebook::SchoolYear school_year;
  gradebook::DomainId domain_id; ///< of one of them
  Kind kind = Kind::result;
  State state = State::settled;
  Code code = Code::none;
  std::int64_t count = 0;
  std::int64_t ever_confirmed = 0;         ///< of them: those that the SIS took once
  std::int64_t last_confirmed_unix_ms = 0; ///< of them; 0 = never
  std::int64_t confirmed_since = 0;        ///< of them: those that the SIS took since then
};

/// Where a record stands, without what it says.
struct Standing {
  State state = State::settled;
  Code code = Code::none;
  Form observed = Form::none, released = Form::none, confirmed = Form::none;
  bool in_doubt = false, left_behind = false;
  gradebook::DomainId domain_id;

  auto operator<=>(const Standing&) const = default;
};

/// Results of one line item that stand alike. What is in flight or in a file stands by itself.
struct AlikeResults {
  Standing standing;
  std::int64_t count = 0;
  std::int64_t sample = 0; ///< the id of one of them
};

struct ResultStanding {
  Standing standing;
  std::int64_t id = 0, observed_seq = 0;
  gradebook::StudentId student_id;
};

class RecordsTable {
 public:
  explicit RecordsTable(Database& database) : database_(database) {}

  Result<std::optional<Record>> find(const RecordKey& key);
  Result<std::optional<Record>> record(std::int64_t id);
  /// Stores a new record (id 0, which it sets) or all columns of an old one. Code::state if another
  /// record has its key.
  Status put_record(Record& record);
  Result<std::vector<Record>> records(const RecordFilter& filter);
  /// The ids of all of them behind the filter's after_id, in order; its limit does not count.
  Result<std::vector<std::int64_t>> record_ids(const RecordFilter& filter);
  /// Records that wait, of one class of the SIS, after that id in id order.
  Result<std::vector<Record>> waiting_of_sis_class(std::string_view connection_id,
                                                   const gradebook::SourcedId& sis_class_id,
                                                   std::int64_t after_id, int limit);
  /// Of a class of many thousand cells both are read without reading a record.
  Result<std::vector<AlikeResults>> results_alike(std::int64_t line_item_id);
  Result<std::vector<ResultStanding>> results_standing(std::int64_t line_item_id);
  Result<std::vector<StateCount>> count_records(const RecordFilter& filter);
  /// Those of every class, but not what stands in a wrong person's record. Walks the whole table:
  /// for a page that a person opens.
  Result<std::vector<ClassCount>> count_by_class(std::int64_t since_unix_ms);
  /// Of all records in waiting_parent those whose parent, or its parent, needs a person first.
  Result<std::vector<StateCount>> count_held_back();
  /// The activities of the records of this kind, connection and class of the SIS that are taken out
  /// of it: on their way, or gone since then. One for each record, `limit` at most.
  Result<std::vector<gradebook::ActivityId>>
  taken_back_beside(const RecordKey& key, std::int64_t since_unix_ms, int limit);
  /// Ids of the children of a line item (results) or category (line items) in that state.
  Result<std::vector<std::int64_t>> children(std::int64_t parent_id, State state);

 private:
  Result<std::optional<RecordFilter>> next_part(const RecordFilter& part);
  Result<std::vector<RecordFilter>> parts_of_class(const RecordFilter& filter);

  Database& database_;
};

} // namespace passback::outbox

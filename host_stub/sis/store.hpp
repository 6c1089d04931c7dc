#pragma once
// The provider's records: rostering objects that were loaded, and the gradebook that clients write.
// In memory, and when a journal is given also in SQLite, each change before the answer leaves.
//
// Not synchronised: Service holds one lock around every request. Values are kept in one canonical
// form for both versions: references as {sourcedId, type}, flags as "true" or "false", users with
// role and orgs (1.1) and roles (1.2).
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "host_stub/sis/json.hpp"
#include "host_stub/sis/model.hpp"

namespace host_stub::sis {

struct Record {
  std::string id;
  json::object value;
  std::uint64_t order = 0;     ///< place in collections: the order of first arrival
  std::int64_t created_ms = 0; ///< wall clock, milliseconds since 1970
  std::int64_t updated_ms = 0;
  std::uint64_t writes = 0; ///< accepted PUTs, POSTs and soft deletes

  bool is_live() const { return text_member(value, "status") != "tobedeleted"; }
};

/// Where records are kept beside memory. Errors are std::runtime_error.
class Journal {
 public:
  virtual ~Journal() = default;
  virtual void load(const std::function<void(Kind, Record)>& take) = 0;
  virtual void save(Kind kind, const Record& record) = 0;
  virtual void erase(Kind kind, const std::string& id) = 0;
  virtual void begin() = 0;
  virtual void commit() = 0;
  virtual void roll_back() = 0;
};

/// Opens or makes a SQLite file (WAL); "" gives none. Throws std::runtime_error.
std::unique_ptr<Journal> open_journal(const std::string& path);

class Store {
 public:
  /// Loads what the journal holds; nullptr keeps everything in memory.
  explicit Store(std::unique_ptr<Journal> journal);

  const Record* find(Kind kind, std::string_view id) const;
  /// Stores the value under its id; true when the record is new.
  bool put(Kind kind, const std::string& id, json::object value, std::int64_t now_ms);
  bool erase(Kind kind, const std::string& id);
  void clear(Kind kind);

  /// Records in the order of their arrival.
  void each(Kind kind, const std::function<void(const Record&)>& visit) const;
  std::size_t size(Kind kind) const;

  /// An active enrolment of the user in the class with that role.
  bool enrolled(std::string_view user, std::string_view class_id, std::string_view role) const;
  /// Another result of the same student and line item than `except`.
  bool other_result(std::string_view line_item, std::string_view student,
                    std::string_view except) const;
  /// The id of a result of this student and line item, or "".
  std::string result_of(std::string_view line_item, std::string_view student) const;

  /// Runs `work` so that either all its changes are in the journal or none. Memory is not rolled
  /// back: an error of the journal ends the process's usefulness and is thrown on.
  void together(const std::function<void()>& work);

 private:
  struct Table {
    std::map<std::uint64_t, Record> records;
    std::unordered_map<std::string, std::uint64_t> order_of;
  };
  Table& table(Kind kind) { return tables_[kind]; }
  const Table* table_if(Kind kind) const;
  void index(Kind kind, const Record& record, bool present);
  void insert(Kind kind, Record record);

  std::unique_ptr<Journal> journal_;
  std::map<Kind, Table> tables_;
  std::map<std::string, int, std::less<>> enrolments_;
  std::multimap<std::string, std::string, std::less<>> results_of_cell_;
  std::uint64_t next_order_ = 1;
};

} // namespace host_stub::sis

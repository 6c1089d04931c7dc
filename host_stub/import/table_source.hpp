#pragma once
// Where an import's tables come from, so that it need not know whether that was a CSV bundle or
// an API.
#include <map>
#include <string>
#include <vector>

#include "host_stub/import/bundle.hpp"
#include "host_stub/import/naming.hpp"
#include "host_stub/import/table.hpp"

namespace host_stub::import {

// The tables of a roster, by the names of their CSV files ("orgs.csv"), wherever they came from.
class TableSource {
 public:
  virtual ~TableSource() = default;

  virtual Origin origin() const = 0;
  virtual std::vector<std::string> files() const = 0;
  virtual bool has(const std::string& file) const = 0;
  // Only of a file that is there.
  virtual Table open(const std::string& file, Words needed_columns, Problems& problems) const = 0;
  // Everything that the SIS has: what is not named has ended. False: only a part of it was asked
  // for, and of its classes every enrolment. A CSV bundle says this in its manifest instead.
  virtual bool whole() const { return true; }
  // Empty when only the tables themselves can tell.
  virtual std::string version() const { return {}; }
};

class CsvSource : public TableSource {
 public:
  // The bundle must outlive this.
  explicit CsvSource(const Bundle& bundle) : bundle_(bundle) {}

  Origin origin() const override { return Origin::csv; }
  std::vector<std::string> files() const override;
  bool has(const std::string& file) const override { return bundle_.contains(file); }
  Table open(const std::string& file, Words needed_columns, Problems& problems) const override;

 private:
  const Bundle& bundle_;
};

} // namespace host_stub::import

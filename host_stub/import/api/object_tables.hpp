#pragma once
// From the JSON of an SIS's API to the tables that the import reads. Pure.
#include <map>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "host_stub/import/table_source.hpp"

namespace host_stub::import {

// The objects of an SIS's rostering API, of either version, in the tables of the CSV form, so that
// both ways in are read and checked by the same code. Tolerant of what providers do: nulls, texts
// where the model has truth values or numbers and the other way round, references that are only an
// id. `href`s are never looked at. A member of the wrong kind is a problem of that object.
class ObjectTables : public TableSource {
 public:
  ObjectTables(std::string version, bool whole) : version_(std::move(version)), whole_(whole) {}

  // All objects of one table ("classes.csv"). Users bring their roles with them.
  void add(const std::string& file, const std::vector<boost::json::value>& objects,
           Problems& problems);

  Origin origin() const override { return Origin::api; }
  std::vector<std::string> files() const override;
  bool has(const std::string& file) const override { return tables_.contains(file); }
  Table open(const std::string& file, Words needed_columns, Problems& problems) const override;
  bool whole() const override { return whole_; }
  std::string version() const override { return version_; }

 private:
  struct Rows {
    std::vector<std::string> columns;
    std::vector<TableRow> rows;
  };

  void add_roles(const std::vector<boost::json::value>& users, Problems& problems);

  std::string version_;
  bool whole_;
  std::map<std::string, Rows> tables_;
};

} // namespace host_stub::import

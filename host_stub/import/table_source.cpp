#include "host_stub/import/table_source.hpp"

namespace host_stub::import {

std::vector<std::string> CsvSource::files() const {
  std::vector<std::string> names;
  for (const auto& [file, text] : bundle_) {
    names.push_back(file);
  }
  return names;
}

Table CsvSource::open(const std::string& file, Words needed_columns, Problems& problems) const {
  return {file, bundle_.at(file), needed_columns, problems};
}

} // namespace host_stub::import

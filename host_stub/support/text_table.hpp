#pragma once
// Tables for people at a terminal.
#include <string>
#include <vector>

namespace host_stub {

// Aligned columns under a header, two blanks apart; widths are counted in characters, not bytes.
class TextTable {
 public:
  explicit TextTable(std::vector<std::string> header) : rows_{std::move(header)} {}

  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  bool empty() const { return rows_.size() == 1; }
  std::string text() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

} // namespace host_stub

#pragma once
// What is wrong with a roster, and what was read although OneRoster writes it otherwise, collected
// so that one run tells it all.
#include <cstddef>
#include <string>
#include <vector>

namespace host_stub::import {

// What is wrong in a roster, and where: the person who reads it has the file open in a spreadsheet
// or an editor, or looks for an object in the SIS.
struct Problem {
  std::string file;     // or the collection of an API ("classes")
  std::size_t line = 0; // the first line of the row, counted from 1; 0: the whole file
  std::string field;    // the column's or member's name; empty: the whole row
  std::string message;
  std::string object = {}; // the sourcedId, where there are no lines

  std::string sentence() const;
};

// Values of one column that were read although OneRoster writes them otherwise.
struct Remark {
  Problem first; // where the first of them stands, and how it was read
  std::size_t rows = 0;

  std::string sentence() const;
};

// Keeps the first `kShown` problems and counts the others, so that one wrong export does not bury
// its own cause.
class Problems {
 public:
  static constexpr std::size_t kShown = 50;

  void add(Problem problem);
  // Nothing is wrong with it; a column has one remark, however many of its rows are so.
  void remark(Problem problem);
  bool empty() const { return count_ == 0; }
  std::size_t count() const { return count_; }
  const std::vector<Problem>& shown() const { return shown_; }
  const std::vector<Remark>& remarks() const { return remarks_; }

 private:
  std::vector<Problem> shown_;
  std::size_t count_ = 0;
  std::vector<Remark> remarks_;
};

} // namespace host_stub::import

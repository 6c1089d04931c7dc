// What of a preview cannot go before somebody does something: by the reason, with the activities
// that it concerns. For a preview of many classes, in which no cell is told by itself.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "plugin/actions/cell_writer.hpp"

namespace passback::actions {

class WhatStays {
 public:
  /// Each record of the class, in the order of ids; sends: a send would release it. What stands as
  /// its teacher wants it, a draft or an activity that she left out, is not among what cannot go.
  void add(const outbox::Record& record, bool sends, const CellWriter& writer);

  /// Grades that a send would release.
  std::int64_t grades_that_go() const { return grades_that_go_; }
  /// Grades that cannot go.
  std::int64_t grades() const { return grades_; }
  /// What stays for the largest number of grades first, ten reasons at most; an activity that lacks
  /// several things stands with each of them:
  /// [{"reason","words","grades","activities":[{"activity_id","title","grades"}],
  ///   "activities_all"}], of each the first ten activities.
  boost::json::array take() const;

 private:
  struct Group {
    boost::json::object reason;
    std::string words;
    std::int64_t grades = 0;
    std::map<gradebook::ActivityId, std::int64_t> activities; ///< and grades of each
  };
  std::map<Code, Group> groups_;
  std::map<gradebook::ActivityId, std::string> titles_;
  std::int64_t grades_ = 0, grades_that_go_ = 0;
};

} // namespace passback::actions

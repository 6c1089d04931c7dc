// Before a grading period ends: who still has grades that are not in the SIS. Three days before and
// on the day each such teacher is told, and the administrators of the domain; the list behind it is
// read from the console whenever somebody asks. Pure but for the list.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "plugin/actions/due_notice.hpp"
#include "plugin/actions/taught_classes.hpp"

namespace passback::actions {

/// What was told of the periods that end on one day.
struct PeriodEndTold {
  int step = 0;                  ///< days before, of the last telling
  std::set<std::string> readers; ///< "" = the administrators
};
/// By the last day.
using PeriodEndsTold = std::map<std::string, PeriodEndTold>;

struct PeriodEndsQuery {
  gradebook::DomainId domain;
  std::string sis_name;
  std::string today; ///< in the SIS's time zone
};
/// What is to be told now; `told` becomes what was told then. Nothing to whoever has nothing to do;
/// whoever was told, and has nothing left to do or whose period is over, is told that.
std::vector<DueNotice> period_end_notices(const PeriodEndsQuery& query,
                                          const std::vector<TaughtClass>& classes,
                                          PeriodEndsTold& told);

/// lms.period_end/1: each teacher's classes of the domain and below with grades that are not in the
/// SIS, by the day, school and teacher. `csv`: as text for a spreadsheet, too. Names are asked for
/// outside the transaction, and stand in this answer only.
Result<Reply> period_end_list(const ActionParts& parts, const Asker& asker, bool csv);

} // namespace passback::actions

// The grading periods of a class, looked for as delivery looks for them: by each way of
// oneroster/reads/period_ways.hpp, in their order, until one leads to any.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "plugin/exchange/conversation/conversation.hpp"
#include "plugin/oneroster/documents/grading_periods.hpp"

namespace passback::exchange {

struct PeriodsOfClass {
  std::vector<oneroster::SisAcademicSession> periods; ///< by the first way that led to any
  /// They were found, or there are none wherever the SIS lists them. False: there may be some.
  bool known = false;
  Response last; ///< the last answer
};

/// Asked of those that were found while lists of the same way are left to be read: true = these
/// will do.
using EnoughPeriods = std::function<bool(const std::vector<oneroster::SisAcademicSession>&)>;

/// `terms`: of the class.
void read_periods(ConversationSteps& steps, const Partner& partner, const std::string& step,
                  const std::vector<gradebook::SourcedId>& terms, EnoughPeriods enough,
                  std::function<void(const PeriodsOfClass&)> then);

} // namespace passback::exchange

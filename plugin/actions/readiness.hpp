// Are classes and people linked to the SIS, before grading starts? What the LMS knows by itself is
// counted here; whether the SIS knows the ids too is asked by a job, for a sample.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "plugin/actions/action_transaction.hpp"

namespace passback::actions {

/// A class, or a person as student or teacher.
struct Linked {
  std::string kind;     ///< "class", "student", "teacher"
  std::string id;       ///< the host's
  std::string class_id; ///< of a person: one of their classes
  std::string sis_id;   ///< empty = the SIS's id is not known here
};

struct Readiness {
  std::vector<Linked> all;           ///< each class once, each person once in each role
  std::set<std::string> sis_classes; ///< their ids; a class may be several at the SIS
};

/// The classes of the domain (and below) that speak to that connection, and who is in them.
Result<Readiness> look_at_readiness(decision::UnitOfWork& work, const gradebook::DomainId& domain,
                                    const settings::Connection& connection);

struct RosterCounts {
  std::int64_t classes = 0, classes_without = 0; ///< without an id of the SIS
  std::int64_t students = 0, students_without = 0;
};
/// What the LMS has told of the domain and below it; where an SIS is connected, of those who speak
/// to it.
Result<RosterCounts> count_roster(decision::UnitOfWork& work, const gradebook::DomainId& domain,
                                  const std::optional<settings::Connection>& connection);

/// Input of the job: so many of each kind, spread over the whole.
boost::json::object readiness_sample(const Readiness& readiness, std::int64_t of_each);

/// Puts "counts" and "list" (who needs somebody) into the job's document, and "csv" if wanted: the
/// list as text, with a line for everybody who needs attention.
void add_readiness(boost::json::object& job_document, const Readiness& readiness, bool csv);

} // namespace passback::actions

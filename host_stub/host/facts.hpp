#pragma once
// What the host tells the plugin about: a cell, an activity, an enrolment, each with what is
// around it.
#include <optional>
#include <string>
#include <vector>

#include "host_stub/gradebook/activity_store.hpp"
#include "host_stub/gradebook/roster_store.hpp"
#include "host_stub/gradebook/score_store.hpp"

namespace host_stub::host {

// A cell with everything around it that the contract wants to know. Owns its texts.
struct ScoreFact {
  gradebook::Score score;
  gradebook::Activity activity;
  gradebook::Class in_class;
  gradebook::User student;
  std::int64_t host_epoch = 0;
  std::string points_text;
  bool hint = false; // tell only that the cell changed
};

struct ActivityFact {
  gradebook::Activity activity;
  gradebook::Class in_class;
  std::optional<gradebook::Category> category;
  std::optional<gradebook::Session> period;
  std::int64_t host_epoch = 0;
};

struct ClassFact {
  gradebook::Class in_class;
  std::optional<gradebook::Domain> school; // the one that the class is in
  std::vector<gradebook::Session> terms;
};

// Somebody's part in a class.
struct EnrolmentFact {
  gradebook::Enrolment enrolment;
  gradebook::Class in_class;
  gradebook::User user;
};

// Collects what is around a cell, an activity or a class that is in the gradebook.
class FactReader {
 public:
  explicit FactReader(gradebook::Gradebook& book) : book_(book), roster_(book), activities_(book) {}

  ScoreFact fact_of(gradebook::Score score);
  ActivityFact fact_of(gradebook::Activity activity);
  ClassFact fact_of(gradebook::Class in_class);

 private:
  gradebook::Gradebook& book_;
  gradebook::RosterStore roster_;
  gradebook::ActivityStore activities_;
};

} // namespace host_stub::host

#include "host_stub/host/facts.hpp"

#include <utility>

#include "host_stub/support/decimal.hpp"

namespace host_stub::host {

ScoreFact FactReader::fact_of(gradebook::Score score) {
  ScoreFact fact;
  fact.activity = activities_.activity(score.activity_id).value_or(gradebook::Activity{});
  fact.in_class = roster_.class_of(fact.activity.class_id).value_or(gradebook::Class{});
  fact.student = roster_.user(score.student_id).value_or(gradebook::User{});
  fact.host_epoch = book_.host_epoch();
  fact.points_text = score.points ? to_decimal(*score.points) : "";
  fact.score = std::move(score);
  return fact;
}

ActivityFact FactReader::fact_of(gradebook::Activity activity) {
  ActivityFact fact;
  fact.in_class = roster_.class_of(activity.class_id).value_or(gradebook::Class{});
  fact.category =
      activity.category_id.empty() ? std::nullopt : roster_.category(activity.category_id);
  fact.period = activity.period_id.empty() ? std::nullopt : roster_.session(activity.period_id);
  fact.host_epoch = book_.host_epoch();
  fact.activity = std::move(activity);
  return fact;
}

ClassFact FactReader::fact_of(gradebook::Class in_class) {
  ClassFact fact;
  fact.school = roster_.domain(in_class.domain_id);
  for (const std::string& id : in_class.term_ids) {
    if (auto term = roster_.session(id)) {
      fact.terms.push_back(std::move(*term));
    }
  }
  fact.in_class = std::move(in_class);
  return fact;
}

} // namespace host_stub::host

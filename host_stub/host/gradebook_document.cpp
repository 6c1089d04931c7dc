#include "host_stub/host/gradebook_document.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "host_stub/host/facts.hpp"
#include "host_stub/host/gradebook_pages.hpp"
#include "host_stub/support/instant.hpp"

namespace host_stub::host {
namespace json = boost::json;

namespace {

std::string text_of(const json::value& object, std::string_view member) {
  const auto* value = object.is_object() ? object.get_object().if_contains(member) : nullptr;
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

// What was asked for comes back with the ids that it was asked by.
json::object withdrawn(const json::value& asked) {
  json::object gone;
  for (const char* member : {"class_id", "activity_id", "student_id", "school_year"}) {
    if (auto text = text_of(asked, member); !text.empty()) {
      gone[member] = text;
    }
  }
  gone["withdrawn"] = true;
  return gone;
}

// A class goes on from year to year under the same ids. What belonged to another year is neither
// here nor withdrawn: it is left out.
bool is_of_this_year(const json::value& asked, const gradebook::Class& one) {
  auto year = text_of(asked, "school_year");
  return year.empty() || one.school_year.empty() || year == one.school_year;
}

json::array* list_of(json::value& query, std::string_view member) {
  auto* list = query.get_object().if_contains(member);
  return list == nullptr ? nullptr : list->if_array();
}

} // namespace

json::object to_document(const ActivityFact& fact) {
  const gradebook::Activity& activity = fact.activity;
  json::object document;
  document["class_id"] = activity.class_id;
  document["activity_id"] = activity.id;
  document["school_year"] = fact.in_class.school_year;
  document["domain_id"] = fact.in_class.domain_id;
  document["class_sis_id"] = fact.in_class.sis_id;
  document["kind"] = activity.kind == "activity" ? "assignment" : activity.kind;
  document["title"] = activity.title;
  document["description"] = activity.description;
  document["category_id"] = activity.category_id;
  document["category_title"] = fact.category ? fact.category->title : "";
  document["category_sis_id"] = fact.category ? fact.category->sis_id : "";
  document["category_weight"] = fact.category ? fact.category->weight.value_or(0) : 0;
  document["grading_period_id"] = activity.period_id;
  document["grading_period_sis_id"] = fact.period ? fact.period->sis_id : "";
  document["points_possible"] = activity.points_possible;
  document["assigned_at_unix_ms"] = day_to_unix_ms(activity.assign_date);
  document["due_at_unix_ms"] = day_to_unix_ms(activity.due_date);
  document["dates_are_days"] = true;
  document["published"] = activity.published;
  document["counts"] = activity.counts;
  document["extra_credit"] = activity.extra_credit;
  document["withdrawn"] = activity.deleted;
  document["reason"] = activity.gone_because;
  document["host_rev"] = activity.revision;
  document["host_epoch"] = fact.host_epoch;
  document["class_incarnation"] = fact.in_class.incarnation;
  return document;
}

json::object to_document(const ScoreFact& fact) {
  const gradebook::Score& score = fact.score;
  json::object document;
  document["class_id"] = fact.in_class.id;
  document["activity_id"] = score.activity_id;
  document["student_id"] = score.student_id;
  document["school_year"] = fact.in_class.school_year;
  document["domain_id"] = fact.in_class.domain_id;
  document["class_sis_id"] = fact.in_class.sis_id;
  document["student_sis_id"] = fact.student.sis_id;
  if (score.points) {
    document["points"] = fact.points_text;
  }
  document["points_possible"] = fact.activity.points_possible;
  document["text_score"] = score.text_score;
  document["comment"] = score.comment;
  document["scored_at_unix_ms"] = score.scored_unix_ms;
  document["released"] = score.flags.released;
  document["draft"] = score.flags.draft;
  document["overridden"] = score.flags.overridden;
  document["dropped"] = score.flags.dropped;
  document["exempt"] = score.flags.exempt;
  document["missing"] = score.flags.missing;
  document["late"] = score.flags.late;
  document["incomplete"] = score.flags.incomplete;
  document["submitted"] = score.flags.submitted;
  document["in_progress"] = score.flags.in_progress;
  document["withdrawn"] = score.flags.withdrawn;
  document["reason"] = score.gone_because;
  document["imported"] = score.imported;
  document["host_rev"] = score.host_rev;
  document["host_epoch"] = fact.host_epoch;
  document["activity_rev"] = fact.activity.revision;
  document["class_incarnation"] = fact.in_class.incarnation;
  json::array objectives;
  for (const gradebook::ObjectiveScore& one : score.objectives) {
    objectives.push_back({{"objective_id", one.objective_id},
                          {"points", one.points},
                          {"points_possible", one.possible},
                          {"weight", one.weight}});
  }
  document["objectives"] = std::move(objectives);
  return document;
}

Result<std::string> answer_gradebook_query(gradebook::Gradebook& book, std::string_view text) {
  json::error_code error;
  auto query = json::parse({text.data(), text.size()}, error);
  if (error || text_of(query, "schema") != "lms.gradebook_query/1") {
    return Failure{"The question is not a lms.gradebook_query/1 document.", ""};
  }
  if (const auto* page = query.get_object().if_contains("page");
      page != nullptr && page->is_object()) {
    auto answer = answer_page(book, page->get_object());
    return answer ? Result<std::string>(json::serialize(answer.value())) : answer.failure();
  }
  gradebook::ActivityStore activities(book);
  gradebook::ScoreStore scores(book);
  FactReader facts(book);
  json::array found_activities;
  json::array found_scores;
  if (const auto* asked = list_of(query, "activities"); asked != nullptr) {
    for (const json::value& one : *asked) {
      auto activity = activities.activity(text_of(one, "activity_id"));
      if (!activity) {
        found_activities.push_back(withdrawn(one));
      } else if (auto fact = facts.fact_of(*activity); is_of_this_year(one, fact.in_class)) {
        found_activities.push_back(to_document(fact));
      }
    }
  }
  if (const auto* asked = list_of(query, "scores"); asked != nullptr) {
    for (const json::value& one : *asked) {
      auto score = scores.score(text_of(one, "activity_id"), text_of(one, "student_id"));
      if (!score) {
        found_scores.push_back(withdrawn(one));
      } else if (auto fact = facts.fact_of(*score); is_of_this_year(one, fact.in_class)) {
        found_scores.push_back(to_document(fact));
      }
    }
  }
  return json::serialize(json::object{{"schema", "lms.gradebook/1"},
                                      {"activities", std::move(found_activities)},
                                      {"scores", std::move(found_scores)}});
}

} // namespace host_stub::host

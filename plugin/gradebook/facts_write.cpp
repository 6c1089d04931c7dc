#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "plugin/gradebook/facts.hpp"

namespace passback::gradebook {
namespace {

namespace json = boost::json;

// Boost.JSON keeps members in the order in which they were added, which makes the text canonical.
class MemberWriter {
 public:
  void text(std::string_view name, const std::string& value) {
    if (!value.empty()) {
      object_.emplace(name, json::string_view(value));
    }
  }
  template <class Tag> void id(std::string_view name, const Id<Tag>& value) {
    text(name, value.value);
  }
  void number(std::string_view name, std::int64_t value) {
    if (value != 0) {
      object_.emplace(name, value);
    }
  }
  void decimal(std::string_view name, const std::optional<Decimal>& value) {
    if (value) {
      object_.emplace(name, value->to_string());
    }
  }
  void flag(std::string_view name, bool value) {
    if (value) {
      object_.emplace(name, true);
    }
  }
  void list(std::string_view name, json::array values) {
    if (!values.empty()) {
      object_.emplace(name, std::move(values));
    }
  }
  template <class Tag> void ids(std::string_view name, const std::vector<Id<Tag>>& values) {
    json::array texts;
    for (const Id<Tag>& value : values) {
      texts.emplace_back(json::string_view(value.value));
    }
    list(name, std::move(texts));
  }
  std::string serialized() const { return json::serialize(object_); }
  json::object take() { return std::move(object_); }

 private:
  json::object object_;
};

json::object objective(const ObjectiveScore& score) {
  MemberWriter members;
  members.text("objective_id", score.objective_id);
  members.decimal("points", score.points);
  members.decimal("possible", score.possible);
  members.decimal("weight", score.weight);
  return members.take();
}

json::object dates_of_student(const StudentDates& dates) {
  MemberWriter members;
  members.id("student_id", dates.student_id);
  members.number("assigned_at", dates.assigned_at_unix_ms);
  members.number("due_at", dates.due_at_unix_ms);
  return members.take();
}

} // namespace

std::string to_json(const ScoreFacts& facts) {
  MemberWriter members;
  members.id("student_sis_id", facts.student_sis_id);
  members.decimal("points", facts.points);
  members.decimal("possible", facts.possible);
  members.text("text_score", facts.text_score);
  members.text("comment", facts.comment);
  members.number("scored_at", facts.scored_at_unix_ms);
  const ScoreFlags& flags = facts.flags;
  members.flag("released", flags.released);
  members.flag("draft", flags.draft);
  members.flag("overridden", flags.overridden);
  members.flag("dropped", flags.dropped);
  members.flag("exempt", flags.exempt);
  members.flag("missing", flags.missing);
  members.flag("late", flags.late);
  members.flag("incomplete", flags.incomplete);
  members.flag("submitted", flags.submitted);
  members.flag("in_progress", flags.in_progress);
  json::array objectives;
  for (const ObjectiveScore& score : facts.objectives) {
    objectives.emplace_back(objective(score));
  }
  members.list("objectives", std::move(objectives));
  members.decimal("counted_of", facts.counted_of);
  return members.serialized();
}

std::string to_json(const ActivityFacts& facts) {
  MemberWriter members;
  members.number("kind", static_cast<std::int64_t>(facts.kind));
  members.text("title", facts.title);
  members.text("description", facts.description);
  members.decimal("points_possible", facts.points_possible);
  members.number("assigned_at", facts.assigned_at_unix_ms);
  members.number("due_at", facts.due_at_unix_ms);
  members.flag("dates_are_days", facts.dates_are_days);
  members.id("category_id", facts.category_id);
  members.text("category_title", facts.category_title);
  members.id("category_sis_id", facts.category_sis_id);
  members.id("grading_period_sis_id", facts.grading_period_sis_id);
  members.text("grading_period_id", facts.grading_period_id);
  members.text("scale_id", facts.scale_id);
  members.decimal("category_weight", facts.category_weight);
  members.flag("published", facts.published);
  members.flag("counts", facts.counts);
  members.flag("extra_credit", facts.extra_credit);
  members.flag("assigned_to_some", facts.assigned_to_some);
  json::array student_dates;
  for (const StudentDates& dates : facts.student_dates) {
    student_dates.emplace_back(dates_of_student(dates));
  }
  members.list("student_dates", std::move(student_dates));
  return members.serialized();
}

std::string to_json(const CategoryFacts& facts) {
  MemberWriter members;
  members.text("title", facts.title);
  members.decimal("weight", facts.weight);
  return members.serialized();
}

std::string to_json(const ClassFacts& facts) {
  MemberWriter members;
  members.text("title", facts.title);
  members.id("class_sis_id", facts.class_sis_id);
  members.id("school_sis_id", facts.school_sis_id);
  members.ids("term_sis_ids", facts.term_sis_ids);
  members.ids("former_class_sis_ids", facts.former_class_sis_ids);
  members.number("starts_at", facts.starts_at_unix_ms);
  members.number("ends_at", facts.ends_at_unix_ms);
  return members.serialized();
}

} // namespace passback::gradebook

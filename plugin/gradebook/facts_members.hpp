// The members of stored facts, each named once: facts_write.cpp and facts_read.cpp go through the
// same lists. A list's order is that of the canonical text, so what is new goes to its end.
#pragma once

#include <concepts>
#include <type_traits>

#include "plugin/gradebook/facts.hpp"

namespace passback::gradebook {

/// Those facts, to be written (const) or to be read into.
template <class Given, class Facts>
concept FactsOf = std::same_as<std::remove_const_t<Given>, Facts>;

template <class Members> void list_members(Members& members, FactsOf<ObjectiveScore> auto& score) {
  members.text("objective_id", score.objective_id);
  members.decimal("points", score.points);
  members.decimal("possible", score.possible);
  members.decimal("weight", score.weight);
}

template <class Members> void list_members(Members& members, FactsOf<StudentDates> auto& dates) {
  members.id("student_id", dates.student_id);
  members.number("assigned_at", dates.assigned_at_unix_ms);
  members.number("due_at", dates.due_at_unix_ms);
}

template <class Members> void list_members(Members& members, FactsOf<ScoreFacts> auto& facts) {
  members.id("student_sis_id", facts.student_sis_id);
  members.decimal("points", facts.points);
  members.decimal("possible", facts.possible);
  members.text("text_score", facts.text_score);
  members.text("comment", facts.comment);
  members.number("scored_at", facts.scored_at_unix_ms);
  members.flag("released", facts.flags.released);
  members.flag("draft", facts.flags.draft);
  members.flag("overridden", facts.flags.overridden);
  members.flag("dropped", facts.flags.dropped);
  members.flag("exempt", facts.flags.exempt);
  members.flag("missing", facts.flags.missing);
  members.flag("late", facts.flags.late);
  members.flag("incomplete", facts.flags.incomplete);
  members.flag("submitted", facts.flags.submitted);
  members.flag("in_progress", facts.flags.in_progress);
  members.objects("objectives", facts.objectives);
  members.decimal("counted_of", facts.counted_of);
  members.reason("withdrawn_because", facts.withdrawn_because);
  members.flag("only_read", facts.only_read);
  members.flag("imported", facts.imported);
  members.flag("in_trial", facts.in_trial);
  members.flag("put_back", facts.put_back);
  members.flag("sis_keeps_newer", facts.sis_keeps_newer);
  members.flag("taken_back", facts.taken_back);
}

template <class Members> void list_members(Members& members, FactsOf<ActivityFacts> auto& facts) {
  members.kind("kind", facts.kind);
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
  members.objects("student_dates", facts.student_dates);
  members.reason("withdrawn_because", facts.withdrawn_because);
  members.flag("taken_back", facts.taken_back);
}

template <class Members> void list_members(Members& members, FactsOf<CategoryFacts> auto& facts) {
  members.text("title", facts.title);
  members.decimal("weight", facts.weight);
}

template <class Members> void list_members(Members& members, FactsOf<ClassFacts> auto& facts) {
  members.text("title", facts.title);
  members.id("class_sis_id", facts.class_sis_id);
  members.id("school_sis_id", facts.school_sis_id);
  members.ids("term_sis_ids", facts.term_sis_ids);
  members.ids("former_class_sis_ids", facts.former_class_sis_ids);
  members.number("starts_at", facts.starts_at_unix_ms);
  members.number("ends_at", facts.ends_at_unix_ms);
  members.flag("self_paced", facts.self_paced);
  members.id("copied_from", facts.copied_from);
}

} // namespace passback::gradebook

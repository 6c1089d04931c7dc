#include "plugin/decision/document_inputs.hpp"

#include <optional>
#include <utility>

#include "plugin/platform/time_zone.hpp"
#include "plugin/platform/try.hpp"
#include "plugin/settings/period_choice.hpp"

namespace passback::decision {

namespace {

using outbox::Form;
using outbox::Record;

/// What the SIS has, or may have: what it confirmed, and on top what left without an answer.
std::optional<gradebook::ScoreFacts> sent_before(const Record& record) {
  std::optional<gradebook::ScoreFacts> known;
  const auto add = [&](const outbox::Version& version) {
    const auto* facts = version.facts.score();
    if (facts == nullptr) {
      return;
    }
    if (!known) {
      known = *facts;
      return;
    }
    if (known->comment.empty()) {
      known->comment = facts->comment;
    }
    known->flags.missing = known->flags.missing || facts->flags.missing;
    known->flags.late = known->flags.late || facts->flags.late;
    known->flags.incomplete = known->flags.incomplete || facts->flags.incomplete;
    known->flags.in_progress = known->flags.in_progress || facts->flags.in_progress;
  };
  add(record.confirmed);
  if (record.in_doubt) {
    add(record.sent);
  }
  return known;
}

void add_activity(const Manner& manner, const Record& line_item, oneroster::ResultInput& input) {
  const auto* activity = activity_of(line_item).activity();
  if (activity == nullptr) {
    return;
  }
  input.points_possible = activity->points_possible;
  input.scale_id = activity->scale_id;
  // As its line item says it, also where that is a stand-in.
  oneroster::LineItemInput of_line_item;
  of_line_item.facts = *activity;
  of_line_item.since_unix_ms = line_item.created_unix_ms;
  if (const auto dates =
          oneroster::line_item_dates(manner.profile, of_line_item, context_of(manner))) {
    input.assigned_at_unix_ms = dates->assigned_at_unix_ms;
  }
}

/// The SIS's names of the standards. One to which an administrator gave no name is not sent, but
/// counts where the score is counted from standards.
void add_objectives(const settings::Objectives& chosen, oneroster::ResultInput& input) {
  for (const auto& objective : input.facts.objectives) {
    input.objectives.try_emplace(objective.objective_id, oneroster::SisObjective{});
  }
  for (const auto& [outcome, target] : chosen) {
    input.objectives[outcome] = {target.id, target.source};
  }
}

} // namespace

oneroster::DocumentContext context_of(const Manner& manner) {
  oneroster::DocumentContext context;
  const auto& connection = manner.effective.connection;
  context.local_day = platform::local_dates(connection ? connection->time_zone : std::string());
  return context;
}

const outbox::Facts& facts_of(const Record& record) {
  if (record.released.form != Form::absent || !record.released.facts.empty()) {
    return record.released.facts;
  }
  return record.confirmed.facts.empty() ? record.sent.facts : record.confirmed.facts;
}

const outbox::Facts& activity_of(const Record& line_item) {
  const auto& released = line_item.released;
  if (released.form == Form::present && !released.facts.empty()) {
    return released.facts;
  }
  return line_item.confirmed.facts.empty() ? line_item.observed.facts : line_item.confirmed.facts;
}

settings::CategoryChoice category_of(const Manner& manner, const Record& line_item,
                                     const gradebook::ActivityFacts& facts) {
  const auto& chosen = manner.effective.class_settings.activity_categories;
  const auto own = chosen.find(line_item.key.activity_id.value); // a standard's id is another one
  if (own != chosen.end() && !own->second.empty()) {
    return {settings::CategoryChoice::Kind::known, gradebook::SourcedId(own->second)};
  }
  // By title only where the SIS shows its categories.
  const bool by_title = manner.profile.category != oneroster::Need::never &&
                        manner.profile.reads.categories != oneroster::CategoryRoute::none;
  const auto& table = manner.effective.sending.category_table;
  // Made at the SIS only if profile, administrator and teacher allow it (the last two are in the
  // effective settings).
  return settings::choose_category(
      facts, manner.effective.class_settings, line_item.key.sis_class_id,
      manner.profile.create_categories && manner.effective.create_categories,
      manner.profile.category == oneroster::Need::required,
      by_title && table ? *table : settings::CategoryTable());
}

oneroster::LineItemInput line_item_input(const Manner& manner, const Record& line_item,
                                         gradebook::ActivityFacts facts) {
  oneroster::LineItemInput input;
  input.wire_id = line_item.wire_id;
  input.class_id = line_item.key.sis_class_id;
  input.activity_id = line_item.key.activity_id;
  input.final_as_assignment = manner.effective.grading.final_as_assignment.value_or(false);
  input.category_id = category_of(manner, line_item, facts).sis_id;
  input.grading_period_id =
      settings::named_period(line_item.key.activity_id, facts, manner.effective.class_settings);
  input.facts = std::move(facts);
  input.since_unix_ms = line_item.created_unix_ms;
  return input;
}

Result<oneroster::ResultInput> result_input(const Manner& manner, const Record& result,
                                            const Record& line_item,
                                            const gradebook::SourcedId& student) {
  const auto* facts = facts_of(result).score();
  if (facts == nullptr) {
    return Code::corrupt;
  }
  const std::int64_t scored_at =
      facts->scored_at_unix_ms != 0 ? facts->scored_at_unix_ms : result.updated_unix_ms;
  const auto& connection = manner.effective.connection;
  PASSBACK_TRY_AS(auto date, platform::local_date(scored_at, connection ? connection->time_zone
                                                                        : std::string()));
  oneroster::ResultInput input;
  input.wire_id = result.wire_id;
  input.line_item_id = line_item.wire_id;
  input.class_id = result.key.sis_class_id;
  input.student_id = student;
  input.activity_id = result.key.activity_id;
  input.score_date = std::move(date);
  input.cleared = result.released.form == Form::cleared;
  input.facts = *facts;
  input.sent_before = sent_before(result);
  add_activity(manner, line_item, input);
  add_objectives(manner.effective.grading.objectives, input);
  return input;
}

} // namespace passback::decision

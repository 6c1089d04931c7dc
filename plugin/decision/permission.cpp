#include "plugin/decision/permission.hpp"

#include <algorithm>

#include "plugin/decision/activity_rules.hpp"
#include "plugin/gradebook/standard_activity.hpp"
#include "plugin/outbox/taken_back.hpp"

namespace passback::decision {

bool is_of_connection(const settings::Effective& effective, const outbox::RecordKey& key) {
  return effective.connection && effective.connection->id == key.connection_id &&
         effective.connection->generation == key.connection_generation;
}

Code off_code(const settings::Effective& effective, const oneroster::Profile* profile,
              const gradebook::ActivityId& activity) {
  if (!effective.allowed) {
    return effective.why_not;
  }
  const bool of_standard = gradebook::standard_of(activity).has_value();
  if (of_standard && profile != nullptr &&
      profile->objectives != oneroster::Objectives::line_items) {
    return Code::standards_left_out;
  }
  const auto& excluded = effective.class_settings.excluded_activities;
  return std::ranges::find(excluded, gradebook::host_activity(activity)) == excluded.end()
             ? Code::none
             : Code::activity_excluded;
}

Code off_code(const settings::Effective& effective, const oneroster::Profile* profile,
              const outbox::Record& record) {
  if (effective.allowed && !is_of_connection(effective, record.key)) {
    return Code::not_configured;
  }
  // The activity id of a category is the category's own.
  const bool of_activity =
      record.key.kind == outbox::Kind::line_item || record.key.kind == outbox::Kind::result;
  // What a person takes back leaves the SIS also where the activity is left out.
  if (!of_activity || outbox::is_taken_back(record)) {
    return effective.allowed ? Code::none : effective.why_not;
  }
  const Code off = off_code(effective, profile, record.key.activity_id);
  return off == Code::none && record.key.kind == outbox::Kind::line_item
             ? left_out(effective, record)
             : off;
}

} // namespace passback::decision

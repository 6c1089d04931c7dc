// What administrators and teachers chose, as stored: one document per domain, one per class.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/gradebook/ids.hpp"
#include "plugin/platform/result.hpp"
#include "plugin/settings/connection.hpp"
#include "plugin/settings/first_send.hpp"
#include "plugin/settings/grading_choices.hpp"
#include "plugin/settings/id_ways.hpp"
#include "plugin/settings/sending_rules.hpp"

namespace passback::settings {

/// Nothing is sent from the domain and below it until somebody lets it go on.
struct Pause {
  std::string by; ///< a host user id
  std::int64_t since_unix_ms = 0;
  bool operator==(const Pause&) const = default;
};

/// The SIS settings card of one domain. An absent member is inherited from the domain above.
struct DomainSettings {
  std::optional<bool> allow_grades;       ///< "Allow grades to be sent to the SIS"
  std::optional<bool> send_automatically; ///< "Send new grades automatically"
  std::optional<bool> create_categories;  ///< the administrator's word; the profile's and the
                                          ///< teacher's are needed too
  std::vector<gradebook::DomainId> excluded_domains;
  GradingChoices grading;
  SendingRules sending;
  IdWays ids;                          ///< "Use custom data for passing grades back to the SIS"
  std::optional<FirstSend> first_send; ///< none = what was given before goes as anything else
  std::optional<Connection> connection;
  /// Choices of Sync grades settings that nobody below may change (teacher_choices.hpp).
  std::vector<std::string> locked;
  std::optional<Pause> paused; ///< from the console, not from the card
  bool operator==(const DomainSettings&) const = default;
};

/// "Sync grades settings" of one class.
struct ClassSettings {
  std::optional<bool>
      send_automatically; ///< only narrows: a class cannot be automatic where its domain is not
  bool create_categories = false;
  /// LMS category id -> SIS category sourcedId; by category_key() where it holds for one SIS class.
  std::map<std::string, std::string> category_map;
  std::string default_category; ///< SIS category for activities without one
  /// Of single activities: LMS activity id -> SIS category sourcedId. Goes before all of the above.
  std::map<std::string, std::string> activity_categories;
  std::vector<gradebook::ActivityId> excluded_activities;
  /// Nothing goes of what is in these categories of the LMS, but for included_activities.
  std::vector<gradebook::CategoryId> excluded_categories;
  /// Where new activities, or their category, are left out: those that go all the same.
  std::vector<gradebook::ActivityId> included_activities;
  /// The SIS has a column that looks like it, and a person said to make another one all the same.
  std::vector<gradebook::ActivityId> own_columns;
  std::map<std::string, std::string> period_map; ///< LMS grading period id -> SIS sourcedId
  /// Of single activities that several periods fit: LMS activity id -> SIS sourcedId.
  std::map<std::string, std::string> activity_periods;
  /// Slot of the SIS for a final or period grade, by final_slot_key().
  std::map<std::string, std::string> final_slots;
  std::optional<bool> send_final_grades; ///< none = as the domain says
  std::optional<bool> send_comments;     ///< the same
  std::optional<GradeForm> grade_form;   ///< the same
  std::string standards_category; ///< SIS category, without weight, for line items of standards
  Scales scales;                  ///< exceptions of this class, by scale
  Objectives objectives;          ///< exceptions of this class, by outcome
  bool operator==(const ClassSettings&) const = default;
};

/// The key of ClassSettings::final_slots: an LMS class may be several classes at the SIS, each with
/// slots of its own.
std::string final_slot_key(const gradebook::SourcedId& sis_class_id,
                           const gradebook::ActivityId& activity_id);

/// The key of ClassSettings::category_map for a category, or everything else (empty), of one of
/// several SIS classes.
std::string category_key(const gradebook::SourcedId& sis_class_id,
                         const gradebook::CategoryId& category_id);
/// Whether a key of ClassSettings::category_map is such a one.
bool is_of_sis_class(std::string_view category_key);

/// Canonical JSON text: members in a fixed order, absent and empty ones left out, so equal settings
/// give equal texts. Reading ignores unknown members (a newer release may have written them) and
/// answers Code::corrupt, naming the member, for what it cannot read.
std::string to_json(const DomainSettings& settings);
std::string to_json(const ClassSettings& settings);
std::string to_json(const Connection& connection);
Result<DomainSettings> domain_settings_from_json(std::string_view text);
Result<ClassSettings> class_settings_from_json(std::string_view text);
Result<Connection> connection_from_json(std::string_view text);

} // namespace passback::settings

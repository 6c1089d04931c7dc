// What goes and when, what is asked of a person first, and how people are told: the administrator's
// rules of one domain. Each rule is named once, in each_sending_rule; documents, inheritance and
// input follow that list.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "plugin/platform/result.hpp"
#include "plugin/settings/on_for.hpp"

namespace passback::settings {

class JsonReader;

/// Which classes send new grades by themselves, where that is switched on.
enum class AutomaticFor { all, self_paced };

/// What becomes of a result in the SIS whose cell is gone from the LMS, unless a teacher took out
/// just that one.
enum class Removals {
  keep_and_offer, ///< it stays, and a person is asked
  by_itself,      ///< it is removed there too, as long as it is few
};

/// Whether an activity goes to the SIS of which no teacher said anything.
enum class NewActivities { sync, leave_out };

/// Where a due date goes that lies between two grading periods.
enum class BetweenPeriods {
  earlier, ///< into the one that ended last
  later,   ///< into the one that begins next
  ask,     ///< a person chooses
};

/// Title of a category of the LMS -> title of the SIS's category that it goes into.
using CategoryTable = std::map<std::string, std::string>;

/// Of each day, in the SIS's time zone, "22:00" to "06:00". Past midnight where `to` is earlier.
struct QuietHours {
  int from_minute = 0, to_minute = 0; ///< of the day, 0 to 1439; never equal
  bool operator==(const QuietHours&) const = default;
};

/// The times of each day, in the SIS's time zone, at which grades go by themselves: minutes of the
/// day, ascending. None: at once, whatever the domain above says.
struct SendAt {
  std::vector<int> minutes;
  bool operator==(const SendAt&) const = default;
};

/// Whole days in the SIS's time zone, both included.
struct DateRange {
  std::string from, to; ///< "2026-12-18"
  bool operator==(const DateRange&) const = default;
};
using DateRanges = std::vector<DateRange>;

/// A minute count, and how many records at most.
struct Minutes {
  int value = 0;
  bool operator==(const Minutes&) const = default;
};
struct Count {
  int value = 0;
  bool operator==(const Count&) const = default;
};

/// The hour of the day at which the daily notices are told, 0 to 23.
struct Hour {
  int value = 0;
  bool operator==(const Hour&) const = default;
};
/// A BCP 47 tag.
struct Language {
  std::string tag;
  bool operator==(const Language&) const = default;
};

/// Where nobody chose an hour for the daily notices.
constexpr int kNoticeHour = 7;
constexpr int kMostMinutesToWait = 60;
constexpr int kMostTimesToSend = 24;
constexpr int kMostCategories = 1'000;
constexpr int kMostRecordsRemoved = 10'000;
/// Where nobody said how many may be removed before a person is asked.
constexpr int kRemovedUnasked = 10;

/// An absent rule is inherited from the domain above; above the root it is as it always was.
struct SendingRules {
  std::optional<AutomaticFor> automatic_for;
  std::optional<Minutes> wait_before_sending; ///< none = 0
  std::optional<SendAt> send_at;              ///< none = at once
  std::optional<QuietHours> quiet_hours;
  std::optional<DateRanges> no_sending_on;
  std::optional<Removals> removals;   ///< none = keep_and_offer
  std::optional<Count> removal_brake; ///< more than that are asked about; none = kRemovedUnasked
  std::optional<NewActivities> new_activities;   ///< none = sync
  std::optional<bool> send_final_grades;         ///< final and period grades; none = yes
  std::optional<bool> needs_due_date;            ///< before it goes for the first time; none = no
  std::optional<bool> needs_category;            ///< the same
  std::optional<Count> longest_title;            ///< in characters; none or 0 = any
  std::optional<CategoryTable> category_table;   ///< where a class has no choice of its own
  std::optional<BetweenPeriods> between_periods; ///< none = as the profile says
  std::optional<OnFor> on_for;                   ///< none = everyone
  std::optional<bool> trial;                     ///< nothing is written to the SIS; none = no
  std::optional<Hour> notice_hour;               ///< in the SIS's time zone; none = kNoticeHour
  std::optional<Language> notice_language;       ///< none = English
  /// Days after the last day of a class in which grades still go by themselves; none = no end.
  std::optional<Count> grace_after_class_end;
  std::optional<bool> reconcile_nightly; ///< the gradebook is read anew each night; none = no
  bool operator==(const SendingRules&) const = default;
};

/// Calls visit(name in the documents, pointer to the member) for each rule.
template <class Visit> void each_sending_rule(Visit&& visit) {
  visit("automatic_for", &SendingRules::automatic_for);
  visit("wait_before_sending", &SendingRules::wait_before_sending);
  visit("send_at", &SendingRules::send_at);
  visit("quiet_hours", &SendingRules::quiet_hours);
  visit("no_sending_on", &SendingRules::no_sending_on);
  visit("removals", &SendingRules::removals);
  visit("removal_brake", &SendingRules::removal_brake);
  visit("new_activities", &SendingRules::new_activities);
  visit("send_final_grades", &SendingRules::send_final_grades);
  visit("needs_due_date", &SendingRules::needs_due_date);
  visit("needs_category", &SendingRules::needs_category);
  visit("longest_title", &SendingRules::longest_title);
  visit("category_table", &SendingRules::category_table);
  visit("between_periods", &SendingRules::between_periods);
  visit("on_for", &SendingRules::on_for);
  visit("trial", &SendingRules::trial);
  visit("notice_hour", &SendingRules::notice_hour);
  visit("notice_language", &SendingRules::notice_language);
  visit("grace_after_class_end", &SendingRules::grace_after_class_end);
  visit("reconcile_nightly", &SendingRules::reconcile_nightly);
}

/// What `nearer` says goes over what was inherited.
void inherit(SendingRules& rules, const SendingRules& nearer);

/// Members of the settings documents; absent ones are left out.
void put(boost::json::object& object, const SendingRules& rules);
SendingRules read_sending_rules(const boost::json::object& object, JsonReader& reader);

/// One rule as documents write it, and back; false: it is none.
boost::json::value to_value(AutomaticFor rule);
boost::json::value to_value(Removals rule);
boost::json::value to_value(const SendAt& rule);
boost::json::value to_value(const QuietHours& rule);
boost::json::value to_value(const DateRanges& rule);
boost::json::value to_value(Minutes rule);
boost::json::value to_value(Count rule);
boost::json::value to_value(NewActivities rule);
boost::json::value to_value(BetweenPeriods rule);
boost::json::value to_value(bool rule);
boost::json::value to_value(const CategoryTable& rule);
boost::json::value to_value(Hour rule);
boost::json::value to_value(const Language& rule);
bool from_value(const boost::json::value& value, AutomaticFor& rule);
bool from_value(const boost::json::value& value, Removals& rule);
bool from_value(const boost::json::value& value, SendAt& rule);
bool from_value(const boost::json::value& value, QuietHours& rule);
bool from_value(const boost::json::value& value, DateRanges& rule);
bool from_value(const boost::json::value& value, Minutes& rule);
bool from_value(const boost::json::value& value, Count& rule);
bool from_value(const boost::json::value& value, NewActivities& rule);
bool from_value(const boost::json::value& value, BetweenPeriods& rule);
bool from_value(const boost::json::value& value, bool& rule);
bool from_value(const boost::json::value& value, CategoryTable& rule);
bool from_value(const boost::json::value& value, Hour& rule);
bool from_value(const boost::json::value& value, Language& rule);

/// "06:00"
std::string clock_text(int minute_of_day);

} // namespace passback::settings

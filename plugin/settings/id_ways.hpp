// "Use custom data for passing grades back to the SIS": where the ids that the SIS has for users,
// classes and enrolments come from. An ordered list of ways for each; the first that gives a value
// wins. Absent, or empty, it is the roster sync alone. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "plugin/gradebook/custom_id.hpp"

namespace passback::settings {

class JsonReader;

/// One way, as it is written: "roster", the name of a field of the LMS ("external_id",
/// "custom.sis_number"), or a rule around one: "S-[custom.sis_number]" puts S- before its value,
/// and "[identifier:LMS-*]" takes what * stands for, of a value that has that form.
struct IdWay {
  std::string field;                 ///< of the host; kRosterWay = the roster sync
  std::string put_before, put_after; ///< around what the field gives
  std::string cut_before, cut_after; ///< what a value must have around it, and loses
  bool operator==(const IdWay&) const = default;
};
inline constexpr std::string_view kRosterWay = "roster";

/// nullopt: it is no way.
std::optional<IdWay> id_way_from_text(std::string_view text);
std::string to_text(const IdWay& way);

using IdWayList = std::vector<IdWay>;

struct IdWays {
  std::optional<IdWayList> users, classes, enrolments;
  bool operator==(const IdWays&) const = default;
};

/// Calls visit(name in the documents and in the host's, pointer to the member) for each kind.
template <class Visit> void each_id_kind(Visit&& visit) {
  visit("users", &IdWays::users);
  visit("classes", &IdWays::classes);
  visit("enrolments", &IdWays::enrolments);
}

/// The host has to be asked: something but the roster counts.
bool asks_host(const std::optional<IdWayList>& ways);
bool asks_host(const IdWays& ways);

/// The fields to ask the host for, each once.
void add_fields(const std::optional<IdWayList>& ways, std::vector<std::string>& fields);

/// The fields of one user, class or enrolment, as the host has them.
using FieldValues = std::map<std::string, std::string, std::less<>>;
/// What they say of its id; as if nobody had asked where the roster alone counts.
gradebook::CustomId id_by(const std::optional<IdWayList>& ways, const FieldValues& values);

/// What `nearer` says goes over what was inherited.
void inherit(IdWays& ways, const IdWays& nearer);

/// Each list as an array of texts; people may write one text, with commas between the ways.
boost::json::value to_value(const IdWayList& ways);
bool from_value(const boost::json::value& value, IdWayList& ways);
/// The member "custom_data" of the settings documents; left out where nothing is said.
void put(boost::json::object& object, const IdWays& ways);
IdWays read_id_ways(const boost::json::object& object, JsonReader& reader);

} // namespace passback::settings

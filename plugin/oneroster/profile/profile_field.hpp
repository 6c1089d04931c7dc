// The form of one row of the table of profile fields (profile_fields.hpp): what a field is called
// in the file, where its value stands in a Profile, its choices, and the sentences about it.
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

#include <boost/json.hpp>

#include "plugin/oneroster/profile/profile.hpp"

namespace passback::oneroster {

/// What people read of a profile: whole sentences, in their order.
using Sentences = std::vector<std::string>;

/// Who has a choice; a profile without them that makes it is refused.
inline constexpr unsigned kOneRoster1p2 = 1;
inline constexpr unsigned kClassGradebook = 2; ///< not the assessment routes

/// One choice of an enumeration.
template <class Enum> struct ChoiceOf {
  Enum value;
  std::string_view word;       ///< in the file
  std::string_view says = {};  ///< the sentence of `profile show`; empty = it says nothing
  std::string_view brief = {}; ///< the phrase of ProfileSummary
  unsigned only = 0;           ///< kOneRoster1p2, kClassGradebook: nobody else has it
};
using Choice = ChoiceOf<int>;

/// A value of a profile as JSON, where enumerators are numbers.
struct FieldValue {
  boost::json::value (*get)(const Profile&) = nullptr;
  void (*set)(Profile&, const boost::json::value&) = nullptr; ///< leaves alone what does not fit
  double least = 0, most = 0; ///< of a number; most 0 = it has no upper bound
  std::array<Choice, 5> list = {};
  std::size_t count = 0;

  constexpr std::span<const Choice> choices() const { return {list.data(), count}; }
};

template <class Value>
concept Enumeration = std::is_enum_v<Value>;

template <class Value> boost::json::value to_json(const Value& value) {
  return boost::json::value_from(value);
}
template <Enumeration Enum> boost::json::value to_json(const Enum& value) {
  return static_cast<int>(value);
}
template <Enumeration Enum> boost::json::value to_json(const std::vector<Enum>& list) {
  boost::json::array numbers;
  for (const Enum item : list) {
    numbers.push_back(to_json(item));
  }
  return numbers;
}

template <class Value> void from_json(const boost::json::value& found, Value& value) {
  if (auto read = boost::json::try_value_to<Value>(found)) {
    value = *std::move(read);
  }
}
template <Enumeration Enum> void from_json(const boost::json::value& found, Enum& value) {
  if (const auto* number = found.if_int64()) {
    value = static_cast<Enum>(*number);
  }
}
template <Enumeration Enum>
void from_json(const boost::json::value& found, std::vector<Enum>& list) {
  if (const auto* numbers = found.if_array()) {
    list.clear();
    for (const auto& number : *numbers) {
      from_json(number, list.emplace_back());
    }
  }
}

/// Follows the members that lead from a profile to a value.
template <auto... Members> constexpr auto& follow(auto& profile) {
  return (profile.*....*Members);
}
/// at<&Profile::writes, &Writes::marker>() is where `writes.marker` stands.
template <auto... Members> constexpr FieldValue at() {
  return {.get = [](const Profile& profile) { return to_json(follow<Members...>(profile)); },
          .set =
              [](Profile& profile, const boost::json::value& found) {
                from_json(found, follow<Members...>(profile));
              }};
}
template <auto... Members> constexpr FieldValue number(double least, double most = 0) {
  FieldValue value = at<Members...>();
  value.least = least;
  value.most = most;
  return value;
}

template <class Value> struct EnumIn { using Type = Value; };
template <class Enum> struct EnumIn<std::vector<Enum>> { using Type = Enum; };
template <auto... Members>
using EnumAt = typename EnumIn<
    std::remove_cvref_t<decltype(follow<Members...>(std::declval<Profile&>()))>>::Type;
/// An enumeration, or a list of its enumerators, with these choices.
template <auto... Members, std::size_t N>
constexpr FieldValue choices(const ChoiceOf<EnumAt<Members...>> (&list)[N]) {
  FieldValue value = at<Members...>();
  value.count = N;
  for (std::size_t i = 0; i < N; ++i) {
    value.list[i] = {static_cast<int>(list[i].value), list[i].word, list[i].says, list[i].brief,
                     list[i].only};
  }
  return value;
}
/// A field of a form that no other has, with a reader of its own.
constexpr FieldValue own_form(void (*set)(Profile&, const boost::json::value&)) {
  return {.get = [](const Profile&) -> boost::json::value { return boost::json::object(); },
          .set = set};
}

/// What most fields have no need of.
///
/// A sentence may have holes: "{}" is the value (in that of a choice: the subject),
/// "{documents.flags}" the words of that field. A number is there when it is not 0, a text, a list
/// and a map when they are not empty, a boolean when it is true.
struct FieldDetails {
  std::string_view in_1p1 = {}, in_1p2 = {}; ///< its default, where the member's is another
  std::string_view says = {};                ///< the sentence of `profile show` of what is there
  std::string_view otherwise = {};           ///< and of what is not there
  std::string_view brief = {};               ///< the phrase of ProfileSummary of what is there
  std::string_view subject = {};             ///< "The school": for the sentences of choices
  bool part = false;                         ///< its words stand in the sentence of another field
  bool (*when)(const Profile&) = nullptr;    ///< whether it matters at all; absent = always
  void (*say)(const Profile&, Sentences&) = nullptr; ///< what more than one field says; comes first
};

struct Field {
  std::string_view path; ///< "documents.title_max"
  FieldValue value;
  FieldDetails details = {};
};

} // namespace passback::oneroster

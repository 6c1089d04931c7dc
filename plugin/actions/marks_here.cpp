#include "plugin/actions/marks_here.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "plugin/actions/phrase_members.hpp"
#include "plugin/oneroster/profile/profile_summary.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using oneroster::OneRosterVersion;
using oneroster::Profile;

/// The profile as results are written by it.
struct Here {
  const Profile& profile;
  OneRosterVersion version;

  bool is_1p2() const { return version == OneRosterVersion::v1p2; }
  /// A result may go without a score.
  bool goes_bare() const {
    return is_1p2() || profile.clearing == oneroster::Clearing::not_submitted;
  }
  /// The mark has a place beside the score: a flag, or a member of the metadata.
  bool has_place(std::string_view mark) const {
    const auto placeholder = "{" + std::string(mark) + "}";
    return (is_1p2() && profile.flags != oneroster::Flags::never) ||
           std::ranges::any_of(profile.result_metadata, [&](const auto& member) {
             return member.second.find(placeholder) != std::string::npos;
           });
  }
};

Phrase with_status(std::string_view key, const std::string& status) {
  return say(key, {{"status", status}});
}

Phrase exempt_here(const Here& at) {
  const auto& profile = at.profile;
  const bool keeps = profile.exempt_score == oneroster::ExemptScore::keep;
  auto text = with_status(keeps ? "marks.exempt.with_points" : "marks.exempt.without_points",
                          profile.statuses.exempt);
  if (!at.is_1p2() && profile.exempt_without_points == oneroster::ExemptWithoutPoints::refuse) {
    text += say("marks.exempt.bare_by_hand");
  } else if (!at.is_1p2() &&
             profile.exempt_without_points == oneroster::ExemptWithoutPoints::zero) {
    text += say("marks.exempt.bare_as_zero");
  }
  return text;
}

Phrase missing_here(const Here& at) {
  const auto& words = at.profile.statuses;
  if (!at.goes_bare()) {
    return say("marks.missing.by_hand");
  }
  const bool marked = at.has_place("missing");
  return with_status(marked ? "marks.missing.marked" : "marks.missing.status",
                     words.missing.empty() ? words.blank : words.missing);
}

Phrase incomplete_here(const Here& at) {
  if (at.profile.incomplete_scored == oneroster::IncompleteScored::partially_graded) {
    return with_status("marks.incomplete.status", at.profile.statuses.partial);
  }
  return say(at.has_place("incomplete") ? "marks.beside_the_score" : "marks.score_alone");
}

Phrase cleared_here(const Here& at) {
  switch (at.profile.clearing) {
  case oneroster::Clearing::not_submitted:
    return with_status("marks.cleared.status", at.profile.statuses.cleared);
  case oneroster::Clearing::remove:
    return say("marks.cleared.removed");
  case oneroster::Clearing::unsupported:
    break;
  }
  return say("marks.cleared.by_hand");
}

Phrase handed_in_here(const Here& at) {
  const bool goes = at.goes_bare() && oneroster::says_handed_in(at.profile);
  return goes ? with_status("marks.handed_in.status", at.profile.statuses.handed_in)
              : say("marks.nothing");
}

Phrase dropped_here(const Here& at) {
  return at.profile.dropped == oneroster::Dropped::exempt
             ? with_status("marks.dropped.exempt", at.profile.statuses.exempt)
             : say("marks.dropped.as_scored");
}

} // namespace

json::array marks_here(const Profile& profile, OneRosterVersion version,
                       const texts::Words& words) {
  const Here at{profile, version};
  json::array list;
  const auto add = [&](std::string_view mark, const Phrase& text) {
    json::object one{{"mark", mark}};
    put_phrase(one, "label", words, say("marks." + std::string(mark) + ".label"));
    put_phrase(one, "text", words, text);
    list.push_back(std::move(one));
  };
  add("blank", say("marks.nothing"));
  add("zero", say("marks.zero.sent"));
  add("exempt", exempt_here(at));
  add("missing", missing_here(at));
  add("late", say(at.has_place("late") ? "marks.beside_the_score" : "marks.score_alone"));
  add("incomplete", incomplete_here(at));
  add("handed_in", handed_in_here(at));
  add("dropped", dropped_here(at));
  add("cleared", cleared_here(at));
  return list;
}

} // namespace passback::actions

// What counts otherwise in the SIS than in the LMS, because OneRoster, or the profile, has no word
// for it.
#include <algorithm>
#include <compare>
#include <utility>

#include "plugin/decision/cell_notes.hpp"
#include "plugin/gradebook/weighted_score.hpp"

namespace passback::decision {
namespace {

using gradebook::Decimal;

/// A member of a result's metadata tells it.
bool is_in_metadata(const oneroster::Profile& profile, std::string_view placeholder) {
  return std::ranges::any_of(profile.result_metadata, [&](const auto& member) {
    return member.second.find(placeholder) != std::string::npos;
  });
}

/// The marks of a score that the SIS is not told beside it.
std::vector<std::string> unsaid_marks(const gradebook::ScoreFacts& facts,
                                      const oneroster::Profile& profile,
                                      oneroster::OneRosterVersion version) {
  const bool has_flags =
      version == oneroster::OneRosterVersion::v1p2 && profile.flags != oneroster::Flags::never;
  const bool by_status = profile.incomplete_scored == oneroster::IncompleteScored::partially_graded;
  std::vector<std::string> unsaid;
  const auto look = [&](bool marked, const char* name, bool said) {
    const auto placeholder = "{" + std::string(name) + "}";
    if (marked && !said && !has_flags && !is_in_metadata(profile, placeholder)) {
      unsaid.emplace_back(name);
    }
  };
  look(facts.flags.late, "late", false);
  look(facts.flags.missing, "missing", false);
  look(facts.flags.incomplete, "incomplete", by_status);
  return unsaid;
}

/// "60 of 10", where that is more than can be had.
std::optional<std::string> above_possible(const gradebook::ScoreFacts& facts,
                                          const std::optional<Decimal>& possible) {
  if (!facts.points || !possible || possible->is_zero()) {
    return std::nullopt;
  }
  const auto entered = gradebook::entered_points(facts, possible);
  const auto order = entered ? entered->compared_to(gradebook::Fraction(*possible))
                             : Result<std::strong_ordering>(entered.error());
  if (!order || *order <= 0) {
    return std::nullopt;
  }
  const auto& of = facts.possible ? facts.possible : possible;
  return facts.points->to_string() + " of " + of->to_string();
}

/// The SIS measures the scores that it has by the points possible that it gets now.
bool measures_anew(const gradebook::ActivityFacts& facts, const gradebook::ActivityFacts& before,
                   const oneroster::Profile& profile) {
  return profile.owner.points_possible == oneroster::Owner::lms &&
         profile.points_possible != oneroster::Need::never &&
         profile.score_form == oneroster::ScoreForm::points && facts.points_possible &&
         before.points_possible && *facts.points_possible != *before.points_possible;
}

} // namespace

std::vector<CellNote> notes_on_counting(const gradebook::ActivityFacts& facts,
                                        const std::optional<gradebook::ActivityFacts>& in_sis,
                                        const oneroster::Profile& profile) {
  std::vector<CellNote> notes;
  if (facts.kind != gradebook::ActivityKind::assignment) {
    return notes;
  }
  if (facts.extra_credit && profile.extra_credit == oneroster::ExtraCredit::send) {
    notes.push_back({Code::extra_credit_unsaid});
  }
  if (!facts.counts) {
    notes.push_back({Code::counts_in_sis});
  }
  if (in_sis && measures_anew(facts, *in_sis, profile)) {
    notes.push_back(
        {Code::points_possible_changed,
         {in_sis->points_possible->to_string() + " become " + facts.points_possible->to_string()}});
  }
  return notes;
}

std::vector<CellNote> notes_on_counting(const gradebook::ScoreFacts& facts,
                                        const oneroster::Profile& profile,
                                        oneroster::OneRosterVersion version,
                                        const std::optional<Decimal>& points_possible) {
  std::vector<CellNote> notes;
  if (!facts.scored() || facts.flags.exempt) {
    return notes; // without a score it waits, or its status says it
  }
  if (facts.flags.dropped && profile.dropped == oneroster::Dropped::as_scored) {
    notes.push_back({Code::dropped_unsaid});
  }
  if (auto unsaid = unsaid_marks(facts, profile, version); !unsaid.empty()) {
    notes.push_back({Code::marks_left_out, std::move(unsaid)});
  }
  if (auto above = above_possible(facts, points_possible)) {
    notes.push_back({Code::above_possible, {std::move(*above)}});
  }
  return notes;
}

} // namespace passback::decision

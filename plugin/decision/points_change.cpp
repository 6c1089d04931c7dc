#include "plugin/decision/points_change.hpp"

#include "plugin/decision/write.hpp"
#include "plugin/gradebook/weighted_score.hpp"
#include "plugin/outbox/each_record.hpp"
#include "plugin/outbox/identity.hpp"
#include "plugin/platform/try.hpp"

namespace passback::decision {
namespace {

using gradebook::Decimal;
using gradebook::Fraction;
using outbox::Form;
using outbox::Record;
using outbox::Version;

std::optional<Decimal> possible_of(const Version& version) {
  const auto* facts = version.form == Form::present ? version.facts.activity() : nullptr;
  return facts == nullptr ? std::nullopt : facts->points_possible;
}

/// The SIS measures its grades by the points possible that it gets, or gets each anew.
bool reads_otherwise(const oneroster::Profile& profile) {
  return profile.score_form != oneroster::ScoreForm::points ||
         (profile.owner.points_possible == oneroster::Owner::lms &&
          profile.points_possible != oneroster::Need::never);
}

/// In percent of what can be had.
std::optional<Fraction> share_of(const Version& version, const Decimal& possible) {
  const auto* facts = version.form == Form::present ? version.facts.score() : nullptr;
  if (facts == nullptr || !facts->points || possible.is_zero()) {
    return std::nullopt;
  }
  const auto entered = gradebook::entered_points(*facts, possible);
  const auto of_all =
      entered ? entered->divided_by(Fraction(possible)) : Result<Fraction>(entered.error());
  const auto percent =
      of_all ? of_all->times(Fraction::of_integer(100)) : Result<Fraction>(of_all.error());
  return percent ? std::optional(*percent) : std::nullopt;
}

std::int64_t whole(const Fraction& percent) {
  const auto rounded = percent.rounded(0, gradebook::Rounding::half_up);
  return rounded ? rounded->coefficient() : 0;
}

void count(const Record& result, PointsChange& change) {
  const auto before = share_of(result.confirmed, change.from);
  const auto after = share_of(result.observed, change.to);
  if (!before || !after) {
    return;
  }
  const auto order = after->compared_to(*before);
  if (!order || *order == 0) {
    return;
  }
  const bool falls = *order < 0;
  auto& moved = falls ? change.fall : change.rise;
  const auto percent = whole(*after);
  const bool first = moved.students++ == 0;
  moved.all_alike = first || (moved.all_alike && percent == moved.furthest_percent);
  if (first || (falls ? percent < moved.furthest_percent : percent > moved.furthest_percent)) {
    moved.furthest_percent = percent;
  }
}

} // namespace

Result<std::optional<PointsChange>> points_change(UnitOfWork& work, const ClassView& view,
                                                  const Record& line_item) {
  std::optional<PointsChange> none;
  const auto now = possible_of(line_item.observed), there = possible_of(line_item.confirmed);
  const bool let_go = possible_of(line_item.released) == now;
  if (!now || !there || *now == *there || let_go || is_slot(line_item) ||
      !reads_otherwise(*view.profile)) {
    return none;
  }
  PointsChange change;
  change.title = line_item.observed.facts.activity()->title;
  change.from = *there;
  change.to = *now;
  PASSBACK_TRY(outbox::each_result_of(work.transaction, line_item, [&](const Record& result) {
    if (outbox::stands_at_sis(result)) {
      count(result, change);
    }
    return ok_status();
  }));
  return change.fall.students > 0 ? std::optional(std::move(change)) : none;
}

bool waits_for_points_answer(const Record& record) {
  return record.state == outbox::State::manual && record.code == Code::points_asked;
}

} // namespace passback::decision

#include "plugin/outbox/bounds.hpp"

#include <optional>

#include "plugin/gradebook/facts.hpp"
#include "plugin/outbox/transitions.hpp"

namespace passback::outbox {

namespace {

struct Bounds {
  std::optional<gradebook::Decimal> possible;
  std::string scale_id;
  bool extra_credit = false;

  bool operator==(const Bounds&) const = default;
};

std::optional<Bounds> bounds_of(const Version& version) {
  const auto* facts = version.facts.activity();
  return facts ? std::optional(Bounds{facts->points_possible, facts->scale_id, facts->extra_credit})
               : std::nullopt;
}

/// What bounds results has changed and the SIS has not confirmed it.
struct Change {
  Bounds has, gets;

  bool is_lowered() const {
    return has.possible && gets.possible && *gets.possible < *has.possible &&
           has.scale_id == gets.scale_id && has.extra_credit == gets.extra_credit;
  }
};

std::optional<Change> change_of(const Record& line_item) {
  if (line_item.released.form != Form::present || line_item.confirmed.form != Form::present ||
      line_item.released.facts == line_item.confirmed.facts) {
    return std::nullopt;
  }
  auto has = bounds_of(line_item.confirmed);
  auto gets = bounds_of(line_item.released);
  return has && gets && *has != *gets ? std::optional(Change{std::move(*has), std::move(*gets)})
                                      : std::nullopt;
}

/// It fits under the maximum that the SIS has, whatever becomes of the one that it refused.
bool fits(const Record& result, const Bounds& has) {
  const auto* score = result.released.facts.score();
  return result.released.form != Form::present ||
         (score && score->points && has.possible && !(*score->points > *has.possible));
}

} // namespace

bool waits_for_line_item(const Record& line_item, const Record& result) {
  if (line_item.confirmed.form != Form::present) {
    return true;
  }
  const bool same_facts = line_item.released.facts == line_item.confirmed.facts;
  if (line_item.released.form == Form::present && same_facts) {
    // The settings may write it otherwise than it was sent: as percentages, say.
    return says_otherwise(line_item.released, line_item.confirmed);
  }
  const auto change = change_of(line_item);
  if (!change || change->is_lowered()) {
    return false;
  }
  const bool refused = line_item.state == State::rejected || line_item.state == State::failed;
  const bool same_scale = change->has.scale_id == change->gets.scale_id;
  return !(refused && same_scale && fits(result, change->has));
}

std::optional<gradebook::Decimal> raised_from(const Record& line_item) {
  if (line_item.sent.form != Form::present || line_item.confirmed.form != Form::present ||
      line_item.sent.facts == line_item.confirmed.facts) {
    return std::nullopt;
  }
  const auto has = bounds_of(line_item.confirmed);
  const auto gets = bounds_of(line_item.sent);
  const bool raised =
      has && gets && has->possible && gets->possible && *gets->possible > *has->possible;
  return raised ? has->possible : std::nullopt;
}

bool may_be_cut(const Record& result, const gradebook::Decimal& maximum) {
  const Version& at_sis =
      result.sent.in_flight ? static_cast<const Version&>(result.sent) : result.confirmed;
  const auto* score = at_sis.facts.score();
  return at_sis.form == Form::present && score && score->points && *score->points > maximum;
}

bool is_lowered(const Record& line_item) {
  const auto change = change_of(line_item);
  return change && change->is_lowered();
}

} // namespace passback::outbox

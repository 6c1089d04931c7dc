#include "plugin/exchange/conversation/test_grade_compare.hpp"

#include <optional>

#include "plugin/gradebook/decimal.hpp"
#include "plugin/oneroster/reads/record_reading.hpp"
#include "plugin/oneroster/wire/json_read.hpp"

namespace passback::exchange::test_grade {
namespace {

namespace json = boost::json;
using gradebook::Decimal;
using oneroster::member;
using oneroster::text_of;

Phrase shown(const std::optional<Decimal>& number) {
  if (!number) {
    return say("check.no_score");
  }
  return number->to_string();
}

/// To how many decimals the SIS has rounded: 1 or 0; none if it is another score.
std::optional<int> rounded_to(const Decimal& ours, const Decimal& theirs) {
  for (int places = 1; places >= 0; --places) {
    if (ours.rounded(places, gradebook::Rounding::half_up) == theirs) {
      return places;
    }
  }
  return std::nullopt;
}

} // namespace

Check compare_line_item(const oneroster::Profile& profile, const oneroster::LineItemInput& sent,
                        const json::object& in_sis) {
  const auto title = oneroster::line_item_title(profile, sent);
  const auto most = oneroster::record::decimal(in_sis, "resultValueMax");
  const auto category = oneroster::record::reference(in_sis, "category");
  std::string_view differs;
  if (!title || text_of(member(in_sis, "title")) != *title) {
    differs = "check.line_item.other_title";
  } else if (most && *most != *sent.facts.points_possible) {
    differs = "check.line_item.other_points";
  } else if (category != sent.category_id && !sent.category_id.empty()) {
    differs = "check.line_item.other_category";
  }
  if (differs.empty()) {
    return {"line_item", CheckOutcome::ok, say("check.line_item.as_sent"), {}, {}};
  }
  return {"line_item", CheckOutcome::warning, say(differs), say("check.step.own_rules"), {}};
}

Check compare_result(const oneroster::Profile& profile, Stage stage, const json::object& sent,
                     const json::object& in_sis) {
  const std::string name(words_of(stage).name);
  const std::vector<texts::Param> done{{"done", say(words_of(stage).done)}};
  const auto ours = oneroster::record::decimal(sent, "score");
  auto theirs = oneroster::record::decimal(in_sis, "score");
  const std::string our_status = text_of(member(sent, "scoreStatus"));
  const std::string their_status = text_of(member(in_sis, "scoreStatus"));
  const auto detail = say("check.detail.compared", {{"ours", shown(ours)},
                                                    {"our_status", our_status},
                                                    {"theirs", shown(theirs)},
                                                    {"their_status", their_status}});
  if (our_status != their_status) {
    return {name, CheckOutcome::warning,
            say("check.result.other_status",
                {done.front(), {"theirs", their_status}, {"ours", our_status}}),
            say("check.step.look_at_grade"), detail};
  }
  if (theirs && profile.decimals) {
    theirs = theirs->rounded(*profile.decimals, profile.rounding);
  }
  const bool score_counts = stage == Stage::score || stage == Stage::edit;
  if (ours == theirs || (!score_counts && !ours)) {
    return {name, CheckOutcome::ok, say("check.result.as_sent", done), {}, detail};
  }
  if (const auto places = ours && theirs ? rounded_to(*ours, *theirs) : std::nullopt) {
    return {name, CheckOutcome::warning,
            say(*places == 0 ? "check.result.whole_numbers" : "check.result.one_decimal", done),
            say("check.step.rounded"), detail};
  }
  if (!score_counts) {
    return {name, CheckOutcome::ok, say("check.result.score_beside", done), {}, detail};
  }
  return {name, CheckOutcome::failed, say("check.result.other_score", done),
          say("check.step.report_to_vendor"), detail};
}

} // namespace passback::exchange::test_grade

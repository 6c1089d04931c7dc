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

std::string shown(const std::optional<Decimal>& number) {
  return number ? number->to_string() : "no score";
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
  std::string differs;
  if (!title || text_of(member(in_sis, "title")) != *title) {
    differs = "its title";
  } else if (most && *most != *sent.facts.points_possible) {
    differs = "its points possible";
  } else if (category != sent.category_id && !sent.category_id.empty()) {
    differs = "its category";
  }
  if (differs.empty()) {
    return {"line_item",
            CheckOutcome::ok,
            "An assignment was made, and the SIS shows it as it was sent.",
            {},
            {}};
  }
  return {"line_item",
          CheckOutcome::warning,
          "An assignment was made, but the SIS shows " + differs +
              " in another way than it was sent.",
          "Look at it in the SIS: its own rules may change what arrives.",
          {}};
}

Check compare_result(const oneroster::Profile& profile, Stage stage, const json::object& sent,
                     const json::object& in_sis) {
  const std::string name(words_of(stage).name);
  const std::string done(words_of(stage).done);
  const auto ours = oneroster::record::decimal(sent, "score");
  auto theirs = oneroster::record::decimal(in_sis, "score");
  const std::string our_status = text_of(member(sent, "scoreStatus"));
  const std::string their_status = text_of(member(in_sis, "scoreStatus"));
  const std::string detail = "sent " + shown(ours) + ", " + our_status + "; the SIS shows " +
                             shown(theirs) + ", " + their_status;
  if (our_status != their_status) {
    return {name, CheckOutcome::warning,
            done + ", but the SIS calls it \"" + their_status + "\" instead of \"" + our_status +
                "\".",
            "Look at the grade in the SIS while the next test runs, or ask its vendor.", detail};
  }
  if (theirs && profile.decimals) {
    theirs = theirs->rounded(*profile.decimals, profile.rounding);
  }
  const bool score_counts = stage == Stage::score || stage == Stage::edit;
  if (ours == theirs || (!score_counts && !ours)) {
    return {name, CheckOutcome::ok, done + ", and the SIS shows it as it was sent.", {}, detail};
  }
  if (const auto places = ours && theirs ? rounded_to(*ours, *theirs) : std::nullopt) {
    return {
        name, CheckOutcome::warning,
        done + ", but the SIS keeps only " +
            (*places == 0 ? std::string("whole numbers.") : std::to_string(*places) + " decimal."),
        "Grades are rounded in the SIS; nothing is lost in the LMS.", detail};
  }
  if (!score_counts) {
    return {name,
            CheckOutcome::ok,
            done + "; the SIS shows another score with it, which does not count.",
            {},
            detail};
  }
  return {name, CheckOutcome::failed, done + ", but the SIS shows another score.",
          "Report this to the SIS's vendor, with the details.", detail};
}

} // namespace passback::exchange::test_grade

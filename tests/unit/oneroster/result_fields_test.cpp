// What a profile changes about results.
#include "plugin/oneroster/documents/objective_sets.hpp"
#include "tests/unit/oneroster/wire.hpp"

namespace passback::oneroster {
namespace {

TEST(Statuses, SayWhatTheProfileWantsThemToSay) {
  Wire wire = kTwo;
  wire.profile.statuses = {"ext:done",  "ext:open", "ext:excused", "ext:in",
                           "ext:blank", "ext:gone", "ext:missing"};
  const auto status = [&](std::string_view points, auto change) {
    ResultInput input = graded(points);
    change(input);
    return member_of(wire.result(input), "scoreStatus");
  };
  EXPECT_EQ(status("1", [](ResultInput&) {}), "ext:done");
  EXPECT_EQ(status("1", [](ResultInput& i) { i.facts.flags.in_progress = true; }), "ext:open");
  EXPECT_EQ(status("1", [](ResultInput& i) { i.facts.flags.exempt = true; }), "ext:excused");
  EXPECT_EQ(status("", [](ResultInput& i) { i.facts.flags.submitted = true; }), "ext:in");
  EXPECT_EQ(status("", [](ResultInput&) {}), "ext:blank");
  EXPECT_EQ(status("1", [](ResultInput& i) { i.cleared = true; }), "ext:gone");
  EXPECT_EQ(status("", [](ResultInput& i) { i.facts.flags.missing = true; }), "ext:missing");
  EXPECT_EQ(status("1", [](ResultInput& i) { i.facts.flags.missing = true; }), "ext:done")
      << "points count for more than a missing mark";
  wire.profile.statuses.missing.clear();
  EXPECT_EQ(status("", [](ResultInput& i) { i.facts.flags.missing = true; }), "ext:blank");
}

TEST(Flags, GoAlwaysOrNeverIfTheProfileSaysSo) {
  Wire wire = kTwo;
  ResultInput input = graded("80");
  input.facts.flags.late = true;
  wire.profile.flags = Flags::always;
  EXPECT_NE(wire.result(input).find(
                R"("inProgress":"false","incomplete":"false","late":"true","missing":"false")"),
            std::string::npos);
  wire.profile.flags = Flags::never;
  EXPECT_EQ(wire.result(input).find("late"), std::string::npos);
  Wire old = kOne;
  old.profile.flags = Flags::always;
  EXPECT_EQ(old.result(input).find("late"), std::string::npos) << "1.1 has none";
}

TEST(Comments, GoAsFarAsTheSisTakesThem) {
  Wire wire = kTwo;
  ResultInput input = graded("80");
  input.facts.comment = "Très bien!";
  wire.profile.comment_max = 10;
  EXPECT_EQ(member_of(wire.result(input), "comment"), "Très bien!");
  wire.profile.comment_max = 6;
  EXPECT_EQ(member_of(wire.result(input), "comment"), "Très …");
  wire.profile.comments = false;
  EXPECT_EQ(member_of(wire.result(input), "comment"), "");
}

TEST(Exemptions, KeepOrOmitTheScoreAsTheProfileSays) {
  Wire wire = kTwo;
  ResultInput input = graded("80");
  input.facts.flags.exempt = true;
  EXPECT_EQ(member_of(wire.result(input), "score"), "80");
  wire.profile.exempt_score = ExemptScore::omit;
  EXPECT_EQ(member_of(wire.result(input), "score"), "");
  EXPECT_EQ(member_of(wire.result(input), "scoreStatus"), "exempt");
  Wire old = kOne;
  old.profile.exempt_score = ExemptScore::omit;
  EXPECT_EQ(old.result(input), "result.mark_by_hand");
  old.profile.exempt_without_points = ExemptWithoutPoints::zero;
  EXPECT_EQ(member_of(old.result(input), "score"), "0");
}

TEST(Exemptions, GoWhateverTheScoreIs) {
  Wire wire = kTwo;
  wire.profile.text_scores = TextScores::number;
  ResultInput input = graded("");
  input.facts.text_score = "B";
  EXPECT_EQ(wire.result(input), "result.scale_missing");
  input.facts.flags.exempt = true;
  EXPECT_EQ(member_of(wire.result(input), "scoreStatus"), "exempt");
  EXPECT_EQ(member_of(wire.result(input), "score"), "");
}

TEST(ScoreDates, AreNotBeforeTheAssignedDate) {
  Wire wire = kTwo;
  ResultInput input = graded("80"); // 2012-04-23
  input.assigned_at_unix_ms = kDue; // 2012-05-02
  EXPECT_EQ(member_of(wire.result(input), "scoreDate"), "2012-05-02");
  input.assigned_at_unix_ms = kAssigned;
  EXPECT_EQ(member_of(wire.result(input), "scoreDate"), "2012-04-23");
  input.assigned_at_unix_ms = kDue;
  wire.profile.score_date_form = ScoreDateForm::date_time;
  EXPECT_EQ(member_of(wire.result(input), "scoreDate"), "2012-05-02T23:06:40.000Z");
  input.facts.scored_at_unix_ms = kNow;
  EXPECT_EQ(member_of(wire.result(input), "scoreDate"), "2012-05-02T23:06:40.000Z");
  wire.profile.score_date_not_before_assigned = false;
  EXPECT_EQ(member_of(wire.result(input), "scoreDate"), "2012-04-23T18:25:43.511Z");
}

TEST(TextScores, AreTakenBackWithTheirPoints) {
  ResultInput input = graded("80");
  EXPECT_EQ(kTwo.result(input).find("textScore"), std::string::npos);
  input.sent_before = gradebook::ScoreFacts();
  input.sent_before->text_score = "B";
  EXPECT_EQ(kTwo.result(input).find("textScore"), std::string::npos);
  Wire merging = kTwo;
  merging.profile.comment_removed = CommentRemoved::empty;
  EXPECT_NE(merging.result(input).find(R"("textScore":"")"), std::string::npos)
      << "an SIS that merges would keep the letter";
}

TEST(TextScores, GoAsNumbersIn1p1IfTheProfileHasATable) {
  Wire wire = kOne;
  wire.profile.text_scores = TextScores::number;
  wire.profile.scales["default"].steps = {{"A", decimal("95"), decimal("90")}};
  ResultInput input = graded("");
  input.facts.text_score = "A";
  input.points_possible = decimal("10");
  EXPECT_EQ(member_of(wire.result(input), "score"), "9.5");
  EXPECT_EQ(wire.result(input).find("textScore"), std::string::npos);
}

TEST(ResultMetadata, IsFilledIn) {
  Wire wire = kOne;
  wire.profile.text_scores = TextScores::metadata;
  wire.profile.score_form = ScoreForm::percent;
  wire.profile.decimals = 1;
  wire.profile.result_metadata = {{"ext_scoreGrade", "{text_score}"},
                                  {"ext_raw", "{points}/{possible}={percent}%"},
                                  {"ext_flags", "{late} {missing} {incomplete}"},
                                  {"ext_activity", "{activity_id}"}};
  ResultInput input = graded("2");
  input.points_possible = decimal("3");
  input.facts.text_score = "D";
  input.facts.flags.late = true;
  input.metadata_in_sis = read_json(R"({"theirs":1,"ext_scoreGrade":"A"})")->as_object();
  EXPECT_EQ(member_of(wire.result(input), "score"), "66.7");
  EXPECT_EQ(
      member_of(wire.result(input), "metadata"),
      R"({"ext_flags":"true false false","ext_raw":"2/3=66.7%","ext_scoreGrade":"D","theirs":1})");
  input = graded("2");
  input.points_possible = decimal("3");
  EXPECT_EQ(member_of(wire.result(input), "metadata").find("ext_scoreGrade"), std::string::npos)
      << "without a value the member is left out";
}

TEST(TextScores, WaitWithoutAPlaceInTheMetadata) {
  Wire wire = kTwo;
  wire.profile.text_scores = TextScores::metadata;
  ResultInput input = graded("");
  input.facts.text_score = "B";
  EXPECT_EQ(wire.result(input), "result.not_a_number");
  wire.profile.result_metadata = {{"letter", "{text_score}"}};
  EXPECT_EQ(member_of(wire.result(input), "metadata"), R"({"letter":"B"})");
  EXPECT_EQ(member_of(wire.result(input), "textScore"), "");
}

TEST(ResultScales, AreNamedWhereTheSisWantsThem) {
  Wire wire = kTwo;
  wire.profile.score_scale = Need::required;
  ResultInput input = graded("80");
  EXPECT_EQ(wire.result(input), "record.score_scale_missing");
  input.score_scale_id = SourcedId("ss");
  EXPECT_NE(wire.result(input).find(
                R"("scoreScale":{"href":"https://s.example/g/scoreScales/ss","sourcedId":"ss")"),
            std::string::npos);
}

TEST(Objectives, GoBySourceWithTheirScores) {
  ResultInput input = graded("80");
  const auto add = [&](const char* id, const char* points) {
    gradebook::ObjectiveScore score;
    score.objective_id = id;
    if (*points != '\0') {
      score.points = decimal(points);
    }
    input.facts.objectives.push_back(score);
  };
  add("o-1", "3.25");
  add("o-2", "2");
  add("o-3", "");
  add("o-4", "1");
  input.objectives["o-1"] = {"0f3c9a5e-1b7d-4c2e-9f00-1a2b3c4d5e6f", "case"};
  input.objectives["o-4"] = {"no uuid", "case"};
  Wire wire = kTwo;
  wire.profile.decimals = 1;
  EXPECT_EQ(
      member_of(wire.result(input), "learningObjectiveSet"),
      R"([{"source":"case","learningObjectiveResults":[)"
      R"({"learningObjectiveId":"0f3c9a5e-1b7d-4c2e-9f00-1a2b3c4d5e6f","score":3.3}]},)"
      R"({"source":"unknown","learningObjectiveResults":[{"learningObjectiveId":"o-2","score":2}]}])");
  wire.profile.objectives = Objectives::leave_out;
  EXPECT_EQ(member_of(wire.result(input), "learningObjectiveSet"), "");
  EXPECT_EQ(member_of(kOne.result(input), "learningObjectiveSet"), "");
  input.cleared = true;
  EXPECT_EQ(member_of(kTwo.result(input), "learningObjectiveSet"), "");
}

} // namespace
} // namespace passback::oneroster

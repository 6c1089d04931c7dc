#include "tests/unit/oneroster/wire.hpp"

namespace passback::oneroster {
namespace {

TEST(LineItemDocument, HasTheMembersOf1p1) {
  EXPECT_EQ(
      kOne.line_item(essay()),
      R"({"lineItem":{"sourcedId":"l-1","status":"active","dateLastModified":"2012-04-23T18:25:43.511Z",)"
      R"("title":"Essay \"One\"","description":"Two pages","assignDate":"2012-04-21T09:20:00.000Z",)"
      R"("dueDate":"2012-05-02T23:06:40.000Z",)"
      R"("class":{"href":"https://s.example/or/classes/k-1","sourcedId":"k-1","type":"class"},)"
      R"("category":{"href":"https://s.example/or/categories/c-1","sourcedId":"c-1","type":"category"},)"
      R"("gradingPeriod":{"href":"https://s.example/or/academicSessions/gp-1","sourcedId":"gp-1",)"
      R"("type":"academicSession"},"resultValueMin":0,"resultValueMax":12.5}})");
}

TEST(LineItemDocument, HasTheMembersOf1p2) {
  LineItemInput input = essay();
  input.facts.description.clear();
  input.facts.points_possible.reset();
  input.grading_period_id = SourcedId();
  EXPECT_EQ(
      kTwo.line_item(input),
      R"({"lineItem":{"sourcedId":"l-1","status":"active","dateLastModified":"2012-04-23T18:25:43.511Z",)"
      R"("title":"Essay \"One\"","assignDate":"2012-04-21T09:20:00.000Z",)"
      R"("dueDate":"2012-05-02T23:06:40.000Z",)"
      R"("class":{"href":"https://s.example/r/classes/k-1","sourcedId":"k-1","type":"class"},)"
      R"("category":{"href":"https://s.example/g/categories/c-1","sourcedId":"c-1","type":"category"},)"
      R"("school":{"href":"https://s.example/r/orgs/o-1","sourcedId":"o-1","type":"org"}}})");
}

TEST(LineItemDocument, NamesWhatIsMissing) {
  LineItemInput input = essay();
  input.category_id = SourcedId();
  EXPECT_EQ(kTwo.line_item(input), "line_item.category_missing");
  input = essay();
  input.school_id = SourcedId();
  EXPECT_EQ(kTwo.line_item(input), "line_item.school_unknown");
  EXPECT_TRUE(kOne.line_item(input).starts_with("{")) << "1.1 has no school";
  input = essay();
  input.facts.points_possible.reset();
  EXPECT_EQ(kOne.line_item(input), "line_item.points_possible_missing");
  input = essay();
  input.facts.title = " \t";
  EXPECT_EQ(kTwo.line_item(input), "line_item.title_missing");
  input = essay();
  input.class_id = SourcedId();
  EXPECT_EQ(kTwo.line_item(input), "class.unlinked");
  input = essay();
  input.grading_period_id = SourcedId();
  Wire strict = kTwo;
  strict.profile.grading_period = Need::required;
  EXPECT_EQ(strict.line_item(input), "line_item.grading_period_missing");
}

TEST(LineItemDocument, IsNotMadeForPeriodAndFinalGrades) {
  LineItemInput input = essay();
  input.facts.kind = gradebook::ActivityKind::final_grade;
  EXPECT_EQ(kTwo.line_item(input), "record.kind_unsupported");
  input.facts.kind = gradebook::ActivityKind::period_grade;
  EXPECT_EQ(kTwo.line_item(input), "record.kind_unsupported");
}

TEST(LineItemDocument, FillsMissingDatesAsTheProfileSays) {
  using Fallbacks = std::vector<DueDateFallback>;
  const Fallbacks refuse, from_assigned{DueDateFallback::assigned, DueDateFallback::made},
      from_now{DueDateFallback::made};
  const auto dates = [](const Fallbacks& rule, std::int64_t assigned, std::int64_t due,
                        std::int64_t since) {
    Wire wire = kTwo;
    wire.profile.missing_due_date = rule;
    LineItemInput input = essay();
    input.facts.assigned_at_unix_ms = assigned;
    input.facts.due_at_unix_ms = due;
    input.since_unix_ms = since;
    const std::string text = wire.line_item(input);
    return text.starts_with("{") ? member_of(text, "assignDate") + " " + member_of(text, "dueDate")
                                 : text;
  };
  const std::string assigned = "2012-04-21T09:20:00.000Z";
  const std::string due = "2012-05-02T23:06:40.000Z";
  const std::string now = "2012-04-23T18:25:43.511Z";
  const std::string since = "1970-01-01T00:00:01.000Z";
  EXPECT_EQ(dates(refuse, kAssigned, 0, 0), "line_item.due_date_missing");
  EXPECT_EQ(dates(refuse, 0, kDue, 0), now + " " + due);
  EXPECT_EQ(dates(from_assigned, kAssigned, 0, 0), assigned + " " + assigned);
  EXPECT_EQ(dates(from_assigned, 0, 0, 0), now + " " + now);
  EXPECT_EQ(dates(from_assigned, 0, 0, 1000), since + " " + since);
  EXPECT_EQ(dates(from_now, kAssigned, 0, 0), assigned + " " + now);
  EXPECT_EQ(dates(from_now, kDue, 0, 0), due + " " + due)
      << "nothing is due before it is assigned";
  EXPECT_EQ(dates(from_assigned, 0, kAssigned, 0), assigned + " " + assigned);
}

TEST(LineItemDocument, ShortensATitleSoThatTwoStayApart) {
  Wire wire = kTwo;
  wire.profile.title_max = 12;
  LineItemInput input = essay();
  input.wire_id = SourcedId("6b1d3a52-5c1e");
  input.facts.title = "Ünïcode 123é";
  EXPECT_EQ(member_of(wire.line_item(input), "title"), "Ünïcode 123é");
  input.facts.title = "Ünïcode 1234é";
  EXPECT_EQ(member_of(wire.line_item(input), "title"), "Ünïcode~6b1d");
}

TEST(CategoryDocument, HasAWeightIn1p2Only) {
  const CategoryInput input{SourcedId("c-1"), {"Tests", decimal("40")}};
  EXPECT_EQ(
      category_document(kOne.profile, kOne.endpoint, input, kOne.context).value(),
      R"({"category":{"sourcedId":"c-1","status":"active","dateLastModified":"2012-04-23T18:25:43.511Z","title":"Tests"}})");
  EXPECT_EQ(
      category_document(kTwo.profile, kTwo.endpoint, input, kTwo.context).value(),
      R"({"category":{"sourcedId":"c-1","status":"active","dateLastModified":"2012-04-23T18:25:43.511Z","title":"Tests","weight":40}})");
  EXPECT_EQ(category_document(kTwo.profile, kTwo.endpoint, {SourcedId("c-1"), {}}, kTwo.context)
                .error()
                .code,
            Code::title_missing);
}

TEST(ResultDocument, HasTheMembersOf1p1) {
  ResultInput input = graded("89.995");
  input.facts.comment = "good";
  input.facts.text_score = "B+";
  input.facts.flags.late = true;
  EXPECT_EQ(
      kOne.result(input),
      R"({"result":{"sourcedId":"r-1","status":"active","dateLastModified":"2012-04-23T18:25:43.511Z",)"
      R"("lineItem":{"href":"https://s.example/or/lineItems/l%2F1","sourcedId":"l/1","type":"lineItem"},)"
      R"("student":{"href":"https://s.example/or/users/s-1","sourcedId":"s-1","type":"user"},)"
      R"("scoreStatus":"fully graded","score":89.995,"scoreDate":"2012-04-23","comment":"good"}})");
}

TEST(ResultDocument, HasTheMembersOf1p2) {
  ResultInput input = graded("89.995");
  input.facts.comment = "good";
  input.facts.text_score = "B+";
  input.facts.flags.late = true;
  EXPECT_EQ(
      kTwo.result(input),
      R"({"result":{"sourcedId":"r-1","status":"active","dateLastModified":"2012-04-23T18:25:43.511Z",)"
      R"("lineItem":{"href":"https://s.example/g/lineItems/l%2F1","sourcedId":"l/1","type":"lineItem"},)"
      R"("student":{"href":"https://s.example/r/users/s-1","sourcedId":"s-1","type":"user"},)"
      R"("class":{"href":"https://s.example/r/classes/k-1","sourcedId":"k-1","type":"class"},)"
      R"("scoreStatus":"fully graded","score":89.995,"textScore":"B+","scoreDate":"2012-04-23",)"
      R"("comment":"good","late":"true"}})");
}

TEST(Documents, WriteOneLineWhereTheModelWantsOneLine) {
  LineItemInput input = essay();
  input.facts.title = " Quiz 1:\r\nFractions\tand \n decimals\v\n";
  EXPECT_EQ(member_of(kTwo.line_item(input), "title"), "Quiz 1: Fractions and decimals");
  EXPECT_EQ(member_of(kOne.line_item(input), "title"), "Quiz 1: Fractions and decimals");
  input.facts.title = "Two  blanks stay";
  EXPECT_EQ(member_of(kTwo.line_item(input), "title"), "Two  blanks stay");
  input.facts.title = "\n\t";
  EXPECT_EQ(kTwo.line_item(input), "line_item.title_missing");
  input.facts.description = "Two\nlines";
  input.facts.title = "Essay";
  EXPECT_EQ(member_of(kTwo.line_item(input), "description"), "Two\nlines") << "no normalised text";

  const CategoryInput category{SourcedId("c-1"), {"Unit\ttests\n", {}}};
  const auto made = category_document(kTwo.profile, kTwo.endpoint, category, kTwo.context);
  EXPECT_EQ(member_of(made.value(), "title"), "Unit tests");
  ResultInput letter = graded("80");
  letter.facts.text_score = "very\ngood ";
  EXPECT_EQ(member_of(kTwo.result(letter), "textScore"), "very good");
}

TEST(LineItemTitle, IsTakenAndMeasuredAsOneLine) {
  Wire wire = kTwo;
  LineItemInput input = essay();
  input.facts.title = "Quiz\n1 ";
  wire.profile.title_max = 6;
  EXPECT_EQ(member_of(wire.line_item(input), "title"), "Quiz 1") << "no longer than the limit";
  wire.profile.title_max = 0;
  wire.profile.title_unique = TitleUnique::in_class;
  input.taken_titles = {"Quiz 1"};
  EXPECT_EQ(member_of(wire.line_item(input), "title"), "Quiz 1~l-1");
}

TEST(ResultDocument, DecidesTheStatusByItsTable) {
  const auto status = [](std::string_view points, auto change, const Profile* profile = nullptr) {
    Wire wire = kTwo;
    wire.profile = profile == nullptr ? wire.profile : *profile;
    ResultInput input = graded(points);
    change(input);
    return member_of(wire.result(input), "scoreStatus");
  };
  const auto none = [](ResultInput&) {};
  EXPECT_EQ(status("0", none), "fully graded");
  EXPECT_EQ(status("", none), "not submitted");
  EXPECT_EQ(status("", [](ResultInput& i) { i.facts.text_score = "P"; }), "fully graded");
  EXPECT_EQ(status("", [](ResultInput& i) { i.facts.flags.submitted = true; }), "submitted");
  EXPECT_EQ(status("", [](ResultInput& i) { i.facts.flags.missing = true; }), "not submitted");
  EXPECT_EQ(status("80", [](ResultInput& i) { i.facts.flags.submitted = true; }), "fully graded");
  EXPECT_EQ(status("80", [](ResultInput& i) { i.facts.flags.exempt = true; }), "exempt");
  EXPECT_EQ(status("", [](ResultInput& i) { i.facts.flags.exempt = true; }), "exempt");
  EXPECT_EQ(status("80", [](ResultInput& i) { i.facts.flags.in_progress = true; }),
            "partially graded");
  EXPECT_EQ(status("80", [](ResultInput& i) { i.facts.flags.incomplete = true; }), "fully graded");
  EXPECT_EQ(status("80", [](ResultInput& i) { i.facts.flags.dropped = true; }), "fully graded");
  Profile profile = kTwo.profile;
  profile.dropped = Dropped::exempt;
  profile.incomplete_scored = IncompleteScored::partially_graded;
  EXPECT_EQ(status("80", [](ResultInput& i) { i.facts.flags.dropped = true; }, &profile), "exempt");
  EXPECT_EQ(status(
                "80", [](ResultInput& i) { i.facts.flags.incomplete = true; }, &profile),
            "partially graded");
}

TEST(ResultDocument, NeverSendsABlankAsZero) {
  EXPECT_EQ(kTwo.result(graded("")).find("\"score\""), std::string::npos);
  EXPECT_EQ(kOne.result(graded("")), "result.not_a_number");
  ResultInput letter = graded("");
  letter.facts.text_score = "B";
  EXPECT_EQ(kOne.result(letter), "result.not_a_number");
  EXPECT_NE(kTwo.result(letter).find("\"textScore\":\"B\""), std::string::npos);
}

TEST(ResultDocument, SendsAnExemptionWithoutPointsIn1p1AsTheProfileSays) {
  ResultInput input = graded("");
  input.facts.flags.exempt = true;
  Wire wire = kOne;
  EXPECT_EQ(wire.result(input), "result.mark_by_hand");
  wire.profile.exempt_without_points = ExemptWithoutPoints::zero;
  EXPECT_NE(wire.result(input).find(R"("scoreStatus":"exempt","score":0)"), std::string::npos);
  wire.profile.exempt_without_points = ExemptWithoutPoints::omit;
  EXPECT_NE(wire.result(input).find(R"("scoreStatus":"exempt","scoreDate")"), std::string::npos);
  EXPECT_NE(kTwo.result(input).find(R"("scoreStatus":"exempt","scoreDate")"), std::string::npos);
}

TEST(ResultDocument, AsksForNoPointsWhereAMarkStandsInPlaceOfAScore) {
  ResultInput missing = graded("");
  missing.facts.flags.missing = true;
  EXPECT_EQ(kOne.result(missing), "result.mark_by_hand");
  ResultInput incomplete = graded("");
  incomplete.facts.flags.incomplete = true;
  EXPECT_EQ(kOne.result(incomplete), "result.mark_by_hand");
  incomplete.facts.text_score = "B";
  EXPECT_EQ(kOne.result(incomplete), "result.not_a_number") << "the letter could be points";
  Wire takes_blank = kOne;
  takes_blank.profile.clearing = Clearing::not_submitted;
  EXPECT_TRUE(takes_blank.result(missing).starts_with("{"));
}

TEST(ResultDocument, KeepsTheScoreOfAnExemptStudent) {
  ResultInput input = graded("80");
  input.facts.flags.exempt = true;
  EXPECT_NE(kTwo.result(input).find(R"("scoreStatus":"exempt","score":80)"), std::string::npos);
}

TEST(ResultDocument, ClearsWithoutAScore) {
  ResultInput input = graded("80");
  input.facts.text_score = "B";
  input.facts.flags.late = true;
  input.cleared = true;
  const std::string text = kTwo.result(input);
  EXPECT_EQ(member_of(text, "scoreStatus"), "not submitted");
  EXPECT_EQ(text.find("core\":80"), std::string::npos);
  EXPECT_EQ(text.find("textScore"), std::string::npos);
  EXPECT_EQ(text.find("late"), std::string::npos);
  EXPECT_EQ(kOne.result(input), "result.not_a_number");
  Wire takes_blank = kOne;
  takes_blank.profile.clearing = Clearing::not_submitted;
  EXPECT_TRUE(takes_blank.result(input).starts_with("{"));
}

TEST(ResultDocument, RoundsOnceByTheProfile) {
  const auto score = [](std::string_view points, std::optional<int> decimals,
                        gradebook::Rounding rounding) {
    Wire wire = kTwo;
    wire.profile.decimals = decimals;
    wire.profile.rounding = rounding;
    const std::string text = wire.result(graded(points));
    const std::size_t begin = text.find("\"score\":") + 8;
    return text.substr(begin, text.find(',', begin) - begin);
  };
  using gradebook::Rounding;
  EXPECT_EQ(score("89.995", std::nullopt, Rounding::half_up), "89.995");
  EXPECT_EQ(score("89.995", 2, Rounding::half_up), "90");
  EXPECT_EQ(score("89.995", 2, Rounding::down), "89.99");
  EXPECT_EQ(score("89.5", 0, Rounding::half_even), "90");
  EXPECT_EQ(score("0.0000001", std::nullopt, Rounding::half_up), "0.0000001");
  EXPECT_EQ(score("0.30000000000000004", 2, Rounding::half_up), "0.3");
  EXPECT_EQ(score("300", 2, Rounding::half_up), "300") << "extra credit goes as it is";
  EXPECT_EQ(score("-2.5", 0, Rounding::half_up), "-3");
}

TEST(ResultDocument, WritesFlagsOnlyIfTrueOrSentBefore) {
  ResultInput input = graded("80");
  input.facts.flags.missing = true;
  input.sent_before = gradebook::ScoreFacts();
  input.sent_before->flags.late = true;
  const std::string as_text = kTwo.result(input);
  EXPECT_NE(as_text.find(R"("late":"false","missing":"true")"), std::string::npos) << as_text;
  EXPECT_EQ(as_text.find("incomplete"), std::string::npos);
  Wire wire = kTwo;
  wire.profile.boolean_form = BooleanForm::boolean;
  EXPECT_NE(wire.result(input).find(R"("late":false,"missing":true)"), std::string::npos);
  EXPECT_EQ(kOne.result(input).find("late"), std::string::npos);
}

TEST(ResultDocument, TakesBackACommentThatWasSent) {
  ResultInput input = graded("80");
  EXPECT_EQ(kTwo.result(input).find("comment"), std::string::npos);
  input.sent_before = gradebook::ScoreFacts();
  input.sent_before->comment = "careless";
  EXPECT_EQ(kTwo.result(input).find("comment"), std::string::npos)
      << "PUT replaces, and a strict provider refuses an empty comment with its score";
  Wire merging = kTwo;
  merging.profile.comment_removed = CommentRemoved::empty;
  EXPECT_NE(merging.result(input).find(R"("comment":"")"), std::string::npos);
}

TEST(ResultDocument, WritesTheScoreDateInTheFormOfTheProfile) {
  Wire wire = kTwo;
  wire.profile.score_date_form = ScoreDateForm::date_time;
  ResultInput input = graded("80");
  EXPECT_EQ(member_of(wire.result(input), "scoreDate"), "2012-04-23T00:00:00.000Z");
  input.facts.scored_at_unix_ms = kNow;
  EXPECT_EQ(member_of(wire.result(input), "scoreDate"), "2012-04-23T18:25:43.511Z");
  EXPECT_EQ(member_of(kTwo.result(input), "scoreDate"), "2012-04-23");
}

TEST(Documents, AreTakenBackByTheirStatus) {
  Wire wire = kOne;
  wire.context.withdrawn = true;
  EXPECT_EQ(member_of(wire.result(graded("80")), "status"), "tobedeleted");
  EXPECT_EQ(member_of(wire.result(graded("")), "status"), "tobedeleted") << "needs no score";
  EXPECT_EQ(member_of(wire.line_item(essay()), "status"), "tobedeleted");
  EXPECT_EQ(member_of(kOne.line_item(essay()), "status"), "active");
}

TEST(ResultDocument, NeedsAStudent) {
  ResultInput input = graded("80");
  input.student_id = SourcedId();
  EXPECT_EQ(kTwo.result(input), "student.unlinked");
}

} // namespace
} // namespace passback::oneroster

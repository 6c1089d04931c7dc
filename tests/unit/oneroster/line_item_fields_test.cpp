// What a profile changes about line items.
#include "tests/unit/oneroster/wire.hpp"

namespace passback::oneroster {
namespace {

/// UTC-8, all year: the SIS's day begins at 08:00 UTC.
std::string pacific(std::int64_t unix_ms) {
  return day_of({}, unix_ms - std::int64_t{8} * 3600 * 1000);
}

SisLineItem in_sis() {
  SisLineItem item;
  item.id = SourcedId("l-1");
  item.category_id = SourcedId("theirs");
  item.grading_period_id = SourcedId("gp-9");
  item.school_id = SourcedId("o-9");
  item.title = "Their title";
  item.description = "Their words";
  item.assign_date = "2012-04-01T00:00:00.000Z";
  item.due_date = "2012-04-02T00:00:00.000Z";
  item.minimum = decimal("0");
  item.maximum = decimal("50");
  return item;
}

std::string id_in(const std::string& document, std::string_view name) {
  const auto value = read_json(member_of(document, name));
  return value && value->is_object() ? std::string(value->get_object().at("sourcedId").as_string())
                                     : member_of(document, name);
}

TEST(LineItemFields, NameReferencesByTheirIdAloneIfTheProfileSaysSo) {
  Wire wire = kTwo;
  wire.profile.references = References::id_only;
  const std::string text = wire.line_item(essay());
  EXPECT_EQ(member_of(text, "class"), R"({"sourcedId":"k-1"})");
  EXPECT_EQ(member_of(text, "category"), R"({"sourcedId":"c-1"})");
  EXPECT_EQ(member_of(wire.result(graded("1")), "student"), R"({"sourcedId":"s-1"})");
}

TEST(LineItemFields, LeaveOutTheBaseIfTheProfileSaysSo) {
  Wire wire = kTwo;
  wire.profile.writes.base_members = false;
  std::string text = wire.line_item(essay());
  EXPECT_EQ(member_of(text, "status"), "");
  EXPECT_EQ(member_of(text, "dateLastModified"), "");
  EXPECT_EQ(member_of(text, "sourcedId"), "l-1");
  wire.profile.writes.id_in_body = false;
  EXPECT_EQ(member_of(wire.line_item(essay()), "sourcedId"), "");
  wire.context.withdrawn = true;
  EXPECT_EQ(member_of(wire.line_item(essay()), "status"), "tobedeleted") << "this is what it says";
}

TEST(LineItemFields, HoldADescriptionOnlyIfTheSisTakesOne) {
  Wire wire = kTwo;
  EXPECT_EQ(member_of(wire.line_item(essay()), "description"), "Two pages");
  wire.profile.description = Need::never;
  EXPECT_EQ(member_of(wire.line_item(essay()), "description"), "");
}

TEST(LineItemFields, TakeADescriptionBackThatIsGone) {
  LineItemInput input = essay();
  input.facts.description.clear();
  EXPECT_EQ(kTwo.line_item(input).find("description"), std::string::npos);
  input.in_sis = in_sis();
  EXPECT_EQ(kTwo.line_item(input).find("description"), std::string::npos) << "PUT replaces";
  Wire merging = kTwo;
  merging.profile.comment_removed = CommentRemoved::empty;
  EXPECT_NE(merging.line_item(input).find(R"("description":"")"), std::string::npos);
}

TEST(DueDates, FallBackInTheOrderOfTheProfile) {
  LineItemInput input = essay();
  input.facts.due_at_unix_ms = 0;
  input.facts.student_dates = {{gradebook::StudentId("a"), 0, kDue},
                               {gradebook::StudentId("b"), 0, kDue - 5}};
  input.period_end = "2012-06-01";
  input.class_end = "2012-06-15";
  Wire wire = kTwo;
  const auto due = [&](std::vector<DueDateFallback> rule) {
    wire.profile.missing_due_date = std::move(rule);
    return member_of(wire.line_item(input), "dueDate");
  };
  using enum DueDateFallback;
  EXPECT_EQ(due({student_dates, period_end}), "2012-05-02T23:06:40.000Z") << "the latest of them";
  EXPECT_EQ(due({period_end, class_end}), "2012-06-01T23:59:59.000Z");
  EXPECT_EQ(due({class_end}), "2012-06-15T23:59:59.000Z");
  wire.context.local_day = pacific;
  EXPECT_EQ(due({period_end}), "2012-06-02T07:59:59.000Z") << "the end of that day there";
  input.facts.student_dates.clear();
  input.period_end.clear();
  EXPECT_EQ(due({student_dates, period_end, class_end}), "2012-06-16T07:59:59.000Z");
  input.class_end = "soon";
  EXPECT_EQ(due({student_dates, period_end, class_end}), "line_item.due_date_missing");
}

TEST(DueDates, AreTheLocalDayIfTheProfileSaysSo) {
  Wire wire = kTwo;
  wire.context.local_day = pacific;
  wire.profile.due_date_form = DueDateForm::local_date;
  LineItemInput input = essay();
  input.facts.due_at_unix_ms = 1'336'027'000'000; // 2012-05-03T06:36:40Z, still the 2nd there
  EXPECT_EQ(member_of(wire.line_item(input), "dueDate"), "2012-05-02T00:00:00.000Z");
  EXPECT_EQ(member_of(wire.line_item(input), "assignDate"), "2012-04-21T00:00:00.000Z");
}

TEST(DueDates, ThatAreWholeDaysAreThatDayWhereTheSisIs) {
  Wire wire = kTwo;
  wire.context.local_day = pacific;
  LineItemInput input = essay();
  input.facts.dates_are_days = true;
  input.facts.assigned_at_unix_ms = 1'335'139'200'000; // 2012-04-23
  input.facts.due_at_unix_ms = 1'335'830'400'000;      // 2012-05-01
  EXPECT_EQ(member_of(wire.line_item(input), "assignDate"), "2012-04-23T08:00:00.000Z");
  EXPECT_EQ(member_of(wire.line_item(input), "dueDate"), "2012-05-01T08:00:00.000Z");
  input.period_start = "2012-05-01";
  wire.profile.outside_period = OutsidePeriod::clamp;
  EXPECT_FALSE(line_item_dates(wire.profile, input, wire.context)->due_was_missing);
  EXPECT_EQ(member_of(wire.line_item(input), "dueDate"), "2012-05-01T08:00:00.000Z")
      << "the first day of a period lies in it";
  wire.profile.due_date_form = DueDateForm::local_date;
  EXPECT_EQ(member_of(wire.line_item(input), "dueDate"), "2012-05-01T00:00:00.000Z");
}

TEST(DueDates, AreNeverBeforeTheAssignedDate) {
  LineItemInput input = essay();
  std::swap(input.facts.assigned_at_unix_ms, input.facts.due_at_unix_ms);
  const std::string text = kTwo.line_item(input);
  EXPECT_EQ(member_of(text, "dueDate"), "2012-04-21T09:20:00.000Z") << "the due date is kept";
  EXPECT_EQ(member_of(text, "assignDate"), "2012-04-21T09:20:00.000Z");
  EXPECT_TRUE(line_item_dates(kTwo.profile, input, kTwo.context)->assigned_after_due);
  EXPECT_FALSE(line_item_dates(kTwo.profile, essay(), kTwo.context)->assigned_after_due);
}

TEST(DueDates, OutsideThePeriodGoAsTheProfileSays) {
  LineItemInput input = essay(); // 2012-04-21 to 2012-05-02
  input.period_start = "2012-04-25";
  input.period_end = "2012-05-01";
  Wire wire = kTwo;
  const auto dates = [&](OutsidePeriod rule) {
    wire.profile.outside_period = rule;
    const std::string text = wire.line_item(input);
    return text.starts_with("{") ? member_of(text, "assignDate") + " " + member_of(text, "dueDate")
                                 : text;
  };
  EXPECT_EQ(dates(OutsidePeriod::send), "2012-04-21T09:20:00.000Z 2012-05-02T23:06:40.000Z");
  EXPECT_EQ(dates(OutsidePeriod::refuse), "line_item.outside_period");
  EXPECT_EQ(dates(OutsidePeriod::clamp), "2012-04-25T00:00:00.000Z 2012-05-01T23:59:59.000Z");
  EXPECT_TRUE(line_item_dates(wire.profile, input, wire.context)->moved_into_period);
  input.period_end = "2012-05-02";
  input.period_start = "2012-04-21";
  EXPECT_EQ(dates(OutsidePeriod::refuse), "2012-04-21T09:20:00.000Z 2012-05-02T23:06:40.000Z")
      << "first and last day are in";
  input.period_start = input.period_end = "";
  EXPECT_EQ(dates(OutsidePeriod::refuse), "2012-04-21T09:20:00.000Z 2012-05-02T23:06:40.000Z")
      << "what is not known refuses nothing";
}

TEST(DueDates, ThatNobodyGaveAreMovedRatherThanRefused) {
  LineItemInput input = essay();
  input.facts.assigned_at_unix_ms = input.facts.due_at_unix_ms = 0;
  input.period_start = "2012-05-07";
  input.period_end = "2012-06-01";
  Wire wire = kTwo;
  wire.profile.outside_period = OutsidePeriod::refuse;
  EXPECT_EQ(member_of(wire.line_item(input), "dueDate"), "2012-05-07T00:00:00.000Z");
  wire.profile.missing_due_date = {DueDateFallback::period_end};
  EXPECT_EQ(member_of(wire.line_item(input), "dueDate"), "2012-06-01T23:59:59.000Z");
  EXPECT_EQ(member_of(wire.line_item(input), "assignDate"), "2012-05-07T00:00:00.000Z");
}

TEST(PointsPossible, OfZeroGoAsTheProfileSays) {
  LineItemInput input = essay();
  input.facts.points_possible = decimal("0");
  EXPECT_EQ(kTwo.line_item(input), "line_item.points_possible_zero");
  Wire wire = kTwo;
  wire.profile.zero_possible = ZeroPossible::send;
  EXPECT_EQ(member_of(wire.line_item(input), "resultValueMax"), "0");
  wire.profile.zero_possible = ZeroPossible::refuse;
  wire.profile.extra_credit = ExtraCredit::no_points_possible;
  EXPECT_EQ(member_of(wire.line_item(input), "title"), "Essay \"One\"");
  EXPECT_EQ(member_of(wire.line_item(input), "resultValueMax"), "") << "the SIS's own form of it";
  input.facts.points_possible.reset();
  EXPECT_EQ(member_of(wire.line_item(input), "title"), "Essay \"One\"");
}

TEST(PointsPossible, AreLeftOutOfExtraCreditIfTheProfileSaysSo) {
  LineItemInput input = essay();
  input.facts.extra_credit = true;
  EXPECT_EQ(member_of(kTwo.line_item(input), "resultValueMax"), "12.5");
  Wire wire = kTwo;
  wire.profile.extra_credit = ExtraCredit::no_points_possible;
  EXPECT_EQ(member_of(wire.line_item(input), "resultValueMax"), "");
  wire.profile.points_possible = Need::required;
  EXPECT_EQ(member_of(wire.line_item(input), "resultValueMax"), "0");
  input.facts.extra_credit = false;
  EXPECT_EQ(member_of(wire.line_item(input), "resultValueMax"), "12.5");
}

TEST(PointsPossible, AreAHundredWhereScoresArePercentages) {
  Wire wire = kTwo;
  wire.profile.score_form = ScoreForm::percent;
  EXPECT_EQ(member_of(wire.line_item(essay()), "resultValueMax"), "100");
}

TEST(Titles, AreKeptApartWhereTheSisWantsThat) {
  Wire wire = kTwo;
  wire.profile.title_max = 10;
  LineItemInput input = essay();
  input.wire_id = SourcedId("6b1d3a52-5c1e");
  input.facts.title = "Essay";
  input.taken_titles = {"Quiz", " ESSAY "};
  EXPECT_EQ(member_of(wire.line_item(input), "title"), "Essay") << "titles may repeat";
  wire.profile.title_unique = TitleUnique::in_class;
  EXPECT_EQ(member_of(wire.line_item(input), "title"), "Essay~6b1d");
  input.taken_titles.push_back("Essay~6b1d");
  EXPECT_EQ(wire.line_item(input), "line_item.title_taken");
  input.taken_titles = {"Essay"};
  wire.profile.title_max = 5;
  EXPECT_EQ(wire.line_item(input), "line_item.title_taken") << "no room to tell them apart";
}

TEST(Titles, StayApartOnceTheyAre) {
  Wire wire = kTwo;
  wire.profile.title_unique = TitleUnique::in_class;
  LineItemInput input = essay();
  input.wire_id = SourcedId("6b1d3a52-5c1e");
  input.facts.title = "Essay";
  input.in_sis = in_sis();
  EXPECT_EQ(member_of(wire.line_item(input), "title"), "Essay");
  input.in_sis->title = "Essay~6b1d";
  EXPECT_EQ(member_of(wire.line_item(input), "title"), "Essay~6b1d");
  input.facts.title = "Report";
  EXPECT_EQ(member_of(wire.line_item(input), "title"), "Report") << "a new name has its own room";
}

TEST(Titles, KeepTheirSuffixWhenTheSisGivesAnotherId) {
  Wire wire = kTwo;
  wire.profile.title_max = 10;
  wire.profile.writes.ids = WireIds::allocated;
  LineItemInput input = essay();
  input.facts.title = "A very long title";
  input.activity_id = gradebook::ActivityId("a-1");
  const std::string before = member_of(wire.line_item(input), "title");
  input.wire_id = SourcedId("9912");
  EXPECT_EQ(member_of(wire.line_item(input), "title"), before);
  input.activity_id = gradebook::ActivityId("a-2");
  EXPECT_NE(member_of(wire.line_item(input), "title"), before);
}

TEST(Titles, OfCategoriesAreCutToo) {
  Wire wire = kTwo;
  wire.profile.category_title_max = 12;
  const CategoryInput input{SourcedId("77ab-1"), {"Laboratory reports", {}}};
  const auto text = category_document(wire.profile, wire.endpoint, input, wire.context);
  EXPECT_EQ(member_of(*text, "title"), "Laborat~77ab");
}

TEST(Owners, KeepWhatTheSisOwnsAfterTheFirstSend) {
  LineItemInput input = essay();
  input.in_sis = in_sis();
  const std::string text = kTwo.line_item(input);
  EXPECT_EQ(member_of(text, "title"), "Essay \"One\"");
  EXPECT_EQ(member_of(text, "description"), "Two pages");
  EXPECT_EQ(member_of(text, "resultValueMax"), "12.5");
  EXPECT_EQ(member_of(text, "dueDate"), "2012-05-02T23:06:40.000Z");
  EXPECT_EQ(id_in(text, "category"), "theirs") << "a teacher moved it there";
  EXPECT_EQ(id_in(text, "gradingPeriod"), "gp-9");
  EXPECT_EQ(id_in(text, "school"), "o-9");
}

TEST(Owners, AreChosenFieldByField) {
  LineItemInput input = essay();
  input.in_sis = in_sis();
  Wire wire = kTwo;
  LineItemOwners& owner = wire.profile.owner;
  owner.title = owner.description = owner.points_possible = owner.dates = Owner::sis;
  owner.category = owner.grading_period = owner.school = Owner::lms;
  std::string text = wire.line_item(input);
  EXPECT_EQ(member_of(text, "title"), "Their title");
  EXPECT_EQ(member_of(text, "description"), "Their words");
  EXPECT_EQ(member_of(text, "resultValueMax"), "50");
  EXPECT_EQ(member_of(text, "assignDate"), "2012-04-01T00:00:00.000Z");
  EXPECT_EQ(member_of(text, "dueDate"), "2012-04-02T00:00:00.000Z");
  EXPECT_EQ(id_in(text, "category"), "c-1");
  EXPECT_EQ(id_in(text, "gradingPeriod"), "gp-1");
  EXPECT_EQ(id_in(text, "school"), "o-1");
  input.in_sis = SisLineItem();
  text = wire.line_item(input);
  EXPECT_EQ(member_of(text, "title"), "Essay \"One\"") << "what is not shown is not owned";
  EXPECT_EQ(member_of(text, "resultValueMax"), "12.5");
  EXPECT_EQ(member_of(text, "dueDate"), "2012-05-02T23:06:40.000Z");
}

TEST(Owners, LeaveToTheSisWhatWeDoNotKnow) {
  LineItemInput input = essay();
  input.category_id = input.grading_period_id = SourcedId();
  input.in_sis = in_sis();
  Wire wire = kTwo;
  wire.profile.owner.category = wire.profile.owner.grading_period = Owner::lms;
  EXPECT_EQ(id_in(wire.line_item(input), "category"), "theirs");
  EXPECT_EQ(id_in(wire.line_item(input), "gradingPeriod"), "gp-9");
}

TEST(Owners, CarryOverStandardsScaleAndSessionOfTheSis) {
  LineItemInput input = essay();
  input.in_sis = line_item_of(read_json(R"({"sourcedId":"l-1","gradingPeriod":{"sourcedId":"gp"},
                    "academicSession":{"sourcedId":"as"},"scoreScale":{"sourcedId":"ss"},
                    "learningObjectiveSet":[{"source":"x","learningObjectiveIds":["a"]}]})")
                                  ->as_object());
  Wire wire = kTwo;
  wire.profile.score_scale = Need::when_known;
  const std::string text = wire.line_item(input);
  EXPECT_EQ(id_in(text, "academicSession"), "as");
  EXPECT_EQ(id_in(text, "scoreScale"), "ss");
  EXPECT_EQ(member_of(text, "learningObjectiveSet"),
            R"([{"source":"x","learningObjectiveIds":["a"]}])");
}

TEST(LineItemMetadata, IsFilledIn) {
  Wire wire = kTwo;
  wire.profile.line_item_metadata = {{"scoreType", "POINTS"},
                                     {"max", "{possible} pts"},
                                     {"lms", "{class_id}/{activity_id}"},
                                     {"letter", "{text_score}"},
                                     {"odd", "{braces} {"}};
  LineItemInput input = essay();
  input.activity_id = gradebook::ActivityId("a-1");
  EXPECT_EQ(member_of(wire.line_item(input), "metadata"),
            R"({"lms":"k-1/a-1","max":"12.5 pts","odd":"{braces} {","scoreType":"POINTS"})");
  EXPECT_EQ(kTwo.line_item(input).find("metadata"), std::string::npos);
}

TEST(LineItemMetadata, OfTheSisIsCarriedOver) {
  Wire wire = kTwo;
  wire.profile.line_item_metadata = {{"scoreType", "POINTS"}};
  wire.profile.writes.marker = "ext_marker";
  LineItemInput input = essay();
  EXPECT_EQ(member_of(wire.line_item(input), "metadata"),
            R"({"ext_marker":"l-1","scoreType":"POINTS"})");
  input.in_sis = SisLineItem();
  input.in_sis->metadata =
      read_json(R"({"weight":1.50,"scoreType":"LETTER","ext_marker":"old","list":[null]})")
          ->as_object();
  EXPECT_EQ(member_of(wire.line_item(input), "metadata"),
            R"({"weight":1.5,"scoreType":"LETTER","ext_marker":"old","list":[null]})");
  wire.profile.owner.metadata = Owner::lms;
  EXPECT_EQ(member_of(wire.line_item(input), "metadata"),
            R"({"scoreType":"POINTS","weight":1.5,"ext_marker":"old","list":[null]})");
}

TEST(ScoreScales, AreNamedWhereTheSisWantsThem) {
  Wire wire = kTwo;
  wire.profile.scales["letters"].sourced_id = SourcedId("ss-1");
  LineItemInput input = essay();
  input.facts.scale_id = "letters";
  EXPECT_EQ(member_of(wire.line_item(input), "scoreScale"), "");
  wire.profile.score_scale = Need::required;
  EXPECT_EQ(id_in(wire.line_item(input), "scoreScale"), "ss-1");
  input.score_scale_id = SourcedId("ss-2");
  EXPECT_EQ(id_in(wire.line_item(input), "scoreScale"), "ss-2");
  input = essay();
  EXPECT_EQ(wire.line_item(input), "record.score_scale_missing");
}

TEST(Objectives, OfALineItemAreNamedIn1p2) {
  LineItemInput input = essay();
  input.objective_ids = {"3.NF.1", "3.NF.2"};
  EXPECT_EQ(member_of(kTwo.line_item(input), "learningObjectiveSet"),
            R"([{"source":"unknown","learningObjectiveIds":["3.NF.1","3.NF.2"]}])");
  EXPECT_EQ(member_of(kOne.line_item(input), "learningObjectiveSet"), "");
}

TEST(FinalGrades, AreLineItemsOnlyIfAnAdministratorSaysSo) {
  LineItemInput input = essay();
  input.facts.kind = gradebook::ActivityKind::final_grade;
  EXPECT_EQ(kTwo.line_item(input), "record.kind_unsupported");
  input.final_as_assignment = true;
  EXPECT_EQ(member_of(kTwo.line_item(input), "title"), "Essay \"One\"");
}

TEST(Assessments, HaveTheirOwnDocuments) {
  Wire wire = kTwo;
  wire.profile.gradebook = Gradebook::assessment;
  LineItemInput input = essay();
  input.facts.due_at_unix_ms = 0;
  input.category_id = input.school_id = SourcedId();
  wire.profile.missing_due_date.clear();
  EXPECT_EQ(
      wire.line_item(input),
      R"({"assessmentLineItem":{"sourcedId":"l-1","status":"active",)"
      R"("dateLastModified":"2012-04-23T18:25:43.511Z","title":"Essay \"One\"",)"
      R"("description":"Two pages",)"
      R"("class":{"href":"https://s.example/r/classes/k-1","sourcedId":"k-1","type":"class"},)"
      R"("resultValueMin":0,"resultValueMax":12.5}})");
  EXPECT_EQ(wire.result(graded("80")),
            R"({"assessmentResult":{"sourcedId":"r-1","status":"active",)"
            R"("dateLastModified":"2012-04-23T18:25:43.511Z",)"
            R"("assessmentLineItem":{"href":"https://s.example/g/assessmentLineItems/l%2F1",)"
            R"("sourcedId":"l/1","type":"assessmentLineItem"},)"
            R"("student":{"href":"https://s.example/r/users/s-1","sourcedId":"s-1","type":"user"},)"
            R"("scoreStatus":"fully graded","score":80,"scoreDate":"2012-04-23"}})");
}

TEST(Assessments, KeepThePlaceThatTheSisGaveThem) {
  Wire wire = kTwo;
  wire.profile.gradebook = Gradebook::assessment;
  LineItemInput input = essay();
  EXPECT_EQ(wire.line_item(input).find("parentAssessmentLineItem"), std::string::npos);
  input.in_sis = line_item_of(
      read_json(R"({"sourcedId":"l-1","parentAssessmentLineItem":{"sourcedId":"battery"}})")
          ->as_object());
  EXPECT_EQ(id_in(wire.line_item(input), "parentAssessmentLineItem"), "battery");
  wire.profile.gradebook = Gradebook::of_class;
  EXPECT_EQ(wire.line_item(input).find("parentAssessmentLineItem"), std::string::npos);
}

TEST(LocalDays, HaveTheirFirstAndLastSecond) {
  const LocalDay east = [](std::int64_t unix_ms) {
    return day_of({}, unix_ms + std::int64_t{14} * 3600 * 1000);
  };
  EXPECT_EQ(first_moment_of({}, "1970-01-02"), 86'400'000);
  EXPECT_EQ(last_moment_of({}, "1970-01-02"), 2 * 86'400'000 - 1000);
  EXPECT_EQ(first_moment_of(pacific, "1970-01-02"), 86'400'000 + 8 * 3'600'000);
  EXPECT_EQ(last_moment_of(pacific, "1970-01-02"), 2 * 86'400'000 + 8 * 3'600'000 - 1000);
  EXPECT_EQ(first_moment_of(east, "1970-01-02"), 86'400'000 - 14 * 3'600'000);
  EXPECT_EQ(last_moment_of(east, "1970-01-02"), 2 * 86'400'000 - 14 * 3'600'000 - 1000);
  for (const char* text : {"", "2026-02-30", "2026-13-01", "2026-1-1", "2026-01-0x", "soon"}) {
    EXPECT_EQ(first_moment_of({}, text), std::nullopt) << text;
    EXPECT_EQ(last_moment_of({}, text), std::nullopt) << text;
  }
}

} // namespace
} // namespace passback::oneroster

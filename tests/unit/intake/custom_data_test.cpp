// Ids that stand in the LMS's own fields: what is asked for, and whose record a grade is in by what
// was answered.
#include "plugin/intake/custom_data.hpp"
#include "tests/unit/intake/intake_fixture.hpp"

namespace passback::intake {
namespace {

using gradebook::SourcedId;
using outbox::Kind;
using outbox::State;

class CustomDataTest : public IntakeTest {
 protected:
  static std::optional<settings::IdWayList> ways(const char* text) {
    settings::IdWayList list;
    EXPECT_TRUE(settings::from_value(boost::json::value(text), list));
    return list;
  }
  /// What a save of the card does.
  void choose(const char* users, const char* classes = nullptr, const char* enrolments = nullptr) {
    district.ids = {};
    district.ids.users = users == nullptr ? std::nullopt : ways(users);
    district.ids.classes = classes == nullptr ? std::nullopt : ways(classes);
    district.ids.enrolments = enrolments == nullptr ? std::nullopt : ways(enrolments);
    save(district);
    commit([&](outbox::Transaction& transaction) -> Status {
      if (auto asked = ask_for_custom_data(transaction, clock.unix_ms()); !asked) {
        return asked;
      }
      return ask_to_reconsider(transaction, {});
    });
    work_off();
  }
  void work_off() {
    const auto left = intake->reconsider(kDeadline);
    ASSERT_TRUE(left.ok());
    ASSERT_FALSE(*left);
  }
  std::optional<CustomQuestion> next() {
    const auto page = intake->next_custom_page(kDeadline);
    EXPECT_TRUE(page.ok()) << page.error().detail;
    return page ? page->question : std::nullopt;
  }
  void answer(const CustomQuestion& question, const CustomAnswers& answers) {
    const auto taken = intake->take_custom_page(question, answers, kDeadline);
    ASSERT_TRUE(taken.ok()) << taken.error().detail;
    work_off();
  }
  /// Asks until nothing is left, as a host would answer that has these values.
  void ask_all(const CustomAnswers& classes, const CustomAnswers& enrolments,
               const CustomAnswers& users) {
    for (int pages = 0; pages < 20; ++pages) {
      const auto question = next();
      if (!question) {
        work_off();
        return;
      }
      answer(*question, question->step == CustomStep::lms_class    ? classes
                        : question->step == CustomStep::enrolments ? enrolments
                                                                   : users);
    }
    FAIL() << "it never ends";
  }
  void enrol(const std::string& student, const std::string& sis_id) {
    EnrolmentEvent event;
    event.origin = origin();
    event.user_id = student;
    event.user_sis_id = SourcedId(sis_id);
    ASSERT_TRUE(intake->enrolment(event, kDeadline).ok());
  }
  void link(const std::string& sis_class) {
    ClassEvent event;
    event.origin = origin();
    event.facts.class_sis_id = SourcedId(sis_class);
    ASSERT_TRUE(intake->lms_class(event, kDeadline).ok());
  }
  outbox::EnrolmentRow enrolment(const std::string& student) {
    outbox::EnrolmentRow found;
    commit([&](outbox::Transaction& transaction) -> Status {
      auto row = transaction.enrolment(origin().class_id, origin().school_year, student);
      if (row && *row) {
        found = **row;
      }
      return ok_status();
    });
    return found;
  }
  outbox::Record present() {
    auto found = records(Kind::result);
    std::erase_if(found, outbox::is_left_behind);
    EXPECT_EQ(found.size(), 1U);
    return found.empty() ? outbox::Record{} : found.front();
  }
};

TEST_F(CustomDataTest, NobodyIsAskedWhereTheRosterAloneCounts) {
  link("sis-algebra");
  enrol("ada", "sis-ada");
  take(score_of("90"));
  EXPECT_FALSE(next());
  choose("roster");
  EXPECT_FALSE(next());
}

TEST_F(CustomDataTest, AGradeWaitsUntilTheLmsHasSaidWhoTheStudentIs) {
  choose("external_id");
  link("sis-algebra");
  take(essay());
  take(score_of("90"));
  EXPECT_EQ(result().code, Code::student_unlinked) << "the roster's id does not count";
  const auto question = next();
  ASSERT_TRUE(question);
  EXPECT_EQ(question->step, CustomStep::users);
  EXPECT_EQ(question->ids, std::vector<std::string>{"ada"});
  EXPECT_EQ(question->fields, std::vector<std::string>{"external_id"});
  answer(*question, {{"ada", {{"external_id", "sis-ada-lovelace"}}}});
  EXPECT_FALSE(next());
  deliver_everything();
  EXPECT_EQ(result().state, State::settled);
  // The next score with the roster's id changes nothing.
  take(score_of("91"));
  EXPECT_EQ(enrolment("ada").person().value, "sis-ada-lovelace");
  EXPECT_FALSE(next());
}

TEST_F(CustomDataTest, WhoHasNoValueIsAsTheRosterSaysWhereTheListNamesIt) {
  choose("external_id, roster");
  link("sis-algebra");
  take(essay());
  take(score_of("90"));
  EXPECT_EQ(result().code, Code::student_unlinked) << "nobody has been asked yet";
  ask_all({}, {}, {});
  EXPECT_EQ(enrolment("ada").person().value, "sis-ada");
  deliver_everything();
  EXPECT_EQ(result().state, State::settled);
}

TEST_F(CustomDataTest, AnotherIdThanTheRostersMovesWhatWasSent) {
  link("sis-algebra");
  take(essay());
  take(score_of("90"));
  deliver_everything();
  choose("external_id, roster");
  ask_all({}, {}, {{"ada", {{"external_id", "sis-other"}}}});
  const auto rows = records(Kind::result);
  ASSERT_EQ(rows.size(), 2U) << "the grade, and what stands in the wrong person's record";
  EXPECT_EQ(present().state, State::ready);
}

TEST_F(CustomDataTest, AClassOfTheLmsMayFeedSeveralOfTheSis) {
  link("sis-algebra");
  enrol("ada", "sis-ada");
  choose(nullptr, nullptr, "custom.section");
  take(essay());
  take(score_of("90"));
  ask_all({}, {{"ada", {{"custom.section", "sis-algebra-2"}}}}, {});
  EXPECT_EQ(result().key.sis_class_id.value, "sis-algebra-2")
      << "the enrolment's own class wins over that of its class";
  // What the host says with a score is the class's, and no word about the enrolment.
  take(score_of("91"));
  EXPECT_EQ(result().key.sis_class_id.value, "sis-algebra-2");
}

TEST_F(CustomDataTest, AClassThatIsAnotherOneTakesItsGradesAlong) {
  link("sis-algebra");
  take(essay());
  take(score_of("90"));
  deliver_everything();
  choose(nullptr, "identifier");
  ask_all({{"algebra", {{"identifier", "sis-geometry"}}}}, {}, {});
  int in_new = 0;
  for (const auto& row : records(Kind::result)) {
    in_new += row.key.sis_class_id.value == "sis-geometry" ? 1 : 0;
  }
  EXPECT_EQ(in_new, 1);
  for (const auto& row : records(Kind::line_item)) {
    if (row.key.sis_class_id.value == "sis-algebra") {
      EXPECT_EQ(row.released.form, outbox::Form::absent) << "it was linked by mistake";
    }
  }
  // An activity that the host names with the roster's class is in the class that counts.
  auto quiz = essay();
  quiz.activity_id = gradebook::ActivityId("quiz");
  take(quiz);
  for (const auto& row : records(Kind::line_item)) {
    if (row.key.activity_id.value == "quiz") {
      EXPECT_EQ(row.key.sis_class_id.value, "sis-geometry");
    }
  }
}

TEST_F(CustomDataTest, TakenOutOfTheSettingsTheRosterCountsAgain) {
  choose("external_id");
  link("sis-algebra");
  take(essay());
  take(score_of("90"));
  ask_all({}, {}, {});
  EXPECT_EQ(result().code, Code::student_unlinked);
  choose(nullptr);
  ask_all({}, {}, {});
  deliver_everything();
  EXPECT_EQ(result().state, State::settled);
  EXPECT_EQ(enrolment("ada").custom_user, gradebook::CustomId{});
}

TEST_F(CustomDataTest, PeopleOfAClassAreAskedForAHundredAtATimeAndWithoutRepeating) {
  choose("external_id");
  for (int i = 100; i < 230; ++i) {
    enrol("s" + std::to_string(i), "x");
  }
  std::vector<std::size_t> sizes;
  std::string last;
  while (const auto question = next()) {
    EXPECT_LT(last, question->ids.front());
    last = question->ids.back();
    sizes.push_back(question->ids.size());
    answer(*question, {});
  }
  EXPECT_EQ(sizes, (std::vector<std::size_t>{100, 30}));
}

TEST_F(CustomDataTest, APageThatIsOutIsNotAskedForTwiceAndAnOldAnswerIsDropped) {
  choose("external_id");
  enrol("ada", "sis-ada");
  const auto lost = next();
  ASSERT_TRUE(lost);
  EXPECT_FALSE(next()) << "it is on its way";
  clock.now_ms += 10'000;
  const auto again = next();
  ASSERT_TRUE(again) << "nobody answered";
  answer(*lost, {{"ada", {{"external_id", "old"}}}});
  EXPECT_FALSE(enrolment("ada").custom_user.asked);
  answer(*again, {{"ada", {{"external_id", "new"}}}});
  EXPECT_EQ(enrolment("ada").person().value, "new");
}

TEST_F(CustomDataTest, TheLmsIsAskedAgainOnceADay) {
  choose("external_id");
  enrol("ada", "sis-ada");
  ask_all({}, {}, {{"ada", {{"external_id", "first"}}}});
  clock.now_ms += 23 * 3'600'000;
  EXPECT_FALSE(next());
  clock.now_ms += 2 * 3'600'000;
  ask_all({}, {}, {{"ada", {{"external_id", "second"}}}});
  EXPECT_EQ(enrolment("ada").person().value, "second");
}

TEST_F(CustomDataTest, AHostThatCannotAnswerIsLeftAloneForAWhile) {
  choose("external_id");
  enrol("ada", "sis-ada");
  const auto question = next();
  ASSERT_TRUE(question);
  ASSERT_TRUE(intake->postpone_custom_page(*question, 60'000, kDeadline).ok());
  EXPECT_FALSE(next());
  clock.now_ms += 61'000;
  EXPECT_TRUE(next());
}

TEST_F(CustomDataTest, AnEnrolmentOfAnotherDomainFollowsTheWaysOfThatDomain) {
  settings::DomainSettings south;
  south.ids.users = ways("email");
  save(south, "south");
  choose("external_id");
  link("sis-algebra");
  enrol("ada", "sis-ada");
  EnrolmentEvent event;
  event.origin = origin();
  event.origin.domain_id = gradebook::DomainId("south");
  event.user_id = "bob";
  ASSERT_TRUE(intake->enrolment(event, kDeadline).ok());
  const CustomAnswers users{{"ada", {{"external_id", "a"}, {"email", "a@x"}}},
                            {"bob", {{"external_id", "b"}, {"email", "b@x"}}}};
  ask_all({}, {}, users);
  EXPECT_EQ(enrolment("ada").person().value, "a");
  EXPECT_EQ(enrolment("bob").person().value, "b@x");
}

} // namespace
} // namespace passback::intake

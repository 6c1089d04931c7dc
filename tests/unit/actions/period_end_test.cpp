// Before a grading period ends: who is told, when, and what the administrator's list says.
#include "plugin/actions/due_days.hpp"
#include "plugin/actions/due_notices.hpp"
#include "plugin/actions/period_end.hpp"
#include "tests/unit/actions/actions_fixture.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1000;

TEST(DueDays, AStepIsToldOnceAndMadeUpForOnTheNextDay) {
  EXPECT_EQ(step_to_tell(kBeforePeriodEnds, 4, {}), std::nullopt);
  EXPECT_EQ(step_to_tell(kBeforePeriodEnds, 3, {}), 3);
  EXPECT_EQ(step_to_tell(kBeforePeriodEnds, 2, {}), 3) << "nobody could be told the day before";
  EXPECT_EQ(step_to_tell(kBeforePeriodEnds, 2, 3), std::nullopt);
  EXPECT_EQ(step_to_tell(kBeforePeriodEnds, 0, 3), 0);
  EXPECT_EQ(step_to_tell(kBeforePeriodEnds, 0, 0), std::nullopt);
  EXPECT_EQ(step_to_tell(kBeforePeriodEnds, -1, 3), std::nullopt);
  EXPECT_EQ(step_to_tell(kBeforeCredentialsEnd, 6, 30), 7);
}

TEST(DueDays, AreCountedByTheCalendar) {
  EXPECT_EQ(days_until("2026-12-15", "2026-12-18"), 3);
  EXPECT_EQ(days_until("2026-12-31", "2027-01-01"), 1);
  EXPECT_EQ(days_until("2028-03-01", "2028-02-28"), -2);
  EXPECT_EQ(days_until("2026-12-15", "soon"), std::nullopt);
  EXPECT_EQ(days_until("2026-02-30", "2026-12-18"), std::nullopt);
}

TaughtClass class_with(const std::string& id, const std::string& teacher, std::int64_t ready,
                       const std::string& ends_on) {
  TaughtClass one;
  one.figures.class_id = gradebook::ClassId(id);
  if (ready > 0) {
    one.figures.results["ready"] = ready;
  }
  one.teachers = one.readers = {teacher};
  one.period = {"Quarter 2", ends_on};
  return one;
}

PeriodEndsQuery on(const std::string& today) {
  return {gradebook::DomainId("d"), "Lincoln SIS", today};
}

TEST(PeriodEnd, CallsAnOnlyClassByItsTitle) {
  PeriodEndsTold told;
  std::vector classes = {class_with("class-1", "ruth", 3, "2026-12-18")};
  classes[0].figures.title = "Algebra 1, Period 2";
  for (const auto& notice : period_end_notices(on("2026-12-15"), classes, told)) {
    EXPECT_EQ(notice.value("classes"), "Algebra 1, Period 2");
  }
}

TEST(PeriodEnd, TellsThreeDaysBeforeAndOnTheDay) {
  PeriodEndsTold told;
  const std::vector classes = {class_with("algebra", "ruth", 1204, "2026-12-18")};
  EXPECT_TRUE(period_end_notices(on("2026-12-14"), classes, told).empty());
  const auto first = period_end_notices(on("2026-12-15"), classes, told);
  ASSERT_EQ(first.size(), 2U);
  EXPECT_EQ(first[0].text_key, "notice.period_end_administrators");
  EXPECT_EQ(first[0].value("teachers"), "1 teacher");
  EXPECT_EQ(first[0].value("classes"), "class algebra");
  EXPECT_EQ(first[1].teacher.value, "ruth");
  EXPECT_EQ(first[1].value("grades"), "1,204");
  EXPECT_EQ(first[1].value("when"), "in 3 days");
  EXPECT_EQ(first[1].class_id.value, "algebra");
  EXPECT_TRUE(period_end_notices(on("2026-12-16"), classes, told).empty());
  EXPECT_TRUE(period_end_notices(on("2026-12-17"), classes, told).empty());
  const auto last = period_end_notices(on("2026-12-18"), classes, told);
  ASSERT_EQ(last.size(), 2U);
  EXPECT_EQ(last[1].value("when"), "today");
  EXPECT_EQ(last[1].key, first[1].key) << "it replaces the one of before";
}

TEST(PeriodEnd, SaysNothingToWhoeverHasNothingToDo) {
  PeriodEndsTold told;
  auto done = class_with("art", "sam", 0, "");
  auto on_its_way = class_with("music", "lena", 0, "2026-12-18");
  on_its_way.figures.results["on_its_way"] = 5;
  EXPECT_TRUE(period_end_notices(on("2026-12-18"), {done, on_its_way}, told).empty());
}

TEST(PeriodEnd, TakesANoticeAwayWhenItsCauseIsGone) {
  PeriodEndsTold told;
  const auto ruth = class_with("algebra", "ruth", 3, "2026-12-18");
  const auto sam = class_with("art", "sam", 2, "2026-12-18");
  ASSERT_EQ(period_end_notices(on("2026-12-15"), {ruth, sam}, told).size(), 3U);
  const auto sent = period_end_notices(on("2026-12-16"), {ruth}, told);
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_TRUE(sent[0].over);
  EXPECT_EQ(sent[0].teacher.value, "sam");
  EXPECT_TRUE(period_end_notices(on("2026-12-17"), {ruth}, told).empty());
  const auto next_period = class_with("algebra", "ruth", 3, "2027-03-12");
  const auto over = period_end_notices(on("2026-12-19"), {next_period}, told);
  ASSERT_EQ(over.size(), 2U) << "the day is over for the administrators and for Ruth";
  EXPECT_TRUE(over[0].over && over[1].over);
  EXPECT_TRUE(told.empty());
}

TEST(PeriodEnd, NamesTheCommonestCauseAndNoPeriodWhereTwoEndOnOneDay) {
  PeriodEndsTold told;
  auto art = class_with("art", "ruth", 1, "2026-12-18");
  art.figures.causes[Code::rejected_content] = {4, 4};
  art.period.title = "Semester 1";
  const auto algebra = class_with("algebra", "ruth", 3, "2026-12-18");
  const auto notices = period_end_notices(on("2026-12-18"), {art, algebra}, told);
  ASSERT_EQ(notices.size(), 2U);
  EXPECT_EQ(notices[1].value("period"), "The grading period");
  EXPECT_EQ(notices[1].value("classes"), "2 classes");
  EXPECT_TRUE(notices[1].class_id.empty());
  EXPECT_NE(notices[1].value("cause").find(texts::sentence_of(Code::rejected_content).english()),
            std::string::npos);
}

class PeriodEndOfDomain : public ActionsTest {
 protected:
  PeriodEndOfDomain() {
    district.connection->time_zone = "UTC";
    make_manual();
    clock.now_ms = 1'797'321'600'000; // 2026-12-15T08:00:00Z
    commit([&](outbox::Transaction& transaction) {
      outbox::ConnectionRow row;
      row.id = district.connection->id;
      row.domain_id = gradebook::DomainId("district");
      row.account_key = "account";
      row.document = settings::to_json(*district.connection);
      return transaction.put_connection(row);
    });
    tell_class("algebra", "sis-algebra", "ruth");
    take(essay());
    take(score_of("90"));
  }
  void tell_class(const std::string& id, const std::string& sis_id, const std::string& teacher) {
    intake::ClassEvent event;
    event.origin = origin();
    event.origin.class_id = gradebook::ClassId(id);
    event.facts.title = "=" + id;
    event.facts.class_sis_id = gradebook::SourcedId(sis_id);
    event.facts.term_sis_ids = {gradebook::SourcedId("fall")};
    event.facts.ends_at_unix_ms = 1'797'580'800'000; // 2026-12-18T08:00:00Z
    ASSERT_TRUE(intake->lms_class(event, kDeadline).ok());
    intake::EnrolmentEvent who;
    who.origin = event.origin;
    who.user_id = teacher;
    who.role = intake::Role::teacher;
    ASSERT_TRUE(intake->enrolment(who, kDeadline).ok());
  }
  void periods_of(const std::string& sis_class, const std::string& last_day) {
    commit([&](outbox::Transaction& transaction) {
      outbox::SisDocumentRow row;
      row.connection_id = district.connection->id;
      row.connection_generation = district.connection->generation;
      row.kind = "sessions";
      row.key = sis_class;
      row.document = R"([{"sourcedId":"q2","title":"Quarter 2","type":"gradingPeriod",)"
                     R"("startDate":"2026-10-19","endDate":")" +
                     last_day + R"("}])";
      row.read_unix_ms = clock.now_ms;
      return transaction.put_sis_document(row);
    });
  }
  std::vector<DueNotice> due() {
    auto found = actions.due_notices(kDeadline);
    EXPECT_TRUE(found.ok());
    if (!found) {
      return {};
    }
    EXPECT_TRUE(actions.notices_told(*found, kDeadline).ok());
    return found->notices;
  }
  json::object list(const std::string& input) {
    Asker asker;
    asker.user = gradebook::UserId("dana");
    asker.domain = gradebook::DomainId("district");
    return use(kSyncConsole, asker, input);
  }
};

TEST_F(PeriodEndOfDomain, IsReadOfTheSisElseOfAClassOfTheSameTermElseOfTheClass) {
  const auto ends_on = [&] {
    return std::string(list(R"({"op":"period_end"})").at("rows").at(0).at("ends_on").as_string());
  };
  EXPECT_EQ(ends_on(), "2026-12-18") << "the class itself";
  tell_class("art", "sis-art", "sam");
  periods_of("sis-art", "2026-12-17");
  EXPECT_EQ(ends_on(), "2026-12-17") << "of another class of its term";
  periods_of("sis-algebra", "2026-12-16");
  EXPECT_EQ(ends_on(), "2026-12-16") << "its own";
}

TEST_F(PeriodEndOfDomain, IsToldOnceAndGoesTheMorningAfterItWasSeenTo) {
  periods_of("sis-algebra", "2026-12-18");
  const auto told = due();
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[1].kind, "period_end");
  EXPECT_EQ(told[1].value("period"), "Quarter 2");
  EXPECT_TRUE(due().empty());
  deliver_everything(); // nothing: she has to send it
  clock.now_ms += kDayMs;
  for (const auto& one : due()) {
    EXPECT_NE(one.kind, "period_end") << "neither three days before nor on the day";
  }
  const auto preview = sync(R"({"op":"preview"})");
  sync(
      json::serialize(json::object{{"op", "send"}, {"all", true}, {"token", preview.at("token")}}));
  deliver_everything();
  clock.now_ms += kDayMs;
  int over = 0;
  for (const auto& one : due()) {
    over += one.kind == "period_end" && one.over ? 1 : 0;
  }
  EXPECT_EQ(over, 2);
}

TEST_F(PeriodEndOfDomain, ListsWhoHasWhatToSendForASpreadsheetToo) {
  periods_of("sis-algebra", "2026-12-18");
  const auto document = list(R"({"op":"period_end","format":"csv"})");
  EXPECT_EQ(document.at("schema"), "lms.period_end/1");
  const auto& row = document.at("rows").at(0).as_object();
  EXPECT_EQ(row.at("teacher").at("id"), "ruth");
  EXPECT_EQ(row.at("school"), "north");
  EXPECT_EQ(row.at("to_send"), 1);
  EXPECT_EQ(document.at("csv"),
            "ends_on,period,school,teacher_id,teacher,class_id,class,to_send,refused,waiting,"
            "on_the_way,cause\r\n2026-12-18,Quarter 2,north,ruth,,algebra,'=algebra,1,0,0,0,\r\n");
}

} // namespace
} // namespace passback::actions

#include <cmath>
#include <cstring>
#include <string>

#include <gtest/gtest.h>

#include "plugin/abi/event_reading.hpp"
#include "plugin/abi/host_bridge.hpp"

namespace passback::abi {
namespace {

lms_score_event score() {
  lms_score_event event{};
  event.struct_size = sizeof event;
  event.flags = LMS_SCORE_HAS_POINTS | LMS_SCORE_RELEASED;
  event.class_id = borrow("c1");
  event.activity_id = borrow("a1");
  event.student_id = borrow("s1");
  event.points = 0.1;
  return event;
}

TEST(EventReading, TakesADoubleAsItsShortestDecimal) {
  auto event = score();
  const auto read = read_event(&event);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->facts.points->to_string(), "0.1");
}

TEST(EventReading, LetsAnExactTextWinOverTheDouble) {
  auto event = score();
  event.points_text = borrow("89.995");
  EXPECT_EQ(read_event(&event)->facts.points->to_string(), "89.995");
}

TEST(EventReading, KeepsBlankApartFromZero) {
  auto event = score();
  event.points = 0;
  EXPECT_TRUE(read_event(&event)->facts.scored());
  event.flags = LMS_SCORE_RELEASED;
  EXPECT_FALSE(read_event(&event)->facts.scored());
}

TEST(EventReading, RefusesWhatCannotBeAnEvent) {
  EXPECT_EQ(read_event(static_cast<const lms_score_event*>(nullptr)).error().code, Code::argument);
  auto small = score();
  small.struct_size = 16;
  EXPECT_EQ(read_event(&small).error().code, Code::struct_size);
  auto infinite = score();
  infinite.points = INFINITY;
  EXPECT_EQ(read_event(&infinite).error().code, Code::range);
  auto nobody = score();
  nobody.student_id = {};
  EXPECT_EQ(read_event(&nobody).error().code, Code::argument);
  auto control = score();
  control.student_id = borrow("s\n1");
  EXPECT_EQ(read_event(&control).error().code, Code::utf8);
  auto broken = score();
  broken.comment = borrow("\xC3");
  EXPECT_EQ(read_event(&broken).error().code, Code::utf8);
  const std::string endless(300, 'x');
  auto long_id = score();
  long_id.class_id = borrow(endless);
  EXPECT_EQ(read_event(&long_id).error().code, Code::range);
  auto lying = score();
  lying.objectives_count = 3;
  EXPECT_EQ(read_event(&lying).error().code, Code::argument);
}

TEST(EventReading, StepsOverElementsThatAreLongerThanItKnows) {
  struct Longer {
    lms_objective_score known;
    double newer;
  };
  Longer objectives[2]{};
  for (auto& objective : objectives) {
    objective.known.struct_size = sizeof(Longer);
    objective.known.flags = LMS_SCORE_HAS_POINTS;
  }
  objectives[0].known.objective_id = borrow("o1");
  objectives[1].known.objective_id = borrow("o2");
  objectives[1].known.points = 4;
  auto event = score();
  event.objectives = &objectives[0].known;
  event.objectives_count = 2;
  event.objectives_stride = sizeof(Longer);
  const auto read = read_event(&event);
  ASSERT_TRUE(read.ok());
  ASSERT_EQ(read->facts.objectives.size(), 2U);
  EXPECT_EQ(read->facts.objectives[1].objective_id, "o2");
  EXPECT_EQ(read->facts.objectives[1].points->to_string(), "4");
}

/// The first `size` bytes of an event and nothing behind them.
template <class Event> struct CutOff {
  alignas(Event) unsigned char bytes[sizeof(Event)];
  CutOff(const Event& whole, std::size_t size) {
    std::memset(bytes, 0xFF, sizeof bytes); // what a shorter struct has behind it is anything
    std::memcpy(bytes, &whole, size);
    const auto told = static_cast<std::uint32_t>(size);
    std::memcpy(bytes, &told, sizeof told);
  }
  const Event* event() const { return reinterpret_cast<const Event*>(bytes); }
};

TEST(EventReading, TakesTheEventsOfAHostOf1_0AndReadsNothingBehindThem) {
  auto gone = score();
  gone.flags |= LMS_SCORE_WITHDRAWN;
  const CutOff cell(gone, offsetof(lms_score_event, reason));
  const auto read = read_event(cell.event());
  ASSERT_TRUE(read.ok()) << read.error().detail;
  EXPECT_EQ(read->facts.withdrawn_because, gradebook::WithdrawalReason::unknown);

  lms_activity_event activity{};
  activity.struct_size = sizeof activity;
  activity.kind = LMS_ACTIVITY_ASSIGNMENT;
  activity.flags = LMS_ACTIVITY_WITHDRAWN;
  activity.class_id = borrow("c1");
  activity.activity_id = borrow("a1");
  const CutOff column(activity, offsetof(lms_activity_event, reason));
  const auto read_activity = read_event(column.event());
  ASSERT_TRUE(read_activity.ok()) << read_activity.error().detail;
  EXPECT_EQ(read_activity->facts.withdrawn_because, gradebook::WithdrawalReason::unknown);

  lms_class_event of_class{};
  of_class.struct_size = sizeof of_class;
  of_class.class_id = borrow("c1");
  const CutOff small_class(of_class, offsetof(lms_class_event, copied_from));
  const auto read_class = read_event(small_class.event());
  ASSERT_TRUE(read_class.ok()) << read_class.error().detail;
  EXPECT_TRUE(read_class->facts.copied_from.empty());
}

TEST(EventReading, RefusesAnEventThatIsSmallerThanThatOf1_0) {
  const CutOff cell(score(), offsetof(lms_score_event, reason) - 8);
  EXPECT_EQ(read_event(cell.event()).error().code, Code::struct_size);
}

TEST(EventReading, ReadsWhyACellIsGone) {
  auto gone = score();
  gone.flags |= LMS_SCORE_WITHDRAWN;
  gone.reason = LMS_REASON_UNENROLLED;
  EXPECT_EQ(read_event(&gone)->facts.withdrawn_because, gradebook::WithdrawalReason::unenrolled);
  gone.reason = LMS_REASON_RESTORED + 1;
  EXPECT_EQ(read_event(&gone).error().code, Code::unsupported);
  // Of a cell that is there nobody asks why it is gone.
  gone.flags = LMS_SCORE_HAS_POINTS | LMS_SCORE_IMPORTED;
  const auto there = read_event(&gone);
  ASSERT_TRUE(there.ok());
  EXPECT_EQ(there->facts.withdrawn_because, gradebook::WithdrawalReason::unknown);
  EXPECT_TRUE(there->facts.imported);
}

TEST(EventReading, ReadsWhatKindOfClassItIs) {
  lms_class_event event{};
  event.struct_size = sizeof event;
  event.class_id = borrow("c2");
  event.copied_from = borrow("c1");
  event.flags = LMS_CLASS_SELF_PACED;
  const auto read = read_event(&event);
  ASSERT_TRUE(read.ok());
  EXPECT_TRUE(read->facts.self_paced);
  EXPECT_EQ(read->facts.copied_from.value, "c1");
}

TEST(EventReading, KnowsSixRolesAndRefusesOthers) {
  lms_enrolment_event event{};
  event.struct_size = sizeof event;
  event.class_id = borrow("c1");
  event.user_id = borrow("u1");
  for (const std::uint32_t role : {LMS_ROLE_STUDENT, LMS_ROLE_TEACHER, LMS_ROLE_OTHER,
                                   LMS_ROLE_ASSISTANT, LMS_ROLE_GUEST, LMS_ROLE_PREVIEW_STUDENT}) {
    event.role = role;
    const auto read = read_event(&event);
    ASSERT_TRUE(read.ok()) << role;
    EXPECT_EQ(static_cast<std::uint32_t>(read->role), role);
  }
  for (const std::uint32_t role : {0U, LMS_ROLE_PREVIEW_STUDENT + 1U}) {
    event.role = role;
    EXPECT_EQ(read_event(&event).error().code, Code::unsupported) << role;
  }
}

} // namespace
} // namespace passback::abi

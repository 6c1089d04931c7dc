#include <cmath>
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

} // namespace
} // namespace passback::abi

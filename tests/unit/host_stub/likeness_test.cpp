// What makes a recorded talk and the talk of now alike, and what does not.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include "host_stub/replay/likeness.hpp"

namespace host_stub::replay {
namespace {

constexpr const char* kThen = "1a0b2283-653d-5d50-9696-7f581267efa2";
constexpr const char* kNow = "8d16336e-2d5b-57b3-9b27-1352fac75202";

Likeness ten_days_later() {
  return Likeness(10, {"https://sis.example.org"}, "http://127.0.0.1:4000");
}

TEST(Likeness, LearnsTheIdsThatATalkMakesUp) {
  auto likeness = ten_days_later();
  const std::string items = "/ims/oneroster/v1p1/lineItems/";
  EXPECT_TRUE(likeness.same_address(items + kThen, items + kNow));
  EXPECT_TRUE(likeness.same_address(items + kThen, items + kNow)) << "and knows them";
  EXPECT_FALSE(likeness.same_address(items + kThen, items + "c0ffee00-0000-0000-0000-000000000000"))
      << "one id stays one id";
  EXPECT_EQ(likeness.as_of_now(std::string_view(kThen)), kNow);
}

TEST(Likeness, AnotherAddressIsAnother) {
  auto likeness = ten_days_later();
  EXPECT_FALSE(likeness.same_address("/v1p1/classes?limit=1", "/v1p1/classes?limit=2"));
  EXPECT_FALSE(likeness.same_address("/v1p1/classes", "/v1p1/classes/c-1"));
  EXPECT_TRUE(likeness.same_address("/users?filter=(removed)", "/users?filter=email"));
}

TEST(Likeness, AnAnswerIsOfToday) {
  const auto likeness = ten_days_later();
  const auto answer =
      boost::json::parse(R"({"startDate":"2026-12-25","at":"2026-12-31T08:00:00.000Z","score":9,)"
                         R"("href":"https://sis.example.org/classes/c-1"})");
  EXPECT_EQ(boost::json::serialize(likeness.as_of_now(answer)),
            R"({"startDate":"2027-01-04","at":"2027-01-10T08:00:00.000Z","score":9,)"
            R"("href":"http://127.0.0.1:4000/classes/c-1"})");
}

TEST(Likeness, TellsWhatIsWrittenOtherwise) {
  auto likeness = ten_days_later();
  const auto recorded = boost::json::parse(
      R"({"sourcedId":"1a0b2283-653d-5d50-9696-7f581267efa2","title":"Passback test 1a0b",)"
      R"x("dueDate":"2026-12-25","comment":"(removed)","score":9,"late":"true"})x");
  const auto now = boost::json::parse(
      R"({"sourcedId":"8d16336e-2d5b-57b3-9b27-1352fac75202","title":"Passback test 8d16",)"
      R"("dueDate":"2027-01-04","comment":"Hm.","score":8,"missing":"true"})");
  EXPECT_EQ(likeness.compare(recorded, now),
            (std::vector<std::string>{"/score is 8, it was 9", "/late is not sent any more",
                                      "/missing is sent now"}));
  EXPECT_EQ(likeness.as_of_now(std::string_view("Passback test 1a0b")), "Passback test 8d16");
}

TEST(Likeness, DaysAreCountedByTheCalendar) {
  EXPECT_EQ(later_day("2028-02-28", 1), "2028-02-29");
  EXPECT_EQ(later_day("not a day", 1), "");
  EXPECT_EQ(days_between("2026-11-27", "2027-01-01T10:00:00Z"), 35);
}

} // namespace
} // namespace host_stub::replay

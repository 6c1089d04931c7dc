#include <gtest/gtest.h>

#include "plugin/oneroster/documents/grading_periods.hpp"

namespace passback::oneroster {
namespace {

using gradebook::SourcedId;
using Kind = PeriodChoice::Kind;

SisAcademicSession session(const char* id, const char* type, const char* start, const char* end,
                           const char* parent = "", std::vector<SourcedId> children = {}) {
  SisAcademicSession made;
  made.id = SourcedId(id);
  made.type = type;
  made.start_date = start;
  made.end_date = end;
  made.parent_id = SourcedId(parent);
  made.child_ids = std::move(children);
  return made;
}

/// A year with two semesters of two quarters each; the first half by parents, the other by
/// children.
std::vector<SisAcademicSession> year() {
  return {session("y", "schoolYear", "2026-08-01", "2027-06-30"),
          session("s1", "semester", "2026-08-01", "2026-12-31", "y"),
          session("s2", "semester", "2027-01-01", "2027-06-30", "y",
                  {SourcedId("q3"), SourcedId("q4")}),
          session("q2", "gradingPeriod", "2026-10-17", "2026-12-31", "s1"),
          session("q1", "gradingPeriod", "2026-08-17", "2026-10-16", "s1"),
          session("q3", "gradingPeriod", "2027-01-05", "2027-03-20"),
          session("q4", "gradingPeriod", "2027-03-20", "2027-06-10")};
}

std::string ids(std::span<const SisAcademicSession> periods) {
  std::string text;
  for (const SisAcademicSession& period : periods) {
    text += (text.empty() ? "" : " ") + period.id.value;
  }
  return text;
}

std::string of(std::vector<SisAcademicSession> sessions, std::vector<SourcedId> terms) {
  return ids(grading_periods_of(sessions, terms, PeriodSource::linked));
}

TEST(GradingPeriods, AreReachedAlongParentsAndChildren) {
  EXPECT_EQ(of(year(), {SourcedId("s1")}), "q1 q2");
  EXPECT_EQ(of(year(), {SourcedId("s2")}), "q3 q4");
  EXPECT_EQ(of(year(), {SourcedId("s1"), SourcedId("s2")}), "q1 q2 q3 q4");
  EXPECT_EQ(of(year(), {SourcedId("y")}), "q1 q2 q3 q4");
  EXPECT_EQ(of(year(), {SourcedId("q2")}), "q2") << "a term may be one itself";
  EXPECT_EQ(of(year(), {SourcedId("elsewhere")}), "");
}

TEST(GradingPeriods, OfTheNearestSessionAboveCountIfThereAreNoneBelow) {
  auto sessions = year();
  sessions.push_back(session("t", "term", "2026-08-01", "2026-09-01", "s1"));
  EXPECT_EQ(of(sessions, {SourcedId("t")}), "q1 q2");
}

TEST(GradingPeriods, LeaveOutWhatIsGoneAndSurviveACircle) {
  auto sessions = year();
  sessions[4].active = false;
  sessions[0].parent_id = SourcedId("s1");
  EXPECT_EQ(of(sessions, {SourcedId("s1")}), "q2 q3 q4");
  const std::vector circle{session("a", "term", "", "", "b"), session("b", "term", "", "", "a")};
  EXPECT_EQ(of(circle, {SourcedId("a")}), "");
}

TEST(GradingPeriods, ReadFromATermsOwnRouteNeedNoLinks) {
  const std::vector sessions{session("p2", "gradingPeriod", "2026-10-01", "2026-11-01"),
                             session("p1", "GradingPeriod", "2026-08-01", "2026-09-30"),
                             session("p1", "gradingPeriod", "2026-08-01", "2026-09-30")};
  EXPECT_EQ(ids(grading_periods_of(sessions, {}, PeriodSource::own_terms)), "p1 p2");
  EXPECT_EQ(ids(grading_periods_of(sessions, {}, PeriodSource::linked)), "");
}

TEST(GradingPeriods, ReadAsTheLastWayAllCountWhereNoLinkLeadsToTheClass) {
  auto quarters = year();
  quarters.erase(quarters.begin(), quarters.begin() + 3); // as /gradingPeriods lists them
  const std::vector of_year{SourcedId("y")};
  EXPECT_EQ(of(quarters, of_year), "");
  EXPECT_EQ(ids(grading_periods_of(quarters, of_year, PeriodSource::last_way)), "q1 q2 q3 q4");
  EXPECT_EQ(ids(grading_periods_of(quarters, std::vector{SourcedId("s1")}, PeriodSource::last_way)),
            "q1 q2")
      << "a link tells more than dates";
}

TEST(GradingPeriods, AreChosenByTheDueDate) {
  const std::vector<SourcedId> terms{SourcedId("y")};
  const auto sessions = year();
  const auto periods = grading_periods_of(sessions, terms, PeriodSource::linked);
  const auto chosen = [&](const char* day) {
    const PeriodChoice choice = choose_grading_period(periods, day);
    EXPECT_EQ(choice.fitting.size() == 1, choice.kind == Kind::one);
    return ids(choice.fitting);
  };
  EXPECT_EQ(chosen("2026-08-17"), "q1");
  EXPECT_EQ(chosen("2026-10-16"), "q1") << "the last day is in";
  EXPECT_EQ(chosen("2026-10-17"), "q2");
  EXPECT_EQ(chosen("2027-03-20"), "q4") << "unless another begins then";
  EXPECT_EQ(chosen("2027-01-02"), "");
  EXPECT_EQ(choose_grading_period(periods, "2027-01-02").kind, Kind::none);
}

TEST(GradingPeriods, ThatOverlapAreAllNamed) {
  const std::vector periods{session("q1", "gradingPeriod", "2026-08-17", "2026-10-16"),
                            session("p1", "gradingPeriod", "2026-08-17", "2026-09-15"),
                            session("open", "gradingPeriod", "2026-08-20", ""),
                            session("never", "gradingPeriod", "", "")};
  const PeriodChoice choice = choose_grading_period(periods, "2026-09-01");
  EXPECT_EQ(choice.kind, Kind::several);
  EXPECT_EQ(ids(choice.fitting), "q1 p1 open");
  EXPECT_NE(find_period(periods, SourcedId("p1")), nullptr);
  EXPECT_EQ(find_period(periods, SourcedId("q9")), nullptr);
}

} // namespace
} // namespace passback::oneroster

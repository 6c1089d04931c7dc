#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host_stub/host/abi_text.hpp"
#include "host_stub/host/events.hpp"
#include "host_stub/import/roster_import.hpp"
#include "host_stub/support/instant.hpp"
#include "tests/unit/host_stub/sample_bundle.hpp"
#include "tests/unit/host_stub/temporary_folder.hpp"

namespace host_stub::host {
namespace {

using testing::ElementsAre;

class EventsTest : public testing::Test {
 protected:
  EventsTest() { import::import_roster(import::sample_bundle_1_1(), book); }

  TemporaryFolder folder;
  gradebook::Gradebook book{folder.path()};
};

std::vector<std::string> texts(const std::vector<lms_str>& borrowed) {
  std::vector<std::string> copies;
  for (const lms_str& one : borrowed) {
    copies.emplace_back(view(one));
  }
  return copies;
}

TEST_F(EventsTest, AClassSaysWhichSchoolAndTermsItBelongsToAndHowLongItLasts) {
  const auto in_class = gradebook::RosterStore(book).class_of("c-1");
  ASSERT_TRUE(in_class);
  const ClassFact fact = FactReader(book).fact_of(*in_class);
  std::vector<lms_str> terms;
  const lms_class_event event = to_event(fact, terms);
  EXPECT_EQ(view(event.class_sis_id), "c-1");
  EXPECT_EQ(view(event.school_sis_id), "s-1");
  EXPECT_THAT(texts(terms), ElementsAre("t-1", "y-1"));
  EXPECT_EQ(event.term_sis_ids, terms.data());
  EXPECT_EQ(event.term_sis_ids_count, 2U);
  EXPECT_EQ(to_iso_text(event.starts_at_unix_ms), "2026-08-17T12:00:00.000Z");
  EXPECT_EQ(to_iso_text(event.ends_at_unix_ms), "2027-06-11T12:00:00.000Z")
      << "the last day of the longest term";
}

TEST_F(EventsTest, OfAClassThatTheRosterDoesNotPlaceNothingIsMadeUp) {
  ClassFact fact;
  fact.in_class.id = "class-9";
  std::vector<lms_str> terms;
  const lms_class_event event = to_event(fact, terms);
  EXPECT_EQ(view(event.school_sis_id), "");
  EXPECT_EQ(event.term_sis_ids_count, 0U);
  EXPECT_EQ(event.starts_at_unix_ms, 0);
  EXPECT_EQ(event.ends_at_unix_ms, 0);
}

TEST_F(EventsTest, AWithdrawalSaysWhyAndAScoreThatItWasImported) {
  ScoreFact fact;
  fact.score.flags.withdrawn = true;
  fact.score.gone_because = "unenrolled";
  fact.score.imported = true;
  std::vector<lms_objective_score> objectives;
  const lms_score_event event = to_event(fact, objectives);
  EXPECT_EQ(event.reason, LMS_REASON_UNENROLLED);
  EXPECT_NE(event.flags & LMS_SCORE_IMPORTED, 0U);
  EXPECT_FALSE(reason_of("gone"));
  EXPECT_EQ(reason_of("restored"), std::optional<std::uint32_t>(LMS_REASON_RESTORED));
}

TEST_F(EventsTest, APersonsPartInAClassIsToldAsTheContractNamesIt) {
  const auto role_of = [](const char* role) {
    EnrolmentFact fact;
    fact.enrolment.role = role;
    return to_event(fact).role;
  };
  EXPECT_EQ(role_of("student"), LMS_ROLE_STUDENT);
  EXPECT_EQ(role_of("teacher"), LMS_ROLE_TEACHER);
  EXPECT_EQ(role_of("aide"), LMS_ROLE_ASSISTANT);
  EXPECT_EQ(role_of("guardian"), LMS_ROLE_GUEST);
  EXPECT_EQ(role_of(gradebook::kPreviewStudentRole), LMS_ROLE_PREVIEW_STUDENT);
  EXPECT_EQ(role_of("proctor"), LMS_ROLE_OTHER);
}

} // namespace
} // namespace host_stub::host

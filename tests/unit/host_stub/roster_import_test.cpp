#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host_stub/gradebook/activity_store.hpp"
#include "host_stub/gradebook/roster_store.hpp"
#include "host_stub/gradebook/score_store.hpp"
#include "host_stub/import/roster_import.hpp"
#include "tests/unit/host_stub/sample_bundle.hpp"
#include "tests/unit/host_stub/temporary_folder.hpp"

namespace host_stub::import {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

class RosterImport : public testing::Test {
 protected:
  std::vector<std::string> problems_of(const Bundle& bundle) {
    std::vector<std::string> sentences;
    auto report = import_roster(bundle, book);
    for (const Problem& problem : report.problems.shown()) {
      sentences.push_back(problem.sentence());
    }
    return sentences;
  }

  Change change_of(const ImportReport& report, const std::string& file) {
    for (const Change& change : report.changes) {
      if (change.file == file) {
        return change;
      }
    }
    return {};
  }

  TemporaryFolder folder;
  gradebook::Gradebook book{folder.path()};
  gradebook::RosterStore roster{book};
};

TEST_F(RosterImport, MakesDomainsOfOrganisationsUnderTheRoot) {
  ASSERT_THAT(problems_of(sample_bundle_1_1()), IsEmpty());
  std::vector<std::string> path;
  for (const auto& domain : roster.domain_path(roster.domain("s-1")->id)) {
    path.push_back(domain.title);
  }
  EXPECT_THAT(path, ElementsAre("Harbor School", "Lake District", "This site"));
}

TEST_F(RosterImport, GivesIdsOfTheHostsOwnAndKeepsTheSourcedIds) {
  ASSERT_THAT(problems_of(sample_bundle_1_1()), IsEmpty());
  auto one = roster.class_of("c-1");
  ASSERT_TRUE(one);
  EXPECT_EQ(one->id, "class-1");
  EXPECT_EQ(one->sis_id, "c-1");
  EXPECT_EQ(one->school_year, "2027");
  EXPECT_EQ(one->term_ids.size(), 2U);
  EXPECT_EQ(roster.class_of("class-1")->sis_id, "c-1");
}

TEST_F(RosterImport, ReadsRolesFromUsersInOneOneAndFromRolesInOneTwo) {
  ASSERT_THAT(problems_of(sample_bundle_1_1()), IsEmpty());
  auto teacher = roster.user("u-1")->id;
  EXPECT_EQ(roster.domain_roles(teacher).size(), 1U);
  ASSERT_THAT(problems_of(sample_bundle_1_2()), IsEmpty());
  EXPECT_EQ(roster.domain_roles(teacher).size(), 2U);
  EXPECT_THAT(roster.class_roles(teacher, "class-1"), ElementsAre("teacher"));
}

TEST_F(RosterImport, BringsLineItemsAndResultsAsActivitiesAndScores) {
  ASSERT_THAT(problems_of(sample_bundle_1_2()), IsEmpty());
  auto activity = gradebook::ActivityStore(book).activity("li-1");
  ASSERT_TRUE(activity);
  EXPECT_EQ(activity->points_possible, 20);
  auto scores = gradebook::ScoreStore(book).scores_of_class("class-1");
  ASSERT_EQ(scores.size(), 2U);
  EXPECT_EQ(scores[0].points, 17.5);
  EXPECT_TRUE(scores[0].flags.late);
  EXPECT_FALSE(scores[1].points) << "blank is not zero";
  EXPECT_TRUE(scores[1].flags.exempt);
}

TEST_F(RosterImport, ChangesNothingWhenTheSameRosterComesAgain) {
  import_roster(sample_bundle_1_2(), book);
  auto again = import_roster(sample_bundle_1_2(), book);
  for (const Change& change : again.changes) {
    EXPECT_EQ(change.added + change.updated + change.ended, 0) << change.file;
  }
}

TEST_F(RosterImport, UpdatesWhatChangedAndEndsWhatABulkFileNamesNoMore) {
  import_roster(sample_bundle_1_1(), book);
  auto next = sample_bundle_1_1();
  next["classes.csv"].replace(next["classes.csv"].find("Algebra 1"), 9, "Algebra I");
  next["enrollments.csv"] =
      "sourcedId,classSourcedId,userSourcedId,role\ne-1,c-1,u-1,teacher\ne-2,c-1,u-2,student\n";
  auto report = import_roster(next, book);
  EXPECT_EQ(change_of(report, "classes.csv").updated, 1);
  EXPECT_EQ(change_of(report, "enrollments.csv").ended, 1);
  EXPECT_EQ(roster.class_of("c-1")->title, "Algebra I");
  EXPECT_EQ(roster.students("class-1").size(), 1U);
}

// The sample roster with that many students more, u-100 and on; those from `first` up to `last` are
// in its class.
Bundle with_big_class(int students, int first, int last) {
  auto bundle = sample_bundle_1_1();
  for (int n = 0; n < students; ++n) {
    const auto number = std::to_string(100 + n);
    bundle["users.csv"] +=
        "u-" + number + ",true,s-1,student,n" + number + ",Given,Family" + number + ",\n";
  }
  for (int n = first; n < last; ++n) {
    const auto number = std::to_string(100 + n);
    bundle["enrollments.csv"] += "e-" + number + ",c-1,s-1,u-" + number + ",student,false\n";
  }
  return bundle;
}

TEST_F(RosterImport, AsksBeforeMostOfAClassLeavesAndChangesNothingUntilThen) {
  import_roster(with_big_class(8, 0, 8), book);
  ASSERT_EQ(roster.students("class-1").size(), 10U);
  auto cut = with_big_class(8, 0, 2);
  cut["classes.csv"].replace(cut["classes.csv"].find("Algebra 1"), 9, "Algebra I");
  const auto asked = import_roster(cut, book);
  ASSERT_EQ(asked.leaving.size(), 2U);
  EXPECT_EQ(asked.leaving[0].of, "class");
  EXPECT_EQ(asked.leaving[0].sis_id, "c-1");
  EXPECT_EQ(asked.leaving[0].leaving, 6U);
  EXPECT_EQ(asked.leaving[0].students, 10U);
  EXPECT_EQ(asked.leaving[1].of, "school");
  EXPECT_EQ(asked.leaving[1].sis_id, "s-1");
  EXPECT_TRUE(asked.changes.empty());
  EXPECT_EQ(roster.students("class-1").size(), 10U);
  EXPECT_EQ(roster.class_of("c-1")->title, "Algebra 1");

  const auto accepted = import_roster(cut, book, Leavers::accept);
  EXPECT_TRUE(accepted.leaving.empty());
  EXPECT_EQ(change_of(accepted, "enrollments.csv").ended, 6);
  EXPECT_EQ(roster.students("class-1").size(), 4U);
}

TEST_F(RosterImport, DoesNotAskWhereHalfOfAClassGoesToAnotherOne) {
  auto two = with_big_class(8, 0, 8);
  two["classes.csv"] += "c-2,Algebra 2,crs-1,MATH-2,scheduled,s-1,t-1\n";
  import_roster(two, book);
  auto parted = with_big_class(8, 0, 3);
  parted["classes.csv"] = two["classes.csv"];
  for (int n = 3; n < 8; ++n) {
    const auto number = std::to_string(100 + n);
    parted["enrollments.csv"] += "e-x" + number + ",c-2,s-1,u-" + number + ",student,false\n";
  }
  const auto report = import_roster(parted, book);
  EXPECT_TRUE(report.leaving.empty()) << report.leaving.front().leaving;
  EXPECT_EQ(roster.students("class-1").size(), 5U);
}

TEST_F(RosterImport, DoesNotAskWhenEnrolmentsGetOtherIdsOrAClassEndsWithItsYear) {
  import_roster(with_big_class(8, 0, 8), book);
  auto next = with_big_class(8, 0, 0);
  next["classes.csv"] =
      "sourcedId,title,courseSourcedId,classCode,classType,schoolSourcedId,termSourcedIds\n"
      "c-9,Algebra 1,crs-1,MATH-1,scheduled,s-1,\"t-1,y-1\"\n";
  next["enrollments.csv"] = "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role,primary\n";
  for (int n = 0; n < 8; ++n) {
    const auto number = std::to_string(100 + n);
    next["enrollments.csv"] += "e-n" + number + ",c-9,s-1,u-" + number + ",student,false\n";
  }
  EXPECT_TRUE(import_roster(next, book).leaving.empty());
  EXPECT_FALSE(roster.class_of("c-1")->active);

  const auto renumbered = [&] {
    auto same = next;
    auto& text = same["enrollments.csv"];
    for (auto at = text.find("e-n"); at != std::string::npos; at = text.find("e-n", at + 1)) {
      text.replace(at, 3, "e-m");
    }
    return same;
  }();
  EXPECT_TRUE(import_roster(renumbered, book).leaving.empty());
}

TEST_F(RosterImport, TakesADeltaAsAChangeOfTheRowsItNamesOnly) {
  import_roster(sample_bundle_1_1(), book);
  Bundle delta = {
      {"manifest.csv",
       "propertyName,value\noneroster.version,1.1\nfile.orgs,absent\nfile.academicSessions,absent\n"
       "file.courses,absent\nfile.classes,absent\nfile.users,absent\nfile.enrollments,delta\n"},
      {"enrollments.csv", "sourcedId,status,dateLastModified,classSourcedId,userSourcedId,role\n"
                          "e-3,tobedeleted,2026-09-01T00:00:00Z,c-1,u-3,student\n"}};
  auto report = import_roster(delta, book);
  ASSERT_TRUE(report.problems.empty()) << report.problems.shown().front().sentence();
  EXPECT_EQ(change_of(report, "enrollments.csv").ended, 1);
  EXPECT_EQ(roster.students("class-1").size(), 1U);
}

TEST_F(RosterImport, LeavesTheTeachersGradesAloneWhenTheSisSendsItsOwnAgain) {
  import_roster(sample_bundle_1_2(), book);
  gradebook::ScoreStore scores(book);
  auto cell = scores.scores_of_class("class-1").front();
  cell.points = 19;
  cell.host_rev = 0;
  scores.save({cell});
  import_roster(sample_bundle_1_2(), book);
  EXPECT_EQ(scores.scores_of_class("class-1").front().points, 19);
}

TEST_F(RosterImport, NamesABadRowByFileLineAndField) {
  auto bundle = sample_bundle_1_1();
  bundle["users.csv"] += "u-4,yes,s-1,pupil,,Hana,Sato,\n";
  EXPECT_THAT(
      problems_of(bundle),
      ElementsAre(
          StartsWith("users.csv, line 5, field username: It is empty"),
          StartsWith("users.csv, line 5, field enabledUser: \"yes\" is not one of: true, false."),
          StartsWith("users.csv, line 5, field role: \"pupil\" is not one of: administrator,")));
}

TEST_F(RosterImport, ReadsWordsOfListsWithoutCaseAndRemarksEachColumnOnce) {
  auto bundle = sample_bundle_1_1();
  bundle["users.csv"] = "sourcedId,enabledUser,orgSourcedIds,role,username,givenName,familyName\n"
                        "u-1,TRUE,s-1,Teacher,ruth,Ruth,Kaplan\n"
                        "u-2,true,s-1,STUDENT,amara,Amara,Okafor\n"
                        "u-3,False,s-1,student,liam,Liam,Berg\n";
  const auto report = import_roster(bundle, book);
  ASSERT_TRUE(report.problems.empty()) << report.problems.shown().front().sentence();
  std::vector<std::string> remarks;
  for (const Remark& remark : report.problems.remarks()) {
    remarks.push_back(remark.sentence());
  }
  EXPECT_THAT(remarks,
              ElementsAre("users.csv, line 2, field enabledUser: \"TRUE\" was read as \"true\", as "
                          "OneRoster writes it. So is 1 more row of this column.",
                          "users.csv, line 2, field role: \"Teacher\" was read as \"teacher\", as "
                          "OneRoster writes it. So is 1 more row of this column."));
  EXPECT_TRUE(roster.user("u-1"));
  EXPECT_THAT(roster.class_roles(roster.user("u-1")->id, "class-1"), ElementsAre("teacher"));
}

TEST_F(RosterImport, PassesOverRowsInWhichNothingStands) {
  auto bundle = sample_bundle_1_1();
  bundle["users.csv"] += ",,,,,,,\n";
  bundle["enrollments.csv"] += ",,\n , ,,,,\n\n";
  const auto report = import_roster(bundle, book);
  ASSERT_TRUE(report.problems.empty()) << report.problems.shown().front().sentence();
  EXPECT_TRUE(report.problems.remarks().empty());
  EXPECT_EQ(change_of(report, "users.csv").rows, 3);
  EXPECT_EQ(change_of(report, "enrollments.csv").rows, 3);
}

TEST_F(RosterImport, ReadsIdsExactlyAndWordsOfNoListNotAtAll) {
  auto bundle = sample_bundle_1_1();
  bundle["classes.csv"].replace(bundle["classes.csv"].find("scheduled"), 9, "Planned");
  bundle["enrollments.csv"] += "e-4,C-1,s-1,u-3,Student,false\n";
  EXPECT_THAT(problems_of(bundle),
              ElementsAre("classes.csv, line 2, field classType: \"Planned\" is not one of: "
                          "homeroom, scheduled.",
                          "enrollments.csv, line 5, field classSourcedId: There is no row with the "
                          "sourcedId \"C-1\" in classes.csv."));
}

TEST_F(RosterImport, NamesARowThatPointsToNothing) {
  auto bundle = sample_bundle_1_1();
  bundle["enrollments.csv"] += "e-9,c-77,s-1,u-2,student,false\n";
  EXPECT_THAT(problems_of(bundle),
              ElementsAre("enrollments.csv, line 5, field classSourcedId: There is no row with the "
                          "sourcedId \"c-77\" in classes.csv."));
}

TEST_F(RosterImport, NamesASourcedIdThatIsUsedTwice) {
  auto bundle = sample_bundle_1_1();
  bundle["courses.csv"] += "crs-1,Geometry,GEO,s-1\n";
  EXPECT_THAT(problems_of(bundle),
              ElementsAre(HasSubstr(
                  "courses.csv, line 3, field sourcedId: \"crs-1\" was already used in line 2")));
}

TEST_F(RosterImport, NamesAColumnThatIsMissing) {
  auto bundle = sample_bundle_1_1();
  bundle["courses.csv"] = "sourcedId,name,orgSourcedId\ncrs-1,Algebra,s-1\n";
  EXPECT_THAT(problems_of(bundle),
              ElementsAre(StartsWith("courses.csv, line 1, field title: This column is missing.")));
}

TEST_F(RosterImport, NamesAFileThatIsMissing) {
  auto bundle = sample_bundle_1_1();
  bundle.erase("academicSessions.csv");
  EXPECT_THAT(problems_of(bundle),
              Contains("academicSessions.csv: The file is missing; a roster needs it."));
}

TEST_F(RosterImport, NamesARowWithTooFewFields) {
  auto bundle = sample_bundle_1_1();
  bundle["courses.csv"] += "crs-2,Geometry\n";
  EXPECT_THAT(
      problems_of(bundle),
      ElementsAre(StartsWith("courses.csv, line 3: The row has 2 fields, the header has 4.")));
}

TEST_F(RosterImport, RefusesADayThatTheCalendarDoesNotHave) {
  auto bundle = sample_bundle_1_1();
  bundle["academicSessions.csv"] += "t-2,,,Spring,term,2027-02-29,2027-06-11,y-1,2027\n";
  EXPECT_THAT(
      problems_of(bundle),
      ElementsAre(StartsWith("academicSessions.csv, line 4, field startDate: \"2027-02-29\"")));
}

TEST_F(RosterImport, RefusesOrganisationsThatAreTheirOwnAncestors) {
  auto bundle = sample_bundle_1_1();
  bundle["orgs.csv"] = "sourcedId,name,type,parentSourcedId\ns-1,Harbor "
                       "School,school,d-1\nd-1,Lake District,district,s-1\n";
  EXPECT_THAT(
      problems_of(bundle),
      ElementsAre(StartsWith("orgs.csv, line 2, field parentSourcedId: Following the parents")));
}

TEST_F(RosterImport, FindsEveryProblemInOnePass) {
  auto bundle = sample_bundle_1_1();
  bundle["orgs.csv"] += "s-2,,,,school,2,d-9\n";
  bundle["classes.csv"] += "c-2,,crs-9,,lecture,s-1,t-1\n";
  EXPECT_EQ(problems_of(bundle).size(), 5U);
}

TEST_F(RosterImport, ImportsNothingOfARosterWithOneBadRow) {
  auto bundle = sample_bundle_1_1();
  bundle["enrollments.csv"] += "e-9,c-77,s-1,u-2,student,false\n";
  ASSERT_EQ(problems_of(bundle).size(), 1U);
  EXPECT_FALSE(roster.domain("s-1"));
  EXPECT_FALSE(roster.user("u-1"));
  EXPECT_THAT(roster.classes(), IsEmpty());
}

TEST_F(RosterImport, KeepsTheHostsIdsWhenTheNextSchoolYearUsesTheSameClass) {
  import_roster(sample_bundle_1_1(), book);
  auto next = sample_bundle_1_1();
  next["academicSessions.csv"] =
      "sourcedId,title,type,startDate,endDate,parentSourcedId,schoolYear\n"
      "y-1,2027-2028,schoolYear,2027-08-16,2028-06-09,,2028\n"
      "t-1,Fall,term,2027-08-16,2027-12-17,y-1,2028\n";
  import_roster(next, book);
  EXPECT_EQ(roster.class_of("c-1")->id, "class-1");
  EXPECT_EQ(roster.class_of("c-1")->school_year, "2028");
}

} // namespace
} // namespace host_stub::import

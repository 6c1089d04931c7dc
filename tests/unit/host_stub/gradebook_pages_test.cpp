// The pages of the gradebook hold every cell once, whatever their size.
#include <set>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "host_stub/gradebook/activity_store.hpp"
#include "host_stub/gradebook/roster_store.hpp"
#include "host_stub/gradebook/score_store.hpp"
#include "host_stub/host/gradebook_document.hpp"
#include "host_stub/import/roster_import.hpp"
#include "tests/unit/host_stub/sample_bundle.hpp"
#include "tests/unit/host_stub/temporary_folder.hpp"

namespace host_stub::host {
namespace {

namespace json = boost::json;

class GradebookPages : public testing::Test {
 protected:
  GradebookPages() { import::import_roster(import::sample_bundle_1_2(), book); }

  json::object ask(json::object page) {
    auto answer = answer_gradebook_query(
        book, json::serialize(json::object{{"schema", "lms.gradebook_query/1"}, {"page", page}}));
    EXPECT_TRUE(answer);
    return answer ? json::parse(answer.value()).as_object() : json::object();
  }
  // All pages of that size, put together.
  json::object ask_all(json::object page, int limit) {
    json::object all{
        {"classes", json::array()}, {"activities", json::array()}, {"scores", json::array()}};
    page["limit"] = limit;
    page["after"] = "";
    for (int i = 0; i < 100; ++i) {
      const auto answer = ask(page);
      std::size_t held = 0;
      for (auto& member : all) {
        if (const auto* list = answer.if_contains(member.key())) {
          held += list->as_array().size();
          member.value().as_array().insert(member.value().as_array().end(),
                                           list->as_array().begin(), list->as_array().end());
        }
      }
      EXPECT_LE(held, static_cast<std::size_t>(limit));
      page["after"] = answer.at("page").at("next");
      if (page["after"].as_string().empty()) {
        return all;
      }
    }
    ADD_FAILURE() << "the pages do not end";
    return all;
  }
  static std::multiset<std::string> cells_of(const json::object& all) {
    std::multiset<std::string> cells;
    for (const auto& score : all.at("scores").as_array()) {
      cells.insert(std::string(score.at("activity_id").as_string()) + "/" +
                   std::string(score.at("student_id").as_string()));
    }
    return cells;
  }
  std::string class_id() { return gradebook::ActivityStore(book).activity("activity-1")->class_id; }

  TemporaryFolder folder;
  gradebook::Gradebook book{folder.path()};
};

TEST_F(GradebookPages, HoldEveryCellOnceWhateverTheirSize) {
  gradebook::ActivityStore activities(book);
  gradebook::ScoreStore scores(book);
  auto second = *activities.activity("activity-1");
  second.id = "activity-x";
  second.sis_id = "";
  activities.save(second);
  auto deleted = second;
  deleted.id = "activity-y";
  deleted.deleted = true;
  activities.save(deleted);
  std::vector<gradebook::Score> saved;
  for (const auto& activity : {"activity-1", "activity-x", "activity-y"}) {
    for (const auto& student : gradebook::RosterStore(book).students(class_id())) {
      gradebook::Score score;
      score.activity_id = activity;
      score.student_id = student.id;
      score.points = 7;
      saved.push_back(score);
    }
  }
  scores.save(saved);
  const auto counted = static_cast<std::size_t>(scores.count_of_class(class_id()));
  ASSERT_GT(counted, 2U);
  const json::object page{{"of", "class"}, {"class_id", class_id()}};
  const auto whole = ask_all(page, 500);
  EXPECT_EQ(cells_of(whole).size(), counted) << "without those of the deleted activity";
  for (const int limit : {1, 2, 3}) {
    const auto pieces = ask_all(page, limit);
    EXPECT_EQ(cells_of(pieces), cells_of(whole)) << limit;
    EXPECT_EQ(pieces.at("activities").as_array().size(), whole.at("activities").as_array().size());
  }
  bool told_of_deleted = false;
  for (const auto& activity : whole.at("activities").as_array()) {
    told_of_deleted = told_of_deleted || activity.at("withdrawn").as_bool();
  }
  EXPECT_TRUE(told_of_deleted);
}

TEST_F(GradebookPages, ListTheClassesOfADomainWithTheirScores) {
  const auto all = ask_all({{"of", "classes"}, {"domain_id", ""}}, 1).at("classes").as_array();
  ASSERT_FALSE(all.empty());
  std::size_t of_domain = 0;
  const std::string domain(all.front().at("domain_id").as_string());
  for (const auto& one : all) {
    of_domain += one.at("domain_id").as_string() == domain ? 1 : 0;
  }
  EXPECT_EQ(ask({{"of", "classes"}, {"domain_id", domain}}).at("classes").as_array().size(),
            of_domain);
  EXPECT_TRUE(ask({{"of", "classes"}, {"domain_id", "nowhere"}}).at("classes").as_array().empty());
}

TEST_F(GradebookPages, OfAnotherYearAreEmptyAndOfSomethingElseRefused) {
  const auto other = ask({{"of", "class"}, {"class_id", class_id()}, {"school_year", "1999"}});
  EXPECT_TRUE(other.at("scores").as_array().empty());
  EXPECT_TRUE(other.at("activities").as_array().empty());
  EXPECT_FALSE(answer_gradebook_query(
      book, R"({"schema":"lms.gradebook_query/1","page":{"of":"teachers"}})"));
}

} // namespace
} // namespace host_stub::host

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host_stub/import/api/object_tables.hpp"

namespace host_stub::import {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ObjectTablesTest : public testing::Test {
 protected:
  void add(const std::string& file, const char* text) {
    auto objects = boost::json::parse(text);
    tables.add(file, {objects.get_array().begin(), objects.get_array().end()}, problems);
  }
  // The values of one column.
  std::vector<std::string> column(const std::string& file, const char* name) {
    auto table = tables.open(file, {}, problems);
    std::vector<std::string> values;
    for (const TableRow& row : table.rows()) {
      values.push_back(table.field(row, name));
    }
    return values;
  }
  std::vector<std::string> sentences() {
    std::vector<std::string> all;
    for (const Problem& problem : problems.shown()) {
      all.push_back(problem.sentence());
    }
    return all;
  }

  ObjectTables tables{"1.2", true};
  Problems problems;
};

TEST_F(ObjectTablesTest, TakesReferencesInEveryForm) {
  add("classes.csv", R"([
    {"sourcedId":"c-1","title":"A","course":{"href":"~/ims/x","sourcedId":"k-1","type":"course"},
     "school":"s-1","terms":[{"sourcedId":"t-1"},"t-2"],"classCode":null}])");
  EXPECT_THAT(column("classes.csv", "courseSourcedId"), ElementsAre("k-1"));
  EXPECT_THAT(column("classes.csv", "schoolSourcedId"), ElementsAre("s-1"));
  EXPECT_THAT(column("classes.csv", "termSourcedIds"), ElementsAre("t-1,t-2"));
  EXPECT_THAT(column("classes.csv", "classCode"), ElementsAre(""));
  EXPECT_THAT(column("classes.csv", "status"), ElementsAre("active"));
  EXPECT_THAT(sentences(), IsEmpty());
}

TEST_F(ObjectTablesTest, TakesNumbersAndTruthValuesAsTexts) {
  add("academicSessions.csv", R"([{"sourcedId":"y","title":"Y","schoolYear":2027}])");
  add("enrollments.csv",
      R"([{"sourcedId":"e","primary":true},{"sourcedId":"f","primary":"false"}])");
  EXPECT_THAT(column("academicSessions.csv", "schoolYear"), ElementsAre("2027"));
  EXPECT_THAT(column("enrollments.csv", "primary"), ElementsAre("true", "false"));
}

TEST_F(ObjectTablesTest, KeepsTheOneRoleOfAUserIn11) {
  add("users.csv", R"([{"sourcedId":"u-1","username":"ruth","role":"teacher",
                        "orgs":[{"sourcedId":"s-1"},{"sourcedId":"s-2"}]}])");
  EXPECT_THAT(column("users.csv", "orgSourcedIds"), ElementsAre("s-1,s-2"));
  EXPECT_THAT(column("users.csv", "role"), ElementsAre("teacher"));
  EXPECT_FALSE(tables.has("roles.csv"));
}

TEST_F(ObjectTablesTest, MakesARowOfEveryRoleIn12) {
  add("users.csv", R"([{"sourcedId":"u-2","username":"liam","roles":[
      {"roleType":"primary","role":"student","org":{"sourcedId":"s-1"}},
      {"roleType":"secondary","role":"aide","org":{"sourcedId":"s-2"}}]}])");
  EXPECT_THAT(column("roles.csv", "userSourcedId"), ElementsAre("u-2", "u-2"));
  EXPECT_THAT(column("roles.csv", "role"), ElementsAre("student", "aide"));
  EXPECT_THAT(column("roles.csv", "orgSourcedId"), ElementsAre("s-1", "s-2"));
}

TEST_F(ObjectTablesTest, NamesAUserWithoutUserNameByMailOrId) {
  add("users.csv",
      R"([{"sourcedId":"u-1","email":"a@b.example","username":null},{"sourcedId":"u-2"}])");
  EXPECT_THAT(column("users.csv", "username"), ElementsAre("a@b.example", "u-2"));
}

TEST_F(ObjectTablesTest, DropsTheShellOfSomethingDeletedAndKeepsWhatIsWhole) {
  add("courses.csv", R"([{"sourcedId":"k-1","status":"tobedeleted","dateLastModified":"x"},
    {"sourcedId":"k-2","status":"tobedeleted","title":"Old","org":{"sourcedId":"s-1"}}])");
  EXPECT_THAT(column("courses.csv", "sourcedId"), ElementsAre("k-2"));
}

TEST_F(ObjectTablesTest, NamesAMemberOfTheWrongKindAndAnObjectWithoutId) {
  add("courses.csv", R"([{"sourcedId":"k-1","title":{"en":"Algebra"},"org":{"href":"x"}},
                         {"title":"Nameless"}, 5])");
  EXPECT_THAT(sentences(),
              ElementsAre("courses, k-1, field title: It is neither a text nor a number.",
                          "courses, k-1, field org: It is no reference with a sourcedId.",
                          "courses, field sourcedId: An object of this collection has no id.",
                          "courses, field sourcedId: An object of this collection has no id."));
}

} // namespace
} // namespace host_stub::import

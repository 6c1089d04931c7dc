// CSV bundles of 1.1 and 1.2, and the settings file.
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

#include <gtest/gtest.h>

#include "host_stub/sis/config.hpp"
#include "host_stub/sis/roster.hpp"

namespace host_stub::sis {
namespace {

class Bundle : public ::testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  void file(const char* name, const std::string& text) {
    std::ofstream(std::filesystem::path(folder_) / name) << text;
  }
  std::string failure() {
    try {
      read_roster_bundle(folder_);
    } catch (const std::exception& error) {
      return error.what();
    }
    return "";
  }

  const std::string folder_ = ::testing::TempDir() + "sis-bundle-" + std::to_string(::getpid());
};

TEST_F(Bundle, IsReadInTheColumnsOf1p1) {
  file("orgs.csv", "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n"
                   "o1,,,North,school,N,\n");
  file(
      "classes.csv",
      "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,"
      "schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods\r\n"
      "c1,active,2026-08-01T00:00:00.000Z,\"Algebra, "
      "1\",\"09,10\",k1,A1,scheduled,,o1,\"t1,t2\",,,\r\n");
  file("users.csv", "sourcedId,enabledUser,orgSourcedIds,role,username,givenName,familyName,email\n"
                    "s1,true,\"o1,o2\",student,sam,Sam,\"O\"\"Neil\",sam@x.example\n");
  file("enrollments.csv", "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role\n"
                          "e1,c1,o1,s1,student\n");
  file("lineItems.csv", "sourcedId,title,classSourcedId,categorySourcedId,resultValueMax\n"
                        "li1,Essay,c1,cat,12.5\n");
  Store store(nullptr);
  EXPECT_EQ(load_roster(read_roster_bundle(folder_), store, 0), 5U);
  const auto& owner = store.find(Kind::class_, "c1")->value;
  EXPECT_EQ(owner.at("title").as_string(), "Algebra, 1");
  EXPECT_EQ(owner.at("terms").at(1),
            (json::object{{"sourcedId", "t2"}, {"type", "academicSession"}}));
  const auto& user = store.find(Kind::user, "s1")->value;
  EXPECT_EQ(user.at("familyName").as_string(), "O\"Neil");
  EXPECT_EQ(user.at("roles").as_array().size(), 2U);
  EXPECT_TRUE(store.enrolled("s1", "c1", "student"));
  const auto& item = store.find(Kind::line_item, "li1")->value;
  EXPECT_EQ(item.at("resultValueMax").to_number<double>(), 12.5);
  EXPECT_EQ(ref_member(item, "school"), "o1");
}

TEST_F(Bundle, TakesRolesFromTheirOwnFileIn1p2) {
  file("users.csv", "sourcedId,enabledUser,username,givenName,familyName,primaryOrgSourcedId\n"
                    "t1,true,ada,Ada,Byron,o1\n");
  file("roles.csv",
       "sourcedId,userSourcedId,roleType,role,orgSourcedId\nr1,t1,primary,teacher,o1\n");
  Store store(nullptr);
  load_roster(read_roster_bundle(folder_), store, 0);
  const auto& user = store.find(Kind::user, "t1")->value;
  EXPECT_EQ(user.at("role").as_string(), "teacher");
  EXPECT_EQ(user.at("orgs").at(0).at("sourcedId").as_string(), "o1");
}

TEST_F(Bundle, NamesFileLineAndColumnOfABadRow) {
  file("users.csv", "sourcedId,givenName,familyName\nu1,Ada,Byron\nu2,,Li\n");
  EXPECT_EQ(failure(), "users.csv: line 3: givenName is empty");
  file("users.csv", "sourcedId,givenName,familyName\nu1,Ada\n");
  EXPECT_EQ(failure(), "users.csv: line 2: 2 fields where 3 are expected");
  std::filesystem::remove(std::filesystem::path(folder_) / "users.csv");
  file("results.csv", "sourcedId,lineItemSourcedId,studentSourcedId,scoreStatus,score\n"
                      "r1,li1,s1,fully graded,12x\n");
  EXPECT_EQ(failure(), "results.csv: line 2: score must be a number");
}

TEST_F(Bundle, NamesTheLineOfAQuoteThatIsNeverClosed) {
  file("users.csv", "sourcedId,givenName,familyName\nu1,Ada,\"Byron\n");
  EXPECT_EQ(failure(), "users.csv: line 2: A double quote is opened here and never closed.");
}

TEST(Config, ReadsEveryKindOfSetting) {
  const auto config = parse_config(R"(
validation: lenient
port: 8080
token_lifetime: 60
oauth1_methods: [HMAC-SHA256]
put_update_status: 200
score_range: clamp
clients:
  - {id: a, secret: "b c", scopes: [x]}
bearer_tokens: []
)",
                                   "sis.yaml");
  EXPECT_EQ(config.validation, Validation::lenient);
  EXPECT_EQ(config.port, 8080);
  EXPECT_EQ(config.token_lifetime.count(), 60);
  EXPECT_EQ(config.oauth1_methods, (std::set<std::string>{"HMAC-SHA256"}));
  EXPECT_EQ(config.score_range, ScoreRange::clamp);
  ASSERT_EQ(config.clients.size(), 1U);
  EXPECT_EQ(config.clients[0].secret, "b c");
  EXPECT_TRUE(config.bearer_tokens.empty());
}

std::string config_failure(const std::string& text) {
  try {
    parse_config(text, "sis.yaml");
  } catch (const std::exception& error) {
    return error.what();
  }
  return "";
}

TEST(Config, NamesLineAndKeyOfWhatItDoesNotTake) {
  EXPECT_EQ(config_failure("port: 1\nprot: 2\n"), "sis.yaml: line 2: unknown setting 'prot'");
  EXPECT_EQ(config_failure("port: 1\nport: 2\n"), "sis.yaml: line 2: 'port' is given twice");
  EXPECT_EQ(config_failure("port: many\n"),
            "sis.yaml: line 1: 'port' has a value of the wrong kind");
  EXPECT_EQ(config_failure("validation: harsh\n"),
            "sis.yaml: line 1: 'harsh' is not one of strict, lenient");
  EXPECT_NE(config_failure("clients: [{id: a}]\n"), "");
  EXPECT_NE(config_failure("put_create_status: 500\n"), "");
}

TEST(Config, IsAllDefaultsWhenEmpty) {
  EXPECT_EQ(config_failure(""), "");
}

} // namespace
} // namespace host_stub::sis

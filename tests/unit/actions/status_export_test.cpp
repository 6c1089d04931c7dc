// The list of a class that a teacher keeps, or looks through in a spreadsheet.
#include "tests/unit/actions/actions_fixture.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

class ExportNames : public PeopleSource {
 public:
  Result<std::map<std::string, std::string>> names(const Asker&,
                                                   const std::vector<std::string>& ids) override {
    std::map<std::string, std::string> found;
    for (const auto& id : ids) {
      found[id] = "Name, of " + id;
    }
    return found;
  }
};

class StatusExport : public ActionsTest {
 protected:
  StatusExport()
      : with_names({*store, profiles, clock, vault, tree, gradebook::DomainId("district"), "site-2",
                    "https://moved.example", permissions, texts::english_only(), &people}) {
    make_manual();
    take(essay());
  }

  json::object named(const std::string& input) {
    auto reply = with_names.invoke(kSyncGradesToSis, teacher(), input, kDeadline);
    EXPECT_TRUE(reply.ok()) << reply.error().detail;
    return reply ? json::parse(reply->document).get_object() : json::object();
  }
  static std::string csv_in(const json::object& document) {
    return std::string(document.at("csv").as_string());
  }

  ExportNames people;
  Actions with_names;
};

TEST_F(StatusExport, NamesActivitiesAndPeopleWithWhatStandsWhere) {
  take(score_of("90"));
  const auto document = named(R"({"op":"export"})");
  EXPECT_EQ(document.at("schema"), "lms.status_export/1");
  const auto& rows = document.at("rows").as_array();
  ASSERT_EQ(rows.size(), 2U);
  const auto& grade = rows[0].at("kind") == "result" ? rows[0] : rows[1];
  EXPECT_EQ(grade.at("activity_title"), "Essay");
  EXPECT_EQ(grade.at("student_name"), "Name, of ada");
  EXPECT_EQ(grade.at("words"), "Not sent yet");
  EXPECT_EQ(grade.at("value"), "90");
  EXPECT_TRUE(grade.at("sis_value").is_null());
}

TEST_F(StatusExport, IsAListForASpreadsheet) {
  take(score_of("90"));
  const auto csv = csv_in(named(R"({"op":"export","format":"csv"})"));
  EXPECT_TRUE(csv.starts_with("activity,student_id,student,state,in_lms,in_sis,why,")) << csv;
  EXPECT_NE(csv.find("Essay,ada,\"Name, of ada\",Not sent yet,90,,"), std::string::npos) << csv;
  EXPECT_TRUE(csv.ends_with("\r\n"));
}

TEST_F(StatusExport, GoesOnWhereAPageEndedWithoutASecondHeader) {
  take(score_of("90"));
  take(score_of("80", "bob"));
  std::string whole;
  json::object page = named(R"({"op":"export","format":"csv","limit":1})");
  whole = csv_in(page);
  int pages = 1;
  while (page.contains("next_after_id")) {
    page = named(R"({"op":"export","format":"csv","limit":1,"after_id":)" +
                 json::serialize(page.at("next_after_id")) + "}");
    whole += csv_in(page);
    ++pages;
  }
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(whole, csv_in(named(R"({"op":"export","format":"csv"})")));
}

TEST_F(StatusExport, OfOneActivityOrStudentHasNothingElse) {
  take(score_of("90"));
  take(score_of("80", "bob"));
  const auto of_bob = named(R"({"op":"export","student_id":"bob"})");
  ASSERT_EQ(of_bob.at("rows").as_array().size(), 1U);
  EXPECT_EQ(of_bob.at("rows").at(0).at("student_id"), "bob");
}

TEST_F(StatusExport, WithoutNamesOfTheHostHasIdsAndSaysSo) {
  take(score_of("90"));
  const auto document = sync(R"({"op":"export","format":"csv"})");
  EXPECT_NE(csv_in(document).find("Essay,ada,,"), std::string::npos);
  EXPECT_EQ(document.at("missing").at(0).at("what"), "names");
}

TEST_F(StatusExport, OfNoKnownFormatIsRefused) {
  const auto reply = with_names.invoke(kSyncGradesToSis, teacher(),
                                       R"({"op":"export","format":"pdf"})", kDeadline);
  ASSERT_FALSE(reply.ok());
  EXPECT_EQ(reply.error().code, Code::argument);
}

} // namespace
} // namespace passback::actions

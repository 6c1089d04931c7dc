// The spreadsheet of who is not linked: handed out, filled in, looked at, and read back.
#include "plugin/oneroster/files/csv_read.hpp"
#include "plugin/oneroster/wire/base64.hpp"
#include "tests/unit/actions/actions_fixture.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

class Names : public PeopleSource {
 public:
  Result<std::map<std::string, std::string>> names(const Asker& /*asker*/,
                                                   const std::vector<std::string>& ids) override {
    std::map<std::string, std::string> found;
    for (const auto& id : ids) {
      found[id] = id == "eve" ? "=cmd|' /C calc'!A0" : "Called " + id;
    }
    return found;
  }
};

class LinkSheet : public ActionsTest {
 protected:
  LinkSheet() {
    ActionParts parts{*store,     profiles,
                      clock,      vault,
                      tree,       gradebook::DomainId("district"),
                      "site-2",   "https://moved.example",
                      permissions};
    parts.people = &people;
    with_names = std::make_unique<Actions>(parts);
    intake::ClassEvent event;
    event.origin = origin();
    event.facts.class_sis_id = gradebook::SourcedId("sis-algebra");
    EXPECT_TRUE(intake->lms_class(event, kDeadline).ok());
    take(essay());
    enrol("ada", "");
    enrol("bob", "sis-bob");
    enrol("eve", "");
  }
  void enrol(const std::string& student, const std::string& sis_id) {
    intake::EnrolmentEvent event;
    event.origin = origin();
    event.user_id = student;
    event.user_sis_id = gradebook::SourcedId(sis_id);
    ASSERT_TRUE(intake->enrolment(event, kDeadline).ok());
  }
  json::object ask(const json::object& input) {
    Asker asker;
    asker.user = gradebook::UserId("dana");
    asker.domain = gradebook::DomainId("district");
    auto reply = with_names->invoke(kSisSettings, asker, json::serialize(input), kDeadline);
    EXPECT_TRUE(reply.ok()) << reply.error().detail;
    changed = reply && reply->changed;
    return reply ? json::parse(reply->document).get_object() : json::object();
  }
  json::object preview(const std::string& sheet) {
    return ask({{"op", "link_preview"}, {"sheet", sheet}});
  }
  json::object apply(const std::string& sheet, const json::value& token) {
    return ask({{"op", "link_sheet"}, {"sheet", sheet}, {"token", token}});
  }
  std::string sis_id_of(const std::string& student) {
    std::string id;
    commit([&](outbox::Transaction& transaction) -> Status {
      const auto row = transaction.enrolment(gradebook::ClassId("algebra"),
                                             gradebook::SchoolYear("2026"), student);
      id = row && *row ? (*row)->person().value : "no row";
      return ok_status();
    });
    return id;
  }

  Names people;
  std::unique_ptr<Actions> with_names;
};

TEST_F(LinkSheet, HandsOutWhoIsNotLinkedAndNoFormula) {
  const auto sheet = ask({{"op", "unlinked"}});
  EXPECT_EQ(sheet.at("students"), 2);
  EXPECT_EQ(sheet.at("classes"), 0);
  const auto& file = sheet.at("files").at(0).as_object();
  EXPECT_EQ(file.at("name"), "not-linked.csv");
  const auto content = std::string(file.at("content_base64").as_string());
  const std::string expected = "kind,id,name,class_id,identifier,email,sis_id\r\n"
                               "student,ada,Called ada,algebra,,,\r\n"
                               "student,eve,'=cmd|' /C calc'!A0,algebra,,,\r\n";
  EXPECT_EQ(content, oneroster::base64(expected));
}

TEST_F(LinkSheet, ShowsWhatWouldBeLinkedAndChangesNothing) {
  const auto shown = preview("kind,id,sis_id\nstudent,ada,sis-ada\nstudent,eve,\n");
  EXPECT_TRUE(shown.at("ok").as_bool());
  ASSERT_EQ(shown.at("links").as_array().size(), 1U);
  EXPECT_EQ(shown.at("links").at(0).at("name"), "Called ada");
  EXPECT_EQ(shown.at("links").at(0).at("sis_id"), "sis-ada");
  EXPECT_FALSE(changed);
  EXPECT_EQ(sis_id_of("ada"), "");
}

TEST_F(LinkSheet, WhatWasShownIsLinkedAndItsGradeGoes) {
  auto score = score_of("90");
  score.facts.student_sis_id = {};
  EXPECT_EQ(take(score).reason, Code::student_unlinked);
  const std::string sheet = "kind,id,sis_id\nstudent,ada,sis-ada\n";
  const auto token = preview(sheet).at("token");
  EXPECT_FALSE(apply(sheet, "another").at("ok").as_bool());
  EXPECT_EQ(sis_id_of("ada"), "");
  EXPECT_TRUE(apply(sheet, token).at("ok").as_bool());
  EXPECT_TRUE(changed);
  EXPECT_EQ(sis_id_of("ada"), "sis-ada");
  EXPECT_EQ(sis_id_of("eve"), "");
  ASSERT_TRUE(intake->reconsider(kDeadline).ok());
  EXPECT_EQ(result().state, outbox::State::waiting_parent);
}

TEST_F(LinkSheet, AClassIsLinkedAsTheHostWouldLinkIt) {
  intake::ClassEvent event;
  event.origin = origin();
  event.origin.class_id = gradebook::ClassId("biology");
  ASSERT_TRUE(intake->lms_class(event, kDeadline).ok());
  const std::string sheet = "kind,id,sis_id\nclass,biology,sis-biology\n";
  EXPECT_TRUE(apply(sheet, preview(sheet).at("token")).at("ok").as_bool());
  commit([&](outbox::Transaction& transaction) -> Status {
    const auto row =
        transaction.lms_class(gradebook::ClassId("biology"), gradebook::SchoolYear("2026"));
    EXPECT_NE((*row)->facts.find("sis-biology"), std::string::npos);
    return ok_status();
  });
}

TEST_F(LinkSheet, NamesEachLineThatCannotBe) {
  const auto shown = preview("kind,id,sis_id\n"
                             "student,nobody,sis-1\n"
                             "student,bob,sis-other\n"
                             "student,ada,sis-bob\n"
                             "student,eve,\"a\nb\"\n");
  EXPECT_FALSE(shown.at("ok").as_bool());
  EXPECT_FALSE(shown.contains("token"));
  EXPECT_EQ(problems_of(shown), "line 2,line 3,line 4,line 5");
  EXPECT_EQ(problems_of(preview("who,what\n1,2\n")), "sheet");
}

TEST_F(LinkSheet, ARowPastedTwiceIsOneUnlessItSaysAnotherId) {
  const std::string once = "kind,id,sis_id\nstudent,ada,sis-ada\n";
  EXPECT_EQ(preview(once + "student,ada,sis-ada\n").at("token"), preview(once).at("token"));
  const auto shown = preview(once + "student,ada,sis-eve\n");
  EXPECT_EQ(problems_of(shown), "line 3");
  EXPECT_EQ(shown.at("problems").at(0).at("message"),
            "\"ada\" stands in line 2 too, with another sis_id.");
}

TEST_F(LinkSheet, TakesCellsAsASpreadsheetCopiesThem) {
  const auto shown = preview("Kind\tid \tname\tsis_id\r\nstudent\tada\tAda, A.\t sis-ada \r\n");
  ASSERT_EQ(shown.at("links").as_array().size(), 1U);
  EXPECT_EQ(shown.at("links").at(0).at("sis_id"), "sis-ada");
}

TEST_F(LinkSheet, RefusesANumberThatASpreadsheetShortened) {
  EXPECT_EQ(problems_of(preview("kind,id,sis_id\nstudent,ada,1.00235E+11\n")), "line 2");
  EXPECT_EQ(problems_of(preview("kind,id,sis_id\nstudent,ada,\"1,2E+11\"\n")), "line 2");
  EXPECT_TRUE(preview("kind,id,sis_id\nstudent,ada,E+1\n").at("ok").as_bool());
}

TEST_F(LinkSheet, AnIdThatBeginsAsAFormulaComesBackAsItIs) {
  enrol("=1+1", "");
  const auto content = std::string(
      ask({{"op", "unlinked"}}).at("files").at(0).as_object().at("content_base64").as_string());
  const std::string header = "kind,id,name,class_id,identifier,email,sis_id\r\n";
  const std::string row = "student,'=1+1,Called =1+1,algebra,,,";
  EXPECT_EQ(content, oneroster::base64(header + row +
                                       "\r\n"
                                       "student,ada,Called ada,algebra,,,\r\n"
                                       "student,eve,'=cmd|' /C calc'!A0,algebra,,,\r\n"));
  const std::string sheet = header + row + "'-7\r\n";
  EXPECT_TRUE(apply(sheet, preview(sheet).at("token")).at("ok").as_bool());
  EXPECT_EQ(sis_id_of("=1+1"), "-7");
}

TEST_F(LinkSheet, SaysWhereALinkWouldNotCount) {
  district.ids.users = settings::IdWayList{{"external_id", "", "", "", ""}};
  save(district);
  EXPECT_EQ(problems_of(preview("kind,id,sis_id\nstudent,ada,sis-ada\n")), "line 2");
  district.ids.users->push_back({std::string(settings::kRosterWay), "", "", "", ""});
  save(district);
  EXPECT_TRUE(preview("kind,id,sis_id\nstudent,ada,sis-ada\n").at("ok").as_bool());
}

TEST_F(LinkSheet, TwoLinesMayNotNameOnePerson) {
  const auto shown = preview("kind,id,sis_id\nstudent,ada,sis-1\nstudent,eve,sis-1\n");
  EXPECT_EQ(problems_of(shown), "line 3");
}

TEST_F(LinkSheet, WhatTheHostSaysLaterIsNewer) {
  const std::string sheet = "kind,id,sis_id\nstudent,ada,sis-ada\n";
  EXPECT_TRUE(apply(sheet, preview(sheet).at("token")).at("ok").as_bool());
  enrol("ada", "sis-ada-2");
  EXPECT_EQ(sis_id_of("ada"), "sis-ada-2");
}

} // namespace
} // namespace passback::actions

// Grades that go to an SIS as files: what stands in one, and what people see and say of it.
#include "plugin/actions/file_words.hpp"
#include "plugin/oneroster/wire/base64.hpp"
#include "plugin/outbox/grade_file.hpp"
#include "tests/unit/actions/actions_fixture.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using outbox::Form;
using outbox::Kind;
using outbox::State;

class GradeFiles : public ActionsTest {
 protected:
  GradeFiles() {
    district.connection->way = settings::Way::file;
    district.connection->base_url.clear();
    district.connection->token_url.clear();
    district.connection->api_key.clear();
    district.connection->sis_name = "Lincoln SIS";
    save(district);
    intake::ClassEvent of_class;
    of_class.origin = origin();
    of_class.facts.class_sis_id = gradebook::SourcedId("sis-algebra");
    of_class.facts.school_sis_id = gradebook::SourcedId("sis-north");
    EXPECT_TRUE(intake->lms_class(of_class, kDeadline).ok());
    take(essay());
  }
  json::object make_file(const std::string& token = "") {
    clock.now_ms += 1000;
    return sync(token.empty() ? R"({"op":"make_file"})"
                              : R"({"op":"make_file","token":")" + token + "\"}");
  }
  json::object say(const json::object& made, const std::string& op) {
    clock.now_ms += 1000;
    return sync(R"({"op":")" + op + R"(","id":)" + json::serialize(made.at("file").at("id")) + "}");
  }
  /// The rows of one CSV of a made file, without its header.
  static std::vector<std::string> rows_of(const json::object& made, std::string_view name) {
    std::vector<std::string> rows;
    for (const auto& file : made.at("files").as_array()) {
      if (file.at("name").as_string() != name) {
        continue;
      }
      std::istringstream text(decoded(std::string(file.at("content_base64").as_string())));
      for (std::string line; std::getline(text, line);) {
        rows.push_back(line.substr(0, line.find('\r')));
      }
      rows.erase(rows.begin());
    }
    return rows;
  }
  static std::string decoded(const std::string& text) {
    static const std::string kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string bytes;
    unsigned bits = 0;
    int have = 0;
    for (const char c : text.substr(0, text.find('='))) {
      bits = (bits << 6U) | static_cast<unsigned>(kDigits.find(c));
      have += 6;
      if (have >= 8) {
        have -= 8;
        bytes += static_cast<char>((bits >> static_cast<unsigned>(have)) & 0xFFU);
      }
    }
    return bytes;
  }
  /// What people see of the only result.
  std::string words() {
    const auto preview = sync(R"({"op":"preview"})");
    for (const auto& cell : preview.at("cells").as_array()) {
      if (cell.at("kind") == "result") {
        return std::string(cell.at("words").as_string());
      }
    }
    return {};
  }
};

TEST_F(GradeFiles, WhatIsReleasedGathersAndNothingGoesByItself) {
  EXPECT_EQ(take(score_of("90")).disposition, decision::Disposition::queued);
  EXPECT_EQ(words(), "Ready for the file");
  const auto open = sync(R"({"op":"open"})");
  EXPECT_EQ(open.at("way"), "file");
  EXPECT_EQ(json::serialize(open.at("counts")).find("On its way"), std::string::npos);
}

TEST_F(GradeFiles, AFileHasTheActivityAndTheGradeUnderTheirWireIds) {
  take(score_of("90"));
  const auto made = make_file();
  ASSERT_TRUE(made.at("ok").as_bool()) << json::serialize(made);
  EXPECT_EQ(made.at("file").at("rows").at("results"), 1);
  const auto items = rows_of(made, "lineItems.csv");
  const auto results = rows_of(made, "results.csv");
  ASSERT_EQ(items.size(), 1U);
  ASSERT_EQ(results.size(), 1U);
  EXPECT_TRUE(items[0].starts_with(line_item().wire_id.value + ",active,")) << items[0];
  EXPECT_NE(items[0].find(",sis-algebra,sis-homework,"), std::string::npos) << items[0];
  EXPECT_TRUE(items[0].ends_with(",sis-north")) << items[0];
  EXPECT_TRUE(results[0].starts_with(result().wire_id.value + ",active,")) << results[0];
  EXPECT_NE(results[0].find("," + line_item().wire_id.value + ",sis-ada,fully graded,90,"),
            std::string::npos)
      << results[0];
  EXPECT_TRUE(words().starts_with("In the file of 2026-")) << words();
  EXPECT_FALSE(make_file().at("ok").as_bool()) << "nothing new: no second file";
}

TEST_F(GradeFiles, WhatWasTakenIsConfirmedAsItStoodInTheFile) {
  take(score_of("90"));
  const auto made = make_file();
  const auto said = say(made, "file_taken");
  EXPECT_TRUE(said.at("ok").as_bool()) << json::serialize(said);
  EXPECT_EQ(said.at("file").at("state"), "taken");
  EXPECT_EQ(result().state, State::settled);
  EXPECT_EQ(result().confirmed.facts.score()->points->to_string(), "90");
  EXPECT_FALSE(result().in_doubt);
  EXPECT_EQ(line_item().confirmed.form, Form::present);
  EXPECT_EQ(words(), "Taken over by Lincoln SIS");
  EXPECT_FALSE(say(made, "file_not_taken").at("ok").as_bool()) << "it was said already";
}

TEST_F(GradeFiles, WhatWasNotTakenGoesIntoTheNextFile) {
  take(score_of("90"));
  const auto made = make_file();
  EXPECT_TRUE(say(made, "file_not_taken").at("ok").as_bool());
  EXPECT_EQ(words(), "Ready for the file");
  EXPECT_EQ(result().confirmed.form, Form::none);
  const auto again = make_file();
  EXPECT_EQ(rows_of(again, "results.csv").size(), 1U);
  EXPECT_EQ(rows_of(again, "lineItems.csv").size(), 1U);
}

TEST_F(GradeFiles, ANewerGradeGoesIntoTheNextFileWithTheActivityThatNobodyHasYet) {
  take(score_of("90"));
  const auto first = make_file();
  take(score_of("95"));
  EXPECT_TRUE(words().starts_with("Changed since the file of ")) << words();
  const auto second = make_file();
  ASSERT_EQ(rows_of(second, "results.csv").size(), 1U);
  EXPECT_NE(rows_of(second, "results.csv")[0].find(",95,"), std::string::npos);
  EXPECT_EQ(rows_of(second, "lineItems.csv").size(), 1U) << "each file is whole by itself";
  EXPECT_TRUE(say(first, "file_taken").at("ok").as_bool());
  EXPECT_EQ(result().confirmed.form, Form::none) << "the grade stands in the newer file";
  EXPECT_TRUE(say(second, "file_taken").at("ok").as_bool());
  EXPECT_EQ(result().confirmed.facts.score()->points->to_string(), "95");
  EXPECT_FALSE(result().in_doubt);
  EXPECT_EQ(result().state, State::settled);
}

TEST_F(GradeFiles, AGradeThatChangedMeanwhileIsDueOnceTheOlderIsTaken) {
  take(score_of("90"));
  const auto made = make_file();
  take(score_of("95"));
  say(made, "file_taken");
  EXPECT_EQ(result().confirmed.facts.score()->points->to_string(), "90");
  EXPECT_EQ(words(), "Ready for the file");
  const auto next = make_file();
  EXPECT_EQ(rows_of(next, "results.csv").size(), 1U);
  EXPECT_TRUE(rows_of(next, "lineItems.csv").empty()) << "the activity is there already";
}

TEST_F(GradeFiles, AWithdrawnGradeIsARowThatSaysTobedeleted) {
  take(score_of("90"));
  say(make_file(), "file_taken");
  auto gone = score_of("");
  gone.withdrawn = true;
  take(gone);
  const auto made = make_file();
  ASSERT_EQ(rows_of(made, "results.csv").size(), 1U) << json::serialize(made);
  EXPECT_TRUE(
      rows_of(made, "results.csv")[0].starts_with(result().wire_id.value + ",tobedeleted,"));
  EXPECT_EQ(made.at("file").at("rows").at("withdrawn"), 1);
  say(made, "file_taken");
  EXPECT_EQ(result().state, State::withdrawn);
}

TEST_F(GradeFiles, ARemovedActivityTakesItsGradesAlong) {
  take(score_of("90"));
  say(make_file(), "file_taken");
  auto gone = essay();
  gone.withdrawn = true;
  take(gone);
  const auto made = make_file();
  ASSERT_EQ(rows_of(made, "lineItems.csv").size(), 1U) << json::serialize(made);
  EXPECT_TRUE(
      rows_of(made, "lineItems.csv")[0].starts_with(line_item().wire_id.value + ",tobedeleted,"));
  EXPECT_TRUE(rows_of(made, "results.csv").empty()) << "they go with it";
  say(made, "file_taken");
  EXPECT_EQ(line_item().state, State::withdrawn);
  EXPECT_EQ(result().state, State::withdrawn);
}

TEST_F(GradeFiles, WhatIsGoneStaysOutUntilAPersonHasSaidThatItMayLeaveTheSis) {
  district.sending.removals.reset();
  save(district);
  take(score_of("90"));
  say(make_file(), "file_taken");
  auto gone = score_of("");
  gone.withdrawn = true;
  gone.facts.withdrawn_because = gradebook::WithdrawalReason::unenrolled;
  take(gone);
  EXPECT_EQ(words(), "Gone from the LMS: take back in Lincoln SIS too?");
  EXPECT_FALSE(make_file().at("ok").as_bool()) << "nobody has answered yet";
  const auto asked = sync("").at("questions").at(0).as_object();
  sync(json::serialize(
      json::object{{"op", "take_back"}, {"cause", asked.at("cause")}, {"upto", asked.at("upto")}}));
  EXPECT_EQ(rows_of(make_file(), "results.csv").size(), 1U);
}

TEST_F(GradeFiles, NoneIsMadeWhileSendingIsPaused) {
  take(score_of("90"));
  district.paused = settings::Pause{"dana", 1};
  save(district);
  const auto refused = make_file();
  EXPECT_FALSE(refused.at("ok").as_bool());
  EXPECT_TRUE(refused.at("message").as_string().starts_with("An administrator has paused"));
  EXPECT_EQ(words(), "Waiting: an administrator has paused sending");
  district.paused.reset();
  save(district);
  ASSERT_TRUE(intake->reconsider(kDeadline).ok());
  EXPECT_TRUE(make_file().at("ok").as_bool());
}

TEST_F(GradeFiles, AreOfferedForAClassWhereGradesGoAsFiles) {
  take(score_of("90"));
  const auto offered = [this](const Asker& asker) {
    return json::serialize(use(kSyncGradesToSis, asker, "").at("operations"));
  };
  EXPECT_NE(offered(teacher()).find(R"("make_file","files","file","file_taken")"),
            std::string::npos);
  auto principal = teacher();
  principal.capacity = Capacity::viewer;
  EXPECT_EQ(offered(principal), R"(["preview","status","history","sends","export","files","file"])");
  auto of_activity = teacher();
  of_activity.activity = gradebook::ActivityId("essay");
  EXPECT_EQ(offered(of_activity).find("file"), std::string::npos) << "a file is of a whole class";
  EXPECT_FALSE(actions.invoke(kActivitySync, of_activity, R"({"op":"make_file"})", kDeadline).ok());
  district.connection->way = settings::Way::api;
  district.connection->base_url = "https://sis.example";
  save(district);
  EXPECT_EQ(offered(teacher()).find("file"), std::string::npos);
}

TEST_F(GradeFiles, ACategoryThatIsMadeStandsInTheSameFileAsWhatNeedsIt) {
  district.connection->profile = "open";
  district.create_categories = true;
  save(district);
  settings::ClassSettings of_class;
  of_class.create_categories = true;
  save(of_class);
  auto activity = essay();
  activity.facts.category_sis_id = {};
  activity.facts.category_id = gradebook::CategoryId("lms-homework");
  activity.facts.category_title = "Homework";
  take(activity);
  take(score_of("90"));
  const auto made = make_file();
  ASSERT_TRUE(made.at("ok").as_bool()) << json::serialize(made);
  const auto category = only(Kind::category);
  ASSERT_EQ(rows_of(made, "categories.csv").size(), 1U);
  EXPECT_TRUE(rows_of(made, "categories.csv")[0].starts_with(category.wire_id.value + ",active,"));
  ASSERT_EQ(rows_of(made, "lineItems.csv").size(), 1U);
  EXPECT_NE(rows_of(made, "lineItems.csv")[0].find("," + category.wire_id.value + ","),
            std::string::npos);
  EXPECT_EQ(rows_of(made, "results.csv").size(), 1U);
  say(made, "file_taken");
  EXPECT_EQ(only(Kind::category).confirmed.form, Form::present);
  EXPECT_EQ(result().state, State::settled);
}

TEST_F(GradeFiles, AManualClassPutsInWhatThePreviewShowedAndNothingElse) {
  make_manual();
  take(score_of("90"));
  EXPECT_FALSE(make_file().at("ok").as_bool()) << "nobody has released it";
  const auto preview = sync(R"({"op":"preview"})");
  take(score_of("70", "bob"));
  const auto made = make_file(std::string(preview.at("token").as_string()));
  ASSERT_TRUE(made.at("ok").as_bool()) << json::serialize(made);
  EXPECT_EQ(rows_of(made, "results.csv").size(), 1U);
  EXPECT_EQ(made.at("skipped").as_array().size(), 1U) << "bob's came after the preview";
}

// One function decides, so that they cannot disagree.
TEST_F(GradeFiles, TheFileSaysWhatThePreviewSays) {
  make_manual();
  auto score = score_of("17.25");
  score.facts.comment = "Well done; \"see\" page 3,\nand 4";
  score.facts.flags.late = true;
  take(score);
  const auto preview = sync(R"({"op":"preview"})");
  json::object to;
  for (const auto& cell : preview.at("cells").as_array()) {
    if (cell.at("kind") == "result") {
      to = cell.at("to").as_object();
    }
  }
  const auto made = make_file(std::string(preview.at("token").as_string()));
  std::string results;
  for (const auto& file : made.at("files").as_array()) {
    if (file.at("name") == "results.csv") {
      results = decoded(std::string(file.at("content_base64").as_string()));
    }
  }
  EXPECT_NE(results.find("," + std::string(to.at("scoreStatus").as_string()) + ",17.25,"),
            std::string::npos)
      << results;
  EXPECT_EQ(to.at("comment"), "Well done; \"see\" page 3,\nand 4");
  EXPECT_NE(results.find("\"Well done; \"\"see\"\" page 3,\nand 4\""), std::string::npos)
      << results;
  EXPECT_EQ(to.at("late"), "true");
  EXPECT_NE(results.find(",true,"), std::string::npos) << results;
}

TEST_F(GradeFiles, AFileCanBeDownloadedAgainAsItWas) {
  take(score_of("90"));
  const auto made = make_file();
  take(score_of("95"));
  const auto again = say(made, "file");
  EXPECT_EQ(again.at("files"), made.at("files"));
  const auto listed = sync(R"({"op":"files"})");
  ASSERT_EQ(listed.at("made").as_array().size(), 1U);
  EXPECT_EQ(listed.at("made").at(0).at("made_by"), "teacher");
  EXPECT_EQ(listed.at("made").at(0).at("state"), "open");
  auto other = teacher();
  other.class_id = gradebook::ClassId("biology");
  EXPECT_FALSE(use(kSyncGradesToSis, other,
                   R"({"op":"file","id":)" + json::serialize(made.at("file").at("id")) + "}")
                   .at("ok")
                   .as_bool())
      << "a file of another class is nobody's to download";
}

TEST_F(GradeFiles, WhatLacksSomethingStaysOutAndSaysWhy) {
  auto nameless = score_of("90");
  nameless.facts.student_sis_id = {};
  take(nameless);
  take(score_of("80", "bob"));
  const auto made = make_file();
  EXPECT_EQ(rows_of(made, "results.csv").size(), 1U);
  const auto rows = records(Kind::result);
  const auto ada =
      std::ranges::find(rows, "ada", [](const auto& r) { return r.key.student_id.value; });
  ASSERT_NE(ada, rows.end());
  EXPECT_EQ(ada->state, State::waiting);
  EXPECT_EQ(ada->code, Code::student_unlinked);
}

TEST_F(GradeFiles, WithTheApiAgainWhatNobodySpokeForIsInDoubtUnderTheSameId) {
  take(score_of("90"));
  make_file();
  const auto in_file = result();
  district.connection->way = settings::Way::api;
  district.connection->base_url = "https://sis.example";
  save(district);
  EXPECT_TRUE(result().in_doubt) << "the worker that leases the account sends it again";
  EXPECT_EQ(result().sent.epoch, 0) << "below every lease: counted as left behind";
  EXPECT_EQ(result().wire_id, in_file.wire_id);
  EXPECT_FALSE(make_file().at("ok").as_bool()) << "grades go by the API now";
}

TEST_F(GradeFiles, CategoriesCannotBeReadWhereNobodyCanBeAsked) {
  const auto asked = use(kSyncGradesSettings, teacher(), R"({"op":"refresh_categories"})");
  EXPECT_FALSE(asked.at("ok").as_bool());
  EXPECT_TRUE(asked.at("message").as_string().starts_with("Grades go to this SIS as files"))
      << json::serialize(asked);
}

TEST_F(GradeFiles, TheCardNeedsNeitherAddressNorCredentialsForFiles) {
  const auto saved = card(R"({"op":"save","allow_grades":true,"connection":{"sis_name":"Own",)"
                          R"("profile":"generic-1.1","way":"file"}})",
                          "south");
  ASSERT_TRUE(saved.at("ok").as_bool()) << json::serialize(saved);
  EXPECT_EQ(stored("south").connection->way, settings::Way::file);
  const auto refused = card(R"({"op":"save","connection":{"sis_name":"Own",)"
                            R"("profile":"generic-1.1","way":"api"}})",
                            "south");
  EXPECT_FALSE(refused.at("ok").as_bool()) << "the API needs both";
  const auto odd =
      card(R"({"op":"save","connection":{"profile":"generic-1.1","way":"pigeon"}})", "south");
  EXPECT_EQ(problems_of(odd), "connection.way");
  const auto form = card("", "south");
  const std::set<std::string> here = {"summary", "setup_report", "unlinked", "link_preview"};
  for (const auto& operation : form.at("operations").as_array()) {
    const auto op = std::string(operation.at("op").as_string());
    EXPECT_TRUE(here.contains(op)) << "nothing at an SIS: " << op;
  }
  const auto test = card(R"({"op":"test_connection"})", "south");
  EXPECT_EQ(problems_of(test), "connection.way") << "there is nobody to speak to";
}

TEST_F(GradeFiles, TheApiOfTheRealSisIsNotTakenForThatOfTheTestServerThatTookFiles) {
  ASSERT_TRUE(card(R"({"op":"save","connection":{"sis_name":"Own","profile":"generic-1.1",)"
                   R"("way":"file","test_server":true}})",
                   "south")
                  .at("ok")
                  .as_bool());
  const std::string by_api = R"("connection":{"way":"api","base_url":"https://sis.example",)"
                             R"("api_key":"lms","api_secret":"s3cret"}})";
  EXPECT_EQ(problems_of(card(R"({"op":"save",)" + by_api, "south")), "address_change");
  const auto saved = card(R"({"op":"save","address_change":"real",)" + by_api, "south");
  ASSERT_TRUE(saved.at("ok").as_bool()) << json::serialize(saved);
  EXPECT_EQ(stored("south").connection->generation, 2) << "what the files carried is not there";
  EXPECT_FALSE(stored("south").connection->test_server);
}

} // namespace
} // namespace passback::actions

// What a teacher is asked about columns that her gradebook in the SIS has already, and her answers.
#include "plugin/outbox/pending.hpp"
#include "tests/unit/actions/actions_fixture.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using outbox::Form;
using outbox::Kind;
using outbox::State;
using outbox::WireIdOrigin;

class ColumnQuestions : public ActionsTest {
 protected:
  ColumnQuestions() {
    sis_has(R"([{"id":"by-hand","title":"essay","due":"2026-09-10T00:00:00Z","points":"100"}])");
    take(essay());
    take(score_of("90"));
  }
  void sis_has(const std::string& columns) {
    commit([&](outbox::Transaction& transaction) {
      return transaction.put_sis_document(
          {"sis-1", 1, "line_items", "sis-algebra", columns, clock.unix_ms()});
    });
  }
  /// The job that was asked for is done, as the worker would do it.
  void grades_are_read(const std::string& results) {
    commit([&](outbox::Transaction& transaction) -> Status {
      auto open = transaction.open_jobs("sis-1", 10);
      EXPECT_EQ(open->size(), 1U);
      auto job = open->at(0);
      EXPECT_EQ(job.kind, "read_columns");
      EXPECT_EQ(job.input, R"({"class_id":"sis-algebra","line_items":["by-hand"]})");
      job.state = outbox::JobState::done;
      EXPECT_TRUE(transaction.put_job(job).ok());
      return transaction.put_sis_document(
          {"sis-1", 1, "results", "by-hand", results, clock.unix_ms()});
    });
  }
  json::object cell_of_ada() {
    const auto preview = sync(R"({"op":"preview"})");
    for (const auto& cell : preview.at("cells").as_array()) {
      if (cell.at("kind") == "result") {
        return cell.as_object();
      }
    }
    return {};
  }
  json::array questions() {
    const auto preview = sync(R"({"op":"preview"})");
    const auto* found = preview.if_contains("questions");
    return found == nullptr ? json::array() : found->as_array();
  }
  void reconsider() {
    const auto left = intake->reconsider(kDeadline);
    ASSERT_TRUE(left.ok() && !*left);
  }
  json::object send_all() {
    const auto token = sync(R"({"op":"preview"})").at("token");
    return sync(json::serialize(json::object{{"op", "send"}, {"all", true}, {"token", token}}));
  }
};

TEST_F(ColumnQuestions, NameWhatTheSisHasAndTheThreeAnswers) {
  const auto asked = questions();
  ASSERT_EQ(asked.size(), 1U);
  const auto& question = asked[0].as_object();
  EXPECT_EQ(question.at("cause"), "line_item.column_there");
  EXPECT_EQ(question.at("activity_id"), "essay");
  EXPECT_TRUE(std::string(question.at("text").as_string()).ends_with("\"essay\", 2026-09-10."))
      << question.at("text");
  EXPECT_EQ(question.at("columns").at(0).at("id"), "by-hand");
  EXPECT_EQ(question.at("answers").as_array().size(), 3U);
  EXPECT_EQ(sync("").at("questions").as_array().size(), 1U) << "the overview asks as well";
}

TEST_F(ColumnQuestions, WaitWithoutStoppingWhatIsNotAskedAbout) {
  auto other = essay();
  other.activity_id = gradebook::ActivityId("lab");
  other.facts.title = "Lab 4";
  take(other);
  auto score = score_of("80");
  score.activity_id = other.activity_id;
  EXPECT_EQ(take(score).disposition, decision::Disposition::queued);
}

TEST_F(ColumnQuestions, UsedTheColumnKeepsItsIdAndIsWrittenOnlyAfterSend) {
  EXPECT_EQ(sync(R"({"op":"use_column","activity_id":"essay"})").at("activities"), 1);
  EXPECT_TRUE(questions().empty());
  reconsider();
  EXPECT_EQ(line_item().wire_id.value, "by-hand");
  EXPECT_EQ(line_item().released.form, Form::none);
  EXPECT_EQ(sync(R"({"op":"preview"})").at("will_send"), 2);
  const auto sent = send_all();
  EXPECT_EQ(sent.at("released"), 2) << json::serialize(sent);
  EXPECT_EQ(line_item().state, State::ready);
  EXPECT_EQ(line_item().wire_id_origin, WireIdOrigin::taken_over);
  EXPECT_EQ(result().state, State::waiting_parent);
}

TEST_F(ColumnQuestions, UsedItsGradesStandBesideOursBeforeAnythingIsWritten) {
  sync(R"({"op":"use_column","activity_id":"essay"})");
  auto preview = sync(R"({"op":"preview"})");
  EXPECT_NE(std::string(preview.at("columns_unread").at("text").as_string()).find("being read"),
            std::string::npos);
  EXPECT_TRUE(cell_of_ada().at("sis_value").is_null()) << "nobody knows yet";
  grades_are_read(R"([{"id":"r1","student":"sis-ada","score":"85","status":"fully graded"}])");
  preview = sync(R"({"op":"preview"})");
  EXPECT_EQ(preview.if_contains("columns_unread"), nullptr);
  const auto cell = cell_of_ada();
  EXPECT_EQ(cell.at("value"), "90");
  EXPECT_EQ(cell.at("sis_value"), "85");
  EXPECT_EQ(cell.at("from").at("score"), 85);
  EXPECT_EQ(cell.at("to").at("score"), 90);
  EXPECT_EQ(result().released.form, Form::none);
}

TEST_F(ColumnQuestions, AStudentWithoutAGradeThereIsShownToHaveNone) {
  sync(R"({"op":"use_column","activity_id":"essay"})");
  grades_are_read("[]");
  EXPECT_EQ(cell_of_ada().at("sis_value"), "");
}

TEST_F(ColumnQuestions, GradesThatCouldNotBeReadAreSaidToBeUnknown) {
  sync(R"({"op":"use_column","activity_id":"essay"})");
  commit([&](outbox::Transaction& transaction) {
    auto job = transaction.open_jobs("sis-1", 10)->at(0);
    job.state = outbox::JobState::failed;
    return transaction.put_job(job);
  });
  const auto preview = sync(R"({"op":"preview"})");
  EXPECT_NE(
      std::string(preview.at("columns_unread").at("text").as_string()).find("could not be read"),
      std::string::npos);
}

TEST_F(ColumnQuestions, UntilSheSendsSheMayHaveAnotherMadeAfterAll) {
  sync(R"({"op":"use_column","activity_id":"essay"})");
  EXPECT_EQ(sync(R"({"op":"make_another","activity_id":"essay"})").at("activities"), 1);
  reconsider();
  EXPECT_EQ(line_item().wire_id_origin, WireIdOrigin::derived);
  EXPECT_NE(line_item().wire_id.value, "by-hand");
  EXPECT_EQ(line_item().state, State::ready);
  EXPECT_EQ(result().state, State::waiting_parent);
}

TEST_F(ColumnQuestions, OfAScopeAreThoseOfItsActivities) {
  EXPECT_EQ(sync(R"({"op":"preview","activity_id":"lab"})").if_contains("questions"), nullptr);
  EXPECT_NE(sync(R"({"op":"preview","student_id":"ada"})").if_contains("questions"), nullptr);
}

TEST_F(ColumnQuestions, TheCardSaysWhereNobodyCouldLook) {
  EXPECT_EQ(json::serialize(card("")).find("did not show which activities"), std::string::npos);
  sis_has("null");
  EXPECT_NE(json::serialize(card("")).find("did not show which activities"), std::string::npos);
}

TEST_F(ColumnQuestions, AnotherIsMadeBesideIt) {
  EXPECT_EQ(sync(R"({"op":"make_another","all":true})").at("activities"), 1);
  reconsider();
  EXPECT_EQ(line_item().state, State::ready);
  EXPECT_EQ(line_item().wire_id_origin, WireIdOrigin::derived);
}

TEST_F(ColumnQuestions, LeftOutTheActivityIsExcluded) {
  EXPECT_EQ(sync(R"({"op":"leave_out","activity_id":"essay"})").at("activities"), 1);
  reconsider();
  EXPECT_EQ(result().code, Code::activity_excluded);
}

TEST_F(ColumnQuestions, WithSeveralColumnsTheAnswerSaysWhich) {
  sis_has(R"([{"id":"one","title":"Essay"},{"id":"two","title":"ESSAY"}])");
  EXPECT_EQ(sync(R"({"op":"use_column","activity_id":"essay"})").at("ok"), false);
  EXPECT_EQ(sync(R"({"op":"use_column","activity_id":"essay","column":"three"})").at("ok"), false);
  EXPECT_EQ(sync(R"({"op":"use_column","activity_id":"essay","column":"two"})").at("ok"), true);
  EXPECT_EQ(line_item().wire_id.value, "two");
}

TEST_F(ColumnQuestions, OfTwoActivitiesOnlyOneGetsTheColumn) {
  auto twin = essay();
  twin.activity_id = gradebook::ActivityId("twin");
  take(twin);
  auto score = score_of("80");
  score.activity_id = twin.activity_id;
  take(score);
  EXPECT_EQ(questions().size(), 2U);
  const auto reply = sync(R"({"op":"use_column","all":true})");
  EXPECT_EQ(reply.at("activities"), 1);
  EXPECT_EQ(reply.at("left"), 1);
}

class ColumnsOfACourse : public ColumnQuestions {
 protected:
  /// Another course of the LMS has made the column, and its grade of Ada, in the same class.
  ColumnsOfACourse() {
    gave_up_.key = line_item().key;
    gave_up_.key.class_id = gradebook::ClassId("old course");
    gave_up_.key.activity_id = gradebook::ActivityId("old essay");
    gave_up_.wire_id = gradebook::SourcedId("by-hand");
    gave_up_.observed = {1, Form::present, line_item().observed.facts};
    gave_up_.confirmed.form = Form::present;
    gave_up_.state = State::settled;
    put(gave_up_);
    graded_ = gave_up_;
    graded_.id = 0;
    graded_.key.kind = Kind::result;
    graded_.key.student_id = gradebook::StudentId("ada");
    graded_.line_item_id = gave_up_.id;
    graded_.wire_id = gradebook::SourcedId("grade by hand");
    put(graded_);
  }
  outbox::Record ours() {
    for (auto& one : records(Kind::line_item)) {
      if (one.key.class_id.value == "algebra") {
        return one;
      }
    }
    return {};
  }
  void put(outbox::Record& record) {
    commit([&](outbox::Transaction& transaction) { return transaction.put_record(record); });
  }
  outbox::Record stored(std::int64_t id) {
    outbox::Record found;
    commit([&](outbox::Transaction& transaction) {
      found = **transaction.record(id);
      return ok_status();
    });
    return found;
  }
  outbox::Record gave_up_, graded_;
};

TEST_F(ColumnsOfACourse, ThatDoesNotGoThereAnyMoreAreOneQuestion) {
  const auto asked = questions();
  ASSERT_EQ(asked.size(), 1U);
  const auto& question = asked[0].as_object();
  EXPECT_EQ(question.at("name"), "columns_of_course");
  EXPECT_EQ(question.at("course_id"), "old course");
  EXPECT_EQ(question.at("activities").at(0).at("activity_id"), "essay");
  EXPECT_NE(std::string(question.at("text").as_string()).find("Go on with it?"), std::string::npos);
}

TEST_F(ColumnsOfACourse, AreGoneOnWithAndTheOldCourseLetsGoOfThem) {
  EXPECT_EQ(sync(R"({"op":"use_column","course_id":"old course"})").at("activities"), 1);
  EXPECT_EQ(ours().wire_id.value, "by-hand");
  EXPECT_EQ(ours().wire_id_origin, WireIdOrigin::taken_over);
  for (const auto id : {gave_up_.id, graded_.id}) {
    EXPECT_EQ(stored(id).confirmed.form, Form::none) << "nothing is left to be taken back";
    EXPECT_NE(stored(id).wire_id.value, "by-hand");
    EXPECT_NE(stored(id).wire_id.value, "grade by hand");
  }
}

TEST_F(ColumnsOfACourse, OnTheirWayAreNotTakenOver) {
  graded_.in_doubt = true;
  put(graded_);
  const auto reply = sync(R"({"op":"use_column","course_id":"old course"})");
  EXPECT_EQ(reply.at("ok"), false);
  EXPECT_EQ(stored(gave_up_.id).wire_id.value, "by-hand");
}

TEST_F(ColumnsOfACourse, OfAnotherCourseAreNotMeant) {
  EXPECT_EQ(sync(R"({"op":"use_column","course_id":"third"})").at("ok"), false);
  EXPECT_EQ(sync(R"({"op":"make_another","course_id":"old course"})").at("activities"), 1);
}

TEST_F(ColumnsOfACourse, ThatGoesThereTooAreItsOwn) {
  intake::ClassEvent there;
  there.origin = origin();
  there.origin.class_id = gradebook::ClassId("old course");
  there.facts.class_sis_id = gradebook::SourcedId("sis-algebra");
  EXPECT_TRUE(intake->lms_class(there, kDeadline).ok());
  commit(
      [](outbox::Transaction& transaction) { return outbox::ask_to_reconsider(transaction, {}); });
  reconsider();
  EXPECT_TRUE(questions().empty()) << "each course has a column of its own";
  EXPECT_EQ(ours().state, State::ready);
}

TEST_F(ColumnQuestions, AnAnswerWithoutItsQuestionChangesNothing) {
  EXPECT_EQ(sync(R"({"op":"use_column"})").at("ok"), false);
  EXPECT_EQ(sync(R"({"op":"use_column","activity_id":"lab"})").at("ok"), false);
  EXPECT_EQ(sync(R"({"op":"leave_out","activity_id":"essay","all":true})").at("ok"), false);
}

TEST_F(ColumnQuestions, WhereAnAdministratorDecidesWhatGoesNothingIsLeftOut) {
  district.locked = {"excluded_activities"};
  save(district);
  EXPECT_EQ(sync(R"({"op":"leave_out","activity_id":"essay"})").at("ok"), false);
}

TEST_F(ColumnQuestions, WhereTheColumnsAreNotListedThePreviewSaysThatNobodyLooked) {
  EXPECT_EQ(sync(R"({"op":"preview"})").if_contains("columns_not_read"), nullptr);
  sis_has("null");
  EXPECT_NE(sync(R"({"op":"preview"})").if_contains("columns_not_read"), nullptr);
  EXPECT_NE(sync("").if_contains("columns_not_read"), nullptr);
}

} // namespace
} // namespace passback::actions

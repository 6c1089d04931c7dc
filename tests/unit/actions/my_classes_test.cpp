// All classes of a teacher as one: which are hers, one preview, one send, how far it is.
#include <cctype>

#include "tests/unit/actions/actions_fixture.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using outbox::Kind;

class MyClasses : public ActionsTest {
 protected:
  MyClasses() {
    make_manual();
    for (const char* id : {"algebra", "biology", "chemistry"}) {
      has_class(id, std::string(1, static_cast<char>(std::toupper(id[0]))) + (id + 1));
      has_teacher(id, id == std::string("chemistry") ? "other" : "teacher");
      take(quiz(id, "sis-homework"));
      for (const char* student : {"ada", "bob"}) {
        take(score_in(id, "90", student));
      }
    }
  }
  static decision::Origin origin_in(const std::string& id) {
    auto made = origin();
    made.class_id = gradebook::ClassId(id);
    return made;
  }
  void has_class(const std::string& id, const std::string& title, std::int64_t ends_unix_ms = 0) {
    intake::ClassEvent event;
    event.origin = origin_in(id);
    event.facts.title = title;
    event.facts.class_sis_id = gradebook::SourcedId("sis-" + id);
    event.facts.ends_at_unix_ms = ends_unix_ms;
    ASSERT_TRUE(intake->lms_class(event, kDeadline).ok());
  }
  void has_teacher(const std::string& id, const std::string& user, bool left = false) {
    intake::EnrolmentEvent event;
    event.origin = origin_in(id);
    event.user_id = user;
    event.role = intake::Role::teacher;
    event.withdrawn = left;
    ASSERT_TRUE(intake->enrolment(event, kDeadline).ok());
  }
  static intake::ActivityEvent quiz(const std::string& in, const std::string& category) {
    auto event = essay();
    event.origin = origin_in(in);
    event.activity_id = gradebook::ActivityId("quiz-" + in);
    event.class_sis_id = gradebook::SourcedId("sis-" + in);
    event.facts.title = "Quiz of " + in;
    event.facts.category_sis_id = gradebook::SourcedId(category);
    return event;
  }
  static intake::ScoreEvent score_in(const std::string& in, const std::string& points,
                                     const std::string& student) {
    auto event = score_of(points, student);
    event.origin = origin_in(in);
    event.activity_id = gradebook::ActivityId("quiz-" + in);
    event.class_sis_id = gradebook::SourcedId("sis-" + in);
    return event;
  }
  // Where she stands when she asks makes no difference: not even whether it is one of her classes.
  json::object mine(const std::string& op, json::object input = {}) {
    input["op"] = op;
    auto asker = teacher();
    asker.class_id = {};
    return use(kSyncGradesToSis, asker, json::serialize(input));
  }
  Code refusal(const std::string& op, const std::string& user = "teacher") {
    auto asker = teacher();
    asker.user = gradebook::UserId(user);
    const auto reply = actions.invoke(kSyncGradesToSis, asker,
                                      json::serialize(json::object{{"op", op}}), kDeadline);
    return reply ? Code::none : reply.error().code;
  }
  static json::array these(std::initializer_list<const char*> ids) {
    json::array list;
    for (const char* id : ids) {
      list.push_back(json::object{{"class_id", id}, {"school_year", "2026"}});
    }
    return list;
  }
  json::object preview(std::initializer_list<const char*> ids) {
    return mine("preview_classes", {{"classes", these(ids)}});
  }
  static json::object send_input(const json::object& preview) {
    json::array list;
    for (const auto& row : preview.at("classes").as_array()) {
      list.push_back(json::object{{"class_id", row.at("class_id")},
                                  {"school_year", row.at("school_year")},
                                  {"token", row.at("token")}});
    }
    return {{"classes", std::move(list)}};
  }
  std::int64_t released_in(const std::string& id) {
    std::int64_t count = 0;
    for (const auto& row : records(Kind::result)) {
      const bool out = row.released.form == outbox::Form::present;
      count += row.key.class_id.value == id && out ? 1 : 0;
    }
    return count;
  }
};

TEST_F(MyClasses, AreThoseThatSheTeachesAndNoOthers) {
  const auto list = mine("classes");
  EXPECT_EQ(list.at("schema"), "lms.my_classes/1");
  const auto& rows = list.at("classes").as_array();
  ASSERT_EQ(rows.size(), 2U) << json::serialize(list);
  EXPECT_EQ(rows[0].at("title"), "Algebra");
  EXPECT_EQ(rows[1].at("title"), "Biology");
  EXPECT_EQ(rows[0].at("to_send"), 2);
  EXPECT_FALSE(rows[0].at("automatic").as_bool());
  EXPECT_EQ(list.at("all").at("to_send"), 4);
  has_teacher("biology", "teacher", true);
  EXPECT_EQ(mine("classes").at("classes").as_array().size(), 1U) << "she has left it";
}

TEST_F(MyClasses, ComeInPages) {
  const auto first = mine("classes", {{"limit", 1}});
  ASSERT_EQ(first.at("classes").as_array().size(), 1U);
  const auto second = mine("classes", {{"limit", 1}, {"after", first.at("next")}});
  EXPECT_EQ(second.at("classes").at(0).at("class_id"), "biology");
  EXPECT_FALSE(second.contains("next"));
}

TEST_F(MyClasses, OfLastYearAreListedAsLongAsSomethingIsNotInTheSis) {
  has_class("biology", "Biology", clock.now_ms - 1);
  EXPECT_EQ(mine("classes").at("classes").as_array().size(), 2U);
  mine("send_classes", send_input(preview({"biology"})));
  deliver_everything();
  EXPECT_EQ(mine("classes").at("classes").as_array().size(), 1U);
}

TEST_F(MyClasses, AreShownWhereTheHostLetsHerSendAndNowhereElse) {
  permissions.denied.insert("biology");
  const auto rows = mine("classes").at("classes").as_array();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].at("class_id"), "algebra");
  const auto refused = preview({"algebra", "biology"});
  EXPECT_FALSE(refused.at("ok").as_bool());
  EXPECT_EQ(problems_of(refused), "classes.1");
  permissions.denied.insert("algebra");
  EXPECT_EQ(refusal("classes"), Code::denied);
}

TEST_F(MyClasses, AskAHostThatAnswersLaterAboutAllOfThemAtOnce) {
  permissions.later = {"algebra", "biology"};
  EXPECT_EQ(refusal("classes"), Code::busy);
  EXPECT_EQ(permissions.asked_to_send, 2);
}

TEST_F(MyClasses, AreNobodysWhoTeachesNone) {
  for (const char* op : {"classes", "preview_classes", "send_classes"}) {
    EXPECT_EQ(refusal(op, "ada"), Code::denied) << op;
  }
  EXPECT_EQ(permissions.asked_to_send, 0);
}

TEST_F(MyClasses, ArePreviewedTogetherAndWhatCannotGoIsNamedWithWhatToDo) {
  auto poster = quiz("biology", "");
  poster.activity_id = gradebook::ActivityId("poster");
  poster.facts.title = "Poster";
  take(poster);
  auto score = score_in("biology", "70", "ada");
  score.activity_id = poster.activity_id;
  take(score);
  const auto shown = preview({"algebra", "biology"});
  EXPECT_EQ(shown.at("schema"), "lms.classes_preview/1");
  EXPECT_EQ(shown.at("grades"), 4);
  EXPECT_EQ(shown.at("grades_that_cannot_go"), 1);
  const auto& rows = shown.at("classes").as_array();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_TRUE(rows[0].at("cannot_go").as_array().empty());
  ASSERT_EQ(rows[1].at("cannot_go").as_array().size(), 1U) << json::serialize(shown);
  const auto& stuck = rows[1].at("cannot_go").at(0);
  EXPECT_EQ(stuck.at("reason").at("code"), "line_item.category_missing");
  EXPECT_EQ(stuck.at("reason").at("teacher"), "Choose a category in Sync grades settings.");
  EXPECT_EQ(stuck.at("words"), "Needs your attention");
  EXPECT_EQ(stuck.at("grades"), 1);
  EXPECT_EQ(stuck.at("activities").at(0).at("title"), "Poster");
  EXPECT_NE(rows[0].at("token"), rows[1].at("token"));
}

TEST_F(MyClasses, AreSentInOneGoAndWhatChangedMeanwhileIsLeftOutByClass) {
  const auto shown = preview({"algebra", "biology"});
  take(score_in("biology", "40", "bob"));
  const auto sent = mine("send_classes", send_input(shown));
  EXPECT_TRUE(changed);
  EXPECT_FALSE(sent.at("ok").as_bool());
  EXPECT_EQ(sent.at("released"), 3);
  EXPECT_EQ(sent.at("skipped"), 1);
  EXPECT_EQ(sent.at("message"), "3 on the way, 0 already there, 1 not sent.");
  const auto& rows = sent.at("classes").as_array();
  EXPECT_TRUE(rows[0].at("ok").as_bool());
  EXPECT_EQ(rows[0].at("released"), 2);
  EXPECT_EQ(rows[1].at("released"), 1);
  EXPECT_EQ(rows[1].at("title"), "Biology");
  const auto& skipped = rows[1].at("skipped").at(0);
  EXPECT_EQ(skipped.at("reason").at("code"), "preview.changed");
  EXPECT_EQ(skipped.at("records"), 1);
  EXPECT_EQ(released_in("algebra"), 2);
  EXPECT_EQ(released_in("biology"), 1);
  EXPECT_EQ(released_in("chemistry"), 0);
}

TEST_F(MyClasses, OneThatIsNotHersIsRefusedByNameAndNothingIsSent) {
  auto input = send_input(preview({"algebra", "biology"}));
  auto foreign = these({"chemistry"});
  foreign[0].as_object()["token"] = input.at("classes").at(0).at("token");
  input["classes"].as_array().push_back(foreign[0]);
  const auto sent = mine("send_classes", input);
  EXPECT_FALSE(sent.at("ok").as_bool());
  EXPECT_EQ(problems_of(sent), "classes.2");
  EXPECT_NE(json::serialize(sent).find("You do not teach chemistry"), std::string::npos);
  has_teacher("biology", "teacher", true);
  const auto left = mine("send_classes", send_input(preview({"algebra"})));
  EXPECT_TRUE(left.at("ok").as_bool());
  EXPECT_EQ(problems_of(preview({"biology"})), "classes.0");
  EXPECT_NE(json::serialize(preview({"biology"})).find("You do not teach Biology"),
            std::string::npos)
      << "by the title that she knows";
  EXPECT_EQ(released_in("biology"), 0);
  EXPECT_EQ(released_in("chemistry"), 0);
}

TEST_F(MyClasses, ATokenOfAnotherClassSendsNothing) {
  auto input = send_input(preview({"algebra", "biology"}));
  auto& classes = input["classes"].as_array();
  std::swap(classes[0].as_object()["token"], classes[1].as_object()["token"]);
  EXPECT_EQ(problems_of(mine("send_classes", input)), "classes.0.token,classes.1.token");
  EXPECT_EQ(released_in("algebra"), 0);
}

TEST_F(MyClasses, TellWhileASendIsWatchedHowFarItIs) {
  const auto sent = mine("send_classes", send_input(preview({"algebra", "biology"})));
  const json::object watch{{"classes", these({"algebra", "biology"})},
                           {"since_unix_ms", sent.at("at_unix_ms")}};
  auto now = mine("classes", watch);
  EXPECT_EQ(now.at("all").at("on_the_way"), 4);
  EXPECT_EQ(now.at("all").at("sent_since"), 0);
  clock.now_ms += 1000;
  deliver_everything();
  now = mine("classes", watch);
  EXPECT_EQ(now.at("all").at("on_the_way"), 0);
  EXPECT_EQ(now.at("all").at("sent_since"), 4);
  EXPECT_EQ(now.at("classes").at(1).at("sent_since"), 2);
  EXPECT_GT(now.at("classes").at(0).at("last_sent_unix_ms").as_int64(), 0);
}

TEST_F(MyClasses, AreAskedAboutOnceOnADateWithoutSending) {
  // The clock stands at 2026-09-21.
  district.sending.no_sending_on = settings::DateRanges{{"2026-09-21", "2026-09-21"}};
  save(district);
  auto input = send_input(preview({"algebra", "biology"}));
  const auto asked = mine("send_classes", input);
  ASSERT_TRUE(asked.contains("questions")) << json::serialize(asked);
  EXPECT_EQ(asked.at("questions").as_array().size(), 1U);
  EXPECT_EQ(asked.at("classes").as_array().size(), 2U);
  EXPECT_EQ(released_in("algebra"), 0);
  input["send_anyway"] = "yes";
  EXPECT_EQ(mine("send_classes", input).at("released"), 4);
}

TEST_F(MyClasses, AMisspeltMemberOrNoClassesIsRefused) {
  auto asker = teacher();
  const auto reply = actions.invoke(kSyncGradesToSis, asker,
                                    R"({"op":"preview_classes","class_ids":[]})", kDeadline);
  ASSERT_FALSE(reply.ok());
  EXPECT_EQ(reply.error().code, Code::document);
  EXPECT_EQ(problems_of(mine("preview_classes")), "classes");
}

} // namespace
} // namespace passback::actions

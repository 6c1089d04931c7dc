// How the classes of a domain stand, what is behind each number, and what can be done.
#include "plugin/outbox/transitions.hpp"
#include "tests/unit/actions/actions_fixture.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using outbox::State;

class Names : public PeopleSource {
 public:
  Result<std::map<std::string, std::string>> names(const Asker&,
                                                   const std::vector<std::string>& ids) override {
    if (missing) {
      return Code::host_missing;
    }
    std::map<std::string, std::string> found;
    for (const auto& id : ids) {
      found[id] = "Name of " + id;
    }
    return found;
  }
  bool missing = false;
};

class ConsoleTest : public ActionsTest {
 protected:
  ConsoleTest()
      : with_names({*store, profiles, clock, vault, tree, gradebook::DomainId("district"), "site-2",
                    "https://moved.example", permissions, texts::english_only(), &people}) {}

  json::object console(const std::string& input, const std::string& domain = "district") {
    Asker asker;
    asker.user = gradebook::UserId("dana");
    asker.domain = gradebook::DomainId(domain);
    auto reply = with_names.invoke(kSyncConsole, asker, input, kDeadline);
    EXPECT_TRUE(reply.ok()) << reply.error().detail;
    return reply ? json::parse(reply->document).get_object() : json::object();
  }
  Code refusal(const std::string& input, const std::string& domain = "district") {
    Asker asker;
    asker.user = gradebook::UserId("dana");
    asker.domain = gradebook::DomainId(domain);
    const auto reply = with_names.invoke(kSyncConsole, asker, input, kDeadline);
    return reply ? Code::none : reply.error().code;
  }
  void told_of_class(const std::string& id, const std::string& domain) {
    intake::ClassEvent event;
    event.origin = origin();
    event.origin.class_id = gradebook::ClassId(id);
    event.origin.domain_id = gradebook::DomainId(domain);
    event.facts.class_sis_id = gradebook::SourcedId("sis-" + id);
    ASSERT_TRUE(intake->lms_class(event, kDeadline).ok());
    intake::EnrolmentEvent teacher;
    teacher.origin = event.origin;
    teacher.user_id = "ruth";
    teacher.role = intake::Role::teacher;
    ASSERT_TRUE(intake->enrolment(teacher, kDeadline).ok());
  }
  /// The SIS refuses the result.
  void refuse(Code code) {
    commit([&](outbox::Transaction& transaction) -> Status {
      outbox::RecordFilter filter;
      filter.kind = outbox::Kind::result;
      auto rows = transaction.records(filter);
      for (auto& row : *rows) {
        outbox::park(row, State::rejected, code);
        row.detail = "columns must be of type Q";
        row.http_status = 422;
        if (const auto put = transaction.put_record(row); !put) {
          return put;
        }
      }
      return ok_status();
    });
  }
  static std::int64_t classes(const json::object& document, std::string_view with) {
    return document.at("classes").as_object().at(with).as_int64();
  }

  Names people;
  Actions with_names;
};

TEST_F(ConsoleTest, CountsTheClassesOfTheDomainAndBelow) {
  told_of_class("algebra", "north");
  told_of_class("art", "south");
  make_manual();
  take(essay());
  take(score_of("90"));
  const auto all = console("");
  EXPECT_EQ(all.at("schema"), "lms.console/1");
  EXPECT_EQ(classes(all, "all"), 2);
  EXPECT_EQ(classes(all, "ready"), 1);
  EXPECT_EQ(classes(all, "never_sent"), 1);
  EXPECT_EQ(classes(all, "without_settings"), 2);
  EXPECT_EQ(classes(console("", "south"), "all"), 1);
  EXPECT_EQ(classes(console("", "south"), "ready"), 0);
  deliver_everything();
}

TEST_F(ConsoleTest, NamesWhoIsBehindANumberAndSaysWhatTheHostCannotTell) {
  told_of_class("algebra", "north");
  const auto page = console(R"({"op":"classes","with":"without_settings"})");
  const auto& one = page.at("classes").at(0).as_object();
  EXPECT_EQ(one.at("class_id"), "algebra");
  EXPECT_EQ(one.at("teachers").at(0).at("name"), "Name of ruth");
  people.missing = true;
  const auto without = console(R"({"op":"classes"})");
  EXPECT_EQ(without.at("classes").at(0).at("teachers").at(0).at("id"), "ruth");
  EXPECT_EQ(without.at("missing").at(0).at("reason").at("code"), "host.missing");
}

TEST_F(ConsoleTest, GoesThroughItsClassesPageByPage) {
  for (const auto* id : {"a", "b", "c"}) {
    told_of_class(id, "north");
  }
  const auto first = console(R"({"op":"classes","limit":2})");
  EXPECT_EQ(first.at("classes").as_array().size(), 2U);
  const auto second = console(
      json::serialize(json::object{{"op", "classes"}, {"limit", 2}, {"after", first.at("next")}}));
  ASSERT_EQ(second.at("classes").as_array().size(), 1U);
  EXPECT_EQ(second.at("classes").at(0).at("class_id"), "c");
  EXPECT_FALSE(second.contains("next"));
}

TEST_F(ConsoleTest, SendsAllOfACauseAgainAndTheHistorySaysForWhom) {
  told_of_class("algebra", "north");
  take(essay());
  take(score_of("90"));
  deliver_everything();
  take(score_of("91"));
  refuse(Code::rejected_content);
  const auto before = console("");
  const auto& cause = before.at("causes").at(0).as_object();
  EXPECT_EQ(cause.at("reason").at("code"), "record.rejected");
  EXPECT_EQ(cause.at("can_send_again"), 1);
  const auto sent = console(R"({"op":"send_cause_again","code":"record.rejected"})");
  EXPECT_EQ(sent.at("released"), 1);
  EXPECT_EQ(result().state, State::ready);
  EXPECT_TRUE(console("").at("causes").as_array().empty());
}

TEST_F(ConsoleTest, ACopyForSupportSaysWhatTheSisNeedsAndNothingOfThePerson) {
  told_of_class("algebra", "north");
  take(essay());
  take(score_of("87.125"));
  refuse(Code::rejected_content);
  const auto copy = console(R"({"op":"support_copy","code":"record.rejected"})");
  const std::string text(copy.at("text").as_string());
  EXPECT_NE(text.find("PUT "), std::string::npos) << text;
  EXPECT_NE(text.find("/results/"), std::string::npos) << text;
  EXPECT_NE(text.find("status 422"), std::string::npos) << text;
  EXPECT_NE(text.find("columns must be of type Q"), std::string::npos) << text;
  EXPECT_EQ(text.find("87.125"), std::string::npos) << text;
  EXPECT_EQ(text.find("sis-ada"), std::string::npos) << text;
}

TEST_F(ConsoleTest, PausesADomainUntilItGoesOn) {
  told_of_class("algebra", "north");
  EXPECT_TRUE(console(R"({"op":"pause"})", "north").at("ok").as_bool());
  EXPECT_EQ(stored("north").paused->by, "dana");
  take(essay());
  EXPECT_EQ(take(score_of("90")).reason, Code::sync_paused);
  EXPECT_FALSE(console("").contains("paused"));
  const auto paused = console("", "north").at("paused").as_object();
  EXPECT_EQ(paused.at("by"), "dana");
  EXPECT_TRUE(paused.at("here").as_bool());
  EXPECT_EQ(sync(R"({"op":"status"})").at("counts").at(0).at("state"), "waiting");
  EXPECT_TRUE(console(R"({"op":"resume"})", "north").at("ok").as_bool());
  EXPECT_FALSE(stored("north").paused);
  ASSERT_TRUE(intake->reconsider(kDeadline).ok());
  EXPECT_NE(result().code, Code::sync_paused);
  EXPECT_EQ(take(score_of("91")).disposition, decision::Disposition::queued);
}

TEST_F(ConsoleTest, ThePauseOfAllIsForWhoeverOperatesTheSite) {
  permissions.denied.insert("district");
  EXPECT_EQ(refusal(R"({"op":"pause"})"), Code::denied);
  EXPECT_EQ(refusal(R"({"op":"pause"})", "north"), Code::none);
}

TEST_F(ConsoleTest, ASaveOfTheCardLeavesThePauseAsItIs) {
  console(R"({"op":"pause"})");
  card(R"({"op":"save","send_automatically":false})");
  EXPECT_TRUE(stored().paused);
}

} // namespace
} // namespace passback::actions

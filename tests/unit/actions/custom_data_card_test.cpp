// "Use custom data for passing grades back to the SIS" on the card: its fields, ten people as they
// would come out, and what an LMS lacks.
#include "plugin/actions/rights.hpp"
#include "tests/unit/actions/actions_fixture.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

class Data : public CustomDataSource {
 public:
  Result<std::vector<CustomField>> fields() override {
    if (why_not != Code::none) {
      return why_not;
    }
    return std::vector<CustomField>{{"users", "identifier", "Identifier"},
                                    {"users", "custom.number", "Number"}};
  }
  Result<intake::CustomAnswers> values(const intake::CustomQuestion& question) override {
    if (why_not != Code::none) {
      return why_not;
    }
    asked.push_back(question);
    return intake::CustomAnswers{{"ada", {{"identifier", "1001"}}},
                                 {"algebra", {{"identifier", "MATH-1"}}}};
  }
  Code why_not = Code::none;
  std::vector<intake::CustomQuestion> asked;
};

class CustomDataCard : public ActionsTest {
 protected:
  CustomDataCard() {
    ActionParts parts{*store, profiles, clock, vault, tree, gradebook::DomainId("district"),
                      "site-2", "https://moved.example", permissions};
    parts.custom_data = &data;
    with_data = std::make_unique<Actions>(parts);
  }
  json::object ask(const std::string& input, const std::string& domain = "district") {
    Asker asker;
    asker.user = gradebook::UserId("admin");
    asker.domain = gradebook::DomainId(domain);
    auto reply = with_data->invoke(kSisSettings, asker, input, kDeadline);
    EXPECT_TRUE(reply.ok()) << reply.error().detail;
    changed = reply && reply->changed;
    return reply ? json::parse(reply->document).get_object() : json::object();
  }
  static const json::object* field(const json::object& form, std::string_view name) {
    for (const auto& one : form.at("fields").as_array()) {
      if (one.at("name").as_string() == name) {
        return &one.as_object();
      }
    }
    return nullptr;
  }
  static bool says_not_offered(const json::object& form) {
    return json::serialize(form.at("notes")).find("custom_data.not_offered") != std::string::npos;
  }
  void enrol(const std::string& student, const std::string& sis_id) {
    intake::EnrolmentEvent event;
    event.origin = origin();
    event.user_id = student;
    event.user_sis_id = gradebook::SourcedId(sis_id);
    ASSERT_TRUE(intake->enrolment(event, kDeadline).ok());
  }
  void link() {
    intake::ClassEvent event;
    event.origin = origin();
    event.facts.class_sis_id = gradebook::SourcedId("sis-algebra");
    ASSERT_TRUE(intake->lms_class(event, kDeadline).ok());
  }
  /// Of the line item of `list` with that id.
  static std::string in_line(const json::object& sample, const char* list, const char* id,
                             const char* member) {
    for (const auto& one : sample.at(list).as_array()) {
      if (one.at("id").as_string() == id) {
        return std::string(one.at(member).as_string());
      }
    }
    return "no line";
  }

  Data data;
  std::unique_ptr<Actions> with_data;
};

TEST_F(CustomDataCard, HasAFieldForEachKindWithWhatHoldsAndWhichFieldsThereAre) {
  EXPECT_TRUE(ask(R"({"op":"save","custom_data":{"users":"S-[identifier], roster"}})")
                  .at("ok")
                  .as_bool());
  const auto form = ask("{}", "north");
  const auto* users = field(form, "custom_data.users");
  ASSERT_NE(users, nullptr);
  EXPECT_TRUE(users->at("value").is_null()) << "inherited";
  EXPECT_EQ(users->at("effective"), "S-[identifier], roster");
  EXPECT_NE(users->at("help").as_string().find("identifier, custom.number"), std::string::npos);
  EXPECT_NE(users->at("help").as_string().find("contact support (whoever"), std::string::npos);
  EXPECT_NE(field(form, "custom_data.classes"), nullptr);
  EXPECT_NE(field(form, "custom_data.enrolments"), nullptr);
  EXPECT_FALSE(says_not_offered(form));
}

TEST_F(CustomDataCard, SaysWhatALmsLacksInsteadOfAnEmptyField) {
  for (const Code why : {Code::host_missing, Code::unsupported}) {
    data.why_not = why;
    const auto form = ask("{}");
    EXPECT_TRUE(says_not_offered(form));
    EXPECT_EQ(field(form, "custom_data.users"), nullptr);
  }
  data.why_not = Code::busy;
  EXPECT_FALSE(says_not_offered(ask("{}"))) << "it answers later";
}

TEST_F(CustomDataCard, WhatWasChosenCanBeTakenOutWhereALmsOffersItNoMore) {
  ask(R"({"op":"save","custom_data":{"users":"identifier"}})");
  data.why_not = Code::host_missing;
  EXPECT_NE(field(ask("{}"), "custom_data.users"), nullptr);
  EXPECT_TRUE(ask(R"({"op":"save","custom_data":null})").at("ok").as_bool());
  EXPECT_EQ(stored().ids, settings::IdWays{});
}

TEST_F(CustomDataCard, AFormSentBackUnchangedChangesNothing) {
  ask(R"({"op":"save","custom_data":{"users":["S-[identifier]","roster"],"classes":"identifier"}})");
  const auto before = stored();
  const auto form = ask("{}");
  json::object back{{"op", "save"}};
  for (const auto& one : form.at("fields").as_array()) {
    const std::string name(one.at("name").as_string());
    if (name.starts_with("custom_data.")) {
      back[name] = one.at("value");
    }
  }
  EXPECT_EQ(back.size(), 4U);
  ask(json::serialize(back));
  EXPECT_EQ(stored(), before);
}

TEST_F(CustomDataCard, RefusesWhatIsNoWayByItsField) {
  EXPECT_EQ(problems_of(ask(
                R"({"op":"save","custom_data":{"users":"S-[","classes":[7],"teachers":"email"}})")),
            "custom_data.users,custom_data.classes,custom_data.teachers");
  EXPECT_EQ(stored().ids, settings::IdWays{});
}

TEST_F(CustomDataCard, ShowsHowTenWouldComeOutBeforeItIsSaved) {
  link();
  enrol("ada", "sis-ada");
  enrol("bob", "sis-bob");
  const auto sample = ask(R"({"op":"custom_data_sample",
      "custom_data.users":"S-[identifier], roster","custom_data.classes":"identifier"})");
  EXPECT_EQ(sample.at("schema"), "lms.custom_data_sample/1");
  EXPECT_EQ(in_line(sample, "users", "ada", "sis_id"), "S-1001");
  EXPECT_EQ(in_line(sample, "users", "ada", "by_roster"), "sis-ada");
  EXPECT_EQ(in_line(sample, "users", "ada", "now"), "sis-ada");
  EXPECT_EQ(in_line(sample, "users", "bob", "sis_id"), "sis-bob") << "he has no identifier";
  EXPECT_EQ(in_line(sample, "classes", "algebra", "sis_id"), "MATH-1");
  EXPECT_EQ(stored().ids, settings::IdWays{}) << "nothing is saved";
  EXPECT_FALSE(changed);
  EXPECT_EQ(data.asked.size(), 2U) << "nobody is asked for enrolments, of which nothing is wanted";
}

TEST_F(CustomDataCard, ASampleIsOfTheDomainThatAsks) {
  link();
  enrol("ada", "sis-ada");
  EXPECT_TRUE(ask(R"({"op":"custom_data_sample","custom_data.users":"identifier"})", "south")
                  .at("users")
                  .as_array()
                  .empty());
}

TEST_F(CustomDataCard, TheLmsIsAskedAnewWhenTheSettingsChangeAndByHand) {
  enrol("ada", "sis-ada");
  const auto next = [&] { return intake->next_custom_page(kDeadline)->question; };
  ask(R"({"op":"save","custom_data":{"users":"identifier"}})");
  auto question = next();
  ASSERT_TRUE(question);
  ASSERT_TRUE(intake->take_custom_page(*question, {}, kDeadline).ok());
  EXPECT_FALSE(next());
  ask(R"({"op":"save","allow_grades":true,"custom_data":{"users":"identifier"}})");
  EXPECT_FALSE(next()) << "nothing changed";
  EXPECT_TRUE(ask(R"({"op":"read_custom_data"})").at("ok").as_bool());
  EXPECT_TRUE(changed);
  EXPECT_TRUE(next());
}

TEST_F(CustomDataCard, BothAreForWhoeverManagesTheSettings) {
  EXPECT_EQ(need_of(kSisSettings, "custom_data_sample"), Need::act);
  EXPECT_EQ(need_of(kSisSettings, "read_custom_data"), Need::act);
}

} // namespace
} // namespace passback::actions

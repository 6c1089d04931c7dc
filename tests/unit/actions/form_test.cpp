// Every form, in every state that a three-level tree brings about: it fits its schema, each text
// has a key, it carries no secret, and sent back as it is it changes nothing.
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "lms_plugin/schema_check.hpp"
#include "plugin/outbox/site_hold.hpp"
#include "plugin/texts/catalogue.hpp"
#include "tests/unit/actions/actions_fixture.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

std::string text_of(const std::string& path) {
  std::ifstream file(SOURCE_DIR + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// What a host makes of a form that nobody changed: its fields by their names.
json::object sent_back(const json::object& form, bool in_blocks) {
  json::object input{{"schema", form.at("submit").at("schema")},
                     {"op", "save"},
                     {"revision", form.at("revision")}};
  for (const auto& one : form.at("fields").as_array()) {
    const std::string name(one.at("name").as_string());
    const auto dot = name.find('.');
    if (!in_blocks || dot == std::string::npos) {
      input[name] = one.at("value");
      continue;
    }
    auto& block = input[name.substr(0, dot)];
    if (block.is_null()) {
      block = json::object();
    }
    block.get_object()[name.substr(dot + 1)] = one.at("value");
  }
  return input;
}

json::object field(const json::object& form, std::string_view name) {
  for (const auto& one : form.at("fields").as_array()) {
    if (std::string_view(one.at("name").as_string()) == name) {
      return one.as_object();
    }
  }
  ADD_FAILURE() << "there is no field " << name;
  return {};
}

void expect_keys(const json::value& value, const std::string& place) {
  if (const auto* list = value.if_array()) {
    for (const auto& one : *list) {
      expect_keys(one, place);
    }
  }
  const auto* object = value.if_object();
  if (object == nullptr) {
    return;
  }
  for (const auto& member : *object) {
    const std::string name(member.key());
    if (name.ends_with("_key")) {
      const std::string key(member.value().as_string());
      EXPECT_TRUE(texts::has_text(key)) << place << " " << name << ": " << key;
      EXPECT_NE(member.value(), object->at(name.substr(0, name.size() - 4))) << place << " " << key;
    }
    expect_keys(member.value(), place + "/" + name);
  }
}

class Forms : public ActionsTest {
 protected:
  void SetUp() override {
    ActionsTest::SetUp();
    schema = json::parse(text_of("/plugin_api/schemas/form.schema.json"));
  }
  void check(const json::object& form, const std::string& what) {
    SCOPED_TRACE(what);
    ASSERT_EQ(form.at("schema"), "lms.form/1");
    lms_plugin::YamlDocument document;
    document.value = form;
    for (const auto& problem : lms_plugin::check_schema(document, schema)) {
      ADD_FAILURE() << problem.pointer << " " << problem.message;
    }
    expect_keys(form, "");
    EXPECT_EQ(json::serialize(form).find("s3cret"), std::string::npos);
  }
  void expect_unchanged(const json::object& answer, const std::string& what) {
    EXPECT_TRUE(answer.at("ok").as_bool()) << what << " " << json::serialize(answer);
    EXPECT_EQ(answer.at("message_key"), "result.nothing_changed") << what;
    EXPECT_FALSE(changed) << what;
  }
  void check_card(const std::string& domain) {
    const auto form = card("", domain);
    check(form, domain);
    const auto before = document_of(domain);
    for (const bool in_blocks : {false, true}) {
      expect_unchanged(card(json::serialize(sent_back(form, in_blocks)), domain), domain);
    }
    EXPECT_EQ(document_of(domain), before) << domain;
    EXPECT_EQ(card("", domain), form) << domain;
  }
  json::object class_form(const std::string& input = "") {
    return use(kSyncGradesSettings, teacher(), input);
  }
  void check_class() {
    const auto form = class_form();
    check(form, "class");
    expect_unchanged(class_form(json::serialize(sent_back(form, false))), "class");
    EXPECT_EQ(class_form(), form);
  }
  std::string document_of(const std::string& domain) {
    std::string document;
    EXPECT_TRUE(store->intake().read([&](outbox::Transaction& transaction) {
      const auto row = transaction.settings(outbox::Scope::domain, domain);
      document = row && *row ? (*row)->document : std::string();
      return ok_status();
    }));
    return document;
  }

  json::value schema;
};

constexpr const char* kDomains[] = {"district", "north", "south"};

TEST_F(Forms, OfEveryDomainSentBackUnchangedChangeNothing) {
  for (const auto* domain : kDomains) {
    check_card(domain);
  }
}

TEST_F(Forms, OfADepartmentWithASwitchOfItsOwnSentBackUnchangedChangeNothing) {
  tree.parents["math"] = "north";
  const auto saved = card(R"({"allow_grades": false, "standards": "leave_out",
    "grading_period": {"pick": "titled", "title": "Quarter"},
    "objectives": {"reading": "R.2"},
    "scales": {"letters": {"steps": [{"text": "A", "percent": "95", "from": "0"}]}}})",
                          "math");
  ASSERT_TRUE(saved.at("ok").as_bool()) << json::serialize(saved);
  check_card("math");
  check_card("north");
  const auto form = card("", "math");
  EXPECT_EQ(field(form, "allow_grades").at("value"), false);
  EXPECT_EQ(field(form, "grading_period.pick").at("value"), "titled");
}

TEST_F(Forms, OfASchoolWithAConnectionOfItsOwnSentBackUnchangedChangeNothing) {
  const auto saved = card(R"({"connection": {"base_url": "https://own.example", "api_key": "k",
    "api_secret": "s3cret", "token_url": "https://own.example/token"}})",
                          "north");
  ASSERT_TRUE(saved.at("ok").as_bool()) << json::serialize(saved);
  for (const auto* domain : kDomains) {
    check_card(domain);
  }
  const auto form = card("", "north");
  EXPECT_EQ(field(form, "connection.base_url").at("value"), "https://own.example");
  EXPECT_TRUE(field(form, "connection.api_secret").at("has_secret").as_bool());
}

TEST_F(Forms, OfAConnectionThatCannotBeUsedAnyMoreSentBackUnchangedChangeNothing) {
  district.connection->profile = "gone";
  district.connection->ca_file = "/etc/lms/authority.pem";
  save(district);
  check_card("district");
  auto input = sent_back(card("", "district"), true);
  input["allow_grades"] = false;
  EXPECT_TRUE(card(json::serialize(input), "district").at("ok").as_bool());
  EXPECT_EQ(stored("district").allow_grades, false);
  EXPECT_EQ(stored("district").connection, district.connection);
}

TEST_F(Forms, ShowWhatASchoolInheritsBesideNull) {
  const auto form = card("", "south");
  for (const auto* name : {"connection.sis_name", "connection.profile", "connection.base_url"}) {
    EXPECT_TRUE(field(form, name).at("value").is_null()) << name;
    EXPECT_EQ(field(form, name).at("effective"), field(card("", "district"), name).at("value"));
  }
  for (const auto* name : {"connection.api_key", "connection.ca_pem"}) {
    EXPECT_TRUE(field(form, name).at("value").is_null()) << name;
    EXPECT_FALSE(field(form, name).contains("effective")) << "an account is its own domain's";
  }
}

TEST_F(Forms, OfAClassSentBackUnchangedChangeNothing) {
  check_class();
  settings::ClassSettings chosen;
  chosen.category_map = {{"gone", "sis-1"}, {"homework", "sis-2"}};
  chosen.default_category = "sis-9";
  chosen.period_map = {{"q1", "sis-q1"}};
  chosen.activity_periods = {{"essay", "sis-q2"}};
  chosen.excluded_activities = {gradebook::ActivityId("warm-up")};
  chosen.send_automatically = false;
  ASSERT_TRUE(store->intake().commit(kDeadline, [&](outbox::Transaction& transaction) {
    return transaction.put_settings(outbox::Scope::lms_class, "algebra", settings::to_json(chosen));
  }));
  check_class();
  const auto form = class_form();
  EXPECT_EQ(field(form, "category_map").at("value").at("gone").at("value"), "sis-1");
  EXPECT_EQ(field(form, "period_map").at("kind"), "period_map");
  EXPECT_EQ(form.at("operations").at(0).at("op"), "refresh_categories");
}

TEST_F(Forms, OfTheSiteGuardFitTheirSchemaToo) {
  ASSERT_TRUE(store->intake().commit(kDeadline, [&](outbox::Transaction& transaction) {
    return outbox::hold_site(transaction, Code::site_moved);
  }));
  check(card("", "district"), "held");
  permissions.denied.insert("district");
  check(card("", "north"), "held, and somebody else answers");
}

TEST_F(Forms, OfEarlierSettingsAreRefusedWhenTheyComeBack) {
  auto input = sent_back(card("", "north"), true);
  ASSERT_TRUE(card(R"({"send_automatically": false})", "north").at("ok").as_bool());
  input["allow_grades"] = false;
  const auto answer = card(json::serialize(input), "north");
  EXPECT_FALSE(answer.at("ok").as_bool());
  EXPECT_EQ(problems_of(answer), "revision");
  EXPECT_EQ(stored("north").allow_grades, std::nullopt);
  input.erase("revision");
  EXPECT_TRUE(card(json::serialize(input), "north").at("ok").as_bool()) << "absent: not checked";
}

TEST_F(Forms, OfAClassThatWasChangedMeanwhileAreRefused) {
  auto input = sent_back(class_form(), false);
  ASSERT_TRUE(class_form(R"({"op": "save", "default_category": "sis-1"})").at("ok").as_bool());
  const auto answer = class_form(json::serialize(input));
  EXPECT_EQ(problems_of(answer), "revision") << json::serialize(answer);
}

TEST_F(Forms, RefuseAMemberThatIsGivenByBothOfItsNames) {
  const auto answer = card(
      R"({"connection.base_url": "https://a.example", "connection": {"base_url": "https://b.example"}})",
      "north");
  EXPECT_TRUE(problems_of(answer).starts_with("connection.base_url,")) << json::serialize(answer);
}

/// The shipped file, and the actions of somebody who reads it.
class SpanishForms : public Forms {
 protected:
  SpanishForms()
      : languages({{"es", text_of("/manifests/texts/es.json")}}, {}),
        spanish({*store, profiles, clock, vault, tree, gradebook::DomainId("district"), "site-2",
                 "https://moved.example", permissions, languages}) {}

  json::object say_in_spanish(std::string_view item, Asker asker, const std::string& input = "") {
    asker.locale = "es-MX";
    const auto reply = spanish.invoke(item, asker, input, kDeadline);
    EXPECT_TRUE(reply.ok()) << reply.error().detail;
    return reply ? json::parse(reply->document).as_object() : json::object();
  }
  /// Every text of ours is the Spanish one of its key.
  void expect_spanish(const json::value& value) {
    if (const auto* list = value.if_array()) {
      for (const auto& one : *list) {
        expect_spanish(one);
      }
    }
    const auto* object = value.if_object();
    for (const auto& member : object == nullptr ? json::object() : *object) {
      const std::string name(member.key());
      expect_spanish(member.value());
      if (!name.ends_with("_key")) {
        continue;
      }
      const auto text = name.substr(0, name.size() - 4);
      if (!object->contains(text + "_params") && !object->contains(text + "_more_keys")) {
        const std::string key(member.value().as_string());
        EXPECT_EQ(std::string_view(object->at(text).as_string()), languages.words("es").text(key))
            << key;
      }
    }
  }

  texts::Languages languages;
  Actions spanish;
};

TEST_F(SpanishForms, SaySoAndFitTheirSchema) {
  Asker administrator;
  administrator.user = gradebook::UserId("admin");
  administrator.domain = gradebook::DomainId("north");
  for (const auto& form : {say_in_spanish(kSisSettings, administrator),
                           say_in_spanish(kSyncGradesSettings, teacher())}) {
    EXPECT_EQ(form.at("locale"), "es");
    check(form, "es");
    expect_spanish(form);
  }
}

TEST_F(SpanishForms, RefuseInSpanish) {
  Asker administrator;
  administrator.user = gradebook::UserId("admin");
  administrator.domain = gradebook::DomainId("north");
  const auto answer =
      say_in_spanish(kSisSettings, administrator, R"({"allow_grades": "yes", "conection": {}})");
  expect_spanish(answer);
  EXPECT_EQ(answer.at("message"), "No se guardó nada.");
  EXPECT_EQ(answer.at("problems").at(0).at("message"), "Se esperaba true o false.");
}

TEST_F(SpanishForms, StatesAndReasonsAreSpokenInSpanishToo) {
  take(essay());
  take(score_of("90"));
  const auto status = spanish.status(R"({"class_id": "algebra", "locale": "es"})", std::nullopt);
  ASSERT_TRUE(status.ok()) << status.error().detail;
  EXPECT_NE(status->find("\"En camino\""), std::string::npos) << *status;
  EXPECT_EQ(status->find("On its way"), std::string::npos) << *status;
  const auto overview = json::serialize(say_in_spanish(kSyncGradesToSis, teacher()));
  EXPECT_NE(overview.find("\"En camino\""), std::string::npos) << overview;
}

TEST_F(Forms, ListWhatElseCanBeDoneOnceThereIsAnSis) {
  std::vector<std::string> ops;
  const auto form = card("", "district");
  for (const auto& one : form.at("operations").as_array()) {
    ops.emplace_back(one.at("op").as_string());
  }
  EXPECT_EQ(ops, (std::vector<std::string>{"summary", "setup_report", "test_connection",
                                           "test_grade", "readiness", "unlinked", "link_preview"}));
}

} // namespace
} // namespace passback::actions

#include <algorithm>
#include <map>
#include <tuple>

#include "plugin/outbox/accounts.hpp"
#include "tests/data/test_authority.hpp"
#include "tests/unit/actions/actions_fixture.hpp"

namespace passback::actions {
namespace {

constexpr auto* kNorth = "north";
const std::string kComplete = R"({"schema":"lms.sis_settings/1","op":"save","allow_grades":true,
  "connection":{"sis_name":"North SIS","profile":"generic-1.2","base_url":"https://north.example",
  "token_url":"https://north.example/token","api_key":"key","api_secret":"s3cret"}})";

class SisSettings : public ActionsTest {
 protected:
  std::string change(const std::string& members) {
    const auto reply = card(R"({"op":"save",)" + members + "}", kNorth);
    return problems_of(reply);
  }
  /// The complete card, with the answer to the question which SIS it is.
  boost::json::object enter_again(const std::string& answer) {
    auto input = boost::json::parse(kComplete).get_object();
    input["address_change"] = answer;
    return card(boost::json::serialize(input), kNorth);
  }
  void connect() { ASSERT_TRUE(card(kComplete, kNorth).at("ok").as_bool()); }
  settings::Connection connection() { return *stored(kNorth).connection; }
};

TEST_F(SisSettings, ACompleteCardIsSavedAndTheSecretGoesToTheVault) {
  connect();
  EXPECT_TRUE(changed);
  EXPECT_EQ(stored(kNorth).allow_grades, true);
  EXPECT_EQ(connection().secret_version, 1);
  EXPECT_EQ(vault.kept.at("passback/" + connection().id + "/secret"), "s3cret");
  EXPECT_EQ(connection().secret_origins, std::vector<std::string>{"https://north.example:443"});
  EXPECT_EQ(settings::to_json(stored(kNorth)).find("s3cret"), std::string::npos);
}

TEST_F(SisSettings, OnlyTheChosenWayToSignInIsRead) {
  connect();
  EXPECT_EQ(change(R"("connection":{"authentication":"sometimes"})"), "connection.authentication");
  EXPECT_EQ(change(R"("connection":{"authentication":"access_token","api_key":"key"})"),
            "connection.access_token")
      << "the token is missing";
  EXPECT_EQ(change(R"("connection":{"authentication":"access_token","access_token":"t",
    "api_key":"key","api_secret":"typed before it was chosen"})"),
            "");
  EXPECT_EQ(connection().credential, settings::Credential::access_token);
  EXPECT_EQ(connection().api_key, "");
  EXPECT_EQ(change(R"("connection":{"authentication":"key_and_secret","access_token":"t"})"),
            "connection.api_key");
  EXPECT_EQ(change(R"("connection":{"authentication":"key_and_secret","api_key":"k",
    "api_secret":"s"})"),
            "");
  EXPECT_EQ(connection().credential, settings::Credential::api_key);
}

TEST_F(SisSettings, TheFormShowsTheChosenWayToSignInAndWhichFieldsBelongToIt) {
  connect();
  std::map<std::string, std::string> shown_if;
  boost::json::value chosen;
  const auto form = card("{}", kNorth);
  for (const auto& one : form.at("fields").as_array()) {
    const auto& field = one.as_object();
    const std::string name(field.at("name").as_string());
    if (name == "connection.authentication") {
      chosen = field.at("value");
      EXPECT_EQ(field.at("label"), "Authentication method");
    }
    if (const auto* condition = field.if_contains("shown_if")) {
      EXPECT_EQ(condition->at("field"), "connection.authentication");
      shown_if[name] = std::string(condition->at("value").as_string());
    }
  }
  EXPECT_EQ(chosen, "key_and_secret");
  EXPECT_EQ(shown_if,
            (std::map<std::string, std::string>{{"connection.api_key", "key_and_secret"},
                                                {"connection.api_secret", "key_and_secret"},
                                                {"connection.token_url", "key_and_secret"},
                                                {"connection.access_token", "access_token"}}));
}

TEST_F(SisSettings, TheLabelsAreThoseOfTheSetUpGuide) {
  connect();
  std::map<std::string, std::string> labels, helps;
  const auto form = card("{}", kNorth);
  for (const auto& one : form.at("fields").as_array()) {
    const std::string name(one.at("name").as_string());
    labels[name] = std::string(one.at("label").as_string());
    const auto* help = one.as_object().if_contains("help");
    helps[name] = help == nullptr ? std::string() : std::string(help->as_string());
  }
  for (const auto& [name, label] :
       {std::pair{"allow_grades", "Allow grades to be sent to the SIS"},
        std::pair{"send_automatically", "Send new grades automatically"},
        std::pair{"excluded_domains", "Excluded domains"},
        std::pair{"connection.sis_name", "SIS name"},
        std::pair{"connection.base_url", "API Base URL"},
        std::pair{"connection.authentication", "Authentication method"},
        std::pair{"connection.api_key", "API Key"},
        std::pair{"connection.api_secret", "API Secret"},
        std::pair{"connection.token_url", "API Token URL"},
        std::pair{"connection.access_token", "Access token"}}) {
    EXPECT_EQ(labels[name], label);
  }
  for (const auto* name : {"base_url", "api_key", "api_secret", "token_url", "access_token"}) {
    EXPECT_TRUE(helps["connection." + std::string(name)].starts_with("Acquire from your SIS"))
        << name;
  }
}

TEST_F(SisSettings, TheConnectionMayStandBesideTheSwitches) {
  const auto reply = card(R"({"allow_grades":true,"base_url":"https://north.example","version":1.2,
    "token_url":"https://north.example/token","api_key":"key","api_secret":"s3cret"})",
                          kNorth);
  EXPECT_TRUE(reply.at("ok").as_bool()) << boost::json::serialize(reply);
  EXPECT_EQ(connection().profile, "generic-1.2");
}

TEST_F(SisSettings, EveryProblemIsNamedAndNothingIsSaved) {
  EXPECT_EQ(change(R"("allow_grade":true,"send_automatically":"yes",
    "connection":{"profile":"acme","base_url":"ftp://x","time_zone":"Mars","api_key":"key"})"),
            "send_automatically,allow_grade,connection.base_url,connection.time_zone,"
            "connection.profile,connection.api_secret");
  EXPECT_EQ(stored(kNorth), settings::DomainSettings{});
  EXPECT_TRUE(vault.kept.empty());
}

TEST_F(SisSettings, WhatPeopleWereToldIsNotForgottenWhenAnotherKeyIsEntered) {
  connect();
  const auto row = [&] {
    outbox::AccountRow found;
    commit([&](outbox::Transaction& transaction) -> Status {
      found = outbox::account_of(transaction, connection().id)->value_or(outbox::AccountRow{});
      return ok_status();
    });
    return found;
  };
  auto told = row();
  told.notice_unix_ms = 5;
  commit([&](outbox::Transaction& transaction) { return transaction.put_account(told); });
  EXPECT_EQ(change(R"("connection":{"api_key":"another","api_secret":"s3cret"})"), "");
  EXPECT_NE(row().key, told.key);
  EXPECT_EQ(row().notice_unix_ms, 5) << "so that they hear when it works";
}

TEST_F(SisSettings, KeyAndTokenTogetherAreRefused) {
  EXPECT_EQ(change(R"("connection":{"base_url":"https://x.example","api_key":"k",
    "api_secret":"s","access_token":"t"})"),
            "connection.access_token");
}

TEST_F(SisSettings, APasswordInAnAddressIsRefused) {
  EXPECT_EQ(change(R"("connection":{"base_url":"https://me:pw@x.example","access_token":"t"})"),
            "connection.base_url");
}

TEST_F(SisSettings, AnAddressOfTheOtherVersionIsRefusedWithTheOneToEnter) {
  const auto reply = card(R"({"op":"save","connection":{"access_token":"t","profile":"generic-1.2",
    "base_url":"https://north.example/ims/oneroster/v1p1"}})",
                          kNorth);
  EXPECT_FALSE(reply.at("ok").as_bool());
  EXPECT_NE(boost::json::serialize(reply).find("Enter https://north.example, if the SIS has "
                                               "OneRoster 1.2"),
            std::string::npos)
      << boost::json::serialize(reply);
}

TEST_F(SisSettings, AFixedTokenNeedsNoKey) {
  EXPECT_EQ(change(R"("connection":{"base_url":"https://x.example","access_token":"t"})"), "");
  EXPECT_EQ(connection().credential, settings::Credential::access_token);
}

TEST_F(SisSettings, WhatClingsToPastedCredentialsAndAddressesIsTakenOff) {
  const auto reply = card(R"({"op":"save","allow_grades":true,"connection":{"sis_name":"North SIS",
    "profile":"generic-1.2","base_url":"https://north.example \n","token_url":"\u200b\thttps://north.example/token",
    "api_key":"\ufeffkey\u00a0","api_secret":" s3 cret\r\n"}})",
                          kNorth);
  ASSERT_TRUE(reply.at("ok").as_bool()) << boost::json::serialize(reply);
  EXPECT_EQ(connection().base_url, "https://north.example");
  EXPECT_EQ(connection().token_url, "https://north.example/token");
  EXPECT_EQ(connection().api_key, "key");
  EXPECT_EQ(vault.kept.at(connection().secret_ref), "s3 cret");
  EXPECT_EQ(change(R"("connection":{"access_token":"\ntok3n\u200d "})"), "");
  EXPECT_EQ(vault.kept.at(connection().secret_ref), "tok3n");
}

TEST_F(SisSettings, ControlCharactersInsideACredentialAreRefusedByName) {
  for (const auto& [field, text, what] :
       {std::tuple{"api_key", R"(k\ney)", "a line break"},
        std::tuple{"api_secret", R"(s3\tcret)", "a tab"},
        std::tuple{"access_token", R"(tok\r\n3n)", "a line break"},
        std::tuple{"base_url", R"(https://north.example\u0007/x)", "a control character"},
        std::tuple{"token_url", R"(https://north\u200b.example/token)", "an invisible character"}}) {
    const auto reply = card(R"({"op":"save","connection":{"base_url":"https://north.example",")" +
                                std::string(field) + "\":\"" + text + "\"}}",
                            kNorth);
    EXPECT_FALSE(reply.at("ok").as_bool()) << field;
    std::string said;
    for (const auto& problem : reply.at("problems").as_array()) {
      if (std::string(problem.at("field").as_string()) == "connection." + std::string(field)) {
        said += std::string(problem.at("message").as_string());
      }
    }
    EXPECT_NE(said.find(what), std::string::npos) << field << ": " << said;
    EXPECT_EQ(said.find("3n"), std::string::npos) << "the secret itself is not told";
  }
  EXPECT_EQ(stored(kNorth), settings::DomainSettings{});
  EXPECT_TRUE(vault.kept.empty());
}

TEST_F(SisSettings, AnotherServerNeedsTheSecretAgain) {
  connect();
  EXPECT_EQ(change(R"("address_change":"same","connection":{"base_url":"https://new.example",
    "token_url":"https://new.example/token"})"),
            "connection.api_secret");
  EXPECT_EQ(connection().base_url, "https://north.example");
}

TEST_F(SisSettings, ANewTokenServerNeedsTheSecretAgainToo) {
  connect();
  EXPECT_EQ(change(R"("connection":{"token_url":"https://evil.example/token"})"),
            "connection.api_secret");
}

TEST_F(SisSettings, ATokenAddressThatWasLeftAsItWasDoesNotGetTheSecretOfANewServer) {
  connect();
  const auto before = connection();
  const auto secrets = vault.kept;
  const auto reply = card(R"({"op":"save","address_change":"same",
    "connection":{"base_url":"https://new.example","api_secret":"n3w"}})",
                          kNorth);
  EXPECT_EQ(problems_of(reply), "connection.token_url");
  const std::string said(reply.at("problems").at(0).at("message").as_string());
  EXPECT_NE(said.find("https://north.example/token"), std::string::npos) << said;
  EXPECT_NE(said.find("https://new.example"), std::string::npos) << said;
  EXPECT_EQ(connection(), before);
  EXPECT_EQ(vault.kept, secrets);
}

TEST_F(SisSettings, WhoeverSendsTheOldTokenAddressAlongMeansItAndIsToldWhereTokensComeFrom) {
  connect();
  const auto reply = card(R"({"op":"save","address_change":"same","connection":{
    "base_url":"https://new.example","token_url":"https://north.example/token","api_secret":"n3w"}})",
                          kNorth);
  ASSERT_TRUE(reply.at("ok").as_bool()) << boost::json::serialize(reply);
  EXPECT_NE(reply.at("message").as_string().find("although the SIS is now at"), std::string::npos)
      << reply.at("message");
  EXPECT_EQ(connection().base_url, "https://new.example");
}

TEST_F(SisSettings, AnotherPathOfTheSameServerKeepsItsTokenAddress) {
  connect();
  EXPECT_EQ(
      change(R"("address_change":"same","connection":{"base_url":"https://north.example/v2"})"),
      "");
  EXPECT_EQ(connection().token_url, "https://north.example/token");
}

TEST_F(SisSettings, ANewAddressAsksWhichSisItIs) {
  connect();
  const auto reply =
      card(R"({"connection":{"base_url":"https://new.example","api_secret":"s3cret"}})", kNorth);
  EXPECT_FALSE(reply.at("ok").as_bool());
  EXPECT_EQ(reply.at("questions").at(0).at("name"), "address_change");
  EXPECT_EQ(connection().base_url, "https://north.example");
}

TEST_F(SisSettings, TheSameSisAtANewAddressKeepsItsLinks) {
  connect();
  const auto before = connection();
  EXPECT_EQ(change(R"("address_change":"same","connection":{"base_url":"https://new.example",
    "token_url":"https://new.example/token","api_secret":"s3cret"})"),
            "");
  EXPECT_EQ(connection().id, before.id);
  EXPECT_EQ(connection().generation, before.generation);
  EXPECT_EQ(connection().secret_version, before.secret_version + 1);
}

TEST_F(SisSettings, AnotherSisIsANewGeneration) {
  connect();
  EXPECT_EQ(change(R"("address_change":"other","connection":{"base_url":"https://new.example",
    "token_url":"https://new.example/token","api_secret":"s3cret"})"),
            "");
  EXPECT_EQ(connection().generation, 2);
}

TEST_F(SisSettings, FromATestServerToTheRealSisIsAnAnswerWhereItWasMarkedAsOne) {
  connect();
  const auto real = R"("address_change":"real","connection":{"base_url":"https://new.example",
    "token_url":"https://new.example/token","api_secret":"s3cret"})";
  EXPECT_EQ(change(real), "address_change");
  EXPECT_EQ(change(R"("connection":{"test_server":true})"), "");
  EXPECT_TRUE(connection().test_server);
  EXPECT_EQ(change(real), "");
  EXPECT_FALSE(connection().test_server);
  EXPECT_TRUE(settings::was_test_server(connection(), 1));
}

TEST_F(SisSettings, AConnectionThatLeadsBackToAnSisOfBeforeGoesOnWithItsRecords) {
  connect();
  take(essay());
  take(score_of("90"));
  deliver_everything();
  const auto first = result();
  EXPECT_EQ(change(R"("address_change":"other","connection":{"sis_name":"Harbor SIS",
    "base_url":"https://harbor.example","token_url":"https://harbor.example/token",
    "api_secret":"s3cret"})"),
            "");
  ASSERT_TRUE(intake->reconsider(kDeadline).ok());
  const auto offer = boost::json::serialize(sync(R"({"op":"preview"})"));
  EXPECT_NE(offer.find("Was sent to North SIS. Send to Harbor SIS too?"), std::string::npos)
      << offer;
  take(score_of("95"));
  deliver_everything();

  const auto reply = card(R"({"op":"save","address_change":"other","connection":{
    "sis_name":"North SIS","base_url":"https://north.example",
    "token_url":"https://north.example/token","api_secret":"s3cret"}})",
                          kNorth);
  ASSERT_TRUE(reply.at("ok").as_bool()) << boost::json::serialize(reply);
  EXPECT_NE(reply.at("message").as_string().find("is kept up"), std::string::npos)
      << reply.at("message");
  EXPECT_EQ(connection().generation, first.key.connection_generation);
  ASSERT_TRUE(intake->reconsider(kDeadline).ok());
  for (const auto& one : records(outbox::Kind::result)) {
    EXPECT_EQ(one.code, one.id == first.id ? Code::none : Code::moved_sis)
        << "an offer would make a second column";
  }
  for (const auto& one : records(outbox::Kind::line_item)) {
    EXPECT_NE(one.code, Code::other_sis);
  }
  take(score_of("95"));
  deliver_everything();
  const auto kept = records(outbox::Kind::result);
  ASSERT_EQ(kept.size(), 2U);
  for (const auto& one : kept) {
    const auto facts = gradebook::score_facts_from_json(one.confirmed.facts);
    ASSERT_TRUE(facts.ok());
    EXPECT_EQ(facts->points->to_string(), "95") << one.key.connection_generation;
  }

  EXPECT_EQ(change(R"("address_change":"other","connection":{"base_url":"https://third.example",
    "token_url":"https://third.example/token","api_secret":"s3cret"})"),
            "");
  EXPECT_EQ(connection().generation, 3) << "the number of another SIS is never given again";
}

TEST_F(SisSettings, AConnectionThatIsEnteredAgainGoesOnWithItsRecords) {
  connect();
  const auto before = connection();
  take(essay());
  take(score_of("90"));
  deliver_everything();
  const auto sent = line_item();
  EXPECT_EQ(change(R"("connection":null)"), "");
  ASSERT_TRUE(intake->reconsider(kDeadline).ok());

  const auto asked = card(kComplete, kNorth);
  EXPECT_EQ(problems_of(asked), "address_change");
  EXPECT_EQ(asked.at("questions").at(0).at("name"), "address_change");
  const auto words = boost::json::serialize(asked.at("questions"));
  EXPECT_NE(words.find("North SIS (https://north.example) was removed here"), std::string::npos)
      << words;
  EXPECT_TRUE(vault.kept.empty()) << "nothing is stored before the answer";

  EXPECT_EQ(problems_of(enter_again("same")), "");
  EXPECT_EQ(connection().id, before.id);
  EXPECT_EQ(connection().generation, before.generation);
  EXPECT_EQ(connection().secret_version, before.secret_version + 1);
  EXPECT_EQ(vault.kept.at(connection().secret_ref), "s3cret");
  EXPECT_NE(connection().secret_ref, before.secret_ref) << "each secret has a name of its own";
  ASSERT_TRUE(intake->reconsider(kDeadline).ok());
  EXPECT_EQ(line_item().wire_id, sent.wire_id) << "no second column";
  EXPECT_EQ(line_item().key, sent.key);
  EXPECT_EQ(line_item().state, outbox::State::settled);
  EXPECT_EQ(result().state, outbox::State::settled);
}

TEST_F(SisSettings, AnotherSisInPlaceOfARemovedConnectionBeginsAnew) {
  connect();
  const auto before = connection();
  take(essay());
  take(score_of("90"));
  deliver_everything();
  EXPECT_EQ(change(R"("connection":null)"), "");
  EXPECT_EQ(problems_of(enter_again("other")), "");
  EXPECT_NE(connection().id, before.id);
}

TEST_F(SisSettings, ARemovedConnectionThatSentNothingOrWasAnotherSissIsNotAskedAbout) {
  connect();
  EXPECT_EQ(change(R"("connection":null)"), "");
  EXPECT_EQ(problems_of(card(kComplete, kNorth)), "") << "nothing of it stands in the SIS";
  take(essay());
  take(score_of("90"));
  deliver_everything();
  EXPECT_EQ(change(R"("connection":null)"), "");
  EXPECT_EQ(change(R"("connection":{"base_url":"https://else.example",
    "token_url":"https://else.example/token","api_key":"another","api_secret":"s"})"),
            "")
      << "neither its server nor its key";
}

TEST_F(SisSettings, ACertificateIsPastedAndAFileOfTheServerIsNotNamed) {
  connect();
  for (const char* file : {"/dev/stdout", "/etc/passwd", "/no/such/file"}) {
    const auto reply = card(R"({"connection":{"ca_file":")" + std::string(file) + "\"}}", kNorth);
    EXPECT_EQ(problems_of(reply), "connection.ca_file");
    const auto words = boost::json::serialize(reply);
    EXPECT_NE(words.find("ca_pem"), std::string::npos) << words;
  }
  const auto pasted = [&](std::string_view text) {
    boost::json::object input{{"connection", boost::json::object{{"ca_pem", text}}}};
    return problems_of(card(boost::json::serialize(input), kNorth));
  };
  EXPECT_EQ(pasted(kTestAuthority), "");
  EXPECT_NE(boost::json::serialize(card("", kNorth)).find("BEGIN CERTIFICATE"), std::string::npos);
  const std::string key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
  for (const std::string& wrong :
       {std::string("certificate"), kTestAuthority + key, std::string(kTestAuthority).substr(0, 300),
        std::string(100'000, 'x')}) {
    EXPECT_EQ(pasted(wrong), "connection.ca_pem") << wrong.substr(0, 40);
  }
}

TEST_F(SisSettings, ANewKeyNeedsItsOwnSecret) {
  connect();
  EXPECT_EQ(change(R"("connection":{"api_key":"other"})"), "connection.api_secret");
}

TEST_F(SisSettings, ASaveThatFailsLeavesTheOldSecretWhereItWasAndNothingOfTheNewOne) {
  connect();
  const auto before = connection();
  const auto secrets = vault.kept;
  vault.meanwhile = [&] {
    auto settings = stored(kNorth);
    settings.send_automatically = true;
    save(settings, kNorth);
  };
  Asker asker;
  asker.domain = gradebook::DomainId(kNorth);
  const auto reply = actions.invoke(
      kSisSettings, asker,
      R"({"op":"save","address_change":"same","connection":{"base_url":"https://new.example",
        "token_url":"https://new.example/token","api_secret":"for the new server only"}})",
      kDeadline);
  ASSERT_FALSE(reply.ok()) << reply->document;
  EXPECT_EQ(reply.error().code, Code::busy);
  EXPECT_EQ(connection(), before) << "nothing was stored";
  EXPECT_EQ(vault.kept, secrets) << "the old server would be sent the new server's secret";
}

TEST_F(SisSettings, ASecretThatIsNotUsedAnyMoreLeavesTheVault) {
  connect();
  EXPECT_EQ(change(R"("connection":{"api_secret":"better"})"), "");
  ASSERT_EQ(vault.kept.size(), 1U) << "the one before is gone";
  EXPECT_EQ(vault.kept.begin()->second, "better");
  EXPECT_EQ(change(R"("connection":null)"), "");
  EXPECT_TRUE(vault.kept.empty()) << "and so is that of a connection that was removed";
}

TEST_F(SisSettings, ExcludedDomainsThatTheHostDoesNotKnowAreRefusedByName) {
  tree.listed = {"district", "north", "north-math"};
  const auto reply = card(R"({"op":"save","excluded_domains":["north-math","nope"]})", kNorth);
  EXPECT_EQ(problems_of(reply), "excluded_domains") << boost::json::serialize(reply);
  const auto text = boost::json::serialize(reply);
  EXPECT_NE(text.find("nope"), std::string::npos) << text;
  EXPECT_EQ(text.find("north-math"), std::string::npos) << text;
  EXPECT_EQ(stored(kNorth), settings::DomainSettings{});
  EXPECT_EQ(change(R"("excluded_domains":["north-math"])"), "");
  EXPECT_EQ(stored(kNorth).excluded_domains.size(), 1U);
}

TEST_F(SisSettings, AnExcludedDomainThatIsGoneDoesNotStopTheNextSave) {
  tree.listed = {"north", "north-math"};
  EXPECT_EQ(change(R"("excluded_domains":["north-math"])"), "");
  tree.listed = {"north"};
  const auto reply =
      card(R"({"op":"save","allow_grades":true,"excluded_domains":["north-math"]})", kNorth);
  EXPECT_TRUE(reply.at("ok").as_bool()) << boost::json::serialize(reply);
  EXPECT_NE(boost::json::serialize(reply).find("north-math"), std::string::npos)
      << "it is told of";
}

TEST_F(SisSettings, WhereTheHostListsNoDomainsTheAnswerSaysThatNobodyCheckedThem) {
  const auto reply = card(R"({"op":"save","excluded_domains":["nope"]})", kNorth);
  EXPECT_TRUE(reply.at("ok").as_bool());
  EXPECT_NE(reply.at("message").as_string().find("could not be checked"), std::string::npos)
      << boost::json::serialize(reply);
}

TEST_F(SisSettings, AVaultThatFailsSavesNothing) {
  vault.broken = true;
  Asker asker;
  asker.domain = gradebook::DomainId(kNorth);
  EXPECT_FALSE(actions.invoke(kSisSettings, asker, kComplete, kDeadline).ok());
  EXPECT_EQ(stored(kNorth), settings::DomainSettings{});
}

TEST_F(SisSettings, TheCardNeverShowsASecret) {
  connect();
  const auto form = card("", kNorth);
  EXPECT_EQ(form.at("schema"), "lms.form/1");
  EXPECT_EQ(boost::json::serialize(form).find("s3cret"), std::string::npos);
  for (const auto& field : form.at("fields").as_array()) {
    if (field.at("name") == "connection.api_secret") {
      EXPECT_TRUE(field.at("has_secret").as_bool());
      EXPECT_TRUE(field.at("value").is_null());
    }
  }
}

TEST_F(SisSettings, TheCardSaysWhichWayOfAuthenticationWillBeUsed) {
  connect();
  const auto notes = boost::json::serialize(card("", kNorth).at("notes"));
  EXPECT_NE(notes.find("token"), std::string::npos) << notes;
}

TEST_F(SisSettings, TheCardSaysWhatToSeeToAtTheChosenKindOfSis) {
  connect();
  const auto shown = [&] { return boost::json::serialize(card("", kNorth).at("notes")); };
  EXPECT_EQ(shown().find("plug-in must be installed"), std::string::npos) << shown();
  EXPECT_EQ(change(R"("connection":{"profile":"seaside"})"), "");
  EXPECT_NE(shown().find("The plug-in must be installed."), std::string::npos) << shown();
  EXPECT_NE(shown().find("not confirmed that grades can be written to Seaside"), std::string::npos)
      << shown();
}

TEST_F(SisSettings, KindsOfSisThatAreNotConfirmedStandLastAndSaySo) {
  const auto form = card("", kNorth);
  for (const auto& field : form.at("fields").as_array()) {
    if (field.at("name") == "connection.profile") {
      const auto& choices = field.at("choices").as_array();
      EXPECT_EQ(choices.front().at("value"), "generic-1.1");
      const auto seaside = std::ranges::find_if(choices, [](const boost::json::value& choice) {
        return choice.at("label") == "Seaside (not confirmed)";
      });
      ASSERT_NE(seaside, choices.end());
      EXPECT_EQ(seaside->at("notes").as_array().front(), "The plug-in must be installed.");
      for (auto behind = seaside; behind != choices.end(); ++behind) {
        EXPECT_TRUE(behind->at("label").as_string().ends_with("(not confirmed)"));
      }
      return;
    }
  }
  FAIL() << "there is no choice of a kind of SIS";
}

TEST_F(SisSettings, ASchoolSeesThatItUsesTheDistrictsConnection) {
  const auto notes = boost::json::serialize(card("", "south").at("notes"));
  EXPECT_NE(notes.find("district"), std::string::npos) << notes;
}

TEST_F(SisSettings, ANewSecretEndsWhatStoppedTheAccountAndKeepsItsLease) {
  connect();
  std::string key;
  commit([&](outbox::Transaction& transaction) {
    key = **outbox::account_key_of(transaction, connection().id);
    auto account = **transaction.account(key);
    account.state = outbox::AccountState::unauthorised;
    account.code = Code::token_refused;
    account.owner_id = "worker";
    account.epoch = 4;
    return transaction.put_account(account);
  });
  EXPECT_EQ(change(R"("connection":{"api_secret":"better"})"), "");
  commit([&](outbox::Transaction& transaction) {
    const auto account = **transaction.account(key);
    EXPECT_EQ(account.state, outbox::AccountState::ok);
    EXPECT_EQ(account.owner_id, "worker");
    EXPECT_EQ(account.epoch, 4);
    return ok_status();
  });
}

TEST_F(SisSettings, AMovedSiteIsAskedAboutAndAnswered) {
  commit([](outbox::Transaction& transaction) {
    return transaction.put_meta("hold", info(Code::site_moved).id);
  });
  EXPECT_EQ(card("").at("questions").at(0).at("name"), "site");
  EXPECT_TRUE(card(R"({"op":"site_moved"})").at("ok").as_bool());
  commit([](outbox::Transaction& transaction) {
    EXPECT_EQ(**transaction.meta("hold"), "");
    EXPECT_EQ(**transaction.meta("site_id"), "site-2");
    EXPECT_EQ(**transaction.meta("site_url"), "https://moved.example");
    return ok_status();
  });
}

TEST_F(SisSettings, ACopyStaysHeld) {
  commit([](outbox::Transaction& transaction) {
    return transaction.put_meta("hold", info(Code::site_moved).id);
  });
  EXPECT_TRUE(card(R"({"op":"site_is_copy"})").at("ok").as_bool());
  EXPECT_FALSE(changed);
  EXPECT_TRUE(boost::json::parse(*actions.status("", {})).at("held").as_bool());
}

TEST_F(SisSettings, InputOfAnotherSchemaIsAnError) {
  const auto reply =
      actions.invoke(kSisSettings, {}, R"({"schema":"lms.sis_settings/2"})", kDeadline);
  ASSERT_FALSE(reply.ok());
  EXPECT_EQ(reply.error().code, Code::document);
  EXPECT_FALSE(actions.invoke(kSisSettings, {}, "[", kDeadline).ok());
  EXPECT_EQ(actions.invoke(kSisSettings, {}, R"({"op":"explode"})", kDeadline).error().code,
            Code::unsupported);
}

} // namespace
} // namespace passback::actions

// The SIS settings card besides its form: the summary that it opens with, the set-up report, what
// is proposed for a new connection, and the vendor's words.
#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "plugin/intake/events.hpp"
#include "plugin/platform/try.hpp"
#include "tests/unit/actions/actions_fixture.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

class SisSummary : public ActionsTest {
 protected:
  json::object line(const json::object& document, std::string_view name) {
    for (const auto& one : document.at("lines").as_array()) {
      if (one.at("name").as_string() == name) {
        return one.as_object();
      }
    }
    return {};
  }
  json::object field(const json::object& form, std::string_view name) {
    for (const auto& one : form.at("fields").as_array()) {
      if (one.at("name").as_string() == name) {
        return one.as_object();
      }
    }
    return {};
  }
  bool has_note(const json::object& document, std::string_view key) {
    return std::ranges::any_of(document.at("notes").as_array(), [&](const json::value& note) {
      const auto* found = note.as_object().if_contains("text_key");
      return found != nullptr && found->as_string() == key;
    });
  }
  bool offers(const json::object& document, std::string_view op) {
    return std::ranges::any_of(document.at("operations").as_array(), [&](const json::value& one) {
      return one.at("op").as_string() == op;
    });
  }
  json::object summary(const std::string& domain = "district") {
    return card(R"({"op": "summary"})", domain);
  }
  /// A class with two students, one of them without an id of the SIS.
  void tell_roster() {
    commit([](outbox::Transaction& transaction) -> Status {
      outbox::ClassRow row;
      row.class_id = gradebook::ClassId("algebra");
      row.school_year = gradebook::SchoolYear("2026");
      row.domain_id = gradebook::DomainId("district");
      gradebook::ClassFacts facts;
      facts.class_sis_id = gradebook::SourcedId("c-1");
      row.facts = gradebook::to_json(facts);
      PASSBACK_TRY(transaction.put_class(row));
      for (const auto& [user, sis_id] : {std::pair{"amy", "u-1"}, {"ben", ""}}) {
        outbox::EnrolmentRow student;
        student.class_id = row.class_id;
        student.school_year = row.school_year;
        student.user_id = user;
        student.role = static_cast<int>(intake::Role::student);
        student.user_sis_id = gradebook::SourcedId(sis_id);
        PASSBACK_TRY(transaction.put_enrolment(student));
      }
      return ok_status();
    });
  }
  void without_connection() {
    district.connection.reset();
    save(district);
  }
};

TEST_F(SisSummary, SaysWhatHoldsWhereNothingWasSet) {
  const auto document = summary();
  EXPECT_EQ(line(document, "wait_before_sending").at("text"),
            "0 minutes: at once (nothing was set)");
  EXPECT_EQ(line(document, "removal_brake").at("text"), "10 (nothing was set)");
  EXPECT_EQ(line(document, "notice_hour").at("text"), "7 o'clock (nothing was set)");
  for (const auto& one : document.at("lines").as_array()) {
    EXPECT_NE(one.at("text"), "Not set") << one << ": the text card.unset.NAME is missing";
  }
}

TEST_F(SisSummary, SaysWhatIsSetAndWhereItComesFrom) {
  district.send_automatically = true;
  save(district);
  const auto above = summary("north");
  EXPECT_EQ(above.at("schema"), "lms.sis_summary/1");
  EXPECT_EQ(line(above, "send_automatically").at("text"), "On");
  EXPECT_EQ(line(above, "send_automatically").at("set"), "above");
  EXPECT_EQ(line(above, "send_automatically").at("domain_id"), "district");
  EXPECT_EQ(line(above, "quiet_hours.from").at("set"), "default");
  EXPECT_EQ(line(summary(), "send_automatically").at("set"), "here");
  EXPECT_FALSE(changed);
}

TEST_F(SisSummary, LeadsToTheSettings) {
  const auto document = summary();
  const auto& first = document.at("operations").at(0);
  EXPECT_EQ(first.at("op"), "open");
  EXPECT_EQ(first.at("label"), "Edit settings");
  EXPECT_FALSE(document.contains("fields"));
  EXPECT_TRUE(offers(card(""), "summary"));
}

TEST_F(SisSummary, TellsOfSecretsOnlyThatTheyWereEntered) {
  const auto text = json::serialize(summary());
  EXPECT_EQ(text.find("s3cret"), std::string::npos);
  EXPECT_EQ(text.find("secret_ref"), std::string::npos);
}

TEST_F(SisSummary, WithoutAnSisSaysSoAndCountsTheRoster) {
  without_connection();
  EXPECT_TRUE(has_note(card(""), "card.roster_missing"));
  tell_roster();
  const auto document = summary();
  EXPECT_EQ(document.at("state").at("outcome"), "none");
  EXPECT_TRUE(line(document, "connection.base_url").empty());
  EXPECT_EQ(document.at("roster").at("classes"), 1);
  EXPECT_EQ(document.at("roster").at("students"), 2);
  EXPECT_EQ(document.at("roster").at("students_without_sis_id"), 1);
  EXPECT_TRUE(has_note(card(""), "card.roster"));
}

TEST_F(SisSummary, AsksForTheTimeZoneWhereNoneIsSet) {
  ASSERT_TRUE(district.connection);
  district.connection->time_zone.clear();
  save(district);
  EXPECT_TRUE(has_note(summary(), "card.time_zone_missing"));
  EXPECT_EQ(field(card(""), "connection.time_zone").at("required"), true);
  district.connection->time_zone = "America/Denver";
  save(district);
  EXPECT_FALSE(has_note(summary(), "card.time_zone_missing"));
}

TEST_F(SisSummary, ProposesTheCarefulChoicesForANewConnectionOnly) {
  EXPECT_FALSE(field(card(""), "send_automatically").contains("proposed"));
  district = {};
  save(district);
  const auto form = card("");
  EXPECT_EQ(field(form, "allow_grades").at("proposed"), false);
  EXPECT_EQ(field(form, "wait_before_sending").at("proposed"), 2);
  EXPECT_EQ(field(form, "send_comments").at("proposed"), false);
  EXPECT_EQ(field(form, "removals").at("proposed"), "keep_and_offer");
  EXPECT_EQ(field(form, "removal_brake").at("proposed"), 10);
  EXPECT_TRUE(field(form, "wait_before_sending").at("value").is_null());
  EXPECT_EQ(stored(), settings::DomainSettings());
}

TEST_F(SisSummary, TheSetUpReportIsOnePageWithoutSecrets) {
  tell_roster();
  const auto report = card(R"({"op": "setup_report"})");
  EXPECT_EQ(report.at("schema"), "lms.setup_report/1");
  const std::string text(report.at("text").as_string());
  EXPECT_NE(text.find("Allow grades to be sent to the SIS: On"), std::string::npos) << text;
  EXPECT_NE(text.find("Test of the connection: never run"), std::string::npos) << text;
  EXPECT_NE(text.find("The roster has"), std::string::npos) << text;
  EXPECT_EQ(json::serialize(report).find("s3cret"), std::string::npos);
}

TEST_F(SisSummary, TheVendorsWordsStandOnTheCard) {
  EXPECT_EQ(card("").at("branding").at("product_name"), "Passback");
  ActionParts parts{*store,     profiles,
                    clock,      vault,
                    tree,       gradebook::DomainId("district"),
                    "site-2",   "https://moved.example",
                    permissions};
  parts.branding = [] {
    settings::Branding branding;
    branding.product_name = "Grade Bridge";
    branding.beta_label = "Beta";
    branding.problem = "branding.yaml:3: no";
    return branding;
  };
  Actions of_vendor(parts);
  Asker asker;
  asker.user = gradebook::UserId("admin");
  asker.domain = gradebook::DomainId("district");
  const auto reply = of_vendor.invoke(kSisSettings, asker, "", kDeadline);
  ASSERT_TRUE(reply.ok());
  const auto form = json::parse(reply->document).as_object();
  EXPECT_EQ(form.at("branding").at("product_name"), "Grade Bridge");
  EXPECT_EQ(form.at("branding").at("beta_label"), "Beta");
  EXPECT_TRUE(has_note(form, "card.branding_not_used"));
}

} // namespace
} // namespace passback::actions

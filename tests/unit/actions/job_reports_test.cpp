// What jobs found, read in Spanish: from conversations that a test plays the SIS for, kept as the
// worker keeps them.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <regex>

#include <gtest/gtest.h>

#include "manifests/schemas.hpp"
#include "plugin/actions/job_reports.hpp"
#include "plugin/exchange/conversation/conversation_kinds.hpp"
#include "plugin/oneroster/profile/profile_catalog.hpp"
#include "tests/unit/exchange/scripted_sis.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using exchange::Partner;
using exchange::ScriptedSis;

std::string file_text(const std::filesystem::path& path) {
  std::ifstream in(std::filesystem::path(SOURCE_DIR) / path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class SpanishReports : public testing::Test {
 protected:
  SpanishReports() : languages({{"es", file_text("manifests/texts/es.json")}}, {}) {
    std::vector<oneroster::ProfileFile> files;
    const auto folder = std::filesystem::path(SOURCE_DIR) / "manifests/sis";
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      const auto name = entry.path().filename().string();
      files.push_back({name, file_text(std::filesystem::path("manifests/sis") / name)});
    }
    profiles = std::make_unique<oneroster::ProfileCatalog>(std::move(files), manifests::kSisSchema);
  }

  Partner partner(const std::string& profile,
                  oneroster::AuthWay way = oneroster::AuthWay::oauth2_client_credentials) const {
    return exchange::partner_of(*profiles->find(profile), way);
  }

  /// What the job keeps when the SIS answers as `sis` does.
  std::string kept(ScriptedSis& sis, Partner with, std::string_view kind,
                   const std::string& input = "{}") const {
    auto conversation = exchange::make_conversation(kind, std::move(with), input);
    EXPECT_TRUE(conversation.ok());
    (void)sis.hold(**conversation);
    return json::serialize((*conversation)->kept_report());
  }

  /// Each sentence and next step of the report has a key, and is in no English.
  void expect_spanish(const std::string& report) {
    static const std::regex english(R"(\b(the|and|was|were|is|are|of|not|this|that|with|for)\b)",
                                    std::regex::icase);
    const auto document = report_document(languages.words("es"), report);
    const auto& checks = document.at("checks").as_array();
    EXPECT_FALSE(checks.empty());
    for (const auto& one : checks) {
      const auto& check = one.as_object();
      for (const std::string name : {"sentence", "next_step", "detail"}) {
        EXPECT_FALSE(check.contains(name + "_phrase")) << one;
        if (!check.contains(name)) {
          continue;
        }
        if (name == "detail") {
          continue; // for support: words of the SIS and of the protocol, as they came
        }
        EXPECT_TRUE(check.contains(name + "_key")) << one;
        const std::string text(check.at(name).as_string());
        EXPECT_FALSE(std::regex_search(text, english)) << name << " of " << one;
        ++seen;
      }
    }
  }

  texts::Languages languages;
  std::unique_ptr<oneroster::ProfileCatalog> profiles;
  int seen = 0;
};

const std::string kGrade = R"({"class_id":"c1","student_id":"s1","seed":"x",)"
                           R"("now_unix_ms":1790000000000,"today":"2026-09-21"})";
const std::string kSample = R"({"samples":[{"kind":"class","sis_id":"c1"},)"
                            R"({"kind":"student","sis_id":"s9"}],"classes":["c1"]})";

TEST_F(SpanishReports, HoldNoEnglishSentence) {
  for (const auto* profile : {"generic-1.2", "generic-1.1", "powerschool", "eschoolplus"}) {
    for (const auto& [kind, input] :
         {std::pair{exchange::kTestConnection, std::string("{}")},
          std::pair{exchange::kTestGrade, kGrade}, std::pair{exchange::kReadiness, kSample},
          std::pair{exchange::kReadCategories, std::string(R"({"class_ids":["c1","c2"]})")}}) {
      ScriptedSis well, empty, closed;
      exchange::play_school(well, partner(profile));
      expect_spanish(kept(well, partner(profile), kind, input));
      if (kind != exchange::kReadCategories) {
        expect_spanish(kept(empty, partner(profile), kind, input));
      }
      closed.token("", 401);
      expect_spanish(kept(closed, partner(profile), kind, input));
    }
  }
  EXPECT_GT(seen, 100);
}

TEST_F(SpanishReports, SayWhatTheSisSaidInItsOwnWords) {
  ScriptedSis sis;
  const auto with = partner("generic-1.2", oneroster::AuthWay::oauth1_signature);
  exchange::play_school(sis, with);
  sis.answer("GET /ims/oneroster/rostering/v1p2/classes/c1", 500,
             R"({"imsx_description":"The disk is full"})");
  const auto report = kept(sis, with, exchange::kTestConnection);
  const auto text = json::serialize(report_document(languages.words("es"), report));
  EXPECT_NE(text.find("Una clase no se puede leer."), std::string::npos) << text;
  EXPECT_NE(text.find("The disk is full"), std::string::npos) << text;
}

TEST_F(SpanishReports, OfAnEarlierReleaseAreReadAsTheyWereKept) {
  const std::string old = R"({"schema":"lms.connection_report/1","outcome":"warning","checks":[
    {"id":"clock","outcome":"warning","sentence":"The clocks differ.","next_step":"Use NTP."}]})";
  const auto document = report_document(languages.words("es"), old);
  const auto& check = document.at("checks").at(0).as_object();
  EXPECT_EQ(check.at("sentence"), "The clocks differ.");
  EXPECT_FALSE(check.contains("sentence_key"));
  const auto told = told_in(old);
  EXPECT_EQ(told.outcome, "warning");
  ASSERT_EQ(told.checks.size(), 1U);
  EXPECT_EQ(told.checks.front().text, "The clocks differ. Use NTP.");
}

TEST_F(SpanishReports, OfALaterReleaseAreReadInTheEnglishThatStandsBeside) {
  const auto document = report_document(
      languages.words("es"),
      R"({"outcome":"ok","checks":[{"id":"x","outcome":"ok","sentence":"All is new.",)"
      R"("sentence_phrase":{"key":"check.of.next.year"}}]})");
  EXPECT_EQ(document.at("checks").at(0).at("sentence"), "All is new.");
  EXPECT_FALSE(document.at("checks").at(0).as_object().contains("sentence_phrase"));
}

TEST_F(SpanishReports, ThatAreNoneAreNone) {
  EXPECT_TRUE(report_document(languages.words("es"), "no JSON").is_null());
  EXPECT_TRUE(told_in("no JSON").outcome.empty());
  EXPECT_TRUE(told_in(R"({"outcome":"ok"})").checks.empty());
}

} // namespace
} // namespace passback::actions

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "manifests/schemas.hpp"
#include "plugin/oneroster/profile_summary.hpp"
#include "plugin/oneroster/profile_words.hpp"

namespace passback::oneroster {
namespace {

namespace json = boost::json;
using testing::Contains;
using testing::HasSubstr;

constexpr std::string_view kSchema = manifests::kSisSchema;
const std::string kHead = "name: x\ntitle: X\nversion: 1\noneroster: \"1.2\"\n";

Profile profile_of(const std::string& yaml) {
  const auto profile = parse_profile(yaml, kSchema, "x.yaml");
  EXPECT_TRUE(profile.ok()) << profile.error().detail;
  return profile.ok() ? *profile : Profile();
}

std::string flat(const Profile& profile) {
  std::string text;
  for (const WordSection& section : profile_words(profile)) {
    text += section.title + "\n";
    for (const std::string& sentence : section.sentences) {
      text += "- " + sentence + "\n";
    }
  }
  return text;
}

std::vector<std::string> section_of(const Profile& profile, const std::string& title) {
  for (const WordSection& section : profile_words(profile)) {
    if (section.title == title) {
      return section.sentences;
    }
  }
  return {};
}

/// One value of each field that is not its default in 1.2. What a field needs beside it stands in
/// the same text.
const std::map<std::string, std::string> kOtherThanDefault = {
    {"before_you_start", "before_you_start: [Ask.]"},
    {"where.rostering_path", "where: {rostering_path: /a}"},
    {"where.gradebook_path", "where: {gradebook_path: /a}"},
    {"where.token_url_template", "where: {token_url_template: \"{base_url}/token\"}"},
    {"who.token_auth", "who: {token_auth: body}"},
    {"who.token_parameters", "who: {token_parameters: query}"},
    {"who.send_scope", "who: {send_scope: false}"},
    {"who.headers", "who: {headers: {X-Vendor: \"{api_key}\"}}"},
    {"who.scopes", "who: {scopes: [one]}"},
    {"documents.create_categories", "documents: {create_categories: true}"},
    {"documents.category", "documents: {category: when_known}"},
    {"documents.school", "documents: {school: never}"},
    {"documents.grading_period", "documents: {grading_period: required}"},
    {"documents.points_possible", "documents: {points_possible: required}"},
    {"documents.description", "documents: {description: never}"},
    {"documents.category_strategy", "documents: {category_strategy: by_exact_name}"},
    {"documents.category_title_max", "documents: {category_title_max: 30}"},
    {"documents.references", "documents: {references: id_only}"},
    {"documents.missing_due_date", "documents: {missing_due_date: [period_end]}"},
    {"documents.due_date_form", "documents: {due_date_form: local_date}"},
    {"documents.outside_period", "documents: {outside_period: clamp}"},
    {"documents.zero_possible", "documents: {zero_possible: refuse}"},
    {"documents.extra_credit", "documents: {extra_credit: no_points_possible}"},
    {"documents.title_unique", "documents: {title_unique: in_class}"},
    {"documents.owner.title", "documents: {owner: {title: sis}}"},
    {"documents.owner.description", "documents: {owner: {description: sis}}"},
    {"documents.owner.points_possible", "documents: {owner: {points_possible: sis}}"},
    {"documents.owner.dates", "documents: {owner: {dates: sis}}"},
    {"documents.owner.category", "documents: {owner: {category: lms}}"},
    {"documents.owner.grading_period", "documents: {owner: {grading_period: lms}}"},
    {"documents.owner.school", "documents: {owner: {school: lms}}"},
    {"documents.owner.metadata", "documents: {owner: {metadata: lms}}"},
    {"documents.line_item_metadata", "documents: {line_item_metadata: {kind: POINTS}}"},
    {"documents.result_metadata", "documents: {result_metadata: {letter: \"{text_score}\"}}"},
    {"documents.gradebook", "documents: {gradebook: assessment}"},
    {"documents.final_grades", "documents: {final_grades: sis_slot, final_slot: {title: Final}}"},
    {"documents.final_slot.metadata",
     "documents: {final_grades: sis_slot, final_slot: {metadata: {a: b}}}"},
    {"documents.final_slot.title",
     "documents: {final_grades: sis_slot, final_slot: {title: Final}}"},
    {"documents.final_slot.category_title",
     "documents: {final_grades: sis_slot, final_slot: {category_title: Final}}"},
    {"documents.score_form", "documents: {score_form: percent}"},
    {"documents.over_maximum", "documents: {over_maximum: cap}"},
    {"documents.text_scores", "documents: {text_scores: number}"},
    {"documents.scales",
     "documents: {scales: {default: {steps: [{text: A, percent: \"95\", from: \"90\"}]}}}"},
    {"documents.score_scale", "documents: {score_scale: when_known}"},
    {"documents.objectives", "documents: {objectives: line_items}"},
    {"documents.objective_source", "documents: {objective_source: case}"},
    {"documents.statuses.graded", "documents: {statuses: {graded: submitted}}"},
    {"documents.statuses.partial", "documents: {statuses: {partial: fully graded}}"},
    {"documents.statuses.exempt", "documents: {statuses: {exempt: \"ext:excused\"}}"},
    {"documents.statuses.handed_in", "documents: {statuses: {handed_in: not submitted}}"},
    {"documents.statuses.blank", "documents: {statuses: {blank: submitted}}"},
    {"documents.statuses.cleared", "documents: {statuses: {cleared: submitted}}"},
    {"documents.statuses.missing", "documents: {statuses: {missing: \"ext:missing\"}}"},
    {"documents.flags", "documents: {flags: always}"},
    {"documents.comments", "documents: {comments: false}"},
    {"documents.comment_max", "documents: {comment_max: 100}"},
    {"documents.comment_removed", "documents: {comment_removed: empty}"},
    {"documents.score_date_not_before_assigned",
     "documents: {score_date_not_before_assigned: false}"},
    {"documents.exempt_score", "documents: {exempt_score: omit}"},
    {"documents.title_max", "documents: {title_max: 50}"},
    {"documents.decimals", "documents: {decimals: 2}"},
    {"documents.boolean_form", "documents: {boolean_form: boolean}"},
    {"documents.score_date_form", "documents: {score_date_form: date_time}"},
    {"documents.withdrawal", "documents: {withdrawal: tobedeleted}"},
    {"documents.line_item_withdrawal", "documents: {line_item_withdrawal: unsupported}"},
    {"documents.clearing", "documents: {clearing: remove}"},
    {"documents.dropped", "documents: {dropped: exempt}"},
    {"documents.incomplete_scored", "documents: {incomplete_scored: partially_graded}"},
    {"writes.categories", "writes: {categories: none}"},
    {"writes.line_items", "writes: {line_items: post}"},
    {"writes.results", "writes: {results: post}"},
    {"writes.ids", "writes: {ids: rewritten}"},
    {"writes.marker", "writes: {marker: our_id}"},
    {"writes.id_in_body", "writes: {id_in_body: false}"},
    {"writes.base_members", "writes: {base_members: false}"},
    {"writes.result_identity", "writes: {result_identity: look_up_first}"},
    {"reads.page_limit", "reads: {page_limit: 50}"},
    {"reads.categories", "reads: {categories: all}"},
    {"reads.line_items", "reads: {line_items: filtered}"},
    {"reads.results", "reads: {results: filtered}"},
    {"reads.grading_periods", "reads: {grading_periods: all}"},
    {"window.metadata", "window: {metadata: isOpen}"},
    {"pace.max_in_flight", "pace: {max_in_flight: 1}"},
    {"pace.requests_per_second", "pace: {requests_per_second: 0.5}"},
    {"pace.request_timeout_s", "pace: {request_timeout_s: 60}"},
    {"pace.settle_s", "pace: {settle_s: 10}"},
    {"answers", "answers: [{status: 409, means: record.conflict}]"}};

TEST(ProfileWords, ChangeWithEveryField) {
  const std::string usual = flat(profile_of(kHead));
  for (const auto& [field, yaml] : kOtherThanDefault) {
    EXPECT_NE(flat(profile_of(kHead + yaml + "\n")), usual) << field << " says nothing";
  }
}

TEST(ProfileWords, ChangeWithTheFieldsThatNeedAnother) {
  const auto differ = [](const std::string& one, const std::string& other) {
    return flat(profile_of(one)) != flat(profile_of(other));
  };
  const std::string old = "name: x\ntitle: X\nversion: 1\noneroster: \"1.1\"\n";
  EXPECT_TRUE(differ(old, kHead));
  EXPECT_TRUE(differ(old, old + "who: {oauth1: true}\n"));
  EXPECT_TRUE(differ(old + "who: {oauth1: true}\n",
                     old + "who: {oauth1: true, signature_method: hmac-sha1}\n"));
  EXPECT_TRUE(differ(old, old + "documents: {exempt_without_points: zero}\n"));
  EXPECT_TRUE(differ(kHead + "documents: {decimals: 1}\n",
                     kHead + "documents: {decimals: 1, rounding: down}\n"));
  EXPECT_TRUE(differ(kHead + "writes: {results: post}\n",
                     kHead + "writes: {results: post, post_size: 5}\n"));
  EXPECT_TRUE(differ(kHead + "writes: {line_items: post}\n",
                     kHead + "writes: {line_items: post, post_line_items_to: school}\n"));
  EXPECT_TRUE(differ(kHead + "writes: {results: post}\n",
                     kHead + "writes: {results: post, post_results_to: session}\n"));
  EXPECT_TRUE(differ(kHead + "window: {metadata: isOpen}\n",
                     kHead + "window: {metadata: isOpen, open: \"yes\"}\n"));
}

void collect(const json::object& schema, const std::string& prefix, std::set<std::string>& fields) {
  for (const auto& [key, inner] : schema.at("properties").as_object()) {
    const std::string name = prefix + std::string(key);
    if (inner.as_object().contains("properties")) {
      collect(inner.as_object(), name + ".", fields);
    } else {
      fields.insert(name);
    }
  }
}

TEST(ProfileWords, AreTriedWithEveryFieldOfTheSchema) {
  std::set<std::string> fields;
  collect(json::parse(kSchema).as_object(), "", fields);
  for (const auto* elsewhere : {"name", "title", "version", "evidence", "oneroster", "who.oauth1",
                                "who.signature_method", "documents.exempt_without_points",
                                "documents.rounding", "writes.post_size",
                                "writes.post_line_items_to", "writes.post_results_to",
                                "window.open"}) {
    EXPECT_EQ(fields.erase(elsewhere), 1U) << elsewhere;
  }
  for (const std::string& field : fields) {
    EXPECT_TRUE(kOtherThanDefault.contains(field)) << field;
  }
}

std::string shipped(const std::string& name) {
  std::ostringstream text;
  text << std::ifstream(std::filesystem::path(SOURCE_DIR) / "manifests" / "sis" / name).rdbuf();
  return text.str();
}

TEST(ProfileWords, OfTheGenericProfilesAreThoseOfTheDefaults) {
  const auto bare = [](const Profile& profile) {
    Profile copy = profile;
    copy.before_you_start.clear();
    copy.evidence.clear();
    return flat(copy);
  };
  EXPECT_EQ(bare(profile_of(shipped("generic-1.2.yaml"))), flat(profile_of(kHead)));
  EXPECT_EQ(bare(profile_of(shipped("generic-1.1.yaml"))),
            flat(profile_of("name: x\ntitle: X\nversion: 1\noneroster: \"1.1\"\n"
                            "who: {oauth1: true, signature_method: hmac-sha1}\n")));
}

TEST(ProfileWords, SayWhatPeopleMustKnowOfAnSis) {
  const Profile profile = profile_of(shipped("blackbaud.yaml"));
  EXPECT_THAT(section_of(profile, "Address"),
              Contains(HasSubstr("https://oauth2.sky.blackbaud.com/token")));
  EXPECT_THAT(section_of(profile, "Taking back"),
              Contains("A line item cannot be taken back; a person removes it in the SIS."));
  EXPECT_THAT(section_of(profile, "Before you start"), Contains(HasSubstr("lead section")));
  EXPECT_THAT(section_of(profile_of(shipped("powerschool.yaml")), "What refusals mean"),
              Contains(HasSubstr("409 with the words \"locked\" (record.conflict): The assignment "
                                 "is locked in PowerSchool. Unlock it")));
  EXPECT_THAT(section_of(profile_of(shipped("classlink.yaml")), "Not confirmed"),
              Contains(HasSubstr("Send a test grade first")));
  EXPECT_THAT(section_of(profile_of(shipped("classlink.yaml")), "Address"),
              Contains("OneRoster 1.1 is at the API Base URL as it is entered."));
  EXPECT_THAT(section_of(profile_of(shipped("infinite-campus-1.1.yaml")), "What refusals mean"),
              Contains(HasSubstr("ext_infiniteCampus_isGradingWindowOpen")));
}

TEST(ProfileWords, NameTheFieldsThatHaveNoSource) {
  const auto sentences =
      section_of(profile_of(kHead + "evidence: {all: code, documents.title_max: unverified, "
                                    "grades_written: code}\n"),
                 "Not confirmed");
  EXPECT_EQ(sentences, std::vector<std::string>{"Set without a source: documents.title_max."});
}

TEST(ProfileSummary, TellsTheListsApart) {
  EXPECT_EQ(standing_of(profile_of(shipped("generic-1.1.yaml"))), Standing::general);
  EXPECT_EQ(standing_of(profile_of(shipped("aeries.yaml"))), Standing::confirmed);
  EXPECT_EQ(standing_of(profile_of(shipped("skyward-sms2.yaml"))), Standing::not_confirmed);
  EXPECT_EQ(standing_of(profile_of(kHead)), Standing::not_confirmed);
}

} // namespace
} // namespace passback::oneroster

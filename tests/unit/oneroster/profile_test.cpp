#include <filesystem>

#include <gtest/gtest.h>

#include "plugin/oneroster/profile/profile.hpp"
#include "plugin/oneroster/profile/profile_catalog.hpp"
#include "tests/unit/oneroster/profile_text.hpp"

namespace passback::oneroster {
namespace {

std::string refusal_of_profile(const std::string& yaml) {
  const auto profile = parse_profile(yaml, kSchema, "sis/x.yaml");
  if (profile.ok()) {
    return "accepted";
  }
  EXPECT_EQ(profile.error().code, Code::document) << profile.error().detail;
  return profile.error().detail;
}

TEST(Profile, TakesWhatTheSpecificationSaysWhereTheFileSaysNothing) {
  const auto two = parse_profile(kHead, kSchema, "x");
  ASSERT_TRUE(two.ok()) << two.error().detail;
  EXPECT_EQ(two->gradebook_path, "/ims/oneroster/gradebook/v1p2");
  EXPECT_EQ(two->category, Need::required);
  EXPECT_EQ(two->school, Need::required);
  EXPECT_EQ(two->clearing, Clearing::not_submitted);
  EXPECT_FALSE(two->create_categories);
  const auto one =
      parse_profile("name: x\ntitle: X\nversion: 1\noneroster: \"1.1\"\n", kSchema, "x");
  ASSERT_TRUE(one.ok());
  EXPECT_EQ(one->oneroster, OneRosterVersion::v1p1);
  EXPECT_EQ(one->rostering_path, "/ims/oneroster/v1p1");
  EXPECT_EQ(one->school, Need::never);
  EXPECT_EQ(one->points_possible, Need::required);
  EXPECT_EQ(one->clearing, Clearing::remove);
}

TEST(Profile, ReadsEveryField) {
  const auto profile = parse_profile(R"(
name: odd
title: Odd SIS
version: 7
oneroster: "1.1"
evidence: {all: vendor-page, documents.title_max: integrator}
x-note: anything
where:
  rostering_path: /a
  gradebook_path: ""
  token_url_template: "{base_url}/token"
who:
  token_auth: body
  oauth1: true
  signature_method: hmac-sha1
  scopes: [one, "https://two"]
documents:
  create_categories: true
  category: never
  school: when_known
  grading_period: required
  points_possible: never
  missing_due_date: []
  title_max: 50
  decimals: 2
  rounding: half_even
  boolean_form: text
  score_date_form: date_time
  withdrawal: tobedeleted
  line_item_withdrawal: unsupported
  clearing: unsupported
  exempt_without_points: zero
  dropped: exempt
  incomplete_scored: partially_graded
pace: {max_in_flight: 1, requests_per_second: 0.5, request_timeout_s: 90}
answers:
  - {status: 403, text: rate limit, means: account.busy}
  - {code_minor: locked, means: record.conflict}
)",
                                     kSchema, "x");
  ASSERT_TRUE(profile.ok()) << profile.error().detail;
  EXPECT_EQ(profile->name, "odd");
  EXPECT_EQ(profile->version, 7);
  EXPECT_EQ(profile->evidence.at(""), "vendor-page");
  EXPECT_EQ(profile->evidence.at("documents.title_max"), "integrator");
  EXPECT_EQ(profile->rostering_path, "/a");
  EXPECT_EQ(profile->gradebook_path, "");
  EXPECT_EQ(profile->token_url_template, "{base_url}/token");
  EXPECT_EQ(profile->token_auth, TokenAuth::body);
  EXPECT_TRUE(profile->oauth1);
  EXPECT_EQ(profile->signature_method, SignatureMethod::hmac_sha1);
  EXPECT_EQ(profile->scopes, (std::vector<std::string>{"one", "https://two"}));
  EXPECT_TRUE(profile->create_categories);
  EXPECT_EQ(profile->category, Need::never);
  EXPECT_EQ(profile->school, Need::when_known);
  EXPECT_EQ(profile->grading_period, Need::required);
  EXPECT_EQ(profile->points_possible, Need::never);
  EXPECT_TRUE(profile->missing_due_date.empty());
  EXPECT_EQ(profile->title_max, 50);
  EXPECT_EQ(profile->decimals, 2);
  EXPECT_EQ(profile->rounding, gradebook::Rounding::half_even);
  EXPECT_EQ(profile->boolean_form, BooleanForm::text);
  EXPECT_EQ(profile->score_date_form, ScoreDateForm::date_time);
  EXPECT_EQ(profile->withdrawal, Withdrawal::tobedeleted);
  EXPECT_EQ(profile->line_item_withdrawal, Withdrawal::unsupported);
  EXPECT_EQ(profile->clearing, Clearing::unsupported);
  EXPECT_EQ(profile->exempt_without_points, ExemptWithoutPoints::zero);
  EXPECT_EQ(profile->dropped, Dropped::exempt);
  EXPECT_EQ(profile->incomplete_scored, IncompleteScored::partially_graded);
  EXPECT_EQ(profile->max_in_flight, 1);
  EXPECT_EQ(profile->requests_per_second, 0.5);
  EXPECT_EQ(profile->request_timeout_s, 90);
  ASSERT_EQ(profile->answers.size(), 2U);
  EXPECT_EQ(profile->answers[0].status, 403);
  EXPECT_EQ(profile->answers[0].text, "rate limit");
  EXPECT_EQ(profile->answers[1].code_minor, "locked");
  EXPECT_EQ(profile->answers[1].meaning, "record.conflict");
}

TEST(Profile, NamesLineAndNearestKeyOfAMisspelling) {
  EXPECT_EQ(refusal_of_profile(kHead + "documents:\n  category: never\n  titel_max: 5\n"),
            "sis/x.yaml:7: unknown key 'titel_max'; did you mean 'title_max'?");
  EXPECT_EQ(refusal_of_profile(kHead + "were: {}\n"),
            "sis/x.yaml:5: unknown key 'were'; did you mean 'where'?");
  EXPECT_EQ(refusal_of_profile(kHead + "zzzzzzzzzz: 1\n"),
            "sis/x.yaml:5: unknown key 'zzzzzzzzzz'");
  EXPECT_EQ(refusal_of_profile(kHead + "answers:\n  - means: record.conflict\n    statsu: 409\n"),
            "sis/x.yaml:7: unknown key 'statsu'; did you mean 'status'?");
}

TEST(Profile, SaysWhatWasExpectedWhereAValueDoesNotFit) {
  EXPECT_EQ(refusal_of_profile(kHead + "documents:\n  category: always\n"),
            "sis/x.yaml:6: 'category' does not fit; expected: whether a line item names its "
            "category: one of \"required\", \"when_known\", \"never\"");
  EXPECT_TRUE(refusal_of_profile(kHead + "pace:\n  max_in_flight: 0\n")
                  .starts_with("sis/x.yaml:6: 'max_in_flight' does not fit"));
  EXPECT_TRUE(refusal_of_profile(kHead + "documents:\n  decimals: \"2\"\n")
                  .starts_with("sis/x.yaml:6: 'decimals' does not fit"));
  EXPECT_TRUE(refusal_of_profile("name: x\ntitle: X\nversion: 1\noneroster: 1.2\n")
                  .starts_with("sis/x.yaml:4: 'oneroster' does not fit"));
  EXPECT_TRUE(refusal_of_profile("title: X\nversion: 1\noneroster: \"1.2\"\n")
                  .starts_with("sis/x.yaml:1: the key 'name' is missing"));
  EXPECT_TRUE(refusal_of_profile(kHead + "answers:\n  - means: record.conflict\n")
                  .starts_with("sis/x.yaml:6: "));
  EXPECT_TRUE(refusal_of_profile("- a\n").starts_with("sis/x.yaml:1: the file does not fit"));
  EXPECT_TRUE(refusal_of_profile(kHead + "where:\n  token_url_template: http://sis.example/token\n")
                  .starts_with("sis/x.yaml:6: 'token_url_template' does not fit"));
}

TEST(Profile, RefusesWhatIsNoStrictYaml) {
  EXPECT_TRUE(refusal_of_profile(kHead + "name: y\n").starts_with("sis/x.yaml:5: the key 'name'"));
  EXPECT_TRUE(refusal_of_profile(kHead + "who:\n  oauth1: yes\n").starts_with("sis/x.yaml:6: "));
  EXPECT_TRUE(refusal_of_profile("").starts_with("sis/x.yaml:1: "));
  EXPECT_TRUE(refusal_of_profile("a: [\n").starts_with("sis/x.yaml:"));
}

TEST(Profile, RefusesWhatContradictsItself) {
  EXPECT_EQ(refusal_of_profile(kHead + "who:\n  oauth1: true\n"),
            "sis/x.yaml:6: OneRoster 1.2 has no OAuth 1.0a; remove it or write false");
  EXPECT_EQ(refusal_of_profile(kHead + "answers:\n  - {status: 409, means: record.conflikt}\n"),
            "sis/x.yaml:6: 'record.conflikt' is no code that an answer of the SIS can mean");
  EXPECT_EQ(refusal_of_profile(kHead + "answers:\n  - {status: 409, means: storage.disk_full}\n"),
            "sis/x.yaml:6: 'storage.disk_full' is no code that an answer of the SIS can mean");
}

TEST(Profile, OfTheAssessmentRoutesHasNothingThatOnlyAClassGradebookHas) {
  const std::string head = kHead + "documents:\n  gradebook: assessment\n";
  const auto profile = parse_profile(head, kSchema, "x");
  ASSERT_TRUE(profile.ok()) << profile.error().detail;
  EXPECT_EQ(profile->category, Need::never);
  EXPECT_EQ(profile->school, Need::never);
  EXPECT_EQ(profile->grading_period, Need::never);
  EXPECT_EQ(refusal_of_profile(head + "  category: when_known\n"),
            "sis/x.yaml:7: the assessment routes do not have it: write never");
  EXPECT_EQ(refusal_of_profile(head + "  final_grades: sis_slot\n  final_slot: {title: Final}\n"),
            "sis/x.yaml:7: the assessment routes do not have it: write none");
  EXPECT_EQ(refusal_of_profile(head + "writes:\n  results: post\n"),
            "sis/x.yaml:8: the assessment routes do not have it: write put or none");
}

TEST(Profile, BlamesTheSchemaWhereTheSchemaIsDamaged) {
  EXPECT_EQ(parse_profile(kHead, "{", "x").error().code, Code::internal);
  EXPECT_EQ(parse_profile(kHead, "[]", "x").error().code, Code::internal);
}

TEST(ProfileCatalog, HoldsEveryProfileThatIsShipped) {
  std::vector<ProfileFile> files;
  for (const auto& entry : std::filesystem::directory_iterator(kShipped)) {
    files.push_back({entry.path().filename().string(), text_of_file(entry.path())});
  }
  const ProfileCatalog catalog(files, kSchema);
  EXPECT_EQ(catalog.all().size(), files.size());
  for (const ProfileFile& file : files) {
    const std::string name = file.file.substr(0, file.file.rfind('.'));
    EXPECT_NE(catalog.find(name), nullptr) << "a profile is named as its file: " << file.file;
  }
  const Profile* one = catalog.find("generic-1.1");
  const Profile* two = catalog.find("generic-1.2");
  ASSERT_NE(one, nullptr);
  ASSERT_NE(two, nullptr);
  EXPECT_TRUE(one->oauth1);
  EXPECT_EQ(one->signature_method, SignatureMethod::hmac_sha1);
  EXPECT_EQ(one->category, Need::required);
  EXPECT_EQ(two->school, Need::required);
  EXPECT_FALSE(two->oauth1);
  EXPECT_EQ(catalog.find("no-such-sis"), nullptr);
}

TEST(ProfileCatalog, SaysWhichProfilesHaveTheSameName) {
  const ProfileCatalog catalog({{"a.yaml", kHead}, {"b.yaml", kHead}}, kSchema);
  EXPECT_EQ(catalog.find("x"), nullptr);
  EXPECT_EQ(catalog.why_not("x").detail, "b.yaml:1: the profile 'x' is already in a.yaml");
}

TEST(ProfileCatalog, AFileWithAnErrorStopsItsOwnProfileOnly) {
  std::string other = kHead;
  other.replace(other.find("name: x"), 7, "name: \"y\"  # ours");
  const ProfileCatalog catalog({{"y.yaml", other}, {"x.yaml", kHead + "nmae: y\n"}}, kSchema);
  EXPECT_NE(catalog.find("y"), nullptr) << catalog.why_not("y").detail;
  EXPECT_EQ(catalog.find("x"), nullptr);
  EXPECT_TRUE(catalog.why_not("x").detail.starts_with("x.yaml:5: ")) << catalog.why_not("x").detail;
  EXPECT_EQ(catalog.why_not("x").code, Code::profile_missing);
  EXPECT_EQ(catalog.all().size(), 1U);
  EXPECT_EQ(catalog.why_not("z").detail, "z");
}

TEST(ProfileCatalog, AFileWithoutAPlainNameIsFoundByItsOwnAndSaysSo) {
  const ProfileCatalog catalog({{"folder/flow.yaml", "{name: x, title: X}\n"}}, kSchema);
  EXPECT_EQ(catalog.find("flow"), nullptr);
  EXPECT_TRUE(catalog.why_not("flow").detail.starts_with("folder/flow.yaml"))
      << catalog.why_not("flow").detail;
}

} // namespace
} // namespace passback::oneroster

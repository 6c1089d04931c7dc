// The profiles that are shipped, one by one: what the reader and the schema cannot see.
#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "lms_plugin/strict_yaml.hpp"
#include "plugin/oneroster/profile/profile_fields.hpp"
#include "plugin/oneroster/profile/profile_read.hpp"
#include "plugin/oneroster/profile/profile_review.hpp"
#include "tests/unit/oneroster/profile_text.hpp"

namespace passback::oneroster {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> shipped_files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(kShipped)) {
    files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

class ShippedProfile : public testing::TestWithParam<fs::path> {};

TEST_P(ShippedProfile, SaysOfEveryFieldWhereItComesFromAndWhatAnAdministratorHasToSeeTo) {
  const auto review =
      review_profile(text_of_file(GetParam()), kSchema, GetParam().filename().string());
  ASSERT_TRUE(review.ok()) << review.error().detail;
  for (const std::string& warning : review->warnings) {
    ADD_FAILURE() << warning;
  }
  EXPECT_FALSE(review->profile.before_you_start.empty());
  // "all" is for a file that has one source; what is not known of an SIS is not known.
  const auto all = review->profile.evidence.find("");
  const auto written = review->profile.evidence.find("grades_written");
  ASSERT_NE(written, review->profile.evidence.end());
  if (written->second != "specification") {
    ASSERT_NE(all, review->profile.evidence.end());
    EXPECT_EQ(all->second, "unverified");
  }
}

std::vector<std::string> lines_of(const fs::path& path) {
  std::istringstream in(text_of_file(path));
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

/// A comment stands above the field, above those directly before it, or above their section.
bool explained(const std::vector<std::string>& lines, std::size_t at) {
  bool in_section = true;
  for (std::size_t i = at; i > 0; --i) {
    const std::string& above = lines[i - 1];
    const std::size_t first = above.find_first_not_of(' ');
    if (first == std::string::npos) {
      return false;
    }
    if (above[first] == '#') {
      return true;
    }
    if (!in_section) {
      return false;
    }
    in_section = first != 0;
  }
  return false;
}

bool is_field(const std::string& line) {
  return line.size() > 3 && line.starts_with("  ") && line[2] >= 'a' && line[2] <= 'z';
}

TEST_P(ShippedProfile, ExplainsItsFieldsInComments) {
  const std::vector<std::string> lines = lines_of(GetParam());
  ASSERT_FALSE(lines.empty());
  EXPECT_TRUE(lines[0].starts_with("# ")) << "the sources of the file are named at its top";
  bool a_section_of_fields = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!lines[i].empty() && lines[i][0] >= 'a' && lines[i][0] <= 'z') {
      a_section_of_fields = !lines[i].starts_with("evidence:");
    } else if (a_section_of_fields && is_field(lines[i])) {
      EXPECT_TRUE(explained(lines, i)) << GetParam() << ":" << i + 1 << ": " << lines[i];
    }
  }
}

std::string test_name(const testing::TestParamInfo<fs::path>& file) {
  std::string name = file.param.stem().string();
  std::ranges::replace_if(
      name, [](char c) { return c == '.' || c == '-'; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, ShippedProfile, testing::ValuesIn(shipped_files()), test_name);

TEST(ShippedProfiles, AreTheSisesThatPeopleHave) {
  std::set<std::string> names;
  for (const auto& path : shipped_files()) {
    names.insert(path.stem().string());
  }
  for (const auto* name :
       {"generic-1.1", "generic-1.2", "powerschool", "infinite-campus-1.1", "infinite-campus-1.2",
        "skyward-qmlativ", "skyward-sms2", "aeries", "aspen", "synergy", "blackbaud", "veracross",
        "eschoolplus", "focus", "classlink", "google-compatible"}) {
    EXPECT_TRUE(names.contains(name)) << name;
  }
}

TEST(ShippedProfiles, SpellOutEveryFieldInTheTwoGenericOnes) {
  std::set<std::string_view> fields;
  for (const Field& field : all_fields()) {
    fields.insert(field.path);
  }
  // Their absence is what they say.
  for (const auto* absent :
       {"where.token_url_template", "documents.final_slot.metadata", "documents.final_slot.title",
        "documents.final_slot.category_title", "documents.statuses.missing", "writes.marker",
        "window.metadata", "window.open"}) {
    EXPECT_EQ(fields.erase(absent), 1U) << absent;
  }
  for (const auto* name : {"generic-1.1.yaml", "generic-1.2.yaml"}) {
    const auto yaml = text_of_file(kShipped / name);
    const auto parsed = lms_plugin::parse_strict_yaml(yaml);
    const auto* document = std::get_if<lms_plugin::YamlDocument>(&parsed);
    ASSERT_NE(document, nullptr);
    for (const auto field : fields) {
      EXPECT_NE(value_at(document->value.as_object(), field), nullptr)
          << name << " does not spell out " << field;
    }
  }
}

std::vector<std::string> warnings_of(const std::string& yaml) {
  const auto review = review_profile(yaml, kSchema, "sis/x.yaml");
  EXPECT_TRUE(review.ok()) << review.error().detail;
  return review.ok() ? review->warnings : std::vector<std::string>();
}

TEST(ProfileReview, NamesTheLineOfAFieldWithoutEvidence) {
  const std::string evidence = "evidence: {all: unverified, oneroster: code, grades_written: code, "
                               "before_you_start: code, documents.owner: code}\n"
                               "before_you_start: [Ask.]\n";
  EXPECT_TRUE(warnings_of(kHead + evidence).empty());
  EXPECT_EQ(warnings_of(kHead + evidence +
                        "documents:\n  owner: {title: lms}\n  title_max: 30\n  scales: {}\n"),
            (std::vector<std::string>{
                "sis/x.yaml:9: nothing under 'evidence' says where documents.title_max comes from",
                "sis/x.yaml:10: nothing under 'evidence' says where documents.scales comes from"}));
}

TEST(ProfileReview, TakesOneSourceForTheWholeFileUnlessItIsNone) {
  EXPECT_TRUE(warnings_of(kHead + "evidence: {all: vendor-page, grades_written: vendor-page}\n"
                                  "before_you_start: [Ask.]\ndocuments: {title_max: 30}\n")
                  .empty());
  EXPECT_FALSE(warnings_of(kHead + "evidence: {all: unverified, grades_written: vendor-page}\n"
                                   "before_you_start: [Ask.]\ndocuments: {title_max: 30}\n")
                   .empty());
}

TEST(ProfileReview, FindsAMisspeltFieldUnderEvidence) {
  EXPECT_EQ(warnings_of(kHead + "evidence:\n  all: code\n  grades_written: code\n"
                                "  documents.titel_max: code\nbefore_you_start: [Ask.]\n"),
            (std::vector<std::string>{
                "sis/x.yaml:8: 'documents.titel_max' under 'evidence' is no field of a profile"}));
}

TEST(ProfileReview, MissesWhatAnAdministratorHasToKnowAndWhetherGradesCanBeWritten) {
  const auto warnings = warnings_of("name: z\ntitle: X\nversion: 1\noneroster: \"1.2\"\n"
                                    "evidence: {all: code}\n");
  ASSERT_EQ(warnings.size(), 3U);
  EXPECT_EQ(warnings[0], "sis/x.yaml:1: the file should be named z.yaml");
  EXPECT_TRUE(warnings[1].starts_with("sis/x.yaml:1: 'before_you_start'") ||
              warnings[2].starts_with("sis/x.yaml:1: 'before_you_start'"));
  EXPECT_TRUE(warnings[2].starts_with("sis/x.yaml:5: no 'grades_written'"));
}

TEST(ProfileReview, RefusesWhatTheReaderRefuses) {
  const auto review = review_profile(kHead + "documents: {titel_max: 5}\n", kSchema, "x.yaml");
  ASSERT_FALSE(review.ok());
  EXPECT_TRUE(review.error().detail.starts_with("x.yaml:5: unknown key")) << review.error().detail;
}

} // namespace
} // namespace passback::oneroster

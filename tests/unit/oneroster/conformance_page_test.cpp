// docs/conformance.md is generated: which operations and members are used comes from the sources
// and from the documents themselves. After a change: PASSBACK_UPDATE_DOCS=1 oneroster_test
// --gtest_filter='ConformancePage.*'
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "manifests/schemas.hpp"
#include "plugin/oneroster/auth/auth.hpp"
#include "plugin/oneroster/documents/documents.hpp"
#include "plugin/oneroster/profile/profile_catalog.hpp"
#include "tests/unit/oneroster/conformance_rows.hpp"

namespace passback::oneroster {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using gradebook::Decimal;
using gradebook::SourcedId;
using Members = std::set<std::string>;

const fs::path kSource = SOURCE_DIR;

std::string text_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

std::string sources_below(const fs::path& folder, const std::set<std::string>& extensions) {
  std::string all;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (extensions.contains(entry.path().extension().string())) {
      all += text_of(entry.path());
    }
  }
  return all;
}

Endpoint endpoint_of(OneRosterVersion version) {
  Endpoint endpoint;
  endpoint.version = version;
  const bool is_1p2 = version == OneRosterVersion::v1p2;
  endpoint.rostering_base = is_1p2 ? "/ims/oneroster/rostering/v1p2" : "/ims/oneroster/v1p1";
  endpoint.gradebook_base = is_1p2 ? "/ims/oneroster/gradebook/v1p2" : "/ims/oneroster/v1p1";
  return endpoint;
}

// "/…/lineItems/LINEITEM" → "/…/lineItems/{lineItem}"
std::string readable(std::string url) {
  const std::pair<const char*, const char*> names[] = {
      {"LINEITEM", "{lineItem}"}, {"RESULT", "{result}"}, {"CATEGORY", "{category}"},
      {"CLASS", "{class}"},       {"SCHOOL", "{school}"}, {"SESSION", "{session}"},
      {"USER", "{user}"},         {"%3D%27", "='"},       {"%27", "'"}};
  for (const auto& [from, to] : names) {
    if (const auto at = url.find(from); at != std::string::npos) {
      url.replace(at, std::string_view(from).size(), to);
    }
  }
  return url;
}

std::string list_of(const std::vector<const char*>& tests) {
  std::string text;
  for (const char* test : tests) {
    text += (text.empty() ? "`" : ", `") + std::string(test) + "`";
  }
  return text.empty() ? "–" : text;
}

// What the profiles of one version send.
struct Sent {
  Members generic, any;

  void add(const Result<std::string>& document, bool is_generic) {
    if (!document) {
      return;
    }
    const auto parsed = json::parse(*document);
    for (const auto& member : parsed.as_object().begin()->value().as_object()) {
      any.insert(member.key());
      if (is_generic) {
        generic.insert(member.key());
      }
    }
  }
  std::string word(const std::string& member) const {
    return generic.contains(member) ? "sent"
           : any.contains(member)   ? "sent by some profiles"
                                    : "not sent";
  }
};

struct SentDocuments {
  Sent line_item, result, category;
};

LineItemInput full_line_item() {
  LineItemInput input;
  input.wire_id = SourcedId("l");
  input.class_id = SourcedId("c");
  input.school_id = SourcedId("s");
  input.category_id = SourcedId("k");
  input.grading_period_id = SourcedId("p");
  input.facts.title = "Essay";
  input.facts.description = "Two pages";
  input.facts.points_possible = Decimal::from_integer(20);
  input.facts.assigned_at_unix_ms = 1'790'000'000'000;
  input.facts.due_at_unix_ms = 1'790'600'000'000;
  return input;
}

std::vector<ResultInput> full_results() {
  ResultInput scored;
  scored.wire_id = SourcedId("r");
  scored.line_item_id = SourcedId("l");
  scored.class_id = SourcedId("c");
  scored.student_id = SourcedId("u");
  scored.score_date = "2026-10-01";
  scored.facts.points = Decimal::from_integer(17);
  scored.facts.possible = Decimal::from_integer(20);
  scored.facts.comment = "Good";
  scored.facts.flags.late = scored.facts.flags.missing = true;
  scored.facts.flags.incomplete = scored.facts.flags.in_progress = true;
  scored.facts.objectives = {
      {"standard-1", Decimal::from_integer(3), Decimal::from_integer(4), {}}};
  auto text = scored;
  text.facts.points.reset();
  text.facts.text_score = "B+";
  return {scored, text};
}

SentDocuments documents_of(OneRosterVersion version) {
  SentDocuments sent;
  std::vector<ProfileFile> files;
  for (const auto& entry : fs::directory_iterator(kSource / "manifests" / "sis")) {
    files.push_back({entry.path().filename().string(), text_of(entry.path())});
  }
  const ProfileCatalog catalog(files, manifests::kSisSchema);
  const auto endpoint = endpoint_of(version);
  const DocumentContext context{1'790'000'000'000};
  for (const auto& file : files) {
    const auto* profile = catalog.find(fs::path(file.file).stem().string());
    if (profile == nullptr || profile->oneroster != version) {
      continue;
    }
    const bool is_generic = profile->name.starts_with("generic-");
    sent.line_item.add(line_item_document(*profile, endpoint, full_line_item(), context),
                       is_generic);
    for (const auto& input : full_results()) {
      sent.result.add(result_document(*profile, endpoint, input, context), is_generic);
    }
    CategoryInput category{SourcedId("k"), {"Homework", Decimal::from_integer(40)}};
    sent.category.add(category_document(*profile, endpoint, category, context), is_generic);
  }
  return sent;
}

// `call` stands there, and is not the end of a longer name.
bool is_called(const std::string& sources, const std::string& call) {
  auto at = sources.find(call);
  while (at != std::string::npos && at > 0 &&
         (std::isalnum(sources[at - 1]) != 0 || sources[at - 1] == '_')) {
    at = sources.find(call, at + 1);
  }
  return at != std::string::npos;
}

std::string operations_table(OneRosterVersion version) {
  const auto calls =
      sources_below(kSource / "plugin" / "delivery", {".cpp"}) +
      sources_below(kSource / "plugin" / "exchange", {".cpp"}) +
      sources_below(kSource / "plugin" / "intake", {".cpp"}) +
      sources_below(kSource / "plugin" / "actions", {".cpp"}) +
      text_of(kSource / "plugin" / "oneroster" / "documents" / "post_documents.cpp") +
      text_of(kSource / "plugin" / "oneroster" / "reads" / "period_ways.cpp");
  const bool is_1p2 = version == OneRosterVersion::v1p2;
  std::string text = "| operation | for | scope | used | tests |\n|---|---|---|---|---|\n";
  for (const auto& row : operation_rows()) {
    if (!is_1p2 && !row.in_1p1) {
      continue;
    }
    const bool used = is_called(calls, std::string(row.function) + "(");
    text += "| " + std::string(row.method) + " `" + readable(row.url(endpoint_of(version))) +
            "` | " + row.purpose + " | `" + row.scope + "` | " + (used ? "yes" : "not yet") +
            " | " + list_of(row.tests) + " |\n";
  }
  return text + "\n";
}

std::string fields_table(const char* object, const std::vector<FieldRow>& rows, const Sent& one,
                         const Sent& two) {
  std::string text = "### " + std::string(object) +
                     "\n\n| member | 1.1 | passback | 1.2 | passback | comes from | tests |\n"
                     "|---|---|---|---|---|---|---|\n";
  for (const auto& row : rows) {
    const bool in_1p1 = std::string_view(row.in_1p1) != "–";
    text += "| `" + std::string(row.member) + "` | " + row.in_1p1 + " | " +
            (in_1p1 ? one.word(row.member) : "–") + " | " + row.in_1p2 + " | " +
            two.word(row.member) + " | " + row.from + " | " + list_of(row.tests) + " |\n";
  }
  return text + "\n";
}

std::string conformance_page() {
  const auto one = documents_of(OneRosterVersion::v1p1);
  const auto two = documents_of(OneRosterVersion::v1p2);
  std::string text = "# Conformance\n\n"
                     "Passback **implements** the parts of OneRoster 1.1 and 1.2 that a consumer "
                     "needs to push grades. It is **not certified** by 1EdTech, "
                     "and nothing here claims that it is.\n"
                     "This page is generated from the sources, the documents that the shipped "
                     "profiles give, and the names of the tests "
                     "that hold them; it fails the build's tests when it is stale.\n\n"
                     "\"used\" says whether the plugin makes the request; \"not yet\" that it only "
                     "knows how to. What a particular SIS gets "
                     "depends on its profile, see [sis-profiles.md](sis-profiles.md).\n\n"
                     "## Sign-in\n\n| way | 1.1 | 1.2 | tests |\n|---|---|---|---|\n";
  for (const auto& row : sign_in_rows()) {
    text += "| " + std::string(row.way) + " | " + row.in_1p1 + " | " + row.in_1p2 + " | " +
            list_of(row.tests) + " |\n";
  }
  text += "\n## Operations of 1.2\n\nScopes stand behind "
          "`https://purl.imsglobal.org/spec/or/v1p2/scope/`.\n\n" +
          operations_table(OneRosterVersion::v1p2) +
          "## Operations of 1.1\n\nScopes, where OAuth 2 is used, stand behind "
          "`https://purl.imsglobal.org/spec/or/v1p1/scope/`. 1.1 has no POST.\n\n" +
          operations_table(OneRosterVersion::v1p1) +
          "## Members\n\n\"required\" and \"optional\" are the data model's words. \"sent\" is "
          "what the generic profile of the "
          "version does with a record that has everything.\n\n" +
          fields_table("lineItem", line_item_rows(), one.line_item, two.line_item) +
          fields_table("result", result_rows(), one.result, two.result) +
          fields_table("category", category_rows(), one.category, two.category);
  text.pop_back();
  return text;
}

TEST(ConformancePage, IsWhatTheSourcesSay) {
  const auto path = kSource / "docs" / "conformance.md";
  if (std::getenv("PASSBACK_UPDATE_DOCS") != nullptr) {
    std::ofstream(path) << conformance_page();
  }
  EXPECT_EQ(text_of(path), conformance_page())
      << path
      << " is stale: PASSBACK_UPDATE_DOCS=1 oneroster_test --gtest_filter='ConformancePage.*'";
}

TEST(ConformancePage, NamesOnlyTestsThatExist) {
  const auto sources = sources_below(kSource / "tests", {".cpp"});
  Members tests;
  const std::regex form(R"(TEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\))");
  for (std::sregex_iterator at(sources.begin(), sources.end(), form), end; at != end; ++at) {
    tests.insert((*at)[1].str() + "." + (*at)[2].str());
  }
  const auto check = [&](const std::vector<const char*>& named) {
    for (const char* name : named) {
      EXPECT_TRUE(tests.contains(name)) << name;
    }
  };
  for (const auto& row : operation_rows()) {
    check(row.tests);
    EXPECT_FALSE(row.tests.empty()) << row.method << " " << row.function;
  }
  for (const auto& rows : {line_item_rows(), result_rows(), category_rows()}) {
    for (const auto& row : rows) {
      check(row.tests);
    }
  }
  for (const auto& row : sign_in_rows()) {
    check(row.tests);
  }
}

TEST(ConformancePage, HasARowForEveryMemberThatIsSentAndATestForEachThatTheGenericProfilesSend) {
  for (const auto version : {OneRosterVersion::v1p1, OneRosterVersion::v1p2}) {
    const auto sent = documents_of(version);
    const std::pair<std::vector<FieldRow>, const Sent*> tables[] = {
        {line_item_rows(), &sent.line_item},
        {result_rows(), &sent.result},
        {category_rows(), &sent.category}};
    for (const auto& [rows, documents] : tables) {
      EXPECT_FALSE(documents->generic.empty());
      Members known;
      for (const auto& row : rows) {
        known.insert(row.member);
        EXPECT_TRUE(!documents->generic.contains(row.member) || !row.tests.empty()) << row.member;
      }
      for (const auto& member : documents->any) {
        EXPECT_TRUE(known.contains(member)) << member;
      }
    }
  }
}

TEST(ConformancePage, NamesOnlyScopesThatAreAskedForWhenTheyAreNeeded) {
  Operations everything;
  everything.post = everything.remove = everything.read_nested_roster = true;
  auto asked = scopes(OneRosterVersion::v1p2, everything) + " ";
  everything.assessment = true;
  asked += scopes(OneRosterVersion::v1p2, everything) + " ";
  for (const auto& row : operation_rows()) {
    const std::string scope = row.scope;
    EXPECT_TRUE(scope == "none" || asked.find("/scope/" + scope + " ") != std::string::npos)
        << scope;
  }
}

} // namespace
} // namespace passback::oneroster

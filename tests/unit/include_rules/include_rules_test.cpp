// Dependencies point one way. This reads the sources and fails where an #include points back.
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/unit/include_rules/source_tree.hpp"

namespace {

namespace fs = std::filesystem;
using passback::include_rules::kRoot;
using passback::include_rules::sources_below;
using Names = std::set<std::string>;

// Which folders of plugin/ a folder may include from, beside itself. manifests/ holds generated
// schemas.
const std::map<std::string, Names> kMayInclude = {
    {"platform", {}},
    {"texts", {"platform"}},
    {"gradebook", {"platform"}},
    {"settings", {"platform", "gradebook"}},
    {"oneroster", {"platform", "gradebook", "settings", "texts"}},
    {"outbox", {"platform", "gradebook", "settings"}},
    {"exchange", {"platform", "gradebook", "settings", "oneroster", "outbox", "texts"}},
    {"decision", {"platform", "gradebook", "settings", "oneroster", "outbox", "exchange"}},
    {"intake", {"platform", "gradebook", "settings", "oneroster", "outbox", "decision"}},
    {"actions",
     {"platform", "gradebook", "settings", "oneroster", "outbox", "decision", "exchange", "intake",
      "texts"}},
    {"delivery",
     {"platform", "gradebook", "settings", "oneroster", "outbox", "decision", "exchange", "texts"}},
    {"abi",
     {"platform", "gradebook", "settings", "oneroster", "outbox", "decision", "intake", "actions",
      "exchange", "delivery", "texts"}},
};

// What pure logic must not know: storage, threads, clocks, files, the C boundary, the network.
const std::regex
    kImpure(R"(^(sqlite3\.h|thread|mutex|condition_variable|atomic|fstream|filesystem|)"
            R"(curl/.*|lms_plugin/.*\.h|unistd\.h|sys/.*|fcntl\.h|plugin/platform/(files|)"
            R"(file_system|clock|owner_lock|process|uuid)\.hpp)$)");
const Names kPure = {"gradebook", "oneroster", "decision", "exchange", "texts"};

std::vector<std::string> includes_of(const fs::path& file) {
  static const std::regex line_form(R"rx(^\s*#\s*include\s*["<]([^">]+)[">])rx");
  std::vector<std::string> found;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    std::smatch match;
    if (std::regex_search(line, match, line_form))
      found.push_back(match[1]);
  }
  return found;
}

std::string folder_of(const std::string& include, const std::string& top) {
  if (!include.starts_with(top + "/"))
    return {};
  const auto rest = include.substr(top.size() + 1);
  return rest.substr(0, rest.find('/'));
}

TEST(IncludeRules, EveryFolderOfThePluginHasARule) {
  for (const auto& entry : fs::directory_iterator(kRoot / "plugin")) {
    if (entry.is_directory()) {
      EXPECT_TRUE(kMayInclude.contains(entry.path().filename())) << entry.path();
    }
  }
}

TEST(IncludeRules, DependenciesOfThePluginPointOneWay) {
  int checked = 0;
  for (const auto& [folder, allowed] : kMayInclude) {
    for (const auto& file : sources_below(kRoot / "plugin" / folder)) {
      for (const auto& include : includes_of(file)) {
        const auto target = folder_of(include, "plugin");
        if (target.empty() || target == folder)
          continue;
        ++checked;
        EXPECT_TRUE(allowed.contains(target)) << file << " includes " << include;
      }
    }
  }
  EXPECT_GT(checked, 50) << "hardly any #include was found: is the path right?";
}

TEST(IncludeRules, PureLogicKnowsNoStorageThreadClockOrBoundary) {
  for (const auto& folder : kPure) {
    for (const auto& file : sources_below(kRoot / "plugin" / folder)) {
      for (const auto& include : includes_of(file))
        EXPECT_FALSE(std::regex_match(include, kImpure)) << file << " includes " << include;
    }
  }
}

TEST(IncludeRules, TheOutboxsStatementsKnowNoDatabase) {
  for (const auto& file : sources_below(kRoot / "plugin" / "outbox")) {
    const auto folder = file.parent_path().filename();
    for (const auto& include : includes_of(file)) {
      const bool of_sqlite = include == "sqlite3.h" || include.starts_with("plugin/outbox/sqlite/");
      EXPECT_FALSE(of_sqlite && folder != "sqlite") << file << " includes " << include;
    }
  }
}

TEST(IncludeRules, OnlyTheBoundaryKnowsTheContractsHeaders) {
  for (const auto& [folder, allowed] : kMayInclude) {
    if (folder == "abi")
      continue;
    for (const auto& file : sources_below(kRoot / "plugin" / folder)) {
      for (const auto& include : includes_of(file)) {
        EXPECT_FALSE(include.starts_with("lms_plugin/") && include.ends_with(".h"))
            << file << " includes " << include;
      }
    }
  }
}

TEST(IncludeRules, TheArchitecturePageNamesFilesThatAreThere) {
  std::ifstream in(kRoot / "docs" / "architecture.md");
  const std::string page{std::istreambuf_iterator<char>(in), {}};
  static const std::regex name(R"rx(`(plugin/[a-z_/]+\.[ch]pp)`)rx");
  int checked = 0;
  for (auto it = std::sregex_iterator(page.begin(), page.end(), name); it != std::sregex_iterator();
       ++it, ++checked) {
    EXPECT_TRUE(fs::exists(kRoot / (*it)[1].str())) << (*it)[1];
  }
  EXPECT_GE(checked, 20);
}

TEST(IncludeRules, TheHttpServerOfHostStubKnowsNothingOfWhatItServes) {
  for (const auto& file : sources_below(kRoot / "host_stub" / "http")) {
    for (const auto& include : includes_of(file)) {
      const auto folder = folder_of(include, "host_stub");
      EXPECT_TRUE(folder.empty() || folder == "http") << file << " includes " << include;
    }
  }
}

TEST(IncludeRules, TheSisIsWrittenFromTheOtherSide) {
  for (const auto& file : sources_below(kRoot / "host_stub")) {
    for (const auto& include : includes_of(file))
      EXPECT_FALSE(include.starts_with("plugin/")) << file << " includes " << include;
  }
}

} // namespace

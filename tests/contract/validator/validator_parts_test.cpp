// What the validator is made of: its ELF reader, its exit codes, its words.
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/wait.h>

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include "host_stub/validate/digest.hpp"
#include "host_stub/validate/elf_symbols.hpp"
#include "host_stub/validate/report.hpp"

namespace {

namespace fs = std::filesystem;
using namespace host_stub::validate;

const fs::path kDummies = DUMMY_DIR;

struct Ended {
  int exit_code = -1;
  std::string output;
};

Ended run(const std::string& arguments) {
  Ended result;
  FILE* pipe =
      ::popen((std::string(CONTRACT_VALIDATOR) + " validate " + arguments + " 2>&1").c_str(), "re");
  std::array<char, 4096> buffer{};
  while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    result.output.append(buffer.data(), got);
  }
  const int status = ::pclose(pipe);
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return result;
}

class Folder : public testing::Test {
 protected:
  void SetUp() override { fs::create_directories(path_); }
  void TearDown() override { fs::remove_all(path_); }
  fs::path write(const std::string& name, const std::string& text) {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
  }
  fs::path path_ = fs::temp_directory_path() / ("validator_parts_" + std::to_string(::getpid()));
};

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

TEST(ElfReader, FindsTheOneExportedFunction) {
  const auto read = read_elf_facts(kDummies / "good" / "dummy.so");
  const auto& facts = std::get<ElfFacts>(read);
  ASSERT_EQ(facts.exported.size(), 1U);
  EXPECT_EQ(facts.exported[0].name, "lms_plugin_query");
  EXPECT_FALSE(facts.exported[0].unique);
  EXPECT_TRUE(facts.never_unloaded);
  EXPECT_FALSE(facts.text_relocations);
}

TEST(ElfReader, FindsASecondExportedFunction) {
  EXPECT_EQ(std::get<ElfFacts>(read_elf_facts(kDummies / "symbols" / "dummy.so")).exported.size(),
            2U);
}

class ElfReaderOnBrokenFiles : public Folder {};

TEST_F(ElfReaderOnBrokenFiles, RefusesWhatIsNoElf) {
  EXPECT_TRUE(std::holds_alternative<std::string>(read_elf_facts(write("a", "#!/bin/sh\n"))));
  EXPECT_TRUE(std::holds_alternative<std::string>(read_elf_facts(write("b", ""))));
  EXPECT_TRUE(std::holds_alternative<std::string>(read_elf_facts(path_ / "missing")));
}

TEST_F(ElfReaderOnBrokenFiles, SurvivesEveryTruncationAndFlippedHeaderByte) {
  const std::string whole = bytes_of(kDummies / "good" / "dummy.so");
  for (std::size_t size = 0; size < whole.size(); size += 997) {
    read_elf_facts(write("cut", whole.substr(0, size)));
  }
  for (std::size_t at = 4; at < 64; ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(~changed[at]);
    read_elf_facts(write("flipped", changed));
  }
  EXPECT_TRUE(std::holds_alternative<ElfFacts>(read_elf_facts(write("whole", whole))));
}

class ValidateCommand : public Folder {};

TEST_F(ValidateCommand, ListsItsChecksWithTheirDescriptions) {
  const Ended listed = run("--list");
  EXPECT_EQ(listed.exit_code, 0);
  EXPECT_NE(listed.output.find("query_is_pure (tier 0): "), std::string::npos) << listed.output;
}

TEST_F(ValidateCommand, PrintsADocumentForPrograms) {
  const Ended one =
      run((kDummies / "good" / "plugin.yaml").string() + " --check unknown_major --json");
  EXPECT_EQ(one.exit_code, 0) << one.output;
  const auto document = boost::json::parse(one.output).as_object();
  EXPECT_EQ(document.at("schema"), "lms.validate/1");
  EXPECT_EQ(document.at("checks").as_array().at(0).at("passed"), true);
}

TEST_F(ValidateCommand, ExitsWithOneWhenACheckFails) {
  EXPECT_EQ(run((kDummies / "major" / "plugin.yaml").string() + " --check unknown_major").exit_code,
            1);
}

TEST_F(ValidateCommand, ExitsWithTwoForACheckThatDoesNotExist) {
  EXPECT_EQ(run((kDummies / "good" / "plugin.yaml").string() + " --check nonsense").exit_code, 2);
  EXPECT_EQ(run("").exit_code, 2);
}

TEST_F(ValidateCommand, SaysOnWhichLineTheManifestIsWrong) {
  std::string text = bytes_of(kDummies / "good" / "plugin.yaml");
  text.replace(text.find("version: 1.2.3"), 14, "version: one");
  const Ended refused = run(write("plugin.yaml", text).string());
  EXPECT_EQ(refused.exit_code, 6);
  EXPECT_NE(refused.output.find("plugin.yaml:5:1: 'version'"), std::string::npos) << refused.output;
}

TEST_F(ValidateCommand, RefusesALibraryWithAnotherDigest) {
  fs::copy(kDummies / "good" / "dummy.so", path_ / "dummy.so");
  std::string text = bytes_of(kDummies / "good" / "plugin.yaml");
  const auto with_digest = [&](const std::string& digest) {
    std::string changed = text;
    for (std::size_t at = 0; (at = changed.find("{path: dummy.so}", at)) != std::string::npos;
         at += 20) {
      changed.replace(at, 16, "{path: dummy.so, sha256: '" + digest + "'}");
    }
    return run(write("plugin.yaml", changed).string() + " --check unknown_major");
  };
  EXPECT_EQ(with_digest(sha256_of_file(path_ / "dummy.so")).exit_code, 0);
  const Ended other = with_digest(std::string(64, '0'));
  EXPECT_EQ(other.exit_code, 6);
  EXPECT_NE(other.output.find("SHA-256"), std::string::npos) << other.output;
}

TEST(Digest, IsTheOneThatThePublishedExampleGives) {
  const fs::path file = fs::temp_directory_path() / ("digest_" + std::to_string(::getpid()));
  std::ofstream(file) << "abc";
  EXPECT_EQ(sha256_of_file(file),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  fs::remove(file);
}

TEST(TierReached, IsBelowTheLowestTierThatFails) {
  const Check zero{"a", 0, "", nullptr};
  const Check one{"b", 1, "", nullptr};
  const Check two{"c", 2, "", nullptr};
  const CheckResult good{true, "", {}};
  const CheckResult bad{false, "x", {}};
  EXPECT_EQ(tier_reached({{&zero, good}, {&one, good}, {&two, good}}), 2);
  EXPECT_EQ(tier_reached({{&zero, good}, {&one, good}, {&two, bad}}), 1);
  EXPECT_EQ(tier_reached({{&zero, good}, {&one, bad}, {&two, good}}), 0);
  EXPECT_EQ(tier_reached({{&zero, bad}, {&one, good}, {&two, good}}), -1);
}

} // namespace

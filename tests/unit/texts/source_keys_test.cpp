// Every key that the sources name is one of the catalogue: a text that nobody wrote would be read
// as its key.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>

#include <gtest/gtest.h>

#include "plugin/texts/catalogue.hpp"

namespace passback::texts {
namespace {

namespace fs = std::filesystem;

bool begins_a_key(const std::string& text) {
  for (const auto key : all_keys()) {
    if (key.starts_with(text)) {
      return true;
    }
  }
  return false;
}

TEST(SourceKeys, AreInTheCatalogue) {
  const std::regex literal(
      R"re("((?:sis_settings|class_settings|grading|state|result|problem|job|age|sent_again|menu|mark|inside|sending|removal|first_send|imported|grade_file|card|notice|custom_data|check)\.[a-z0-9_.]+)")re");
  int found = 0;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(SOURCE_DIR) / "plugin")) {
    if (entry.path().extension() != ".cpp" || entry.path().parent_path().filename() == "texts") {
      continue;
    }
    std::ifstream file(entry.path());
    const std::string source{std::istreambuf_iterator<char>(file), {}};
    for (std::sregex_iterator one(source.begin(), source.end(), literal), end; one != end; ++one) {
      const std::string key = (*one)[1];
      ++found;
      const bool is_part = key.back() == '_' || key.back() == '.';
      const bool is_code = has_text("code." + key + ".sentence");
      EXPECT_TRUE(is_code || has_text(key) || begins_a_key(is_part ? key : key + "."))
          << entry.path() << " names " << key;
    }
  }
  EXPECT_GT(found, 100) << "hardly any key was found: is the path right?";
}

} // namespace
} // namespace passback::texts

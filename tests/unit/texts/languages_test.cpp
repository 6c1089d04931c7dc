// Which language is spoken, and that the files of other languages are whole.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "plugin/texts/catalogue.hpp"
#include "plugin/texts/language_file.hpp"
#include "plugin/texts/languages.hpp"

namespace passback::texts {
namespace {

namespace fs = std::filesystem;

std::vector<LanguageFile> shipped() {
  std::vector<LanguageFile> files;
  for (const auto& entry : fs::directory_iterator(fs::path(SOURCE_DIR) / "manifests" / "texts")) {
    std::ifstream file(entry.path(), std::ios::binary);
    files.push_back({entry.path().stem().string(), {std::istreambuf_iterator<char>(file), {}}});
  }
  return files;
}

LanguageFile file_of(std::string locale, const std::string& texts) {
  return {std::move(locale), R"({"schema": "passback.texts/1", "texts": {)" + texts + "}}"};
}

TEST(ShippedLanguages, HaveEveryTextWithItsPlaceholders) {
  const auto files = shipped();
  ASSERT_FALSE(files.empty());
  for (const auto& file : files) {
    const auto read = read_language(file);
    for (const auto& problem : read.problems) {
      ADD_FAILURE() << file.locale << ": " << problem;
    }
    for (const auto key : all_keys()) {
      EXPECT_TRUE(read.language.texts.contains(key))
          << file.locale << " lacks " << key << ": " << english(key);
    }
  }
}

TEST(ShippedLanguages, SpanishIsSpokenToWhoeverAsksForIt) {
  const Languages languages(shipped(), {});
  EXPECT_EQ(languages.words("es").say(say("state.accepted", {{"sis", "Lincoln SIS"}})),
            "Aceptada por Lincoln SIS");
  EXPECT_EQ(languages.words("es").say(sentence_of(Code::title_missing)),
            "La actividad no tiene título.");
}

TEST(Languages, AreFoundByLeavingOutSubtagsFromTheEnd) {
  std::vector<LanguageFile> files;
  files.push_back(file_of("es", R"("state.off": "Sin sincronizar", "state.held": "Retenida")"));
  files.push_back(file_of("es-MX", R"("state.held": "Detenida")"));
  const Languages languages(std::move(files), {});
  EXPECT_EQ(languages.words("es-MX").text("state.held"), "Detenida");
  EXPECT_EQ(languages.words("es-MX").text("state.off"), "Sin sincronizar");
  EXPECT_EQ(languages.words("es-MX").text("state.ready"), "Not sent yet");
  EXPECT_EQ(languages.words("es_mx.UTF-8").locale(), "es-MX");
  EXPECT_EQ(languages.words("es-x-private").locale(), "es");
  EXPECT_EQ(languages.words("ES-419").locale(), "es");
  for (const auto* unknown : {"", "fr", "en-US", "-", "e"}) {
    EXPECT_EQ(languages.words(unknown).locale(), "en") << unknown;
  }
}

TEST(Languages, WhatDoesNotFitIsNamedAndEnglishStandsForIt) {
  std::vector<std::string> said;
  std::vector<LanguageFile> files;
  files.push_back(
      file_of("es", R"("state.acepted": "x", "state.accepted": "Aceptada por {sis_name}",
                                   "state.unlinked": "Eliminada", "state.off": "")"));
  const Languages languages(std::move(files), [&](const std::string& locale, const std::string& s) {
    said.push_back(locale + ": " + s);
  });
  EXPECT_TRUE(said.empty()) << "a language that nobody asks for is not read";
  const auto words = languages.words("es");
  EXPECT_EQ(words.say(say("state.accepted", {{"sis", "X"}})), "Accepted by X");
  (void)languages.words("es");
  EXPECT_EQ(said.size(), 4U) << said.front()
                             << "each said once, however often the language is asked for";
}

TEST(Languages, NameEachTextThatIsNotTaken) {
  const auto read = read_language(
      file_of("es", R"("state.acepted": "x", "state.accepted": "Aceptada por {sis_name}",
               "state.unlinked": "Eliminada", "state.off": "", "state.held": "Retenida")"));
  ASSERT_EQ(read.problems.size(), 4U);
  EXPECT_NE(read.problems.at(0).find("state.acepted"), std::string::npos);
  EXPECT_NE(read.problems.at(1).find("{sis_name}"), std::string::npos);
  EXPECT_NE(read.problems.at(2).find("{sis}"), std::string::npos);
  EXPECT_EQ(read.language.texts.size(), 1U);
}

TEST(Phrases, NestAndFollowEachOther) {
  auto phrase = say("state.waiting.pause", {{"sis", say("state.the_sis")}, {"until", "noon"}});
  EXPECT_EQ(phrase, "Waiting: the SIS asked us to wait until noon");
  auto both = say("result.saved");
  both += Phrase();
  both += Phrase("Words of an SIS {as they are}.");
  EXPECT_EQ(both, "Saved. Words of an SIS {as they are}.");
}

TEST(Phrases, AValueIsNeverReadAsAPlaceholder) {
  EXPECT_EQ(say("state.other_sis", {{"before", "{sis}"}, {"sis", "B"}}),
            "Was sent to {sis}. Send to B too?");
}

} // namespace
} // namespace passback::texts

// passback.texts/1: the texts of one language, as a JSON file (manifests/texts/es.json). Pure.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "plugin/texts/languages.hpp"

namespace passback::texts {

struct Language {
  std::string locale;
  std::map<std::string, std::string, std::less<>> texts;
};

struct LanguageReading {
  Language language;
  std::vector<std::string> problems; ///< sentences; what they are about is not taken
};

/// A key that the catalogue does not have, a text with a placeholder that its English lacks, or
/// without one that it has, is left out: the English text stands for it.
LanguageReading read_language(const LanguageFile& file);

} // namespace passback::texts

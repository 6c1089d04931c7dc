// The languages that this installation speaks, and words in one of them. English is built in; a
// file for each other (language_file.hpp) is parsed when its language is first asked for: most
// processes are never asked for more than one. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/texts/phrase.hpp"

namespace passback::texts {

struct Language;

/// Says phrases in one language; what it lacks in the next broader one, at last in English. Cheap
/// to copy, valid for as long as the Languages.
class Words {
 public:
  Words() = default; ///< English
  explicit Words(std::vector<const Language*> languages) : languages_(std::move(languages)) {}

  /// "en", "es", "es-MX": what the texts are in.
  std::string_view locale() const;
  std::string say(const Phrase& phrase) const;
  /// The text itself, placeholders and all. A key that the catalogue lacks is its own text.
  std::string_view text(std::string_view key) const;

 private:
  std::string say_one(const Phrase& phrase) const;
  std::vector<const Language*> languages_; ///< the narrowest first; empty = English
};

struct LanguageFile {
  std::string locale; ///< "es", "es-MX", from the file's name
  std::string json;
};

class Languages {
 public:
  /// Told what is wrong in a file, as sentences, when it is parsed.
  using Complain = std::function<void(const std::string& locale, const std::string& sentence)>;

  Languages() : Languages({}, {}) {} ///< English only
  Languages(std::vector<LanguageFile> files, Complain complain);
  Languages(Languages&&) noexcept;
  Languages& operator=(Languages&&) noexcept;
  ~Languages();

  /// asked: a BCP 47 tag ("es-MX", also "es_MX"). It is found by leaving out subtags from the end
  /// (RFC 4647, lookup); at last there is English.
  Words words(std::string_view asked) const;
  std::vector<std::string> locales() const; ///< besides English

 private:
  struct Shelf;
  std::unique_ptr<Shelf> shelf_;
};

/// For what has no files: English, whatever is asked for.
const Languages& english_only();

} // namespace passback::texts

#include "plugin/texts/languages.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "plugin/platform/once.hpp"
#include "plugin/texts/catalogue.hpp"
#include "plugin/texts/language_file.hpp"

namespace passback::texts {
namespace {

/// "es_MX.UTF-8" -> "es-mx"
std::string normal(std::string_view tag) {
  std::string text;
  for (const char one : tag.substr(0, tag.find_first_of(".@"))) {
    text += one == '_' ? '-' : one >= 'A' && one <= 'Z' ? static_cast<char>(one - 'A' + 'a') : one;
  }
  return text;
}

/// "zh-hant-x-private" -> "zh-hant": a single letter only introduces what follows it.
std::string broader(const std::string& tag) {
  auto cut = tag.rfind('-');
  if (cut == std::string::npos) {
    return {};
  }
  if (cut >= 2 && tag[cut - 2] == '-') {
    cut -= 2;
  }
  return tag.substr(0, cut);
}

} // namespace

struct Languages::Shelf {
  struct Entry {
    explicit Entry(LanguageFile in) : file(std::move(in)) {}
    LanguageFile file;
    platform::Once<Language> language;
  };
  const Language* find(const std::string& tag) {
    const auto found = entries.find(tag);
    if (found == entries.end()) {
      return nullptr;
    }
    auto& entry = found->second;
    return &entry.language.get([&] {
      auto read = read_language(entry.file);
      for (const auto& problem : complain ? read.problems : std::vector<std::string>()) {
        complain(entry.file.locale, problem);
      }
      return std::move(read.language);
    });
  }
  std::map<std::string, Entry> entries; ///< by normal tag; never changes once it is filled
  Complain complain;
};

Languages::Languages(std::vector<LanguageFile> files, Complain complain)
    : shelf_(std::make_unique<Shelf>()) {
  shelf_->complain = std::move(complain);
  for (auto& file : files) {
    auto tag = normal(file.locale);
    shelf_->entries.try_emplace(std::move(tag), std::move(file));
  }
}

Languages::Languages(Languages&&) noexcept = default;
Languages& Languages::operator=(Languages&&) noexcept = default;
Languages::~Languages() = default;

Words Languages::words(std::string_view asked) const {
  std::vector<const Language*> found;
  for (auto tag = normal(asked); !tag.empty() && tag != "en"; tag = broader(tag)) {
    if (const auto* language = shelf_->find(tag)) {
      found.push_back(language);
    }
  }
  return Words(std::move(found));
}

std::vector<std::string> Languages::locales() const {
  std::vector<std::string> tags;
  for (const auto& entry : shelf_->entries) {
    tags.push_back(entry.second.file.locale);
  }
  return tags;
}

const Languages& english_only() {
  static const Languages none;
  return none;
}

std::string_view Words::locale() const {
  return languages_.empty() ? std::string_view("en") : languages_.front()->locale;
}

std::string_view Words::text(std::string_view key) const {
  for (const auto* language : languages_) {
    if (const auto found = language->texts.find(key); found != language->texts.end()) {
      return found->second;
    }
  }
  return has_text(key) ? english(key) : key;
}

std::string Words::say(const Phrase& phrase) const {
  std::string said = say_one(phrase);
  for (const auto& next : phrase.more()) {
    said += " " + say_one(next);
  }
  return said;
}

std::string Words::say_one(const Phrase& phrase) const {
  if (phrase.key().empty()) {
    return phrase.verbatim();
  }
  std::string said;
  std::string_view rest = text(phrase.key());
  while (!rest.empty()) {
    const auto open = rest.find('{');
    const auto close = open == std::string_view::npos ? open : rest.find('}', open);
    said += rest.substr(0, open);
    if (close == std::string_view::npos) {
      said += open == std::string_view::npos ? std::string_view() : rest.substr(open);
      break;
    }
    const auto name = rest.substr(open + 1, close - open - 1);
    const auto param = std::ranges::find(phrase.params(), name, &Param::name);
    said += param == phrase.params().end() ? std::string(rest.substr(open, close - open + 1))
                                           : say(param->value);
    rest = rest.substr(close + 1);
  }
  return said;
}

} // namespace passback::texts

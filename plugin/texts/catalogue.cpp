#include "plugin/texts/catalogue.hpp"

#include <functional>
#include <map>
#include <utility>

#include "plugin/platform/codes.hpp"
#include "plugin/texts/phrase.hpp"

namespace passback::texts {
namespace {

/// Never changes once it is made; made when the first text is asked for.
struct Shelf {
  Shelf() {
    for (const auto part :
         {texts_of_sis_settings(), texts_of_class_settings(), texts_of_states(), texts_of_results(),
          texts_of_problems(), texts_of_sending(), texts_of_files(), texts_of_custom_data(),
          texts_of_roster(), texts_of_card(), texts_of_notices(), texts_of_checks(),
          texts_of_check_steps()}) {
      for (const auto& text : part) {
        texts.emplace(std::string(text.key), text.english);
      }
    }
    for (const auto& code : all_codes()) {
      for (const auto& [reader, text] :
           {std::pair{"sentence", code.sentence}, std::pair{"teacher", code.teacher},
            std::pair{"administrator", code.administrator}, std::pair{"support", code.support}}) {
        if (!text.empty()) {
          texts.emplace(code_key(code.code, reader), text);
        }
      }
    }
  }
  std::map<std::string, std::string_view, std::less<>> texts;
};

const Shelf& shelf() {
  static const Shelf the_shelf;
  return the_shelf;
}

} // namespace

std::string_view english(std::string_view key) {
  const auto found = shelf().texts.find(key);
  return found == shelf().texts.end() ? std::string_view() : found->second;
}

bool has_text(std::string_view key) {
  return shelf().texts.contains(key);
}

std::vector<std::string_view> all_keys() {
  std::vector<std::string_view> keys;
  for (const auto& text : shelf().texts) {
    keys.push_back(text.first);
  }
  return keys;
}

std::set<std::string, std::less<>> placeholders_of(std::string_view text) {
  std::set<std::string, std::less<>> names;
  for (std::size_t open = text.find('{'); open != std::string_view::npos;
       open = text.find('{', open + 1)) {
    const auto close = text.find('}', open);
    if (close == std::string_view::npos) {
      break;
    }
    names.emplace(text.substr(open + 1, close - open - 1));
  }
  return names;
}

} // namespace passback::texts

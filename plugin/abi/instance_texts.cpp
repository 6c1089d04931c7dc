#include "plugin/abi/instance_texts.hpp"

#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "plugin/platform/files.hpp"
#include "plugin/platform/module_path.hpp"
#include "plugin/texts/catalogue.hpp"

namespace passback::abi {
namespace {

constexpr std::size_t kLargestTexts = 1'048'576;
constexpr std::string_view kEnding = ".json";

} // namespace

texts::Languages load_languages(const std::string& texts_dir, platform::Log& log) {
  const std::string folder = texts_dir.empty() ? platform::module_folder() + "/texts" : texts_dir;
  const auto complain = [&log](const std::string& locale, const std::string& sentence) {
    log.write(platform::LogLevel::warning, "texts.not_used", sentence, {{"language", locale}});
  };
  std::vector<texts::LanguageFile> files;
  const auto names = platform::list_files(folder);
  // A module that was installed without them speaks English.
  if (!names.ok() && !texts_dir.empty())
    complain("", "The texts cannot be read from " + folder + ".");
  for (const std::string& name : names.ok() ? *names : std::vector<std::string>()) {
    if (!name.ends_with(kEnding))
      continue;
    const std::string locale = name.substr(0, name.size() - kEnding.size());
    auto text = platform::read_file(folder + "/" + name, kLargestTexts);
    if (text.ok() && text->has_value())
      files.push_back({locale, std::move(**text)});
    else
      complain(locale, "The file " + name + " cannot be read.");
  }
  return texts::Languages(std::move(files), complain);
}

std::string labels_of(const texts::Languages& languages, std::string_view key) {
  boost::json::object labels;
  for (const std::string& locale : languages.locales()) {
    const std::string_view label = languages.words(locale).text(key);
    if (label != texts::english(key))
      labels[locale] = label;
  }
  return labels.empty() ? std::string() : boost::json::serialize(labels);
}

} // namespace passback::abi

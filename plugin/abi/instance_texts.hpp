// The texts of other languages than English: files of a folder, read in create; each is parsed when
// its language is first asked for. On the host's threads.
#pragma once

#include <string>
#include <string_view>

#include "plugin/platform/log.hpp"
#include "plugin/texts/languages.hpp"

namespace passback::abi {

/// "es.json" and its like of a folder ("texts" beside the module if the configuration names none).
/// What cannot be used is said in the log, and English stands for it.
texts::Languages load_languages(const std::string& texts_dir, platform::Log& log);

/// {"es": "..."}: a text of the catalogue in every language besides English that has it; empty =
/// none has.
std::string labels_of(const texts::Languages& languages, std::string_view key);

} // namespace passback::abi

// Every text that people read, by its key, in English: the built-in language, and what the files of
// other languages (language_file.hpp) are measured by. Placeholders stand in braces: {sis_name}.
// Pure.
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace passback::texts {

struct Text {
  std::string_view key, english;
};

/// By area; each is a file of its own.
std::span<const Text> texts_of_sis_settings();
std::span<const Text> texts_of_class_settings();
std::span<const Text> texts_of_states();
std::span<const Text> texts_of_results();
std::span<const Text> texts_of_problems();
std::span<const Text> texts_of_sending();
std::span<const Text> texts_of_files();
std::span<const Text> texts_of_custom_data();
std::span<const Text> texts_of_card();
std::span<const Text> texts_of_roster();
std::span<const Text> texts_of_notices();
std::span<const Text> texts_of_checks();
std::span<const Text> texts_of_check_steps();

/// Empty = the catalogue has no such text.
std::string_view english(std::string_view key);
bool has_text(std::string_view key);
/// All keys, those of the codes too, in their order.
std::vector<std::string_view> all_keys();

/// The names in braces of a text.
std::set<std::string, std::less<>> placeholders_of(std::string_view text);

} // namespace passback::texts

#pragma once
// Reads a story, strictly: a word that is not known is refused with its line and the word that was
// probably meant, before anything of the story is done.
#include <filesystem>
#include <string_view>

#include "host_stub/story/story.hpp"
#include "host_stub/story/vocabulary.hpp"
#include "host_stub/support/failure.hpp"

namespace host_stub::story {

Result<Story> read_story(const std::filesystem::path& file, const Vocabulary& vocabulary);

// The same of a text; `file` is used in messages only.
Result<Story> parse_story(std::string_view text, const std::filesystem::path& file,
                          const Vocabulary& vocabulary);

} // namespace host_stub::story

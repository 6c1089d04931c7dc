#pragma once
// Tells one story, step by step.
#include <filesystem>
#include <string>

#include "host_stub/story/story.hpp"
#include "host_stub/story/vocabulary.hpp"

namespace host_stub::story {

struct Told {
  bool true_to_the_end = false;
  // Otherwise: which step, what was expected, what was there, and the command that comes next.
  std::string failure;
};

// In `folder`, which is new and stays. `manifest` may be empty: the plugin that came with this
// program.
Told tell(const Story& story, const std::string& version, const std::filesystem::path& folder,
          const std::filesystem::path& manifest, const Vocabulary& vocabulary);

} // namespace host_stub::story

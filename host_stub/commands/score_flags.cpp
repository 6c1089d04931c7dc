#include "host_stub/commands/score_flags.hpp"

#include <algorithm>
#include <array>
#include <sstream>

namespace host_stub::commands {
namespace {

struct Word {
  const char* text;
  bool gradebook::ScoreFlags::* flag;
  bool value;
};

constexpr std::array kWords = {
    Word{"released", &gradebook::ScoreFlags::released, true},
    Word{"unreleased", &gradebook::ScoreFlags::released, false},
    Word{"draft", &gradebook::ScoreFlags::draft, true},
    Word{"overridden", &gradebook::ScoreFlags::overridden, true},
    Word{"dropped", &gradebook::ScoreFlags::dropped, true},
    Word{"exempt", &gradebook::ScoreFlags::exempt, true},
    Word{"missing", &gradebook::ScoreFlags::missing, true},
    Word{"late", &gradebook::ScoreFlags::late, true},
    Word{"incomplete", &gradebook::ScoreFlags::incomplete, true},
    Word{"submitted", &gradebook::ScoreFlags::submitted, true},
    Word{"in_progress", &gradebook::ScoreFlags::in_progress, true},
    Word{"withdrawn", &gradebook::ScoreFlags::withdrawn, true},
};

} // namespace

Result<gradebook::ScoreFlags> parse_score_flags(const std::string& words) {
  gradebook::ScoreFlags flags;
  std::istringstream stream(words);
  for (std::string word; std::getline(stream, word, ',');) {
    auto known =
        std::ranges::find_if(kWords, [&word](const Word& one) { return word == one.text; });
    if (known == kWords.end()) {
      std::string all;
      for (const Word& one : kWords) {
        all += (all.empty() ? "" : ", ") + std::string(one.text);
      }
      return Failure{"\"" + word + "\" is not a status of a score.",
                     "Use some of: " + all + ", with commas between them.", ExitCode::usage};
    }
    flags.*known->flag = known->value;
  }
  return flags;
}

std::string to_words(const gradebook::ScoreFlags& flags) {
  std::string text;
  gradebook::ScoreFlags usual;
  for (const Word& one : kWords) {
    if (flags.*one.flag == one.value && usual.*one.flag != one.value) {
      text += (text.empty() ? "" : ", ") + std::string(one.text);
    }
  }
  return text;
}

} // namespace host_stub::commands

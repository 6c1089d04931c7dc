// What is to be said to a person, before it is known in which language: the key of a text of the
// catalogue and what goes into its placeholders. Pure.
#pragma once

#include <initializer_list>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/platform/codes.hpp"

namespace passback::texts {

struct Param;

/// Several may follow each other: "Saved. Tokens are fetched at ...".
class Phrase {
 public:
  Phrase() = default;
  /// The words of somebody else (an SIS, a profile, a title), which are handed on as they are.
  Phrase(std::string verbatim);      // NOLINT: what is no key yet may stand where a phrase does
  Phrase(std::string_view verbatim); // NOLINT
  Phrase(const char* verbatim);      // NOLINT

  /// "" = verbatim.
  const std::string& key() const { return key_; }
  const std::string& verbatim() const { return verbatim_; }
  const std::vector<Param>& params() const { return params_; }
  const std::vector<Phrase>& more() const { return more_; }
  bool empty() const { return key_.empty() && verbatim_.empty() && more_.empty(); }

  /// The two one after the other, as sentences.
  Phrase& operator+=(Phrase next);
  /// As the catalogue has it.
  std::string english() const;

  bool operator==(const Phrase& other) const;
  /// In English.
  bool operator==(const char* text) const { return english() == text; }
  bool operator==(const std::string& text) const { return english() == text; }
  friend std::ostream& operator<<(std::ostream& out, const Phrase& phrase) {
    return out << phrase.english();
  }

 private:
  friend Phrase say(std::string_view key, std::vector<Param> params);
  std::string key_, verbatim_;
  std::vector<Param> params_;
  std::vector<Phrase> more_;
};

/// What stands for {name}.
struct Param {
  std::string name;
  Phrase value;
  bool operator==(const Param&) const = default;
};

/// A text of the catalogue.
Phrase say(std::string_view key);
Phrase say(std::string_view key, std::vector<Param> params);

/// The catalogue's key of what a code says to a reader: sentence, teacher, administrator, support.
std::string code_key(Code code, std::string_view reader);
Phrase sentence_of(Code code);
/// What an administrator can do about it; empty = nothing.
Phrase administrator_of(Code code);
Phrase teacher_of(Code code);

} // namespace passback::texts

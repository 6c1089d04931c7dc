#include "plugin/texts/phrase.hpp"

#include <utility>

#include "plugin/texts/languages.hpp"

namespace passback::texts {

Phrase::Phrase(std::string verbatim) : verbatim_(std::move(verbatim)) {}
Phrase::Phrase(std::string_view verbatim) : verbatim_(verbatim) {}
Phrase::Phrase(const char* verbatim) : verbatim_(verbatim) {}

Phrase& Phrase::operator+=(Phrase next) {
  if (next.empty()) {
    return *this;
  }
  if (empty()) {
    return *this = std::move(next);
  }
  auto behind = std::move(next.more_);
  next.more_.clear();
  more_.push_back(std::move(next));
  for (auto& one : behind) {
    more_.push_back(std::move(one));
  }
  return *this;
}

bool Phrase::operator==(const Phrase& other) const {
  return key_ == other.key_ && verbatim_ == other.verbatim_ && params_ == other.params_ &&
         more_ == other.more_;
}

std::string Phrase::english() const {
  return Words().say(*this);
}

Phrase say(std::string_view key) {
  return say(key, {});
}

Phrase say(std::string_view key, std::vector<Param> params) {
  Phrase phrase;
  phrase.key_ = key;
  phrase.params_ = std::move(params);
  return phrase;
}

std::string code_key(Code code, std::string_view reader) {
  return "code." + std::string(info(code).id) + "." + std::string(reader);
}

Phrase sentence_of(Code code) {
  return say(code_key(code, "sentence"));
}

Phrase administrator_of(Code code) {
  return info(code).administrator.empty() ? Phrase() : say(code_key(code, "administrator"));
}

Phrase teacher_of(Code code) {
  return info(code).teacher.empty() ? Phrase() : say(code_key(code, "teacher"));
}

} // namespace passback::texts

#include "host_stub/import/problem.hpp"

#include <utility>

namespace host_stub::import {

std::string Problem::sentence() const {
  std::string text = file;
  if (!object.empty()) {
    text += ", " + object;
  }
  if (line != 0) {
    text += ", line " + std::to_string(line);
  }
  if (!field.empty()) {
    text += ", field " + field;
  }
  return text + ": " + message;
}

void Problems::add(Problem problem) {
  ++count_;
  if (shown_.size() < kShown) {
    shown_.push_back(std::move(problem));
  }
}

} // namespace host_stub::import

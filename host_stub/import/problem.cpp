#include "host_stub/import/problem.hpp"

#include <algorithm>
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

std::string Remark::sentence() const {
  const auto more = rows - 1;
  auto text = first.sentence();
  if (more != 0) {
    text += (more == 1 ? " So is " : " So are ") + std::to_string(more) +
            (more == 1 ? " more row of this column." : " more rows of this column.");
  }
  return text;
}

void Problems::remark(Problem problem) {
  auto of_column = std::ranges::find_if(remarks_, [&](const Remark& remark) {
    return remark.first.file == problem.file && remark.first.field == problem.field;
  });
  if (of_column == remarks_.end()) {
    remarks_.push_back({std::move(problem), 1});
  } else {
    ++of_column->rows;
  }
}

void Problems::add(Problem problem) {
  ++count_;
  if (shown_.size() < kShown) {
    shown_.push_back(std::move(problem));
  }
}

} // namespace host_stub::import

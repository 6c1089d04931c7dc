#include "host_stub/sis/csv.hpp"

#include <algorithm>
#include <stdexcept>

namespace host_stub::sis {

namespace {

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    if (text_.starts_with(kMark)) {
      text_.remove_prefix(kMark.size());
    }
  }

  std::vector<CsvRow> rows() {
    std::vector<CsvRow> out;
    while (at_ < text_.size()) {
      auto next = row();
      if (next.fields.size() > 1 || !next.fields.front().empty()) {
        out.push_back(std::move(next));
      }
    }
    return out;
  }

 private:
  CsvRow row() {
    CsvRow out;
    out.line = line_;
    while (true) {
      out.fields.push_back(at_ < text_.size() && text_[at_] == '"' ? quoted() : plain());
      if (at_ < text_.size() && text_[at_] == ',') {
        ++at_;
        continue;
      }
      end_of_line();
      return out;
    }
  }

  std::string plain() {
    const auto end = std::min(text_.find_first_of(",\r\n\"", at_), text_.size());
    if (end < text_.size() && text_[end] == '"') {
      fail("a quote inside an unquoted field");
    }
    std::string out(text_.substr(at_, end - at_));
    at_ = end;
    return out;
  }

  std::string quoted() {
    std::string out;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] != '"') {
        line_ += text_[at_] == '\n' ? 1 : 0;
        out += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        out += '"';
        ++at_;
      } else {
        ++at_;
        return out;
      }
    }
    fail("a quoted field is not closed");
  }

  void end_of_line() {
    if (at_ >= text_.size()) {
      return;
    }
    if (text_[at_] == '\r') {
      ++at_;
    }
    if (at_ < text_.size() && text_[at_] != '\n') {
      fail("text after a quoted field");
    }
    ++at_;
    ++line_;
  }

  [[noreturn]] void fail(const char* why) const {
    throw std::runtime_error("line " + std::to_string(line_) + ": " + why);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

} // namespace

std::vector<CsvRow> parse_csv(std::string_view text) {
  return Parser(text).rows();
}

} // namespace host_stub::sis

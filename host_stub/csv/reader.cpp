#include "host_stub/csv/reader.hpp"

#include <utility>

#include "host_stub/csv/utf8.hpp"

namespace host_stub::csv {
namespace {

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Rows read() {
    while (at_ < text_.size()) {
      Row row{.line = line_, .fields = {}};
      row_is_sound_ = true;
      bool empty_line = is_line_break(text_[at_]);
      read_row(row);
      if (!empty_line && row_is_sound_) {
        out_.rows.push_back(std::move(row));
      }
    }
    return std::move(out_);
  }

 private:
  static bool is_line_break(char c) { return c == '\n' || c == '\r'; }

  void read_row(Row& row) {
    row.fields.push_back(read_field());
    while (at_ < text_.size() && text_[at_] == ',') {
      ++at_;
      row.fields.push_back(read_field());
    }
    if (at_ < text_.size()) {
      skip_line_break();
    }
    for (const std::string& field : row.fields) {
      if (field.find('\0') != std::string::npos) {
        complain(row.line,
                 "A field contains a NUL character. Is the file UTF-16? Save it as UTF-8.");
      } else if (!is_utf8(field)) {
        complain(row.line, "The text is not UTF-8. Save the file with the encoding UTF-8.");
      }
    }
  }

  std::string read_field() {
    return at_ < text_.size() && text_[at_] == '"' ? read_quoted() : read_plain();
  }

  std::string read_plain() {
    auto end = text_.find_first_of(",\r\n", at_);
    std::string field(text_.substr(at_, end == std::string_view::npos ? end : end - at_));
    at_ += field.size();
    if (field.find('"') != std::string::npos) {
      complain(line_, "A double quote stands inside a field that does not begin with one. Put the "
                      "whole field in double "
                      "quotes and write each quote inside it twice.");
    }
    return field;
  }

  std::string read_quoted() {
    auto begun = line_;
    std::string field;
    ++at_;
    while (at_ < text_.size()) {
      char c = text_[at_];
      if (c != '"') {
        count_line(c);
        field += c;
        ++at_;
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        field += '"';
        at_ += 2;
      } else {
        ++at_;
        skip_to_separator();
        return field;
      }
    }
    complain(begun, "A double quote is opened here and never closed.");
    return field;
  }

  void skip_to_separator() {
    auto end = text_.find_first_of(",\r\n", at_);
    end = end == std::string_view::npos ? text_.size() : end;
    if (end != at_) {
      complain(line_, "There is text behind a closing double quote. Write a quote inside a quoted "
                      "field twice.");
    }
    at_ = end;
  }

  void skip_line_break() {
    bool crlf = text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n';
    at_ += crlf ? 2 : 1;
    ++line_;
  }

  void count_line(char c) {
    bool cr_of_crlf = c == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n';
    if (is_line_break(c) && !cr_of_crlf) {
      ++line_;
    }
  }

  void complain(std::size_t line, std::string message) {
    row_is_sound_ = false;
    out_.faults.push_back({line, std::move(message)});
  }

  std::string_view text_;
  Rows out_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  bool row_is_sound_ = true;
};

} // namespace

Rows read(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  return Reader(text).read();
}

} // namespace host_stub::csv

#pragma once
// The other way of reader.hpp: rows become RFC 4180 text, with quotes where a field needs them.
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

namespace host_stub::csv {

class Writer {
 public:
  using Fields = std::initializer_list<std::string_view>;

  explicit Writer(Fields header) { append(header); }

  void add(Fields fields) {
    append(fields);
    ++rows_;
  }
  std::size_t rows() const { return rows_; } // without the header
  const std::string& text() const { return text_; }

 private:
  void append(Fields fields);

  std::string text_;
  std::size_t rows_ = 0;
};

} // namespace host_stub::csv

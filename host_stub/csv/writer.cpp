#include "host_stub/csv/writer.hpp"

namespace host_stub::csv {

void Writer::append(Fields fields) {
  bool first = true;
  for (std::string_view field : fields) {
    text_ += first ? "" : ",";
    first = false;
    if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
      text_ += field;
      continue;
    }
    text_ += '"';
    for (char c : field) {
      text_ += c == '"' ? "\"\"" : std::string(1, c);
    }
    text_ += '"';
  }
  text_ += '\n';
}

} // namespace host_stub::csv

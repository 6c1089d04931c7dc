#include "plugin/oneroster/files/score_files.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <string_view>

#include "plugin/oneroster/files/csv_text.hpp"
#include "plugin/oneroster/files/document_members.hpp"
#include "plugin/oneroster/wire/utf8.hpp"

namespace passback::oneroster {
namespace {

/// Heading and content of a column; what has no "=" is content alone.
struct Column {
  std::string heading, content;
};

Column column_of(const std::string& text) {
  const auto mark = text.find('=');
  return mark == std::string::npos ? Column{"", text}
                                   : Column{text.substr(0, mark), text.substr(mark + 1)};
}

CsvStyle style_of(const FileManner& manner) {
  CsvStyle style;
  style.delimiter = manner.delimiter == FileDelimiter::semicolon ? ';'
                    : manner.delimiter == FileDelimiter::tab     ? '\t'
                                                                 : ',';
  style.quote_all = manner.quotes == FileQuotes::always;
  return style;
}

using Values = std::map<std::string, std::string, std::less<>>;

Values values_of(const FileManner& manner, const FileRecord& record, const DocumentMembers& said) {
  std::string score = record.withdrawn ? std::string() : said.text("score");
  if (manner.decimal_mark == FileDecimalMark::comma) {
    std::ranges::replace(score, '.', ',');
  }
  const auto unless_withdrawn = [&](std::string_view name) {
    return record.withdrawn ? std::string() : said.text(name);
  };
  return {{"student", said.id("student")},
          {"score", std::move(score)},
          {"text_score", unless_withdrawn("textScore")},
          {"status", unless_withdrawn("scoreStatus")},
          {"date", said.day("scoreDate")},
          {"comment", unless_withdrawn("comment")},
          {"title", record.title},
          {"class", said.id("class")}};
}

/// The content of a column with its placeholders replaced; the schema lets none pass that is not
/// among the values.
std::string filled_in(std::string_view content, const Values& values) {
  std::string text;
  while (!content.empty()) {
    const auto open = content.find('{');
    const auto close = open == std::string_view::npos ? open : content.find('}', open);
    if (close == std::string_view::npos) {
      return text.append(content);
    }
    const auto value = values.find(content.substr(open + 1, close - open - 1));
    text.append(content.substr(0, open));
    text.append(value == values.end() ? std::string() : value->second);
    content.remove_prefix(close + 1);
  }
  return text;
}

/// A name that every file system takes.
std::string file_name(const std::string& title, const std::string& line_item_id) {
  constexpr std::size_t kTitle = 60, kId = 8;
  std::string name(utf8::first_characters(title, kTitle));
  for (char& c : name) {
    const bool unfit = static_cast<unsigned char>(c) < ' ' ||
                       std::string_view("/\\:*?\"<>|.").find(c) != std::string_view::npos;
    c = unfit ? '_' : c;
  }
  std::string id;
  for (const char c : line_item_id.substr(0, kId)) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    id += plain ? c : '_';
  }
  return (name.empty() ? "Scores" : name) + "-" + id + ".csv";
}

} // namespace

std::vector<MadeFile> score_files(const FileManner& manner,
                                  const std::vector<FileRecord>& records) {
  std::vector<Column> columns;
  std::ranges::transform(manner.columns, std::back_inserter(columns), column_of);
  const CsvStyle style = style_of(manner);
  std::map<std::string, MadeFile> by_line_item;
  for (const FileRecord& record : records) {
    if (record.kind != FileRecordKind::result) {
      continue;
    }
    const DocumentMembers said(record.document);
    const auto line_item = said.id("lineItem");
    MadeFile& file = by_line_item[line_item];
    if (file.name.empty()) {
      file = {file_name(record.title, line_item), "text/csv", {}};
      std::vector<std::string> headings;
      std::ranges::transform(columns, std::back_inserter(headings), &Column::heading);
      if (manner.header) {
        append_csv_row(file.text, headings, style);
      }
    }
    const auto values = values_of(manner, record, said);
    std::vector<std::string> cells;
    for (const Column& column : columns) {
      cells.push_back(filled_in(column.content, values));
    }
    append_csv_row(file.text, cells, style);
  }
  std::vector<MadeFile> files;
  for (auto& [id, file] : by_line_item) {
    files.push_back(std::move(file));
  }
  return files;
}

} // namespace passback::oneroster

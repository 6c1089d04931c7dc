#include "plugin/actions/link_sheet_plan.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <utility>

#include "plugin/actions/csv_cell.hpp"
#include "plugin/oneroster/files/csv_read.hpp"
#include "plugin/platform/hash.hpp"

namespace passback::actions {
namespace {

using oneroster::CsvRow;
using KindAndId = std::pair<std::string, std::string>;

constexpr std::size_t kLongestSisId = 255;
constexpr std::string_view kClass = "class";
constexpr std::string_view kStudent = "student";

// Pasted with blanks, and with the apostrophe that kept a formula from being one.
std::string entered(std::string text) {
  text.erase(0, text.find_first_not_of(" \t"));
  text.erase(text.find_last_not_of(" \t") + 1);
  return without_formula_guard(std::move(text));
}

bool is_digit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

// "1.00235E+11": a spreadsheet showed a long number so, and saved what it showed.
bool is_shortened_number(std::string_view text) {
  const auto exponent = text.find("E+");
  if (exponent == std::string_view::npos || exponent == 0 || exponent + 2 == text.size()) {
    return false;
  }
  const auto mantissa = text.substr(0, exponent);
  const bool is_number =
      std::ranges::all_of(mantissa, [](char c) { return is_digit(c) || c == '.' || c == ','; });
  return is_number && std::ranges::all_of(text.substr(exponent + 2), is_digit);
}

// U+FFFD stands where a spreadsheet had a character that was lost on the way.
bool is_unfit(std::string_view sis_id) {
  return sis_id.size() > kLongestSisId || sis_id.find("\xEF\xBF\xBD") != std::string_view::npos ||
         std::ranges::any_of(
             sis_id, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
}

bool counts_without_roster(const std::optional<settings::IdWayList>& ways) {
  return settings::asks_host(ways) &&
         std::ranges::find(*ways, settings::kRosterWay, &settings::IdWay::field) == ways->end();
}

struct Filled {
  std::string sis_id;
  std::size_t line = 0;
};

class SheetReading {
 public:
  SheetReading(const Readiness& roster, const settings::IdWays& ways) : ways_(ways) {
    for (const auto& one : roster.all) {
      if (is_in_link_sheet(one)) {
        known_[{one.kind, one.id}] = one.sis_id;
        if (!one.sis_id.empty()) {
          holders_[{one.kind, one.sis_id}] = one.id;
        }
      }
    }
  }

  LinkSheetPlan read(std::string_view sheet) {
    const auto rows = oneroster::read_csv(sheet);
    if (rows.empty() || !find_columns(rows.front())) {
      plan_.problems.push_back({"sheet", say("link_sheet.no_columns")});
      return std::move(plan_);
    }
    for (std::size_t i = 1; i < rows.size(); ++i) {
      read_row(rows[i]);
    }
    std::string said;
    for (const auto& link : plan_.links) {
      said += (link.of_class ? "class " : "student ") + std::to_string(link.id.size()) + " " +
              link.id + " " + link.sis_id.value + "\n";
    }
    plan_.token = platform::sha256_hex(said).substr(0, 32);
    return std::move(plan_);
  }

 private:
  bool find_columns(const CsvRow& header);
  std::string cell(const CsvRow& row, const std::string& column) const;
  void refuse(const CsvRow& row, Phrase why) {
    plan_.problems.push_back({"line " + std::to_string(row.line), std::move(why)});
  }
  void read_row(const CsvRow& row);
  void take_row(const CsvRow& row, const KindAndId& whose, const std::string& sis_id);

  const settings::IdWays& ways_;
  std::map<std::string, std::size_t> columns_;
  std::map<KindAndId, std::string> known_;   ///< to the SIS's id, as it is now
  std::map<KindAndId, std::string> holders_; ///< of an id of the SIS
  std::map<KindAndId, Filled> filled_;       ///< by the rows read so far
  LinkSheetPlan plan_;
};

bool SheetReading::find_columns(const CsvRow& header) {
  for (std::size_t i = 0; i < header.cells.size(); ++i) {
    auto name = entered(header.cells[i]);
    std::ranges::transform(name, name.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    columns_.emplace(std::move(name), i);
  }
  return columns_.contains("kind") && columns_.contains("id") && columns_.contains("sis_id");
}

std::string SheetReading::cell(const CsvRow& row, const std::string& column) const {
  const auto at = columns_.at(column);
  return at < row.cells.size() ? entered(row.cells[at]) : std::string();
}

void SheetReading::read_row(const CsvRow& row) {
  const KindAndId whose{cell(row, "kind"), cell(row, "id")};
  const auto sis_id = cell(row, "sis_id");
  if (sis_id.empty()) {
    return;
  }
  const auto known = known_.find(whose);
  if (known == known_.end()) {
    return refuse(row, say("link_sheet.nobody", {{"id", whose.second}}));
  }
  if (known->second == sis_id) {
    return;
  }
  if (!known->second.empty()) {
    return refuse(row, say("link_sheet.linked", {{"id", whose.second}, {"sis_id", known->second}}));
  }
  take_row(row, whose, sis_id);
}

void SheetReading::take_row(const CsvRow& row, const KindAndId& whose, const std::string& sis_id) {
  const auto& [kind, id] = whose;
  if (counts_without_roster(kind == kClass ? ways_.classes : ways_.users)) {
    return refuse(row, say("link_sheet.other_way", {{"id", id}}));
  }
  if (is_shortened_number(sis_id)) {
    return refuse(row, say("link_sheet.shortened", {{"sis_id", sis_id}}));
  }
  if (is_unfit(sis_id)) {
    return refuse(row, say("link_sheet.unfit"));
  }
  const auto [before, is_first] = filled_.emplace(whose, Filled{sis_id, row.line});
  if (!is_first) {
    if (before->second.sis_id != sis_id) {
      refuse(row,
             say("link_sheet.twice", {{"id", id}, {"line", std::to_string(before->second.line)}}));
    }
    return;
  }
  const auto [holder, is_free] = holders_.emplace(KindAndId{kind, sis_id}, id);
  if (!is_free) {
    return refuse(row, say("link_sheet.taken", {{"sis_id", sis_id}, {"id", holder->second}}));
  }
  plan_.links.push_back({kind == kClass, id, gradebook::SourcedId(sis_id), {}});
}

} // namespace

bool is_in_link_sheet(const Linked& one) {
  return one.kind == kStudent || one.kind == kClass;
}

LinkSheetPlan plan_link_sheet(std::string_view sheet, const Readiness& roster,
                              const settings::IdWays& ways) {
  return SheetReading(roster, ways).read(sheet);
}

} // namespace passback::actions

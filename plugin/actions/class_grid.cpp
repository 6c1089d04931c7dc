#include "plugin/actions/class_grid.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "plugin/gradebook/standard_activity.hpp"
#include "plugin/oneroster/wire/base64.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using outbox::Kind;
using outbox::Record;

/// What the bytes of the grid mean. 0 is a cell of which nobody has said anything.
class Legend {
 public:
  explicit Legend(const texts::Words& words) : words_(words) {
    StateWords nothing;
    nothing.id = "nothing";
    nothing.text = say("state.nothing");
    add(nothing);
  }

  std::uint8_t number_of(const StateWords& words) {
    const auto known = numbers_.find(&words);
    return known != numbers_.end() ? known->second
                                   : numbers_.emplace(&words, add(words)).first->second;
  }
  json::array take() { return std::move(entries_); }

 private:
  std::uint8_t add(const StateWords& words) {
    const auto text = words_.say(words.text);
    const auto alike = [&](const json::value& entry) {
      return entry.at("state").as_string() == words.id;
    };
    const auto same = std::ranges::find_if(entries_, [&](const json::value& entry) {
      const auto* reason = entry.as_object().if_contains("reason");
      return alike(entry) && entry.at("words").as_string() == text &&
             (reason == nullptr ? words.reason == Code::none
                                : reason->at("code").as_string() == info(words.reason).id);
    });
    if (same != entries_.end()) {
      return static_cast<std::uint8_t>(same - entries_.begin());
    }
    if (entries_.size() > kMost) {
      // So many moments, say, at which grades go: the words of one of them stand for the others.
      const auto other = std::ranges::find_if(entries_, alike);
      return static_cast<std::uint8_t>(other == entries_.end() ? 0 : other - entries_.begin());
    }
    json::object entry{{"state", words.id}, {"icon", icon_of(words.id)}, {"words", text}};
    if (words.reason != Code::none) {
      entry["reason"] = reason_object(words.reason, words_);
    }
    entries_.push_back(std::move(entry));
    return static_cast<std::uint8_t>(entries_.size() - 1);
  }

  static constexpr std::size_t kMost = 250;
  const texts::Words words_;
  std::map<const StateWords*, std::uint8_t> numbers_;
  json::array entries_;
};

/// A column of the gradebook. Where its class is in several classes of the SIS, several line items
/// are behind it.
struct Column {
  json::object entry;
  bool belongs = false; ///< the line item that the entry is about is one of now
  std::vector<std::int64_t> line_items;
  std::map<std::uint8_t, std::int64_t> results; ///< by number of the legend
  std::map<gradebook::StudentId, std::uint8_t> cells;
};

class GridMaker {
 public:
  GridMaker(decision::UnitOfWork& work, CellWriters& writers, StandingWords& standing,
            const texts::Words& words)
      : work_(work), writers_(writers), standing_(standing), words_(words), legend_(words) {}

  Status add(const Record& line_item) {
    PASSBACK_TRY_AS(const auto* writer, writers_.of(line_item));
    auto& column = column_of(line_item);
    const bool belongs = writer->belongs(line_item);
    if (column.entry.empty() || belongs || !column.belongs) {
      column.entry = entry_of(line_item, writer->words_of(line_item));
      column.belongs = belongs;
    }
    column.line_items.push_back(line_item.id);
    return ok_status();
  }
  Status count_results() {
    for (auto& column : columns_) {
      for (const auto id : column.line_items) {
        PASSBACK_TRY_AS(const auto results, standing_.results_of(id));
        for (const auto& some : results) {
          column.results[legend_.number_of(*some.words)] += some.count;
        }
      }
    }
    return ok_status();
  }
  /// The same from single results, for a grid.
  Status place_results() {
    for (auto& column : columns_) {
      for (const auto id : column.line_items) {
        PASSBACK_TRY_AS(const auto results, work_.transaction.results_standing(id));
        for (const auto& one : results) {
          PASSBACK_TRY_AS(const auto* said, standing_.of(id, one.standing, one.id));
          place(column, one, *said);
        }
      }
    }
    return ok_status();
  }
  void put(bool with_cells, json::object& document) {
    json::array entries;
    for (auto& column : columns_) {
      json::array results;
      for (const auto& [number, count] : column.results) {
        results.push_back(json::object{{"legend", number}, {"count", count}});
      }
      column.entry["results"] = std::move(results);
      entries.push_back(std::move(column.entry));
    }
    document["columns"] = std::move(entries);
    if (with_cells) {
      document["grid"] = cells();
    }
    document["legend"] = legend_.take();
  }

 private:
  Column& column_of(const Record& line_item) {
    const std::pair key{line_item.key.school_year, line_item.key.activity_id};
    const auto [at, is_new] = numbers_.emplace(key, columns_.size());
    if (is_new) {
      columns_.emplace_back();
    }
    return columns_[at->second];
  }
  json::object entry_of(const Record& line_item, const StateWords& said) const {
    json::object entry{{"id", line_item.id},
                       {"activity_id", gradebook::host_activity(line_item.key.activity_id).value}};
    if (const auto standard = gradebook::standard_of(line_item.key.activity_id)) {
      entry["objective_id"] = standard->objective_id;
    }
    if (const auto* facts = line_item.observed.facts.activity()) {
      entry["title"] = facts->title;
    }
    entry["state"] = said.id;
    entry["icon"] = icon_of(said.id);
    entry["words"] = words_.say(said.text);
    if (said.reason != Code::none) {
      entry["reason"] = reason_object(said.reason, words_);
    }
    return entry;
  }
  // A student who came from another section stands in the old one too; the cell is of the new one.
  void place(Column& column, const outbox::ResultStanding& result, const StateWords& said) {
    const auto number = legend_.number_of(said);
    ++column.results[number];
    const bool of_before = said.id == "moved" || said.id == "other_sis";
    const auto [cell, is_first] = column.cells.emplace(result.student_id, number);
    if (!is_first && !of_before) {
      cell->second = number;
    }
    students_.emplace(result.student_id, 0);
  }
  json::object cells() {
    json::array ids;
    for (auto& [student, number] : students_) {
      number = ids.size();
      ids.push_back(json::string(student.value));
    }
    std::string bytes;
    for (const auto& column : columns_) {
      std::string row(students_.size(), '\0');
      for (const auto& [student, number] : column.cells) {
        row[students_.at(student)] = static_cast<char>(number);
      }
      bytes += row;
    }
    return {{"students", std::move(ids)}, {"cells", oneroster::base64(bytes)}};
  }

  decision::UnitOfWork& work_;
  CellWriters& writers_;
  StandingWords& standing_;
  const texts::Words words_;
  Legend legend_;
  std::vector<Column> columns_;
  std::map<std::pair<gradebook::SchoolYear, gradebook::ActivityId>, std::size_t> numbers_;
  std::map<gradebook::StudentId, std::size_t> students_;
};

} // namespace

Status add_grid(decision::UnitOfWork& work, CellWriters& writers, StandingWords& standing,
                const texts::Words& words, const CellFilter& whole_class, const GridParts& parts,
                json::object& document) {
  GridMaker grid(work, writers, standing, words);
  CellFilter line_items = whole_class;
  line_items.kind = Kind::line_item;
  PASSBACK_TRY(each_record(work, line_items, [&](Record& record) { return grid.add(record); }));
  PASSBACK_TRY(parts.cells ? grid.place_results() : grid.count_results());
  grid.put(parts.cells, document);
  return ok_status();
}

} // namespace passback::actions

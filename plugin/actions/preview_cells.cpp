#include "plugin/actions/preview_cells.hpp"

#include <algorithm>
#include <utility>

#include "plugin/actions/state_words.hpp"
#include "plugin/decision/in_trial.hpp"
#include "plugin/decision/placement.hpp"
#include "plugin/decision/records.hpp"
#include "plugin/gradebook/standard_activity.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using outbox::Kind;
using outbox::Record;
using outbox::State;

// A document holds 1 MiB at most; the rest is for what stands beside the cells.
constexpr std::size_t kMostBytesOfCells = 900'000;

// What is only proven is there already, as far as anybody knows.
bool goes_by_itself(const Record& record) {
  const bool only_proven = record.state == State::ready && record.code == Code::to_prove;
  return (is_on_its_way(record.state) && !only_proven) || decision::stands_in_trial(record);
}

/// It does not go, but does with a line item that a send would release.
bool may_go_along(const Record& record) {
  if (record.key.kind == Kind::result) {
    return record.state == State::settled;
  }
  return record.confirmed.form != outbox::Form::present &&
         (record.state == State::settled || decision::was_refused(record));
}

std::string title_of(const Record& line_item) {
  const auto* facts = line_item.observed.facts.activity();
  return line_item.observed.form == outbox::Form::present && facts ? facts->title : std::string();
}

} // namespace

bool is_shown(const Record& record) {
  return (record.key.kind == Kind::result || record.key.kind == Kind::line_item) &&
         record.observed.form != outbox::Form::none;
}

bool is_offered(const Record& record) {
  return record.state == State::off && record.code == Code::other_sis;
}

bool would_send(const Record& record) {
  // What is on its way may be older than what a person has to send.
  const bool newer = is_on_its_way(record.state) && goes_by_itself(record) &&
                     record.observed.form != outbox::Form::none &&
                     !outbox::same_for_sis(record.key.kind, record.observed, record.released);
  // What is asked about is not sent along with grades: it has a question of its own.
  const bool manual = record.state == State::manual && record.code != Code::left_unsent &&
                      !decision::stands_in_trial(record) && !waits_for_answer(record);
  return manual || newer || is_offered(record);
}

Status PreviewCells::add_all(const CellFilter& scope) {
  if (stays_ != nullptr) {
    return each_record(work_, scope, [this](Record& record) {
      if (record.key.kind == Kind::line_item) {
        note_what_changes(record);
      }
      return add(record);
    });
  }
  CellFilter line_items = scope;
  line_items.kind = Kind::line_item;
  line_items.students = std::nullopt;
  return each_record(work_, line_items, [&](Record& line_item) -> Status {
    note_what_changes(line_item);
    if (!scope.students) {
      PASSBACK_TRY(add(line_item));
    }
    PASSBACK_TRY_AS(const auto results, work_.transaction.results_standing(line_item.id));
    for (const auto& result : results) {
      if (!scope.students || scope.students->contains(result.student_id)) {
        PASSBACK_TRY(add_result(line_item.id, result));
      }
    }
    return ok_status();
  });
}

// Where a send changes nothing of a line item, what the SIS has of its other results stays true.
void PreviewCells::note_what_changes(const Record& line_item) {
  const auto &now = line_item.observed, &released = line_item.released;
  if (now.form != released.form || !(now.facts == released.facts)) {
    changing_.insert(line_item.id);
  }
}

// A result is read by itself where more than its state decides, else once for all that stand alike.
Status PreviewCells::add_result(std::int64_t line_item_id, const outbox::ResultStanding& result) {
  const std::pair alike{line_item_id, result.standing};
  auto known = alike_.find(alike);
  const bool alone = is_on_its_way(result.standing.state);
  if (alone || known == alike_.end()) {
    PASSBACK_TRY_AS(const auto record, work_.transaction.record(result.id));
    if (!record) {
      return ok_status();
    }
    if (alone || waits_for_answer(*record)) {
      return add(*record);
    }
    PASSBACK_TRY_AS(const auto row, row_of(*record));
    known = alike_.emplace(alike, row).first;
  }
  newest_seq_ = std::max(newest_seq_, result.observed_seq);
  if (known->second) {
    Row row = *known->second;
    row.id = result.id;
    take(row);
  }
  return ok_status();
}

Status PreviewCells::add(const Record& record) {
  newest_seq_ = std::max(newest_seq_, record.observed.seq);
  PASSBACK_TRY_AS(const auto row, row_of(record));
  if (!row) {
    return ok_status();
  }
  PASSBACK_TRY(questions_.add(record));
  take(*row);
  if (record.key.kind == Kind::line_item && !gradebook::standard_of(record.key.activity_id)) {
    if (auto title = title_of(record); !title.empty()) {
      titles_[record.key.activity_id.value] = std::move(title);
    }
  }
  if (stays_ != nullptr) {
    PASSBACK_TRY_AS(const auto* writer, writers_.of(record));
    stays_->add(record, row->sends, writer->cells);
  }
  return ok_status();
}

Result<std::optional<PreviewCells::Row>> PreviewCells::row_of(const Record& record) {
  std::optional<Row> none;
  if (!is_shown(record)) {
    return none;
  }
  PASSBACK_TRY_AS(const auto* writer, writers_.of(record));
  if (!decision::belongs_to(writer->view, record) && !is_offered(record)) {
    return none;
  }
  Row row{record.id, record.key.kind == Kind::line_item ? record.id : record.line_item_id};
  row.sends = would_send(record);
  row.goes = row.sends || goes_by_itself(record);
  row.may_go_along = !row.goes && may_go_along(record);
  row.releases = row.sends || decision::stands_in_trial(record);
  return std::optional(row);
}

void PreviewCells::take(const Row& row) {
  sends_ += row.sends ? 1 : 0;
  if (row.releases) {
    released_.insert(row.line_item_id);
  }
  rows_.push_back(row);
}

Status PreviewCells::finish() {
  std::ranges::sort(rows_, {}, &Row::id);
  for (auto& row : rows_) {
    const bool of_result = row.id != row.line_item_id;
    if (row.may_go_along && released_.contains(row.line_item_id) &&
        (!of_result || changing_.contains(row.line_item_id))) {
      PASSBACK_TRY_AS(row.goes_along, goes_along(row));
    }
    going_ += row.goes || row.goes_along ? 1 : 0;
  }
  return ok_status();
}

Result<bool> PreviewCells::goes_along(const Row& row) {
  PASSBACK_TRY_AS(const auto record, work_.transaction.record(row.id));
  if (!record || record->key.kind != Kind::result) {
    return record.has_value();
  }
  PASSBACK_TRY_AS(const auto* writer, writers_.of(*record));
  return writer->members.says_otherwise_with_its_line_item(*record);
}

Status PreviewCells::put_page(const PreviewPage& page, json::object& document) {
  json::array cells;
  std::size_t bytes = 0;
  std::int64_t last = 0;
  for (const auto& row : rows_) {
    const bool going = row.goes || row.goes_along;
    const bool listed = page.listed == Listed::all || going == (page.listed == Listed::going);
    if (row.id <= page.after_id || !listed) {
      continue;
    }
    if (static_cast<int>(cells.size()) >= page.limit || bytes >= kMostBytesOfCells) {
      document["next_after_id"] = last;
      break;
    }
    PASSBACK_TRY_AS(const auto record, work_.transaction.record(row.id));
    if (!record) {
      continue;
    }
    PASSBACK_TRY_AS(auto cell, cell_of(row, *record));
    bytes += json::serialize(cell).size();
    last = row.id;
    cells.push_back(std::move(cell));
  }
  document["cells"] = std::move(cells);
  return ok_status();
}

Result<json::object> PreviewCells::cell_of(const Row& row, const Record& record) {
  PASSBACK_TRY_AS(auto* const writer, writers_.of(record));
  auto cell = writer->cells.cell_of(record);
  cell["will_send"] = row.sends;
  if (record.key.kind == Kind::result) { // the activity itself may stand outside of the scope
    const auto reason = writer->cells.words_of(record).reason;
    writer->cells.put_missing(record, writer->cells.missing_of(record, reason), cell);
  }
  if (auto said = writer->notes.of(record); !said.empty()) {
    cell["notes"] = std::move(said);
  }
  PASSBACK_TRY(tell_members(row, record, cell));
  PASSBACK_TRY(tell_title(row, cell));
  return cell;
}

Status PreviewCells::tell_members(const Row& row, const Record& record, json::object& cell) {
  if (!row.goes && !row.goes_along) {
    return ok_status();
  }
  PASSBACK_TRY_AS(const auto* writer, writers_.of(record));
  if (row.goes) {
    const bool as_observed = row.sends || decision::stands_in_trial(record);
    return writer->members.add(record, as_observed ? record.observed : record.released,
                               released_.contains(row.line_item_id), cell);
  }
  cell["goes_along"] = true;
  const bool of_result = record.key.kind == Kind::result;
  return writer->members.add(record, of_result ? record.released : record.observed, true, cell);
}

// The activity itself may stand outside of the scope: where students are chosen, say.
Status PreviewCells::tell_title(const Row& row, json::object& cell) {
  const std::string activity(cell.at("activity_id").get_string());
  auto known = titles_.find(activity);
  if (known == titles_.end()) {
    PASSBACK_TRY_AS(const auto line_item, work_.transaction.record(row.line_item_id));
    const bool own = line_item && !gradebook::standard_of(line_item->key.activity_id);
    known = titles_.emplace(activity, own ? title_of(*line_item) : std::string()).first;
  }
  if (!known->second.empty()) {
    cell["activity_title"] = known->second;
  }
  return ok_status();
}

} // namespace passback::actions

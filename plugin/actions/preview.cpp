#include "plugin/actions/preview.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "plugin/actions/not_looked_at.hpp"
#include "plugin/actions/preview_members.hpp"
#include "plugin/actions/preview_notes.hpp"
#include "plugin/actions/removals.hpp"
#include "plugin/actions/rights.hpp"
#include "plugin/actions/send_estimate.hpp"
#include "plugin/actions/state_words.hpp"
#include "plugin/actions/trial_words.hpp"
#include "plugin/decision/in_trial.hpp"
#include "plugin/decision/placement.hpp"
#include "plugin/decision/records.hpp"
#include "plugin/decision/removal.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/hash.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using outbox::Kind;
using outbox::Record;
using outbox::State;

// Says which class a token is of without repeating ids of any length.
std::string place_of(const Asker& asker) {
  return platform::sha256_hex(std::to_string(asker.class_id.value.size()) + ":" +
                              asker.class_id.value + asker.school_year.value)
      .substr(0, 16);
}

bool shown(const Record& record) {
  return (record.key.kind == Kind::result || record.key.kind == Kind::line_item) &&
         record.observed.form != outbox::Form::none;
}

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

/// The number of no version that was ever observed.
constexpr std::int64_t kNeverSeen = -1;

/// What is said of the records of one place.
struct PreviewWriter {
  PreviewWriter(decision::UnitOfWork& work, const decision::ClassView& opened,
                const texts::Words& words)
      : view(opened), cells(work, opened, words), notes(work, opened, words),
        members(work, opened) {}

  Status prepare(const gradebook::SchoolYear& year) {
    auto prepared = cells.prepare(year);
    return prepared ? notes.prepare() : prepared;
  }

  const decision::ClassView& view;
  CellWriter cells;
  PreviewNotes notes;
  PreviewMembers members;
};

/// The cells of one preview, record by record.
class PreviewCells {
 public:
  PreviewCells(decision::UnitOfWork& work, const texts::Words& words)
      : work_(work), writers_(work, words) {}

  Status add(const Record& record) {
    newest_seq_ = std::max(newest_seq_, record.observed.seq);
    if (!shown(record)) {
      return ok_status();
    }
    PASSBACK_TRY_AS(auto* const writer, writers_.of(record));
    if (!decision::belongs_to(writer->view, record) && !is_offered(record)) {
      return ok_status();
    }
    questions_.add(record);
    auto cell = writer->cells.cell_of(record);
    const bool sends = would_send(record);
    cell["will_send"] = sends;
    if (auto said = writer->notes.of(record); !said.empty()) {
      cell["notes"] = std::move(said);
    }
    const bool of_host = cell.if_contains("objective_id") == nullptr;
    const bool titled = cell["value"].is_string() && !cell["value"].get_string().empty();
    if (record.key.kind == Kind::line_item && of_host && titled) {
      titles_[record.key.activity_id.value] = cell["value"].get_string();
    }
    sends_ += sends ? 1 : 0;
    const auto line_item_id = record.key.kind == Kind::result ? record.line_item_id : record.id;
    if (sends || decision::stands_in_trial(record)) {
      released_.insert(line_item_id);
    }
    const bool goes = sends || goes_by_itself(record);
    if (goes || may_go_along(record)) {
      rows_.push_back({cells_.size(), record.id, line_item_id, goes, sends});
    }
    cells_.push_back(std::move(cell));
    return ok_status();
  }

  /// Behind the last record: what goes depends on what else would be sent.
  Status finish() {
    for (const auto& row : rows_) {
      auto& cell = cells_[row.place].get_object();
      PASSBACK_TRY(tell_members(row, cell));
      go_ += row.goes || cell.contains("goes_along") ? 1 : 0;
    }
    for (auto& value : cells_) {
      auto& cell = value.get_object();
      const auto title = titles_.find(std::string(cell.at("activity_id").get_string()));
      if (title != titles_.end()) {
        cell["activity_title"] = title->second;
      }
    }
    return ok_status();
  }

  std::int64_t newest_seq() const { return newest_seq_; }
  std::int64_t sends() const { return sends_; }
  /// Records that go, by themselves or by a send, and what goes along with them.
  std::int64_t go() const { return go_; }
  json::array take() { return std::move(cells_); }
  const RemovalQuestions& questions() const { return questions_; }

 private:
  /// A record that goes, or may go along. It is read again when that is known: most of a class
  /// stays where it is.
  struct Row {
    std::size_t place; ///< among the cells
    std::int64_t id;
    std::int64_t line_item_id; ///< its own id, of a line item
    bool goes, sends;          ///< by itself or by a send; by a send
  };

  Status tell_members(const Row& row, json::object& cell) {
    const bool with_line_item = released_.contains(row.line_item_id);
    if (!row.goes && !with_line_item) {
      return ok_status();
    }
    const auto found = work_.transaction.record(row.id);
    if (!found || !*found) {
      return found ? ok_status() : Status(found.error());
    }
    const auto& record = **found;
    PASSBACK_TRY_AS(const auto* writer, writers_.of(record));
    const auto& members = writer->members;
    if (row.goes) {
      const bool as_observed = row.sends || decision::stands_in_trial(record);
      return members.add(record, as_observed ? record.observed : record.released, with_line_item,
                         cell);
    }
    const bool of_result = record.key.kind == Kind::result;
    const auto along =
        of_result ? members.says_otherwise_with_its_line_item(record) : Result<bool>(true);
    if (!along || !*along) {
      return along ? ok_status() : Status(along.error());
    }
    cell["goes_along"] = true;
    return members.add(record, of_result ? record.released : record.observed, true, cell);
  }

  decision::UnitOfWork& work_;
  ByPlace<PreviewWriter> writers_;
  json::array cells_;
  std::vector<Row> rows_;
  RemovalQuestions questions_;
  std::int64_t newest_seq_ = 0, sends_ = 0, go_ = 0;
  std::map<std::string, json::string> titles_; ///< by activity
  std::set<std::int64_t> released_; ///< line items that a send would release, or this trial
};

} // namespace

std::string to_text(const PreviewToken& token, const Asker& asker) {
  return std::to_string(token.newest_seq) + "." + place_of(asker) + "." + token.activity_id.value;
}

std::optional<PreviewToken> read_token(std::string_view text, const Asker& asker) {
  const auto first = text.find('.');
  if (first == std::string_view::npos) {
    return std::nullopt;
  }
  const auto place = place_of(asker);
  const auto rest = text.substr(first + 1);
  if (!rest.starts_with(place) || rest.size() == place.size() || rest[place.size()] != '.') {
    return std::nullopt;
  }
  PreviewToken token;
  const auto read = std::from_chars(text.data(), text.data() + first, token.newest_seq);
  if (read.ec != std::errc() || read.ptr != text.data() + first) {
    return std::nullopt;
  }
  token.activity_id = gradebook::ActivityId(std::string(rest.substr(place.size() + 1)));
  return token;
}

bool is_offered(const Record& record) {
  return record.state == State::off && record.code == Code::other_sis;
}

bool would_send(const Record& record) {
  // What is on its way may be older than what a person has to send.
  const bool newer = is_on_its_way(record.state) && goes_by_itself(record) &&
                     record.observed.form != outbox::Form::none &&
                     !outbox::same_for_sis(record.key.kind, record.observed, record.released);
  // What is gone from the LMS is not sent along with grades: it has a question of its own.
  const bool manual = record.state == State::manual && record.code != Code::left_unsent &&
                      !decision::stands_in_trial(record) &&
                      !decision::waits_for_removal_answer(record);
  return manual || newer || is_offered(record);
}

Result<json::object> preview_document(const ActionParts& parts, const Asker& asker,
                                      const CellFilter& filter) {
  json::object document;
  const auto words = language_of(parts, asker);
  const auto read = read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    document = {};
    PASSBACK_TRY_AS(auto view, work.open_class_that_syncs(origin_of(asker)));
    PreviewCells cells(work, words);
    PASSBACK_TRY(each_record(work, filter, [&](Record& record) { return cells.add(record); }));
    PASSBACK_TRY(cells.finish());
    document["schema"] = "lms.preview/1";
    document["class_id"] = asker.class_id.value;
    document["token"] = to_text(PreviewToken{cells.newest_seq(), filter.activity_id}, asker);
    document["will_send"] = cells.sends();
    if (view.effective.connection && view.effective.connection->test_server) {
      document["test_server"] = true;
    }
    if (view.effective.connection) {
      put_estimate(document, words, cells.go(), *view.effective.connection, parts.profiles);
    }
    put_trial(document, words, view.effective);
    if (!view.effective.allowed) {
      document["off"] = reason_object(view.effective.why_not, words);
    }
    document["cells"] = cells.take();
    if (!cells.questions().none()) {
      document["questions"] = cells.questions().take(words);
    }
    return add_not_looked_at(work, view, words, document);
  });
  if (!read) {
    return read.error();
  }
  return document;
}

Result<std::vector<intake::PersonalSend>> sends_of(const ActionParts& parts, const Asker& asker,
                                                   const PreviewToken& token) {
  std::vector<intake::PersonalSend> sends;
  CellFilter filter;
  filter.class_id = asker.class_id;
  filter.school_year = asker.school_year;
  filter.activity_id = token.activity_id;
  const auto read = read_work(parts, [&](decision::UnitOfWork& work) {
    sends.clear();
    return each_record(work, filter, [&](Record& record) {
      if (shown(record) && would_send(record)) {
        // What is newer is skipped by its number, so that the person is told.
        const bool seen = record.observed.seq <= token.newest_seq;
        sends.push_back(
            {record.id, seen ? record.observed.seq : kNeverSeen, false, actor_of(asker)});
      }
      return ok_status();
    });
  });
  if (!read) {
    return read.error();
  }
  return sends;
}

} // namespace passback::actions

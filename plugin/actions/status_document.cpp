#include "plugin/actions/status_document.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "plugin/actions/not_looked_at.hpp"
#include "plugin/actions/send_estimate.hpp"
#include "plugin/actions/state_words.hpp"
#include "plugin/actions/status_counts.hpp"
#include "plugin/actions/taught_classes.hpp"
#include "plugin/actions/trial_words.hpp"
#include "plugin/decision/in_trial.hpp"
#include "plugin/decision/records.hpp"
#include "plugin/outbox/accounts.hpp"
#include "plugin/outbox/credential_refusal.hpp"
#include "plugin/outbox/domain_tree.hpp"
#include "plugin/outbox/each_record.hpp"
#include "plugin/outbox/site_hold.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using outbox::Kind;
using outbox::Record;

std::string_view account_state(outbox::AccountState state) {
  switch (state) {
  case outbox::AccountState::ok:
    return "ok";
  case outbox::AccountState::waiting_secret:
    return "waiting_secret";
  case outbox::AccountState::down:
    return "down";
  case outbox::AccountState::unauthorised:
    return "unauthorised";
  case outbox::AccountState::address:
    return "address";
  case outbox::AccountState::window_shut:
    break;
  }
  return "window_shut";
}

using Used = std::vector<outbox::UsedConnection>;

Result<json::array> connections(outbox::Transaction& transaction, const texts::Words& words,
                                const Used& used) {
  json::array list;
  for (const auto& [row, account_key] : used) {
    json::object line{
        {"id", row.id}, {"generation", row.generation}, {"domain_id", row.domain_id.value}};
    line["way"] = account_key.empty() ? "file" : "api";
    if (!account_key.empty()) {
      line["account"] = account_key.substr(0, 12);
    }
    if (const auto connection = settings::connection_from_json(row.document)) {
      line["sis_name"] = connection->sis_name;
      if (connection->test_server) {
        line["test_server"] = true;
      }
      line["profile"] = connection->profile;
      line["version"] = connection->version == settings::OneRosterVersion::v1p1 ? "1.1" : "1.2";
    }
    PASSBACK_TRY_AS(auto refusal, outbox::refusal_of(transaction, row.id));
    if (refusal) {
      line["refused"] = reason_object(refusal->code, words);
      line["refused"].get_object()["since_unix_ms"] = refusal->since_unix_ms;
      line["refused"].get_object()["retry_unix_ms"] = refusal->retry_unix_ms;
    }
    list.push_back(std::move(line));
  }
  return list;
}

Result<json::array> accounts(outbox::Transaction& transaction, const texts::Words& words,
                             const Used& used) {
  std::set<std::string> keys;
  for (const auto& one : used) {
    if (!one.account_key.empty()) {
      keys.insert(one.account_key);
    }
  }
  json::array list;
  for (const auto& key : keys) {
    PASSBACK_TRY_AS(auto found, transaction.account(key));
    if (!found) {
      continue;
    }
    const auto& row = *found;
    json::object line{{"id", row.key.substr(0, 12)},
                      {"state", account_state(row.state)},
                      {"since_unix_ms", row.since_unix_ms},
                      {"owned", !row.owner_id.empty()}};
    if (row.state != outbox::AccountState::ok) {
      line["reason"] = reason_object(row.code, words);
      line["retry_unix_ms"] = row.retry_unix_ms;
      line["failures"] = row.failures;
    }
    list.push_back(std::move(line));
  }
  return list;
}

/// Whether parents hold back what belongs to them; each is looked at once.
class Parents {
 public:
  explicit Parents(outbox::Transaction& transaction) : transaction_(transaction) {}

  Result<bool> hold_back(const Record& record) {
    const auto id = record.key.kind == Kind::result ? record.line_item_id : record.category_id;
    if (const auto known = known_.find(id); known != known_.end()) {
      return known->second;
    }
    PASSBACK_TRY_AS(const auto parent, transaction_.record(id));
    bool holds = parent && holds_back(*parent) != Code::none;
    if (parent && !holds && parent->state == outbox::State::waiting_parent) {
      PASSBACK_TRY_AS(holds, hold_back(*parent));
    }
    known_[id] = holds;
    return holds;
  }

 private:
  outbox::Transaction& transaction_;
  std::map<std::int64_t, bool> known_;
};

/// Those that wait for their parent to go along into a file, not for a person.
Result<std::vector<outbox::StateCount>> count_going_along(outbox::Transaction& transaction,
                                                          const std::string& connection_id) {
  outbox::RecordFilter filter;
  filter.connection_id = connection_id;
  filter.state = outbox::State::waiting_parent;
  std::map<Kind, std::int64_t> counts;
  Parents parents(transaction);
  PASSBACK_TRY(outbox::each_record(transaction, filter, [&](Record& record) -> Status {
    PASSBACK_TRY_AS(const auto held, parents.hold_back(record));
    counts[record.key.kind] += held ? 0 : 1;
    return ok_status();
  }));
  std::vector<outbox::StateCount> rows;
  for (const auto& [kind, count] : counts) {
    rows.push_back({outbox::State::waiting_parent, kind, count});
  }
  return rows;
}

/// Adds what is on its way to SISs by file to `counts`, and takes it out of the rows of all.
Status count_by_file(outbox::Transaction& transaction, Code hold,
                     std::vector<outbox::StateCount>& rows, StateTallies& counts) {
  PASSBACK_TRY_AS(const auto used, outbox::used_connections(transaction));
  for (const auto& one : used) {
    if (!one.account_key.empty()) {
      continue;
    }
    outbox::RecordFilter filter;
    filter.connection_id = one.row.id;
    PASSBACK_TRY_AS(auto of_connection, transaction.count_records(filter));
    std::erase_if(of_connection, [](const outbox::StateCount& row) {
      return !is_on_its_way(row.state) || row.state == outbox::State::waiting_parent;
    });
    PASSBACK_TRY_AS(const auto along, count_going_along(transaction, one.row.id));
    of_connection.insert(of_connection.end(), along.begin(), along.end());
    for (auto row : of_connection) {
      const auto said = words_of_state(row.state, "", hold, true);
      auto& count = counts[std::string(said.id)];
      count.text = said.text;
      count.of_kind[kind_id(row.kind)] += row.count;
      row.count = -row.count;
      rows.push_back(row);
    }
  }
  return ok_status();
}

/// Adds what stands in trial to `counts`, and takes it out of the rows of all.
Status count_in_trial(outbox::Transaction& transaction, std::vector<outbox::StateCount>& rows,
                      StateTallies& counts) {
  outbox::RecordFilter filter;
  filter.state = outbox::State::manual;
  filter.code = Code::in_trial;
  PASSBACK_TRY_AS(const auto in_trial, transaction.count_records(filter));
  for (auto row : in_trial) {
    auto& count = counts["in_trial"];
    count.text = say("state.in_trial");
    count.of_kind[kind_id(row.kind)] += row.count;
    row.count = -row.count;
    rows.push_back(row);
  }
  if (in_trial.empty()) {
    return ok_status();
  }
  // What waits for a parent that stands in trial does so too.
  outbox::RecordFilter behind;
  behind.state = outbox::State::waiting_parent;
  return outbox::each_record(transaction, behind, [&](Record& record) -> Status {
    const auto id = record.key.kind == Kind::result ? record.line_item_id : record.category_id;
    PASSBACK_TRY_AS(const auto parent, transaction.record(id));
    if (parent && decision::stands_in_trial(*parent)) {
      ++counts["in_trial"].of_kind[kind_id(record.key.kind)];
      rows.push_back({record.state, record.key.kind, -1});
    }
    return ok_status();
  });
}

Result<json::array> all_counts(outbox::Transaction& transaction, const texts::Words& words,
                               Code hold) {
  auto rows = transaction.count_records({});
  PASSBACK_TRY_AS(auto held_back, rows ? transaction.count_held_back() : rows);
  // What cannot follow its parent is not on its way.
  for (auto row : held_back) {
    row.count = -row.count;
    rows->push_back(row);
    row.state = outbox::State::waiting;
    row.count = -row.count;
    rows->push_back(row);
  }
  StateTallies counts;
  PASSBACK_TRY(count_by_file(transaction, hold, *rows, counts));
  PASSBACK_TRY(count_in_trial(transaction, *rows, counts));
  for (const auto& row : *rows) {
    const auto said = words_of_state(row.state, "", hold);
    auto& count = counts[std::string(said.id)];
    count.text = said.text;
    count.of_kind[kind_id(row.kind)] += row.count;
  }
  for (auto& [id, count] : counts) {
    std::erase_if(count.of_kind, [](const auto& one) { return one.second == 0; });
  }
  std::erase_if(counts, [](const auto& one) { return one.second.of_kind.empty(); });
  return array_of(counts, words);
}

void add_hold(Code hold, const texts::Words& words, json::object& document) {
  document["held"] = hold != Code::none;
  if (hold != Code::none) {
    document["hold"] = reason_object(hold, words);
    document["hold"].get_object()["answer"] = hold == Code::site_copy ? "copy" : "none";
  }
}

/// only: of those connections; nullopt = of all.
Status add_connections(outbox::Transaction& transaction, const texts::Words& words,
                       json::object& document, const std::optional<std::set<std::string>>& only) {
  PASSBACK_TRY_AS(auto used, outbox::used_connections(transaction));
  if (only) {
    std::erase_if(used, [&](const auto& one) { return !only->contains(one.row.id); });
  }
  auto known = connections(transaction, words, used);
  PASSBACK_TRY_AS(auto stand, known ? accounts(transaction, words, used) : known);
  document["connections"] = std::move(*known);
  document["accounts"] = std::move(stand);
  return ok_status();
}

/// Of every connection: what a person asked for and has not ended.
Result<std::int64_t> open_jobs(outbox::Transaction& transaction) {
  constexpr int kMost = 1000;
  PASSBACK_TRY_AS(auto rows, transaction.connections());
  std::int64_t open = 0;
  for (const auto& row : rows) {
    PASSBACK_TRY_AS(auto jobs, transaction.open_jobs(row.id, kMost));
    open += static_cast<std::int64_t>(jobs.size());
  }
  return open;
}

/// Of what is on its way, where it all goes over one account: of several the slowest says little.
Status add_estimate(outbox::Transaction& transaction, const texts::Words& words,
                    const oneroster::ProfileCatalog& profiles, json::object& document) {
  PASSBACK_TRY_AS(const auto used, outbox::used_connections(transaction));
  if (used.size() == 1) {
    if (const auto connection = settings::connection_from_json(used.front().row.document)) {
      put_estimate(document, words, on_their_way(document.at("counts").as_array()), *connection,
                   profiles);
    }
  }
  return ok_status();
}

Status add_whole(outbox::Transaction& transaction, const texts::Words& words, Code hold,
                 const oneroster::ProfileCatalog& profiles, json::object& document) {
  PASSBACK_TRY_AS(auto counts, all_counts(transaction, words, hold));
  document["counts"] = std::move(counts);
  PASSBACK_TRY(add_estimate(transaction, words, profiles, document));
  return add_not_looked_at(transaction, words, document);
}

/// A domain and all below it: grades by how they stand, and what they stand still for.
Status add_domain(decision::UnitOfWork& work, const texts::Words& words,
                  const gradebook::DomainId& domain, json::object& document) {
  PASSBACK_TRY_AS(const auto classes, figures_below(work, domain));
  std::map<std::string, std::int64_t, std::less<>> results;
  std::map<Code, std::int64_t> causes;
  UnsentGrades unsent;
  for (const auto& one : classes) {
    for (const auto& [id, count] : one.results) {
      results[id] += count;
    }
    add_causes(causes, one);
    unsent += unsent_in(one);
  }
  json::array counts;
  for (const auto& [id, count] : results) {
    counts.push_back(
        json::object{{"state", id}, {"words", words.say(text_of_id(id))}, {"results", count}});
  }
  json::array stopped;
  for (const auto& [code, records] : causes) {
    stopped.push_back(json::object{{"reason", reason_object(code, words)}, {"records", records}});
  }
  document["domain_id"] = domain.value;
  document["classes"] = classes.size();
  document["counts"] = std::move(counts);
  document["causes"] = std::move(stopped);
  document["unsent"] = json::object{{"to_send", unsent.to_send},
                                    {"waiting", unsent.waiting},
                                    {"refused", unsent.refused},
                                    {"on_the_way", unsent.on_the_way}};
  outbox::Below below(work.transaction, domain);
  std::set<std::string> own;
  PASSBACK_TRY_AS(const auto used, outbox::used_connections(work.transaction));
  for (const auto& one : used) {
    PASSBACK_TRY_AS(const bool inside, below.holds(one.row.domain_id));
    if (inside) {
      own.insert(one.row.id);
    }
  }
  return add_connections(work.transaction, words, document, own);
}

/// That of the class, and those of students of other schools.
Result<std::set<std::string>> connections_of_class(decision::UnitOfWork& work,
                                                   const decision::Origin& origin) {
  std::set<std::string> ids;
  PASSBACK_TRY_AS(const auto views, work.open_class_by_sis(origin));
  for (const auto& view : views) {
    if (view.effective.connection) {
      ids.insert(view.effective.connection->id);
    }
  }
  return ids;
}

Status add_class(decision::UnitOfWork& work, const texts::Words& words,
                 const oneroster::ProfileCatalog& profiles, const StatusQuery& query,
                 json::object& document) {
  decision::Origin origin;
  origin.class_id = query.cells.class_id;
  origin.school_year = query.cells.school_year;
  origin.domain_id = query.domain;
  PASSBACK_TRY_AS(auto view, work.open_class_that_syncs(origin));
  if (query.of_class_only) {
    PASSBACK_TRY_AS(const auto own, connections_of_class(work, origin));
    PASSBACK_TRY(add_connections(work.transaction, words, document, own));
  }
  CellWriters writers(work, words);
  CellFilter whole_class;
  whole_class.class_id = query.cells.class_id;
  whole_class.school_year = query.cells.school_year;
  StandingWords standing(work, writers);
  PASSBACK_TRY_AS(auto counts, counts_of_cells(work, writers, standing, words, whole_class));
  document["class_id"] = query.cells.class_id.value;
  put_trial(document, words, view.effective);
  document["counts"] = std::move(counts);
  if (view.effective.connection) {
    put_estimate(document, words, on_their_way(document.at("counts").as_array()),
                 *view.effective.connection, profiles);
  }
  PASSBACK_TRY(add_not_looked_at(work, view, words, document));
  if (query.grid.columns || query.grid.cells) {
    PASSBACK_TRY(add_grid(work, writers, standing, words, whole_class, query.grid, document));
  }
  if (!query.records) {
    return ok_status();
  }
  json::array list;
  std::int64_t last = 0;
  bool more = false;
  const auto walked = each_record(work, query.cells, [&](Record& record) -> Status {
    if (record.id <= query.after_id) {
      return ok_status();
    }
    if (static_cast<int>(list.size()) >= query.limit) {
      more = true;
      return ok_status();
    }
    last = record.id;
    PASSBACK_TRY_AS(const auto* writer, writers.of(record));
    list.push_back(writer->state_of(record));
    return ok_status();
  });
  document["records"] = std::move(list);
  if (more) {
    document["next_after_id"] = last;
  }
  return walked;
}

} // namespace

void put_details(const InputReader& input, StatusQuery& query) {
  query.grid.cells = input.flag("grid").value.value_or(false);
  query.grid.columns = query.grid.cells || input.flag("columns").value.value_or(false);
  // A gradebook that draws a grid asks for single cells when somebody points at one.
  query.records = input.flag("records").value.value_or(!query.grid.columns);
  query.after_id = input.integer("after_id").value_or(0);
  query.limit = static_cast<int>(
      std::clamp(input.integer("limit").value_or(500), std::int64_t{1}, std::int64_t{1000}));
}

Result<StatusQuery> read_status_query(std::string_view text) {
  PASSBACK_TRY_AS(const auto object, read_input(text, "lms.status_query/1"));
  std::vector<Problem> problems;
  const InputReader reader(object, "", problems);
  StatusQuery query;
  query.cells.class_id = gradebook::ClassId(reader.text("class_id").value.value_or(""));
  query.cells.school_year = gradebook::SchoolYear(reader.text("school_year").value.value_or(""));
  if (const auto activity = reader.text("activity_id").value; activity && !activity->empty()) {
    query.cells.activities = std::set{gradebook::ActivityId(*activity)};
  }
  if (const auto student = reader.text("student_id").value; student && !student->empty()) {
    query.cells.students = std::set{gradebook::StudentId(*student)};
  }
  query.locale = reader.text("locale").value.value_or("");
  query.below = gradebook::DomainId(reader.text("domain_id").value.value_or(""));
  put_details(reader, query);
  reader.refuse_others({"schema", "class_id", "school_year", "activity_id", "student_id", "locale",
                        "records", "after_id", "limit", "domain_id", "columns", "grid"});
  if (!query.below.empty() && !query.cells.class_id.empty()) {
    reader.refuse("domain_id", say("problem.domain_or_class"));
  }
  PASSBACK_TRY(refuse_problems(problems));
  return query;
}

Result<json::object> status_document(const ActionParts& parts, const StatusQuery& query,
                                     const std::optional<LiveFigures>& live) {
  json::object document;
  const auto words = parts.languages.words(query.locale);
  const auto read = read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    document = {};
    document["schema"] = "lms.status/1";
    document["at_unix_ms"] = work.now_unix_ms;
    PASSBACK_TRY_AS(auto hold, outbox::site_hold(work.transaction));
    add_hold(hold.why, words, document);
    if (!query.below.empty()) {
      return add_domain(work, words, query.below, document);
    }
    if (!query.of_class_only) {
      PASSBACK_TRY(add_connections(work.transaction, words, document, std::nullopt));
      PASSBACK_TRY_AS(const auto jobs, open_jobs(work.transaction));
      document["open_jobs"] = jobs;
    }
    return query.cells.class_id.empty()
               ? add_whole(work.transaction, words, hold.why, parts.profiles, document)
               : add_class(work, words, parts.profiles, query, document);
  });
  if (!read) {
    return read.error();
  }
  if (live) {
    document["worker"] = json::object{{"in_flight", live->in_flight},
                                      {"requests", live->requests},
                                      {"confirmed", live->confirmed},
                                      {"doubtful", live->doubtful},
                                      {"accounts", live->leased_accounts}};
  }
  return document;
}

} // namespace passback::actions

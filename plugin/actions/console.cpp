#include "plugin/actions/console.hpp"

#include <algorithm>

#include "plugin/actions/console_figures.hpp"
#include "plugin/actions/console_pause.hpp"
#include "plugin/actions/input.hpp"
#include "plugin/actions/people_names.hpp"
#include "plugin/actions/period_end.hpp"
#include "plugin/actions/rights.hpp"
#include "plugin/actions/send_records.hpp"
#include "plugin/actions/state_words.hpp"
#include "plugin/actions/support_copy.hpp"
#include "plugin/actions/trial_words.hpp"
#include "plugin/decision/placement.hpp"
#include "plugin/intake/sweep.hpp"
#include "plugin/outbox/each_record.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using outbox::Record;
using std::chrono::milliseconds;

constexpr std::int64_t kMostClasses = 200;
constexpr std::size_t kMostCauses = 20;
constexpr std::size_t kMostSent = 500;
constexpr std::size_t kMostCopied = 20;

constexpr std::pair<std::string_view, ClassesWith> kLists[] = {
    {"all", ClassesWith::all},
    {"ready", ClassesWith::ready},
    {"sending", ClassesWith::sending},
    {"never_sent", ClassesWith::never_sent},
    {"needs_attention", ClassesWith::needs_attention},
    {"without_settings", ClassesWith::without_settings}};

json::object causes_of(const std::vector<ClassFigures>& figures, const texts::Words& words,
                       json::array& list) {
  struct Sum {
    std::int64_t records = 0, refused = 0, classes = 0;
  };
  std::map<Code, Sum> sums;
  for (const auto& one : figures) {
    for (const auto& [code, cause] : one.causes) {
      auto& sum = sums[code];
      sum.records += cause.records;
      sum.refused += cause.refused;
      ++sum.classes;
    }
  }
  std::vector<std::pair<Code, Sum>> order(sums.begin(), sums.end());
  std::ranges::stable_sort(
      order, [](const auto& a, const auto& b) { return a.second.records > b.second.records; });
  const auto shown = std::min(order.size(), kMostCauses);
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& [code, sum] = order[i];
    list.push_back(json::object{{"reason", reason_object(code, words)},
                                {"records", sum.records},
                                {"classes", sum.classes},
                                {"can_send_again", sum.refused}});
  }
  return json::object{{"shown", shown}, {"all", order.size()}};
}

json::array counts_of(const std::map<std::string, std::int64_t, std::less<>>& results) {
  json::array list;
  for (const auto& [id, number] : results) {
    list.push_back(json::object{{"state", id}, {"results", number}});
  }
  return list;
}

Result<Reply> open_console(const ActionParts& parts, const Asker& asker) {
  json::object document;
  const auto words = language_of(parts, asker);
  PASSBACK_TRY(read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    document = {};
    PASSBACK_TRY_AS(const auto figures, figures_below(work, asker.domain));
    document["schema"] = "lms.console/1";
    document["at_unix_ms"] = work.now_unix_ms;
    document["domain_id"] = asker.domain.value;
    json::object classes;
    for (const auto& [name, with] : kLists) {
      classes[name] = std::ranges::count_if(
          figures, [&](const auto& one) { return is_among(one, with, work.now_unix_ms); });
    }
    document["classes"] = std::move(classes);
    std::map<std::string, std::int64_t, std::less<>> results;
    std::int64_t last = 0;
    for (const auto& one : figures) {
      last = std::max(last, one.last_sent_unix_ms);
      for (const auto& [id, number] : one.results) {
        results[id] += number;
      }
    }
    document["counts"] = counts_of(results);
    put_trial(document, words, trial_figures(figures));
    if (last != 0) {
      document["last_sent_unix_ms"] = last;
    }
    json::array causes;
    document["causes_shown"] = causes_of(figures, words, causes);
    document["causes"] = std::move(causes);
    PASSBACK_TRY_AS(auto paused, pause_in(work, words, asker.domain));
    if (paused) {
      document["paused"] = std::move(*paused);
    }
    return ok_status();
  }));
  document["operations"] = operations_document(kSyncConsole, asker.capacity);
  return Reply{json::serialize(document), false};
}

struct Listed {
  ClassFigures figures;
  std::vector<std::string> teachers;
  json::object document;
};

Result<Listed> listed(decision::UnitOfWork& work, const texts::Words& words,
                      const ClassFigures& one, const std::optional<Code>& code) {
  Listed row{one, {}, {}};
  PASSBACK_TRY_AS(row.teachers, teachers_of(work, one));
  decision::Origin origin;
  origin.class_id = one.class_id;
  origin.school_year = one.school_year;
  origin.domain_id = one.domain;
  auto& object = row.document;
  object["class_id"] = one.class_id.value;
  object["school_year"] = one.school_year.value;
  object["domain_id"] = one.domain.value;
  if (const auto view = work.open_class_that_syncs(origin)) {
    object["allowed"] = view->effective.allowed;
    object["automatic"] = view->effective.automatic;
    if (!view->effective.allowed) {
      object["off"] = reason_object(view->effective.why_not, words);
    }
  } else if (view.error().code != Code::config) {
    return view.error();
  } else {
    object["off"] = reason_object(Code::config, words);
  }
  object["has_settings"] = one.has_settings;
  if (one.in_trial) {
    object["in_trial"] = true;
  }
  object["counts"] = counts_of(one.results);
  if (one.last_sent_unix_ms != 0) {
    object["last_sent_unix_ms"] = one.last_sent_unix_ms;
  }
  if (one.begins_unix_ms != 0) {
    object["begins_unix_ms"] = one.begins_unix_ms;
  }
  if (code) {
    object["records"] = one.causes.at(*code).records;
  }
  return row;
}

// Names are asked for outside the transaction, and stand in this one answer only.
Status name_teachers(const ActionParts& parts, const Asker& asker, std::vector<Listed>& rows,
                     json::object& document) {
  std::vector<std::string> ids;
  for (const auto& row : rows) {
    ids.insert(ids.end(), row.teachers.begin(), row.teachers.end());
  }
  PASSBACK_TRY_AS(const auto names, names_of(parts, asker, ids, document));
  json::array list;
  for (auto& row : rows) {
    json::array teachers;
    for (const auto& id : row.teachers) {
      json::object teacher{{"id", id}};
      if (const auto name = names.find(id); name != names.end()) {
        teacher["name"] = name->second;
      }
      teachers.push_back(std::move(teacher));
    }
    row.document["teachers"] = std::move(teachers);
    list.push_back(std::move(row.document));
  }
  document["classes"] = std::move(list);
  return ok_status();
}

/// What a page of classes is asked for.
struct ClassesQuery {
  ClassesWith with = ClassesWith::all;
  std::optional<Code> code;
  std::pair<std::string, std::string> after;
  std::int64_t limit = kMostClasses;
};

Result<const CodeInfo*> read_code(const InputReader& reader) {
  const auto* row = find_code(reader.text("code").value.value_or(""));
  if (row == nullptr || row->code == Code::none) {
    return Error{Code::document, "code: expected the code of a cause."};
  }
  return row;
}

Result<ClassesQuery> read_classes_query(const json::object& object) {
  std::vector<Problem> problems;
  const InputReader reader(object, "", problems);
  ClassesQuery query;
  const auto with = reader.text("with").value.value_or("all");
  const auto* list = std::ranges::find(kLists, with, [](const auto& one) { return one.first; });
  if (list == std::end(kLists)) {
    return Error{Code::document, "with: expected all, ready, sending, never_sent, needs_attention "
                                 "or without_settings."};
  }
  query.with = list->second;
  if (object.contains("code")) {
    PASSBACK_TRY_AS(const auto* row, read_code(reader));
    query.code = row->code;
  }
  if (const auto* after = object.if_contains("after"); after != nullptr && after->is_object()) {
    const InputReader mark(after->get_object(), "after.", problems);
    query.after = {mark.text("class_id").value.value_or(""),
                   mark.text("school_year").value.value_or("")};
  }
  query.limit =
      std::clamp<std::int64_t>(reader.integer("limit").value_or(kMostClasses), 1, kMostClasses);
  return query;
}

Result<Reply> classes_op(const ActionParts& parts, const Asker& asker, const json::object& object) {
  PASSBACK_TRY_AS(const auto query, read_classes_query(object));
  json::object document;
  const auto words = language_of(parts, asker);
  std::vector<Listed> rows;
  PASSBACK_TRY(read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    document = {};
    rows.clear();
    document["schema"] = "lms.console_classes/1";
    PASSBACK_TRY_AS(const auto figures, figures_below(work, asker.domain));
    for (const auto& one : figures) {
      const std::pair key{one.class_id.value, one.school_year.value};
      if (key <= query.after || !is_among(one, query.with, work.now_unix_ms) ||
          (query.code && !one.causes.contains(*query.code))) {
        continue;
      }
      if (static_cast<std::int64_t>(rows.size()) == query.limit) {
        document["next"] = json::object{{"class_id", rows.back().figures.class_id.value},
                                        {"school_year", rows.back().figures.school_year.value}};
        break;
      }
      PASSBACK_TRY_AS(auto row, listed(work, words, one, query.code));
      rows.push_back(std::move(row));
    }
    return ok_status();
  }));
  PASSBACK_TRY(name_teachers(parts, asker, rows, document));
  return Reply{json::serialize(document), false};
}

/// The records of the domain that stand for that reason, at most so many; `more` if there are.
Result<std::vector<Record>> records_of_cause(decision::UnitOfWork& work, const Asker& asker,
                                             Code code, std::size_t most, bool only_refused,
                                             bool& more) {
  std::vector<Record> found;
  more = false;
  PASSBACK_TRY_AS(const auto figures, figures_below(work, asker.domain));
  for (const auto& one : figures) {
    const auto cause = one.causes.find(code);
    if (cause == one.causes.end() || (only_refused && cause->second.refused == 0)) {
      continue;
    }
    outbox::RecordFilter filter;
    filter.class_id = one.class_id;
    filter.school_year = one.school_year;
    PASSBACK_TRY(outbox::each_record(work.transaction, filter, [&](Record& record) {
      if (record.code == code && (!only_refused || decision::was_refused(record))) {
        more = more || found.size() == most;
        if (found.size() < most) {
          found.push_back(record);
        }
      }
      return ok_status();
    }));
  }
  return found;
}

// "As a person said of each of them": in the class an administrator acts for its teacher.
Result<Reply> send_cause_again(const ActionParts& parts, const Asker& asker,
                               const json::object& object, milliseconds deadline) {
  std::vector<Problem> problems;
  PASSBACK_TRY_AS(const auto* cause, read_code(InputReader(object, "", problems)));
  auto actor = asker;
  actor.capacity = Capacity::for_teacher;
  std::vector<SendOfClass> orders;
  bool more = false;
  PASSBACK_TRY(read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    orders.clear();
    PASSBACK_TRY_AS(const auto found,
                    records_of_cause(work, asker, cause->code, kMostSent, true, more));
    for (const auto& record : found) {
      intake::PersonalSend send;
      send.record_id = record.id;
      send.seq = record.observed.seq;
      send.again = true;
      send.user = actor_of(actor);
      orders.push_back({record.key.class_id, std::move(send)});
    }
    return ok_status();
  }));
  PASSBACK_TRY_AS(auto sent,
                  send_records(parts, language_of(parts, asker), orders, std::nullopt, deadline));
  sent.document["more"] = more;
  return Reply{json::serialize(sent.document), sent.released > 0};
}

Result<Reply> support_copy_op(const ActionParts& parts, const Asker& asker,
                              const json::object& object) {
  std::vector<Problem> problems;
  PASSBACK_TRY_AS(const auto* cause, read_code(InputReader(object, "", problems)));
  json::object document;
  PASSBACK_TRY(read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    bool more = false;
    PASSBACK_TRY_AS(const auto found,
                    records_of_cause(work, asker, cause->code, kMostCopied, false, more));
    PASSBACK_TRY_AS(document, support_copy(work, found));
    document["more"] = more;
    return ok_status();
  }));
  return Reply{json::serialize(document), false};
}

// The pages are asked for in pump, at the pace of the nightly look.
Result<Reply> reconcile_op(const ActionParts& parts, const Asker& asker, milliseconds deadline) {
  PASSBACK_TRY(commit_work(parts, deadline, [&](decision::UnitOfWork& work) {
    return intake::ask_to_sweep(work.transaction,
                                intake::all_below(asker.domain, parts.default_domain));
  }));
  return Reply{json::serialize(result_document(language_of(parts, asker), true,
                                               say("result.gradebook_is_read"))),
               true};
}

} // namespace

Result<Reply> use_console(const ActionParts& parts, const Asker& asker, std::string_view text,
                          milliseconds deadline) {
  PASSBACK_TRY_AS(const auto object, read_input(text, "lms.console/1"));
  PASSBACK_TRY(learn_domain(parts, asker.domain, deadline));
  std::vector<Problem> problems;
  const auto op = InputReader(object, "", problems).text("op").value.value_or("open");
  if (op == "open") {
    return open_console(parts, asker);
  }
  if (op == "classes") {
    return classes_op(parts, asker, object);
  }
  if (op == "support_copy") {
    return support_copy_op(parts, asker, object);
  }
  if (op == "period_end") {
    const auto format = InputReader(object, "", problems).text("format").value.value_or("");
    return period_end_list(parts, asker, format == "csv");
  }
  if (op == "reconcile") {
    return reconcile_op(parts, asker, deadline);
  }
  if (op == "send_cause_again") {
    return send_cause_again(parts, asker, object, deadline);
  }
  if (op == "pause" || op == "resume") {
    return pause_domain(parts, asker, op == "pause", deadline);
  }
  return Error{Code::unsupported, "op: expected open, classes, support_copy, period_end, "
                                  "reconcile, send_cause_again, pause or resume."};
}

} // namespace passback::actions

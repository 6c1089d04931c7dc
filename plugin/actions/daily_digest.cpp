#include "plugin/actions/daily_digest.hpp"

#include <algorithm>
#include <iterator>
#include <map>

#include <boost/json.hpp>

#include "plugin/outbox/domain_tree.hpp"
#include "plugin/platform/time_zone.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

constexpr std::int64_t kHourMs = 60LL * 60 * 1000;
constexpr std::int64_t kTakenMs = 5LL * 60 * 1000;

/// What was told last in a domain.
struct DigestMark {
  std::string day;
  std::int64_t at_unix_ms = 0;
  std::int64_t taken_unix_ms = 0; ///< a process is telling the next one since then; 0 = none is
  std::set<std::string> told;
};

std::string mark_name(const outbox::ConnectionRow& row) {
  return "digest." + row.domain_id.value;
}

// One that cannot be read is none: the next digest is tomorrow's.
DigestMark read_mark(const std::optional<std::string>& text) {
  DigestMark mark;
  boost::system::error_code error;
  const auto value = json::parse(text.value_or("{}"), error);
  const auto* object = error ? nullptr : value.if_object();
  if (object == nullptr) {
    return mark;
  }
  if (const auto* day = object->if_contains("day"); day != nullptr && day->is_string()) {
    mark.day = std::string(day->get_string());
  }
  if (const auto* at = object->if_contains("at"); at != nullptr && at->is_int64()) {
    mark.at_unix_ms = at->get_int64();
  }
  if (const auto* taken = object->if_contains("taken"); taken != nullptr && taken->is_int64()) {
    mark.taken_unix_ms = taken->get_int64();
  }
  if (const auto* told = object->if_contains("told"); told != nullptr && told->is_array()) {
    for (const auto& reader : told->get_array()) {
      if (reader.is_string()) {
        mark.told.insert(std::string(reader.get_string()));
      }
    }
  }
  return mark;
}

std::string text_of_mark(const DigestMark& mark) {
  json::object object{{"day", mark.day},
                      {"at", mark.at_unix_ms},
                      {"told", json::array(mark.told.begin(), mark.told.end())}};
  if (mark.taken_unix_ms != 0) {
    object["taken"] = mark.taken_unix_ms;
  }
  return json::serialize(object);
}

/// Adds what one class has to do to what its reader is told.
struct DigestSum {
  Digest digest;
  std::map<Code, std::int64_t> causes;

  void add(const ClassFigures& figures, bool with_ready) {
    std::int64_t refused = 0, waiting = 0;
    for (const auto& [code, cause] : figures.causes) {
      refused += cause.refused;
      waiting += cause.records - cause.refused;
      causes[code] += cause.records;
    }
    const auto ready = with_ready ? figures.count("ready") + figures.count("changed") : 0;
    // What would have gone is for whoever runs the trial.
    const auto trial = with_ready ? TrialFigures{} : trial_figures({figures});
    digest.trial += trial;
    digest.sent += figures.sent_since;
    digest.ready += ready;
    digest.refused += refused;
    digest.waiting += waiting;
    if (ready + refused + waiting + trial.would_send > 0) {
      ++digest.classes;
      digest.class_id = figures.class_id;
      digest.school_year = figures.school_year;
    }
  }
  Digest finished() {
    if (digest.classes != 1) {
      digest.class_id = {};
      digest.school_year = {};
    }
    std::int64_t most = 0;
    for (const auto& [code, number] : causes) {
      if (number > most) {
        most = number;
        digest.commonest = code;
      }
    }
    return digest;
  }
};

/// The classes below the domain that speak to its own SIS: those of a domain with another one are
/// that one's.
Result<std::vector<TaughtClass>> taught_classes(decision::UnitOfWork& work,
                                                const outbox::ConnectionRow& row,
                                                std::int64_t since_unix_ms) {
  std::vector<TaughtClass> taught;
  PASSBACK_TRY_AS(const auto figures, figures_below(work, row.domain_id, since_unix_ms));
  for (const auto& one : figures) {
    decision::Origin origin;
    origin.class_id = one.class_id;
    origin.school_year = one.school_year;
    origin.domain_id = one.domain;
    const auto view = work.open_class(origin);
    if (!view || !view->effective.allowed || view->effective.connection->id != row.id) {
      continue; // what nobody sends, or by settings that cannot be read, is told elsewhere
    }
    PASSBACK_TRY_AS(auto teachers, teachers_of(work, one));
    taught.push_back({one, std::move(teachers)});
  }
  return taught;
}

/// Calls `each` for every domain whose digest is due.
template <class Each> Status each_due(decision::UnitOfWork& work, Each&& each) {
  PASSBACK_TRY_AS(const auto rows, work.transaction.connections());
  for (const auto& row : rows) {
    const auto connection = settings::connection_from_json(row.document);
    if (!row.active || !connection) {
      continue;
    }
    PASSBACK_TRY_AS(const auto text, work.transaction.meta(mark_name(row)));
    const auto mark = read_mark(text);
    const auto rules = rules_of_notices(work, row.domain_id);
    if (!rules) {
      continue; // settings that cannot be read are told elsewhere
    }
    const auto hour = rules->notice_hour.value_or(settings::Hour{settings::kNoticeHour});
    const auto day = digest_day(work.now_unix_ms, connection->time_zone, hour.value);
    // A clock that was set back leaves nothing taken for ever.
    const auto taken_for = work.now_unix_ms - mark.taken_unix_ms;
    const bool taken = mark.taken_unix_ms != 0 && taken_for >= 0 && taken_for < kTakenMs;
    if (!day.empty() && day != mark.day && !taken) {
      PASSBACK_TRY(each(row, *connection, mark, day));
    }
  }
  return ok_status();
}

} // namespace

std::vector<Digest> digests_of(const gradebook::DomainId& domain, const std::string& sis_name,
                               const std::vector<TaughtClass>& classes,
                               std::set<std::string>& told) {
  std::map<std::string, DigestSum> readers;
  readers[""]; // the administrators
  for (const auto& one : classes) {
    readers[""].add(one.figures, false);
    for (const auto& teacher : one.teachers) {
      readers[teacher].add(one.figures, true);
    }
  }
  for (const auto& reader : told) {
    readers[reader]; // also of one who teaches nothing any more
  }
  std::vector<Digest> digests;
  std::set<std::string> now;
  for (auto& [reader, sum] : readers) {
    auto digest = sum.finished();
    digest.domain = domain;
    digest.teacher = gradebook::UserId(reader);
    digest.sis_name = sis_name;
    digest.over = digest.classes == 0;
    if (!digest.over) {
      now.insert(reader);
    }
    if (!digest.over || told.contains(reader)) {
      digests.push_back(std::move(digest));
    }
  }
  told = std::move(now);
  return digests;
}

std::string digest_day(std::int64_t unix_ms, std::string_view zone, int hour) {
  const auto day = platform::local_date(unix_ms - hour * kHourMs, zone);
  return day ? *day : std::string();
}

Result<settings::SendingRules> rules_of_notices(decision::UnitOfWork& work,
                                                const gradebook::DomainId& domain) {
  PASSBACK_TRY_AS(const auto path, outbox::path_or_root(work.transaction, domain));
  PASSBACK_TRY_AS(const auto effective, work.settings().effective(path, {}));
  return effective.sending;
}

Result<DueDigests> take_due_digests(const ActionParts& parts, std::chrono::milliseconds deadline) {
  DueDigests due;
  bool any = false;
  PASSBACK_TRY(read_work(parts, [&](decision::UnitOfWork& work) {
    return each_due(work, [&](const auto&, const auto&, const auto&, const auto&) {
      any = true;
      return ok_status();
    });
  }));
  if (!any) {
    return due;
  }
  PASSBACK_TRY(commit_work(parts, deadline, [&](decision::UnitOfWork& work) {
    due = {};
    return each_due(
        work,
        [&](const outbox::ConnectionRow& row, const settings::Connection& connection,
            DigestMark mark, const std::string& day) -> Status {
          auto next = mark;
          next.day = day;
          next.at_unix_ms = work.now_unix_ms;
          next.taken_unix_ms = 0;
          // The first digest of an SIS is that of the morning after it was connected.
          if (mark.day.empty()) {
            return work.transaction.put_meta(mark_name(row), text_of_mark(next));
          }
          PASSBACK_TRY_AS(const auto classes, taught_classes(work, row, mark.at_unix_ms));
          std::ranges::move(digests_of(row.domain_id, connection.sis_name, classes, next.told),
                            std::back_inserter(due.digests));
          due.marks.emplace_back(mark_name(row), text_of_mark(next));
          mark.taken_unix_ms = work.now_unix_ms;
          return work.transaction.put_meta(mark_name(row), text_of_mark(mark));
        });
  }));
  return due;
}

Status note_told(const ActionParts& parts, const DueDigests& due,
                 std::chrono::milliseconds deadline) {
  if (due.marks.empty()) {
    return ok_status();
  }
  return commit_work(parts, deadline, [&](decision::UnitOfWork& work) -> Status {
    for (const auto& [name, text] : due.marks) {
      PASSBACK_TRY(work.transaction.put_meta(name, text));
    }
    return ok_status();
  });
}

} // namespace passback::actions

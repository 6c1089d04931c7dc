#include "plugin/actions/class_sends.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <boost/json.hpp>

#include "plugin/actions/people_names.hpp"
#include "plugin/actions/rights.hpp"
#include "plugin/actions/state_words.hpp"
#include "plugin/gradebook/json_members.hpp"
#include "plugin/platform/local_moment.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using gradebook::number_member;
using gradebook::text_member;

constexpr std::size_t kMostSends = 20;
// What became of each record is told of so many sends; of older ones it has been sent over since.
constexpr std::size_t kFollowed = 3;
constexpr std::int64_t kLately = 24LL * 60 * 60 * 1000;

std::string meta_name(const gradebook::ClassId& class_id) {
  return "sends." + class_id.value;
}

json::object kept_send(const ClassSend& send, bool followed) {
  json::object kept{{"at", send.at_unix_ms},         {"by", send.by},
                    {"activities", send.activities}, {"students", send.students},
                    {"released", send.released},     {"unchanged", send.unchanged},
                    {"skipped", send.skipped}};
  if (followed) {
    kept["records"] = json::value_from(send.records);
  }
  return kept;
}

ClassSend send_of(const json::object& kept) {
  ClassSend send;
  send.at_unix_ms = number_member(kept, "at");
  send.by = text_member(kept, "by");
  send.activities = number_member(kept, "activities");
  send.students = number_member(kept, "students");
  send.released = number_member(kept, "released");
  send.unchanged = number_member(kept, "unchanged");
  send.skipped = number_member(kept, "skipped");
  if (const auto* records = kept.if_contains("records");
      records != nullptr && records->is_array()) {
    for (const auto& id : records->get_array()) {
      if (id.is_int64()) {
        send.records.push_back(id.get_int64());
      }
    }
  }
  return send;
}

/// How many of a send's records stand where, by what people see.
struct Outcome {
  std::int64_t accepted = 0, on_its_way = 0, not_there = 0;
};

Result<Outcome> outcome_of(decision::UnitOfWork& work, const ClassSend& send) {
  Outcome outcome;
  for (const auto id : send.records) {
    PASSBACK_TRY_AS(const auto record, work.transaction.record(id));
    if (!record) {
      continue;
    }
    const bool there = record->confirmed.seq >= record->released.seq && !record->in_doubt;
    ++(there                          ? outcome.accepted
       : is_on_its_way(record->state) ? outcome.on_its_way
                                      : outcome.not_there);
  }
  return outcome;
}

std::string name_or_id(const std::map<std::string, std::string>& names, const std::string& id) {
  const auto known = names.find(id);
  return known == names.end() || known->second.empty() ? id : known->second;
}

json::object line_of(const ClassSend& send, const std::map<std::string, std::string>& names) {
  json::object line{{"at_unix_ms", send.at_unix_ms},
                    {"by", send.by},
                    {"released", send.released},
                    {"unchanged", send.unchanged},
                    {"skipped", send.skipped}};
  if (const auto known = names.find(send.by); known != names.end()) {
    line["name"] = known->second;
  }
  if (send.activities != 0) {
    line["activities"] = send.activities;
  }
  if (send.students != 0) {
    line["students"] = send.students;
  }
  return line;
}

} // namespace

Result<std::vector<ClassSend>> sends_of_class(outbox::Transaction& transaction,
                                              const gradebook::ClassId& class_id) {
  PASSBACK_TRY_AS(const auto text, transaction.meta(meta_name(class_id)));
  std::vector<ClassSend> sends;
  boost::system::error_code error;
  const auto kept = json::parse(text.value_or(""), error);
  if (error || !kept.is_array()) {
    return sends;
  }
  for (const auto& one : kept.get_array()) {
    if (one.is_object()) {
      sends.push_back(send_of(one.get_object()));
    }
  }
  return sends;
}

Status keep_send(outbox::Transaction& transaction, const gradebook::ClassId& class_id,
                 const ClassSend& send) {
  PASSBACK_TRY_AS(auto sends, sends_of_class(transaction, class_id));
  std::erase_if(sends, [&](const ClassSend& old) {
    return old.at_unix_ms == send.at_unix_ms && old.by == send.by;
  });
  sends.insert(sends.begin(), send);
  json::array kept;
  for (std::size_t i = 0; i < std::min(sends.size(), kMostSends); ++i) {
    kept.push_back(kept_send(sends[i], i < kFollowed));
  }
  return transaction.put_meta(meta_name(class_id), json::serialize(kept));
}

ClassSend press_of(const ActionParts& parts, const Asker& asker, const CellFilter& cells) {
  ClassSend press;
  press.at_unix_ms = parts.clock.unix_ms();
  press.by = actor_of(asker);
  press.activities = cells.activities ? static_cast<std::int64_t>(cells.activities->size()) : 0;
  press.students = cells.students ? static_cast<std::int64_t>(cells.students->size()) : 0;
  return press;
}

Result<json::object> sends_document(const ActionParts& parts, const Asker& asker) {
  std::vector<ClassSend> sends;
  std::vector<Outcome> outcomes;
  const auto read = read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    outcomes.clear();
    PASSBACK_TRY_AS(sends, sends_of_class(work.transaction, asker.class_id));
    for (const auto& send : sends) {
      PASSBACK_TRY_AS(const auto outcome, outcome_of(work, send));
      outcomes.push_back(outcome);
    }
    return ok_status();
  });
  PASSBACK_TRY(read);
  json::object document{{"schema", "lms.sends/1"}, {"class_id", asker.class_id.value}};
  std::vector<std::string> people;
  for (const auto& send : sends) {
    people.push_back(send.by);
  }
  PASSBACK_TRY_AS(const auto names, names_of(parts, asker, people, document));
  json::array lines;
  for (std::size_t i = 0; i < sends.size(); ++i) {
    auto line = line_of(sends[i], names);
    if (!sends[i].records.empty()) {
      line["now"] = json::object{{"accepted", outcomes[i].accepted},
                                 {"on_its_way", outcomes[i].on_its_way},
                                 {"not_there", outcomes[i].not_there}};
    }
    lines.push_back(std::move(line));
  }
  document["sends"] = std::move(lines);
  return document;
}

Result<std::optional<Phrase>> last_send_words(const ActionParts& parts, const Asker& asker) {
  std::optional<ClassSend> last;
  Outcome outcome;
  std::string zone;
  const auto read = read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    last.reset();
    PASSBACK_TRY_AS(const auto sends, sends_of_class(work.transaction, asker.class_id));
    const auto sent = std::ranges::find_if(sends, [&](const ClassSend& send) {
      return send.released > 0 && work.now_unix_ms - send.at_unix_ms < kLately;
    });
    if (sent == sends.end()) {
      return ok_status();
    }
    last = *sent;
    PASSBACK_TRY_AS(outcome, outcome_of(work, *sent));
    PASSBACK_TRY_AS(const auto view, work.open_class_that_syncs(origin_of(asker)));
    zone = view.effective.connection ? view.effective.connection->time_zone : std::string();
    return ok_status();
  });
  PASSBACK_TRY(read);
  if (!last) {
    return std::optional<Phrase>();
  }
  // A name that the host gives later is not waited for.
  json::object ignored;
  const auto names = names_of(parts, asker, {last->by}, ignored);
  const auto by = names ? name_or_id(*names, last->by) : last->by;
  const auto* key = outcome.on_its_way > 0  ? "result.sent_before_on_its_way"
                    : outcome.not_there > 0 ? "result.sent_before_not_all"
                                            : "result.sent_before";
  return std::optional(say(key, {{"name", by},
                                 {"time", platform::local_moment(last->at_unix_ms, zone)},
                                 {"count", std::to_string(last->released)},
                                 {"on_the_way", std::to_string(outcome.on_its_way)},
                                 {"not_there", std::to_string(outcome.not_there)}}));
}

} // namespace passback::actions

#include "plugin/intake/reconsider.hpp"

#include <algorithm>

#include <boost/json.hpp>

#include "plugin/intake/counted_score.hpp"
#include "plugin/intake/identity.hpp"
#include "plugin/intake/moved.hpp"
#include "plugin/intake/placement.hpp"
#include "plugin/intake/records.hpp"
#include "plugin/intake/standards.hpp"
#include "plugin/outbox/each_record.hpp"
#include "plugin/outbox/sis_news.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/try.hpp"

namespace passback::intake {
namespace {

namespace json = boost::json;
using outbox::Kind;
using outbox::Record;
using outbox::State;

constexpr std::string_view kMeta = "reconsider";
// More different wishes than this are worth one look at everything.
constexpr std::size_t kMostWishes = 64;

struct Entry {
  Affected affected;
  std::int64_t after_id = 0;
};

template <class Id> void put_id(json::object& object, std::string_view name, const Id& id) {
  if (id) {
    object[name] = id->value;
  }
}

template <class Id>
void read_id(const json::object& object, std::string_view name, std::optional<Id>& id) {
  if (const auto* value = object.if_contains(name); value != nullptr && value->is_string()) {
    id = Id(std::string(value->get_string()));
  }
}

void read_flag(const json::object& object, std::string_view name, bool& flag) {
  if (const auto* value = object.if_contains(name); value != nullptr && value->is_bool()) {
    flag = value->get_bool();
  }
}

json::object object_of(const Entry& wish) {
  json::object object;
  put_id(object, "class", wish.affected.class_id);
  put_id(object, "year", wish.affected.school_year);
  put_id(object, "activity", wish.affected.activity_id);
  put_id(object, "student", wish.affected.student_id);
  object["only_waiting"] = wish.affected.only_waiting;
  object["anew"] = wish.affected.anew;
  object["after"] = wish.after_id;
  return object;
}

Entry entry_of(const json::value& value) {
  Entry wish;
  if (!value.is_object()) {
    return wish;
  }
  const auto& object = value.get_object();
  read_id(object, "class", wish.affected.class_id);
  read_id(object, "year", wish.affected.school_year);
  read_id(object, "activity", wish.affected.activity_id);
  read_id(object, "student", wish.affected.student_id);
  read_flag(object, "only_waiting", wish.affected.only_waiting);
  read_flag(object, "anew", wish.affected.anew);
  if (const auto* after = object.if_contains("after"); after != nullptr && after->is_int64()) {
    wish.after_id = after->get_int64();
  }
  return wish;
}

Result<std::vector<Entry>> read_wishes(outbox::Transaction& transaction) {
  PASSBACK_TRY_AS(auto text, transaction.meta(kMeta));
  std::vector<Entry> wishes;
  if (!text || text->empty()) {
    return wishes;
  }
  json::error_code failure;
  const auto list = json::parse(*text, failure);
  if (failure || !list.is_array()) {
    // Looking at too much is slow, looking at too little loses something.
    wishes.emplace_back();
    return wishes;
  }
  for (const auto& item : list.get_array()) {
    wishes.push_back(entry_of(item));
  }
  return wishes;
}

Status write_wishes(outbox::Transaction& transaction, const std::vector<Entry>& wishes) {
  json::array list;
  for (const auto& wish : wishes) {
    list.push_back(object_of(wish));
  }
  return transaction.put_meta(kMeta, wishes.empty() ? std::string() : json::serialize(list));
}

bool same(const Affected& a, const Affected& b) {
  return a.class_id == b.class_id && a.school_year == b.school_year &&
         a.activity_id == b.activity_id && a.student_id == b.student_id &&
         a.only_waiting == b.only_waiting && a.anew == b.anew;
}

/// That wish is worked on, and has come that far; nullopt = it is done. The same may have been
/// asked for anew meanwhile: then it is to be looked at from its beginning. Returns whether any is
/// left.
Result<bool> went_on(outbox::Transaction& transaction, Entry wish,
                     std::optional<std::int64_t> after_id) {
  PASSBACK_TRY_AS(auto wishes, read_wishes(transaction));
  const bool anew = std::ranges::any_of(
      wishes, [&](const Entry& one) { return same(one.affected, wish.affected); });
  if (after_id && !anew) {
    wish.after_id = *after_id;
    wishes.insert(wishes.begin(), std::move(wish));
    PASSBACK_TRY(write_wishes(transaction, wishes));
  }
  return !wishes.empty();
}

bool moved(const Record& before, const Record& after) {
  return before.state != after.state || before.code != after.code || before.key != after.key ||
         before.observed.facts != after.observed.facts ||
         before.observed.seq != after.observed.seq || before.released.seq != after.released.seq ||
         before.wire_id != after.wire_id || before.line_item_id != after.line_item_id ||
         before.category_id != after.category_id || before.in_doubt != after.in_doubt ||
         before.confirmed.form != after.confirmed.form ||
         before.released.digest != after.released.digest ||
         before.confirmed.digest != after.confirmed.digest || before.priority != after.priority ||
         before.next_attempt_unix_ms != after.next_attempt_unix_ms;
}

Status put_if_moved(Desk& desk, const Record& before, Record& after) {
  return moved(before, after) ? put(desk, after) : ok_status();
}

// The class of the SIS has become known.
Status link_later(Desk& desk, const gradebook::SourcedId& sis_class_id, Record& record) {
  if (!record.key.sis_class_id.empty() || sis_class_id.empty()) {
    return ok_status();
  }
  auto key = record.key;
  key.sis_class_id = sis_class_id;
  PASSBACK_TRY_AS(auto other, desk.transaction.find(key));
  // A row that is linked already holds a newer word; this one then stays as it is.
  if (!other) {
    link_to_class(record, sis_class_id);
  }
  return ok_status();
}

Status place_again(Desk& desk, const ClassView& view, Record result, bool anew) {
  const Record before = result;
  PASSBACK_TRY_AS(auto student, known_identity(desk, view, result.key.student_id));
  PASSBACK_TRY(link_later(desk, student.sis_class_id, result));
  PASSBACK_TRY(follow_student(desk, view, student, result, anew));
  PASSBACK_TRY_AS(
      auto line_item,
      find_or_make_line_item(desk, view, {result.key.sis_class_id, result.key.activity_id, {}}));
  drop_possible_of_activity(result, line_item);
  PASSBACK_TRY_AS(auto counted, count_again(desk, result, line_item));
  Wish wish = wish_for(before);
  wish.hold_back = wish.hold_back && !counted; // another score goes as a new one does
  wish.anew = anew;
  const Record line_item_before = line_item;
  PASSBACK_TRY(place_result(desk, view, result, line_item, wish));
  const bool is_new = line_item.id == 0;
  if (auto stored = is_new ? put(desk, line_item) : put_if_moved(desk, line_item_before, line_item);
      !stored) {
    return stored;
  }
  result.line_item_id = line_item.id;
  const bool other_row = result.id != before.id;
  PASSBACK_TRY(other_row ? put(desk, result) : put_if_moved(desk, before, result));
  if (result.released.seq != before.released.seq) {
    PASSBACK_TRY(tell_history(desk, result, result.released.seq, "released", "host"));
  }
  return place_standards(desk, view, result, line_item);
}

Status place_again_line_item(Desk& desk, const ClassView& view, Record line_item) {
  const Record before = line_item;
  PASSBACK_TRY(link_later(desk, view.links.now, line_item));
  PASSBACK_TRY(follow_class(desk, view, line_item));
  PASSBACK_TRY(place_line_item(desk, view, line_item, false, wish_for(before)));
  return line_item.id != before.id ? put(desk, line_item) : put_if_moved(desk, before, line_item);
}

Status place_again_category(Desk& desk, const ClassView& view, Record category) {
  const Record before = category;
  place_category(desk, view, category, {});
  return put_if_moved(desk, before, category);
}

// Only ever taken out, and then done with.
bool is_taken_out(const ClassView& view, const Record& record) {
  return stands_wrongly(view, record) && !outbox::stands_at_sis(record) &&
         record.confirmed.form == outbox::Form::absent;
}

Status place_again_any(Desk& desk, Record record, bool anew) {
  PASSBACK_TRY_AS(auto view, open_class_of(desk, record));
  const Record before = record;
  if (!belongs_to(view, record)) {
    PASSBACK_TRY_AS(auto ours, follow_connection(desk, view, record));
    if (auto stored = put_if_moved(desk, before, record); !stored || !ours) {
      return stored;
    }
  }
  if (is_taken_out(view, record)) {
    return ok_status();
  }
  if (outbox::is_left_behind(record)) {
    return take_out(desk, view, record);
  }
  switch (record.key.kind) {
  case Kind::result:
    return place_again(desk, view, std::move(record), anew);
  case Kind::line_item:
    return place_again_line_item(desk, view, std::move(record));
  case Kind::category:
    return place_again_category(desk, view, std::move(record));
  case Kind::score_scale:
    break;
  }
  return ok_status();
}

// One row that cannot be read must not keep all others from their place.
Status place_again_if_readable(Desk& desk, const Record& record, bool anew = false) {
  auto placed = place_again_any(desk, record, anew);
  const bool unreadable =
      !placed && (placed.error().code == Code::corrupt || placed.error().code == Code::config);
  return unreadable ? ok_status() : placed;
}

// What waits in a class of which the SIS showed something new.
Result<bool> reconsider_news(Desk& desk, int limit) {
  auto news = outbox::read_sis_news(desk.transaction);
  if (!news || news->empty()) {
    return news ? Result<bool>(false) : Result<bool>(news.error());
  }
  auto& first = news->front();
  int looked_at = 0;
  const auto full = outbox::any_waiting(
      desk.transaction, {first.connection_id, first.sis_class_id, first.after_id, limit},
      [&](const Record& record) {
        first.after_id = record.id;
        auto placed = place_again_if_readable(desk, record);
        return placed ? Result<bool>(++looked_at >= limit) : Result<bool>(placed.error());
      });
  if (!full) {
    return full.error();
  }
  if (!*full) {
    news->erase(news->begin());
  }
  PASSBACK_TRY(outbox::write_sis_news(desk.transaction, *news));
  return !news->empty();
}

} // namespace

Affected affected_by(const Record& line_item) {
  Affected affected;
  affected.class_id = line_item.key.class_id;
  affected.school_year = line_item.key.school_year;
  affected.activity_id = line_item.key.activity_id;
  return affected;
}

Status ask_to_reconsider(outbox::Transaction& transaction, const Affected& affected) {
  PASSBACK_TRY_AS(auto wishes, read_wishes(transaction));
  std::erase_if(wishes, [&](const Entry& wish) { return same(wish.affected, affected); });
  wishes.push_back({affected, 0});
  if (wishes.size() > kMostWishes) {
    // Looking at all once does for them; what a correction made wanted anew stays so.
    Entry all;
    all.affected.anew =
        std::ranges::any_of(wishes, [](const Entry& wish) { return wish.affected.anew; });
    wishes.assign(1, std::move(all));
  }
  return write_wishes(transaction, wishes);
}

Result<bool> reconsider(Desk& desk, int limit) {
  PASSBACK_TRY_AS(auto wishes, read_wishes(desk.transaction));
  desk.accept_unknown_domains();
  if (wishes.empty()) {
    return reconsider_news(desk, limit);
  }
  const Entry wish = wishes.front();
  wishes.erase(wishes.begin());
  PASSBACK_TRY(write_wishes(desk.transaction, wishes));
  outbox::RecordFilter filter;
  filter.class_id = wish.affected.class_id;
  filter.school_year = wish.affected.school_year;
  filter.activity_id = wish.affected.activity_id;
  filter.student_id = wish.affected.student_id;
  if (wish.affected.only_waiting) {
    filter.state = State::waiting;
  }
  filter.after_id = wish.after_id;
  filter.limit = limit;
  PASSBACK_TRY_AS(auto records, desk.transaction.records(filter));
  for (const auto& record : records) {
    PASSBACK_TRY(place_again_if_readable(desk, record, wish.affected.anew));
  }
  const bool done = static_cast<int>(records.size()) < limit;
  PASSBACK_TRY_AS(const auto more,
                  went_on(desk.transaction, wish, done ? std::nullopt
                                                       : std::optional(records.back().id)));
  if (more) {
    return true;
  }
  auto news = outbox::read_sis_news(desk.transaction);
  return news ? Result<bool>(!news->empty()) : Result<bool>(news.error());
}

} // namespace passback::intake

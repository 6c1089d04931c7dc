#include "plugin/actions/my_classes_list.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "plugin/actions/class_heading.hpp"
#include "plugin/actions/class_state.hpp"
#include "plugin/actions/state_words.hpp"
#include "plugin/actions/taught_here.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

constexpr std::int64_t kMostListed = 100;

struct ListAsked {
  std::optional<std::vector<NamedClass>> named;
  ClassKey after;
  std::int64_t limit = kMostListed;
  /// Without one nothing is counted.
  std::int64_t since_unix_ms = std::numeric_limits<std::int64_t>::max();
  bool counts_since = false;
};

struct ListedClass {
  Asker asker;
  ClassKey key;
  ClassState state;
  std::optional<decision::ClassView> view; ///< none: its settings cannot be read
  Code unreadable = Code::none;
};

ListAsked read_asked(const json::object& input, std::vector<Problem>& problems) {
  ListAsked asked;
  const InputReader reader(input, "", problems);
  asked.named = read_classes(input, problems);
  if (const auto* after = input.if_contains("after"); after != nullptr && after->is_object()) {
    const InputReader mark(after->get_object(), "after.", problems);
    asked.after.class_id.value = mark.text("class_id").value.value_or("");
    asked.after.school_year.value = mark.text("school_year").value.value_or("");
  }
  asked.limit =
      std::clamp<std::int64_t>(reader.integer("limit").value_or(kMostListed), 1, kMostListed);
  if (const auto since = reader.integer("since_unix_ms")) {
    asked.since_unix_ms = *since;
    asked.counts_since = true;
  }
  return asked;
}

Result<ListedClass> row_of(decision::UnitOfWork& work, const Asker& asker, const ClassKey& key,
                           const texts::Words& words, std::int64_t since_unix_ms) {
  ListedClass row{asker, key, {}, {}, Code::none};
  auto state = state_of_class(work, key, words, since_unix_ms);
  row.state = state ? *std::move(state) : ClassState();
  row.asker = in_class(asker, key, row.state.domain);
  auto view = work.open_class_that_syncs(origin_of(row.asker));
  if (view) {
    row.view = std::move(*view);
  }
  row.unreadable = !state ? state.error().code : !view ? view.error().code : Code::none;
  return row;
}

/// A class of last year is listed as long as something of it is not in the SIS.
bool needs_no_more(const ClassState& state, std::int64_t now_unix_ms) {
  return state.ends_unix_ms != 0 && state.ends_unix_ms < now_unix_ms && state.unsent.all() == 0;
}

/// Rows of the page; `next`, if there are more.
Status find_rows(const ActionParts& parts, const Asker& asker, const ListAsked& asked,
                 const std::vector<ClassKey>& keys, const texts::Words& words,
                 std::vector<ListedClass>& rows, std::optional<ClassKey>& next) {
  return read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    rows.clear();
    next.reset();
    for (const auto& key : keys) {
      if (!asked.named && key <= asked.after) {
        continue;
      }
      if (static_cast<std::int64_t>(rows.size()) == asked.limit) {
        next = rows.back().key;
        break;
      }
      PASSBACK_TRY_AS(auto row, row_of(work, asker, key, words, asked.since_unix_ms));
      if (asked.named || !needs_no_more(row.state, work.now_unix_ms)) {
        rows.push_back(std::move(row));
      }
    }
    return ok_status();
  });
}

void put_counts(json::object& object, const UnsentGrades& unsent, std::int64_t sent_since,
                const ListAsked& asked) {
  object["to_send"] = unsent.to_send;
  object["waiting"] = unsent.waiting;
  object["refused"] = unsent.refused;
  object["on_the_way"] = unsent.on_the_way;
  if (asked.counts_since) {
    object["sent_since"] = sent_since;
  }
}

json::object listed_row(const ListedClass& row, const ListAsked& asked, const texts::Words& words) {
  const auto& state = row.state;
  auto object = class_heading(row.key, state.title);
  if (row.view && row.unreadable == Code::none) {
    put_standing(object, words, *row.view);
  } else {
    object["allowed"] = false;
    object["off"] = reason_object(row.unreadable, words);
  }
  put_counts(object, state.unsent, state.sent_since, asked);
  if (state.last_sent_unix_ms != 0) {
    object["last_sent_unix_ms"] = state.last_sent_unix_ms;
  }
  if (state.ends_unix_ms != 0) {
    object["ends_unix_ms"] = state.ends_unix_ms;
  }
  return object;
}

json::object list_document(const ActionParts& parts, const ListAsked& asked,
                           const texts::Words& words, const std::vector<ListedClass>& rows) {
  json::object document{{"schema", "lms.my_classes/1"}, {"at_unix_ms", parts.clock.unix_ms()}};
  json::array classes;
  UnsentGrades unsent;
  std::int64_t sent_since = 0;
  SharedEstimate estimate(parts.profiles);
  for (const auto& row : rows) {
    unsent += row.state.unsent;
    sent_since += row.state.sent_since;
    if (row.view) {
      estimate.add(*row.view, row.state.requests);
    }
    classes.push_back(listed_row(row, asked, words));
  }
  document["classes"] = std::move(classes);
  json::object all;
  put_counts(all, unsent, sent_since, asked);
  document["all"] = std::move(all);
  estimate.put(document, words);
  return document;
}

} // namespace

Result<Reply> list_my_classes(const ActionParts& parts, const Asker& asker,
                              const json::object& input) {
  std::vector<Problem> problems;
  const auto words = language_of(parts, asker);
  const auto asked = read_asked(input, problems);
  PASSBACK_TRY(refuse_problems(problems));
  std::vector<ClassKey> keys;
  std::vector<Asker> allowed;
  if (asked.named) {
    PASSBACK_TRY_AS(allowed, those_named(parts, asker, *asked.named, problems));
    if (!problems.empty()) {
      return refuse_classes(words, problems);
    }
    for (const auto& one : allowed) {
      keys.push_back(class_key_of(one));
    }
  } else {
    PASSBACK_TRY_AS(keys, classes_taught(parts, asker));
  }
  std::vector<ListedClass> rows;
  std::optional<ClassKey> next;
  PASSBACK_TRY(find_rows(parts, asker, asked, keys, words, rows, next));
  if (!asked.named) {
    const bool any = !rows.empty();
    for (const auto& row : rows) {
      allowed.push_back(row.asker);
    }
    PASSBACK_TRY(keep_those_she_may_send(parts, allowed));
    std::erase_if(rows, [&](const ListedClass& row) {
      return std::ranges::none_of(allowed,
                                  [&](const Asker& one) { return class_key_of(one) == row.key; });
    });
    if (any && rows.empty() && !next && asked.after == ClassKey()) {
      return Code::denied;
    }
  }
  auto document = list_document(parts, asked, words, rows);
  if (next) {
    document["next"] = class_heading(*next, {});
  }
  document["operations"] = json::array{"preview_classes", "send_classes"};
  return Reply{json::serialize(document), false};
}

} // namespace passback::actions

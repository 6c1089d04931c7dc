#include "plugin/exchange/conversation/found.hpp"

#include <algorithm>
#include <array>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "plugin/oneroster/wire/json_read.hpp"

namespace passback::exchange {
namespace {

namespace json = boost::json;
using oneroster::CategoryRoute;
using oneroster::member;
using oneroster::NestedRoute;
using oneroster::PeriodRoute;

template <class Value> struct Word {
  Value value;
  std::string_view text;
};

constexpr std::array kCategoryWords = {Word<CategoryRoute>{CategoryRoute::of_class, "of_class"},
                                       Word<CategoryRoute>{CategoryRoute::all, "all"},
                                       Word<CategoryRoute>{CategoryRoute::none, "none"}};
constexpr std::array kNestedWords = {Word<NestedRoute>{NestedRoute::of_class, "of_class"},
                                     Word<NestedRoute>{NestedRoute::filtered, "filtered"}};
constexpr std::array kPeriodWords = {Word<PeriodRoute>{PeriodRoute::of_terms, "of_terms"},
                                     Word<PeriodRoute>{PeriodRoute::all, "all"},
                                     Word<PeriodRoute>{PeriodRoute::none, "none"}};

template <class Words, class Value>
void put(json::object& object, std::string_view name, const Words& words,
         const std::optional<Value>& value) {
  for (const auto& word : words) {
    if (value == word.value) {
      object[name] = word.text;
    }
  }
}

template <class Words, class Value>
void read(const json::object& object, std::string_view name, const Words& words,
          std::optional<Value>& value) {
  const std::string text = oneroster::text_of(member(object, name));
  for (const auto& word : words) {
    if (text == word.text) {
      value = word.value;
    }
  }
}

void put_flag(json::object& object, std::string_view name, const std::optional<bool>& value) {
  if (value) {
    object[name] = *value;
  }
}

std::optional<bool> flag(const json::object& object, std::string_view name) {
  const auto* value = member(object, name);
  return value != nullptr && value->is_bool() ? std::optional(value->get_bool()) : std::nullopt;
}

template <class Value> void add(std::optional<Value>& known, const std::optional<Value>& learned) {
  if (learned) {
    known = learned;
  }
}

} // namespace

std::string to_json(const Found& found) {
  json::object object;
  if (found.page_ceiling > 0) {
    object["page_ceiling"] = found.page_ceiling;
  }
  put(object, "categories", kCategoryWords, found.categories);
  put(object, "line_items", kNestedWords, found.line_items);
  put(object, "results", kNestedWords, found.results);
  put(object, "grading_periods", kPeriodWords, found.grading_periods);
  put_flag(object, "may_write", found.may_write);
  put_flag(object, "may_delete", found.may_delete);
  put_flag(object, "reads_back", found.reads_back);
  return json::serialize(object);
}

Found found_from_json(std::string_view text) {
  Found found;
  const auto value = oneroster::read_json(text);
  const auto* object = value ? value->if_object() : nullptr;
  if (object == nullptr) {
    return found;
  }
  constexpr std::int64_t kLargest = 1'000'000;
  if (const auto* ceiling = member(*object, "page_ceiling");
      ceiling != nullptr && ceiling->is_int64()) {
    found.page_ceiling =
        static_cast<int>(std::clamp<std::int64_t>(ceiling->get_int64(), 0, kLargest));
  }
  read(*object, "categories", kCategoryWords, found.categories);
  read(*object, "line_items", kNestedWords, found.line_items);
  read(*object, "results", kNestedWords, found.results);
  read(*object, "grading_periods", kPeriodWords, found.grading_periods);
  found.may_write = flag(*object, "may_write");
  found.may_delete = flag(*object, "may_delete");
  found.reads_back = flag(*object, "reads_back");
  return found;
}

Found merged(Found known, const Found& learned) {
  // A test that asks for no more than the known ceiling meets none.
  if (learned.page_ceiling > 0) {
    known.page_ceiling = learned.page_ceiling;
  }
  add(known.categories, learned.categories);
  add(known.line_items, learned.line_items);
  add(known.results, learned.results);
  add(known.grading_periods, learned.grading_periods);
  add(known.may_write, learned.may_write);
  add(known.may_delete, learned.may_delete);
  add(known.reads_back, learned.reads_back);
  return known;
}

oneroster::Profile with_found(oneroster::Profile profile, const Found& found) {
  auto& reads = profile.reads;
  if (found.page_ceiling > 0) {
    reads.page_limit = std::min(reads.page_limit, found.page_ceiling);
  }
  if (found.categories && reads.categories != CategoryRoute::none) {
    reads.categories = *found.categories;
  }
  reads.line_items = found.line_items.value_or(reads.line_items);
  reads.results = found.results.value_or(reads.results);
  // That no way led to grading periods was true of one class on one day. It is told, but delivery
  // goes on looking: a new school year brings its periods without anybody testing anew.
  if (found.grading_periods.value_or(PeriodRoute::none) != PeriodRoute::none &&
      reads.grading_periods != PeriodRoute::none) {
    reads.grading_periods = *found.grading_periods;
  }
  if (found.reads_back.value_or(false)) {
    profile.writes.confirm = oneroster::Confirm::read;
  }
  return profile;
}

} // namespace passback::exchange

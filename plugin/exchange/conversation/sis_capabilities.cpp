#include "plugin/exchange/conversation/sis_capabilities.hpp"

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

std::string to_json(const SisCapabilities& capabilities) {
  json::object object;
  if (capabilities.page_ceiling > 0) {
    object["page_ceiling"] = capabilities.page_ceiling;
  }
  put(object, "categories", kCategoryWords, capabilities.categories);
  put(object, "line_items", kNestedWords, capabilities.line_items);
  put(object, "results", kNestedWords, capabilities.results);
  put(object, "grading_periods", kPeriodWords, capabilities.grading_periods);
  put_flag(object, "may_write", capabilities.may_write);
  put_flag(object, "may_delete", capabilities.may_delete);
  put_flag(object, "reads_back", capabilities.reads_back);
  return json::serialize(object);
}

SisCapabilities capabilities_from_json(std::string_view text) {
  SisCapabilities capabilities;
  const auto value = oneroster::read_json(text);
  const auto* object = value ? value->if_object() : nullptr;
  if (object == nullptr) {
    return capabilities;
  }
  constexpr std::int64_t kLargest = 1'000'000;
  if (const auto* ceiling = member(*object, "page_ceiling");
      ceiling != nullptr && ceiling->is_int64()) {
    capabilities.page_ceiling =
        static_cast<int>(std::clamp<std::int64_t>(ceiling->get_int64(), 0, kLargest));
  }
  read(*object, "categories", kCategoryWords, capabilities.categories);
  read(*object, "line_items", kNestedWords, capabilities.line_items);
  read(*object, "results", kNestedWords, capabilities.results);
  read(*object, "grading_periods", kPeriodWords, capabilities.grading_periods);
  capabilities.may_write = flag(*object, "may_write");
  capabilities.may_delete = flag(*object, "may_delete");
  capabilities.reads_back = flag(*object, "reads_back");
  return capabilities;
}

SisCapabilities merged(SisCapabilities known, const SisCapabilities& learned) {
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

oneroster::Profile with_capabilities(oneroster::Profile profile,
                                     const SisCapabilities& capabilities) {
  auto& reads = profile.reads;
  if (capabilities.page_ceiling > 0) {
    reads.page_limit = std::min(reads.page_limit, capabilities.page_ceiling);
  }
  if (capabilities.categories && reads.categories != CategoryRoute::none) {
    reads.categories = *capabilities.categories;
  }
  reads.line_items = capabilities.line_items.value_or(reads.line_items);
  reads.results = capabilities.results.value_or(reads.results);
  // That no way led to grading periods was true of one class on one day. It is told, but delivery
  // goes on looking: a new school year brings its periods without anybody testing anew.
  if (capabilities.grading_periods.value_or(PeriodRoute::none) != PeriodRoute::none &&
      reads.grading_periods != PeriodRoute::none) {
    reads.grading_periods = *capabilities.grading_periods;
  }
  if (capabilities.reads_back.value_or(false)) {
    profile.writes.confirm = oneroster::Confirm::read;
  }
  return profile;
}

} // namespace passback::exchange

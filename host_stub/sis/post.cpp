#include <algorithm>
#include <set>

#include "host_stub/sis/generated_records.hpp"
#include "host_stub/sis/read_responses.hpp"
#include "host_stub/sis/write_checks.hpp"
#include "host_stub/sis/writes.hpp"

// The four POSTs of 1.2: a set goes in, pairs of ids come out.
namespace host_stub::sis {

namespace {

struct Pair {
  std::string supplied;
  std::string allocated;
};

json::value pair_list(const std::vector<Pair>& pairs, const SisConfig& config) {
  json::array list;
  for (const auto& pair : pairs) {
    list.emplace_back(
        json::object{{"suppliedSourcedId", pair.supplied}, {"allocatedSourcedId", pair.allocated}});
  }
  if (config.post_pair_order == PairOrder::reversed) {
    std::reverse(list.begin(), list.end());
  }
  json::object body;
  if (config.post_pair_shape == PairShape::object && list.size() == 1) {
    body["sourcedIdPairs"] = std::move(list.front());
  } else if (config.post_pair_shape != PairShape::absent) {
    body["sourcedIdPairs"] = std::move(list);
  }
  return body;
}

/// An item must name the parents in its path; lenient fills in what it leaves out.
std::optional<Failure> attach(const Context& context, const std::vector<PostParent>& parents,
                              json::object& item) {
  for (std::size_t i = 0; i < parents.size(); ++i) {
    const std::string_view member = parents[i].member;
    if (member.empty()) {
      continue;
    }
    const auto given = ref_member(item, member);
    if (given.empty() && !context.is_strict() && !item.contains(member)) {
      item[member] = json::object{{"sourcedId", context.ids[i]}};
    } else if (!given.empty() && given != context.ids[i]) {
      return invalid_data(std::string(member) + ": is not the one in the path");
    }
  }
  return std::nullopt;
}

/// POST /classes/{c}/academicSessions/{a}/results names no line item: each result's own must be of
/// that class.
std::optional<Failure> check_class(const Context& context, const std::vector<PostParent>& parents,
                                   Kind kind, const json::object& object) {
  if (kind != Kind::result || parents.front().kind != Kind::class_) {
    return std::nullopt;
  }
  const auto* item = context.store.find(Kind::line_item, ref_member(object, "lineItem"));
  if (item != nullptr && ref_member(item->value, "class") != context.ids.front()) {
    return invalid_data("result.lineItem: belongs to another class than the one in the path");
  }
  return std::nullopt;
}

} // namespace

http::Response post_set(const Context& context, Kind kind, const std::vector<PostParent>& parents) {
  for (std::size_t i = 0; i < parents.size(); ++i) {
    if (context.store.find(parents[i].kind, context.ids[i]) == nullptr) {
      return unknown_object(context, "there is no such " + std::string(singular(parents[i].kind)));
    }
  }
  if (const auto failure = check_writable(context, kind, "")) {
    return fail(context, *failure);
  }
  auto content = read_envelope(context, plural(kind));
  if (const auto* failure = std::get_if<Failure>(&content)) {
    return fail(context, *failure);
  }
  auto* items = std::get<json::value>(content).if_array();
  if (items == nullptr) {
    return fail(context, invalid_data(std::string(plural(kind)) + ": must be a list"));
  }

  std::vector<Pair> pairs;
  std::vector<json::object> accepted;
  std::set<std::string> supplied;
  std::optional<Failure> refused;
  for (std::size_t i = 0; i < items->size() && !(refused && context.config.post_atomic); ++i) {
    const std::string where = std::string(plural(kind)) + "[" + std::to_string(i) + "]: ";
    auto* item = (*items)[i].if_object();
    const std::string id(item == nullptr ? std::string_view() : text_member(*item, "sourcedId"));
    if (id.empty() || !supplied.insert(id).second) {
      refused = invalid_data(where + "needs a sourcedId of its own");
      continue;
    }
    if (const auto failure = attach(context, parents, *item)) {
      refused = invalid_data(where + failure->description);
      continue;
    }
    const auto own_id = context.config.post_allocates ? new_id(context) : id;
    auto object = accept_object(context, kind, *item, own_id, nullptr);
    if (const auto* failure = std::get_if<Failure>(&object)) {
      refused = *failure;
      refused->description = where + failure->description;
      continue;
    }
    if (auto failure = check_class(context, parents, kind, std::get<json::object>(object))) {
      refused = *failure;
      continue;
    }
    pairs.push_back({id, own_id});
    accepted.push_back(std::get<json::object>(std::move(object)));
  }
  if (refused && (context.config.post_atomic || accepted.empty())) {
    return fail(context, *refused);
  }
  context.store.together([&] {
    for (std::size_t i = 0; i < accepted.size(); ++i) {
      context.store.put(kind, pairs[i].allocated, std::move(accepted[i]), context.now_ms);
      if (kind == Kind::line_item) {
        precreate_results(context, pairs[i].allocated);
      }
    }
  });
  context.stored = !accepted.empty();
  return http::json_response(201, to_text(pair_list(pairs, context.config)));
}

} // namespace host_stub::sis

#include "host_stub/sis/writes.hpp"

#include <algorithm>
#include <set>
#include <variant>

#include "host_stub/sis/collection.hpp"
#include "host_stub/sis/crypto.hpp"
#include "host_stub/sis/projection.hpp"
#include "host_stub/sis/references.hpp"
#include "host_stub/sis/validation.hpp"

namespace host_stub::sis {

namespace {

bool strict(const Context& context) {
  return context.config.validation == Validation::strict;
}

Failure bad(std::string why) {
  return {422, Minor::invaliddata, std::move(why)};
}

std::optional<Failure> check_writable(const Context& context, Kind kind) {
  if (context.config.read_only.contains(std::string(plural(kind)))) {
    return Failure{403, Minor::forbidden,
                   std::string(plural(kind)) + " cannot be changed in this system"};
  }
  return std::nullopt;
}

/// The JSON value of the body, or why it is none. Lenient takes a body without Content-Type.
std::variant<json::value, Failure> read_body(const Context& context) {
  const auto type = context.request.header("Content-Type");
  const auto media = trim(type.substr(0, type.find(';')));
  if (!same_word(media, "application/json") && (strict(context) || !media.empty())) {
    return Failure{415, Minor::none, "Content-Type must be application/json"};
  }
  auto body = parse_body(context.request.body);
  if (!body.valid) {
    return Failure{context.config.broken_json_status, Minor::invaliddata,
                   "the body is not JSON: " + body.error};
  }
  if (strict(context) && context.config.refuse_duplicate_keys && !body.duplicate_key.empty()) {
    return bad("the member '" + body.duplicate_key + "' is given twice");
  }
  if (context.config.refuse_exponents && !body.exponent.empty()) {
    return bad("the number " + body.exponent + " has an exponent");
  }
  return std::move(body.value);
}

/// What the envelope's one member holds.
std::variant<json::value, Failure> open_envelope(const Context& context, json::value body,
                                                 std::string_view name) {
  auto* object = body.if_object();
  auto* member = object == nullptr ? nullptr : object->if_contains({name.data(), name.size()});
  if (member == nullptr) {
    return bad("the body must be an object with the member '" + std::string(name) + "'");
  }
  if (strict(context) && object->size() != 1) {
    return bad("the body must have no member but '" + std::string(name) + "'");
  }
  return std::move(*member);
}

/// Checked against the model and the provider's data; the canonical object, ready to be stored
/// under `id`.
std::variant<json::object, Failure> accept_object(const Context& context, Kind kind,
                                                  const json::object& given, const std::string& id,
                                                  const Record* base) {
  const auto problems = check_object(kind, context.version, given, context.config,
                                     base == nullptr ? nullptr : &base->value);
  if (!problems.empty()) {
    return bad(describe(problems));
  }
  auto object = canonical(kind, context.version, given);
  if (base != nullptr) {
    auto merged = base->value;
    for (const auto& member : object) {
      merged[member.key()] = member.value();
    }
    if (const auto* score = given.if_contains("score"); score != nullptr && score->is_null()) {
      merged.erase("score");
    }
    object = std::move(merged);
  }
  object["sourcedId"] = id;
  if (!object.contains("status")) {
    object["status"] = "active";
  }
  object["dateLastModified"] = iso_time(context.now_ms);
  if (auto failure = check_fit(context, kind, object)) {
    return *failure;
  }
  return object;
}

Response put_answer(const Context& context, Kind kind, const std::string& id, bool created) {
  const int status = created ? context.config.put_create_status : context.config.put_update_status;
  Response response;
  response.status = status;
  if (status != 204 && context.config.put_body == PutBody::object) {
    const auto* record = context.store.find(kind, id);
    response = json_response(
        status, to_text(json::object{{singular(kind), project(context, kind, record->value)}}));
  } else if (status != 204 && context.config.put_body == PutBody::text) {
    response.body = "OK";
    response.set("Content-Type", "text/plain");
  }
  response.stored = true;
  return response;
}

/// Objects that refer to this one and go with it: the results of a line item.
void erase_dependants(const Context& context, Kind kind, const std::string& id) {
  const auto child = kind == Kind::line_item              ? Kind::result
                     : kind == Kind::assessment_line_item ? Kind::assessment_result
                                                          : kind;
  if (child == kind) {
    return;
  }
  std::vector<std::string> ids;
  context.store.each(child, [&](const Record& record) {
    if (ref_member(record.value, singular(kind)) == id) {
      ids.push_back(record.id);
    }
  });
  for (const auto& gone : ids) {
    context.store.erase(child, gone);
  }
}

bool category_in_use(const Context& context, const std::string& id) {
  bool used = false;
  context.store.each(Kind::line_item, [&](const Record& record) {
    used = used || (ref_member(record.value, "category") == id &&
                    text_member(record.value, "status") != "tobedeleted");
  });
  return used;
}

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
    if (given.empty() && !strict(context) && !item.contains(member)) {
      item[member] = json::object{{"sourcedId", context.ids[i]}};
    } else if (!given.empty() && given != context.ids[i]) {
      return bad(std::string(member) + ": is not the one in the path");
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
    return bad("result.lineItem: belongs to another class than the one in the path");
  }
  return std::nullopt;
}

} // namespace

Response put_one(const Context& context, Kind kind) {
  const auto& id = context.ids.front();
  if (const auto failure = check_writable(context, kind)) {
    return fail(context, *failure);
  }
  auto body = read_body(context);
  if (const auto* failure = std::get_if<Failure>(&body)) {
    return fail(context, *failure);
  }
  auto content = open_envelope(context, std::get<json::value>(std::move(body)), singular(kind));
  if (const auto* failure = std::get_if<Failure>(&content)) {
    return fail(context, *failure);
  }
  const auto* given = std::get<json::value>(content).if_object();
  if (given == nullptr) {
    return fail(context, bad(std::string(singular(kind)) + ": must be an object"));
  }
  if (given->contains("sourcedId") && text_member(*given, "sourcedId") != id) {
    return fail(context,
                bad(std::string(singular(kind)) + ".sourcedId: is not the one in the path"));
  }
  const auto* old = context.store.find(kind, id);
  if (old == nullptr && !context.config.put_creates) {
    return unknown_object(context, "there is no such " + std::string(singular(kind)));
  }
  const bool merge = context.config.put_semantics == PutSemantics::merge;
  auto object = accept_object(context, kind, *given, id, merge ? old : nullptr);
  if (const auto* failure = std::get_if<Failure>(&object)) {
    return fail(context, *failure);
  }
  const bool created =
      context.store.put(kind, id, std::get<json::object>(std::move(object)), context.now_ms);
  return put_answer(context, kind, id, created);
}

Response delete_one(const Context& context, Kind kind) {
  const auto& id = context.ids.front();
  if (const auto failure = check_writable(context, kind)) {
    return fail(context, *failure);
  }
  const auto* old = context.store.find(kind, id);
  if (old == nullptr) {
    return unknown_object(context, "there is no such " + std::string(singular(kind)));
  }
  if (kind == Kind::category && category_in_use(context, id)) {
    return fail(context, {422, Minor::deletefailure, "the category has line items"});
  }
  context.store.together([&] {
    if (context.config.delete_mode == DeleteMode::tobedeleted) {
      auto object = old->value;
      object["status"] = "tobedeleted";
      object["dateLastModified"] = iso_time(context.now_ms);
      context.store.put(kind, id, std::move(object), context.now_ms);
    } else {
      erase_dependants(context, kind, id);
      context.store.erase(kind, id);
    }
  });
  Response response;
  response.status = context.config.delete_status;
  if (response.status != 204) {
    response = json_response(response.status, "{}");
  }
  response.stored = true;
  return response;
}

Response post_set(const Context& context, Kind kind, const std::vector<PostParent>& parents) {
  for (std::size_t i = 0; i < parents.size(); ++i) {
    if (context.store.find(parents[i].kind, context.ids[i]) == nullptr) {
      return unknown_object(context, "there is no such " + std::string(singular(parents[i].kind)));
    }
  }
  if (const auto failure = check_writable(context, kind)) {
    return fail(context, *failure);
  }
  auto body = read_body(context);
  if (const auto* failure = std::get_if<Failure>(&body)) {
    return fail(context, *failure);
  }
  auto content = open_envelope(context, std::get<json::value>(std::move(body)), plural(kind));
  if (const auto* failure = std::get_if<Failure>(&content)) {
    return fail(context, *failure);
  }
  auto* items = std::get<json::value>(content).if_array();
  if (items == nullptr) {
    return fail(context, bad(std::string(plural(kind)) + ": must be a list"));
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
      refused = bad(where + "needs a sourcedId of its own");
      continue;
    }
    if (const auto failure = attach(context, parents, *item)) {
      refused = bad(where + failure->description);
      continue;
    }
    const auto own_id = context.config.post_allocates ? "sis-" + random_hex(8) : id;
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
    }
  });
  auto response = json_response(201, to_text(pair_list(pairs, context.config)));
  response.stored = !accepted.empty();
  return response;
}

} // namespace host_stub::sis

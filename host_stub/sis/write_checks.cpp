#include "host_stub/sis/write_checks.hpp"

#include "host_stub/sis/business_rules.hpp"
#include "host_stub/sis/crypto.hpp"
#include "host_stub/sis/references.hpp"
#include "host_stub/sis/validation.hpp"

namespace host_stub::sis {

namespace {

/// The JSON value of the body, or why it is none. Lenient takes a body without Content-Type.
std::variant<json::value, Failure> read_body(const Context& context) {
  const auto type = context.request.header("Content-Type");
  const auto media = trim(type.substr(0, type.find(';')));
  if (!http::same_word(media, "application/json") && (context.is_strict() || !media.empty())) {
    return Failure{415, Minor::none, "Content-Type must be application/json"};
  }
  auto body = parse_body(context.request.body);
  if (!body.valid) {
    return Failure{context.config.broken_json_status, Minor::invaliddata,
                   "the body is not JSON: " + body.error};
  }
  if (context.is_strict() && context.config.refuse_duplicate_keys && !body.duplicate_key.empty()) {
    return invalid_data("the member '" + body.duplicate_key + "' is given twice");
  }
  if (context.config.refuse_exponents && !body.exponent.empty()) {
    return invalid_data("the number " + body.exponent + " has an exponent");
  }
  return std::move(body.value);
}

std::variant<json::value, Failure> open_envelope(const Context& context, json::value body,
                                                 std::string_view name) {
  auto* object = body.if_object();
  auto* member = object == nullptr ? nullptr : object->if_contains({name.data(), name.size()});
  if (member == nullptr) {
    return invalid_data("the body must be an object with the member '" + std::string(name) + "'");
  }
  if (context.is_strict() && object->size() != 1) {
    return invalid_data("the body must have no member but '" + std::string(name) + "'");
  }
  return std::move(*member);
}

} // namespace

std::optional<Failure> check_writable(const Context& context, Kind kind, const std::string& id) {
  const auto& config = context.config;
  if (config.read_only.contains(std::string(plural(kind)))) {
    return Failure{403, Minor::forbidden,
                   std::string(plural(kind)) + " cannot be changed in this system"};
  }
  if (kind == Kind::line_item && context.record_flags.slots.contains(id)) {
    return Failure{403, Minor::forbidden, "this line item is kept by the system"};
  }
  if (!config.window_open && (kind == Kind::line_item || kind == Kind::result)) {
    return Failure{config.window_status, Minor::forbidden, config.window_words};
  }
  const auto* record = context.store.find(kind, id);
  const std::string item(record == nullptr ? std::string_view()
                                           : ref_member(record->value, "lineItem"));
  if (context.record_flags.locked.contains({kind, id}) ||
      (kind == Kind::result && context.record_flags.locked.contains({Kind::line_item, item}))) {
    return conflict(context, "the assignment is locked");
  }
  if (config.typed_grades_stay && context.record_flags.by_hand.contains({kind, id})) {
    return conflict(context, "this was changed by hand and stays as it is");
  }
  return std::nullopt;
}

std::variant<json::value, Failure> read_envelope(const Context& context, std::string_view name) {
  auto body = read_body(context);
  if (const auto* failure = std::get_if<Failure>(&body)) {
    return *failure;
  }
  return open_envelope(context, std::get<json::value>(std::move(body)), name);
}

std::variant<json::object, Failure> accept_object(const Context& context, Kind kind,
                                                  const json::object& given, const std::string& id,
                                                  const Record* base) {
  const auto problems = check_object(kind, context.version, given, context.config,
                                     base == nullptr ? nullptr : &base->value);
  if (!problems.empty()) {
    return invalid_data(describe(problems));
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

std::string new_id(const Context& context) {
  return context.config.allocated_prefix + random_hex(8);
}

} // namespace host_stub::sis

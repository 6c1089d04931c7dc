#include "host_stub/sis/writes.hpp"

#include "host_stub/sis/generated_records.hpp"
#include "host_stub/sis/projection.hpp"
#include "host_stub/sis/read_responses.hpp"
#include "host_stub/sis/write_checks.hpp"

namespace host_stub::sis {

namespace {

/// Where an object goes that was sent under `id`: there, or where this system puts it.
std::string place_of(const Context& context, Kind kind, const std::string& id,
                     const json::object& object) {
  if (kind == Kind::result && context.config.second_result == SecondResult::rewrite) {
    const auto own =
        context.store.result_of(ref_member(object, "lineItem"), ref_member(object, "student"));
    if (!own.empty()) {
      return own;
    }
  }
  const bool known = context.store.find(kind, id) != nullptr;
  return known || context.config.rewrites_ids == IdRewriting::no ? id : new_id(context);
}

http::Response stored_answer(const Context& context, Kind kind, int status, const std::string& id) {
  json::object body;
  enclose(body, context.config, singular(kind),
          project(context, kind, context.store.find(kind, id)->value));
  return http::json_response(status, to_text(body));
}

/// `supplied`: the id that the client gave; it hears of another one only where the system tells.
http::Response put_answer(const Context& context, Kind kind, const std::string& supplied,
                          const std::string& id, bool created) {
  const auto& config = context.config;
  const int status = created ? config.put_create_status : config.put_update_status;
  const bool told = config.rewrites_ids == IdRewriting::told;
  http::Response response;
  response.status = status;
  if (status != 204 && ((config.put_body == PutBody::object && supplied == id) || told)) {
    response = stored_answer(context, kind, status, id);
  } else if (status != 204 && config.put_body == PutBody::text) {
    response.body = "OK";
    response.set("Content-Type", "text/plain");
  }
  if (told && supplied != id) {
    response.set("Location", href_of(context, kind, id));
  }
  return response;
}

/// Checks, stores and answers; `supplied`: the id in the path, or "" for a PUT to the collection.
http::Response put_object(const Context& context, Kind kind, const json::object& given,
                          const std::string& supplied) {
  const auto& config = context.config;
  const auto* old = context.store.find(kind, supplied);
  const bool merge = config.put_semantics == PutSemantics::merge;
  auto accepted = accept_object(context, kind, given, supplied, merge ? old : nullptr);
  if (const auto* failure = std::get_if<Failure>(&accepted)) {
    return fail(context, *failure);
  }
  auto object = std::get<json::object>(std::move(accepted));
  const auto id = supplied.empty() ? new_id(context) : place_of(context, kind, supplied, object);
  if (id != supplied) {
    if (const auto failure = check_writable(context, kind, id)) {
      return fail(context, *failure);
    }
    object["sourcedId"] = id;
  }
  bool created = false;
  context.store.together([&] {
    created = context.store.put(kind, id, std::move(object), context.now_ms);
    if (created && kind == Kind::line_item) {
      precreate_results(context, id);
    }
  });
  context.stored = true;
  if (supplied.empty()) {
    return stored_answer(context, kind, config.put_create_status, id);
  }
  return put_answer(context, kind, supplied, id, created);
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
    used = used || (ref_member(record.value, "category") == id && record.is_live());
  });
  return used;
}

} // namespace

http::Response put_one(const Context& context, Kind kind) {
  const auto& id = context.ids.front();
  if (const auto failure = check_writable(context, kind, id)) {
    return fail(context, *failure);
  }
  auto content = read_envelope(context, singular(kind));
  if (const auto* failure = std::get_if<Failure>(&content)) {
    return fail(context, *failure);
  }
  const auto* given = std::get<json::value>(content).if_object();
  if (given == nullptr) {
    return fail(context, invalid_data(std::string(singular(kind)) + ": must be an object"));
  }
  if (given->contains("sourcedId") && text_member(*given, "sourcedId") != id) {
    return fail(context, invalid_data(std::string(singular(kind)) +
                                      ".sourcedId: is not the one in the path"));
  }
  if (context.store.find(kind, id) == nullptr && !context.config.put_creates) {
    const int status = context.config.put_unknown_status;
    return fail(context, {status, status == 405 ? Minor::none : Minor::unknownobject,
                          "there is no such " + std::string(singular(kind))});
  }
  return put_object(context, kind, *given, id);
}

http::Response put_new(const Context& context, Kind kind) {
  if (const auto failure = check_writable(context, kind, "")) {
    return fail(context, *failure);
  }
  auto content = read_envelope(context, singular(kind));
  if (const auto* failure = std::get_if<Failure>(&content)) {
    return fail(context, *failure);
  }
  const auto* given = std::get<json::value>(content).if_object();
  if (given == nullptr) {
    return fail(context, invalid_data(std::string(singular(kind)) + ": must be an object"));
  }
  return put_object(context, kind, *given, "");
}

http::Response delete_one(const Context& context, Kind kind) {
  const auto& id = context.ids.front();
  if (const auto failure = check_writable(context, kind, id)) {
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
  context.stored = true;
  http::Response response;
  response.status = context.config.delete_status;
  if (response.status != 204) {
    response = http::json_response(response.status, "{}");
  }
  return response;
}

} // namespace host_stub::sis

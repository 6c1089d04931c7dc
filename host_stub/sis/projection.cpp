#include "host_stub/sis/projection.hpp"

namespace host_stub::sis {

namespace {

bool is_reference(const json::object& object) {
  return object.size() == 2 && object.contains("sourcedId") && object.contains("type");
}

json::value with_hrefs(const Context& context, const json::value& value) {
  if (value.is_array()) {
    json::array out;
    for (const auto& item : value.get_array()) {
      out.emplace_back(with_hrefs(context, item));
    }
    return out;
  }
  if (!value.is_object()) {
    return value;
  }
  const auto& object = value.get_object();
  json::object out;
  if (is_reference(object)) {
    if (const auto kind = kind_of_type(text_member(object, "type"))) {
      out["href"] = href_of(context, *kind, text_member(object, "sourcedId"));
    }
  }
  for (const auto& member : object) {
    out[member.key()] = with_hrefs(context, member.value());
  }
  return out;
}

} // namespace

std::string href_of(const Context& context, Kind kind, std::string_view id) {
  const auto& config = context.config;
  const auto& base = context.version == Version::v1p1 ? config.base_1p1
                     : is_gradebook(kind)             ? config.gradebook_1p2
                                                      : config.rostering_1p2;
  const auto origin =
      config.href_style == HrefStyle::tilde ? std::string("~") : context.request.origin();
  return origin + base + "/" + std::string(plural(kind)) + "/" + percent_encode(id);
}

void enclose(json::object& body, const SisConfig& config, std::string_view word,
             json::value value) {
  constexpr std::string_view kList = "[]";
  const auto own = config.envelopes.find(std::string(word));
  std::string_view member = own == config.envelopes.end() ? word : std::string_view(own->second);
  if (member.ends_with(kList)) {
    member.remove_suffix(kList.size());
    json::array list;
    list.emplace_back(std::move(value));
    value = std::move(list);
  }
  body[member] = std::move(value);
}

json::object project(const Context& context, Kind kind, const json::object& stored) {
  json::object out;
  for (const auto& field : fields_of(kind, context.version)) {
    const auto* value = stored.if_contains({field.name.data(), field.name.size()});
    if (value == nullptr) {
      if (context.config.explicit_nulls && field.form != Form::metadata) {
        out[field.name] = nullptr;
      }
      continue;
    }
    out[field.name] = field.form == Form::metadata ? *value : with_hrefs(context, *value);
  }
  const auto& window = context.config.window_member;
  if (kind == Kind::academic_session && !window.empty() &&
      text_member(stored, "type") == "gradingPeriod") {
    if (!out.contains("metadata")) {
      out["metadata"] = json::object();
    }
    out["metadata"].as_object()[window] = context.config.window_open ? "true" : "false";
  }
  return out;
}

} // namespace host_stub::sis

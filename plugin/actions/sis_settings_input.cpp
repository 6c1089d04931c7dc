#include "plugin/actions/sis_settings_input.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

constexpr std::string_view kConnectionMembers[] = {
    "sis_name",           "profile",   "version", "base_url",   "rostering_base_url",
    "gradebook_base_url", "token_url", "api_key", "api_secret", "access_token",
    "time_zone",          "ca_file"};

Given<settings::Secret> secret(const InputReader& reader, std::string_view name) {
  auto text = reader.text(name);
  Given<settings::Secret> found;
  // A form hands back an empty field for a secret that was not touched.
  if (text.value && !text.value->empty()) {
    found.given = true;
    found.value = settings::Secret(std::move(*text.value));
  }
  return found;
}

// YAML reads 1.2 as a number.
Given<std::string> version(const json::object& object, const InputReader& reader) {
  const auto* value = object.if_contains("version");
  if (value == nullptr || !value->is_double()) {
    return reader.text("version");
  }
  const double number = value->get_double();
  if (number == 1.1) {
    return {true, "1.1"};
  }
  return {true, number == 1.2 ? "1.2" : "?"};
}

ConnectionInput read_connection(const json::object& object, const InputReader& reader) {
  ConnectionInput input;
  input.sis_name = reader.text("sis_name");
  input.profile = reader.text("profile");
  input.version = version(object, reader);
  input.base_url = reader.text("base_url");
  input.rostering_base_url = reader.text("rostering_base_url");
  input.gradebook_base_url = reader.text("gradebook_base_url");
  input.token_url = reader.text("token_url");
  input.api_key = reader.text("api_key");
  input.api_secret = secret(reader, "api_secret");
  input.access_token = secret(reader, "access_token");
  input.time_zone = reader.text("time_zone");
  input.ca_file = reader.text("ca_file");
  return input;
}

} // namespace

SisSettingsInput read_sis_settings(const json::object& object, std::vector<Problem>& problems) {
  const InputReader reader(object, "", problems);
  SisSettingsInput input;
  input.op = reader.text("op").value.value_or(object.empty() ? "open" : "save");
  input.allow_grades = reader.flag("allow_grades");
  input.send_automatically = reader.flag("send_automatically");
  input.create_categories = reader.flag("create_categories");
  input.excluded_domains = reader.texts("excluded_domains");
  input.grading = read_grading(object, problems);
  input.address_change = reader.text("address_change").value.value_or("");
  if (!input.address_change.empty() && input.address_change != "same" &&
      input.address_change != "other") {
    reader.refuse("address_change", "Expected same or other.");
  }
  for (const auto name : kConnectionMembers) {
    input.connection_given = input.connection_given || object.contains(name);
  }
  if (const auto* block = object.if_contains("connection")) {
    if (input.connection_given) {
      reader.refuse("connection", "Give the connection in one place: in this block, or beside it.");
    } else if (block->is_object()) {
      const InputReader inside(block->get_object(), "connection.", problems);
      input.connection_given = true;
      input.connection = read_connection(block->get_object(), inside);
      inside.refuse_others({"sis_name", "profile", "version", "base_url", "rostering_base_url",
                            "gradebook_base_url", "token_url", "api_key", "api_secret",
                            "access_token", "time_zone", "ca_file"});
    } else if (block->is_null()) {
      input.connection_removed = true;
    } else {
      reader.refuse("connection", "Expected a block of settings.");
    }
  } else if (input.connection_given) {
    input.connection = read_connection(object, reader);
  }
  reader.refuse_others({"schema",
                        "op",
                        "allow_grades",
                        "send_automatically",
                        "create_categories",
                        "excluded_domains",
                        "scales",
                        "objectives",
                        "standards",
                        "grading_period",
                        "grade_form",
                        "final_as_assignment",
                        "address_change",
                        "connection",
                        "sis_name",
                        "profile",
                        "version",
                        "base_url",
                        "rostering_base_url",
                        "gradebook_base_url",
                        "token_url",
                        "api_key",
                        "api_secret",
                        "access_token",
                        "time_zone",
                        "ca_file"});
  return input;
}

} // namespace passback::actions

#include "plugin/settings/documents.hpp"

#include <algorithm>

#include <boost/json.hpp>

#include "plugin/platform/try.hpp"
#include "plugin/settings/json_reader.hpp"

namespace passback::settings {
namespace {

namespace json = boost::json;

template <class Ids> json::array texts_of(const Ids& ids) {
  json::array list;
  for (const auto& id : ids) {
    list.emplace_back(id.value);
  }
  return list;
}

template <class Id> std::vector<Id> ids_of(std::vector<std::string> texts) {
  std::vector<Id> ids;
  for (auto& text : texts) {
    ids.emplace_back(std::move(text));
  }
  return ids;
}

void put_text(json::object& object, std::string_view name, const std::string& value) {
  if (!value.empty()) {
    object[name] = value;
  }
}

void put_flag(json::object& object, std::string_view name, const std::optional<bool>& value) {
  if (value) {
    object[name] = *value;
  }
}

void put_map(json::object& object, std::string_view name,
             const std::map<std::string, std::string>& map) {
  if (map.empty()) {
    return;
  }
  json::object entries;
  for (const auto& [key, value] : map) {
    entries[key] = value;
  }
  object[name] = std::move(entries);
}

std::map<std::string, std::string> read_map(JsonReader& reader, std::string_view name) {
  std::map<std::string, std::string> map;
  const auto* object = reader.object(name);
  if (object == nullptr) {
    return map;
  }
  JsonReader entries(*object, name);
  for (const auto& entry : *object) {
    map[std::string(entry.key())] = entries.text(entry.key()).value_or("");
  }
  if (entries.error()) {
    reader.refuse(name, entries.error()->detail);
  }
  return map;
}

json::array list_of(const std::vector<FormerSis>& former) {
  json::array list;
  for (const auto& sis : former) {
    json::object object{{"generation", sis.generation}};
    put_text(object, "sis_name", sis.sis_name);
    put_text(object, "rostering_base", sis.rostering_base);
    put_text(object, "gradebook_base", sis.gradebook_base);
    if (sis.was_test) {
      object["was_test"] = true;
    }
    list.push_back(std::move(object));
  }
  return list;
}

std::vector<FormerSis> former_of(const json::object& connection) {
  std::vector<FormerSis> former;
  const auto* list = connection.if_contains("former");
  if (list == nullptr || !list->is_array()) {
    return former;
  }
  for (const auto& item : list->get_array()) {
    if (item.is_object()) {
      JsonReader reader(item.get_object(), "former");
      former.push_back(
          {reader.integer("generation").value_or(1), reader.text("sis_name").value_or(""),
           reader.text("rostering_base").value_or(""), reader.text("gradebook_base").value_or(""),
           reader.boolean("was_test").value_or(false)});
    }
  }
  return former;
}

json::object object_of(const Connection& connection) {
  json::object object;
  object["id"] = connection.id;
  object["generation"] = connection.generation;
  if (!connection.former.empty()) {
    object["former"] = list_of(connection.former);
  }
  put_text(object, "sis_name", connection.sis_name);
  put_text(object, "profile", connection.profile);
  object["version"] = connection.version == OneRosterVersion::v1p1 ? "1.1" : "1.2";
  if (goes_by_file(connection)) {
    object["way"] = "file";
  }
  put_text(object, "base_url", connection.base_url);
  put_text(object, "rostering_base_url", connection.rostering_base_url);
  put_text(object, "gradebook_base_url", connection.gradebook_base_url);
  put_text(object, "token_url", connection.token_url);
  object["credential"] = connection.credential == Credential::api_key ? "api_key" : "access_token";
  put_text(object, "api_key", connection.api_key);
  put_text(object, "secret_ref", connection.secret_ref);
  object["secret_version"] = connection.secret_version;
  if (!connection.secret_origins.empty()) {
    object["secret_origins"] = json::value_from(connection.secret_origins);
  }
  if (connection.requests_per_second > 0) {
    object["requests_per_second"] = connection.requests_per_second;
  }
  if (connection.test_server) {
    object["test_server"] = true;
  }
  put_text(object, "time_zone", connection.time_zone);
  put_text(object, "credentials_end", connection.credentials_end);
  put_text(object, "ca_pem", connection.ca_pem);
  put_text(object, "ca_file", connection.ca_file);
  return object;
}

Result<Connection> connection_of(const json::object& object) {
  JsonReader reader(object, "connection");
  Connection connection;
  connection.id = reader.text("id").value_or("");
  connection.generation = reader.integer("generation").value_or(1);
  connection.former = former_of(object);
  connection.sis_name = reader.text("sis_name").value_or("");
  connection.profile = reader.text("profile").value_or("");
  const auto version = reader.text("version").value_or("1.2");
  if (version != "1.1" && version != "1.2") {
    reader.refuse("version", "is neither 1.1 nor 1.2");
  }
  connection.version = version == "1.1" ? OneRosterVersion::v1p1 : OneRosterVersion::v1p2;
  const auto way = reader.text("way").value_or("api");
  if (way != "api" && way != "file") {
    reader.refuse("way", "is neither api nor file");
  }
  connection.way = way == "file" ? Way::file : Way::api;
  connection.base_url = reader.text("base_url").value_or("");
  connection.rostering_base_url = reader.text("rostering_base_url").value_or("");
  connection.gradebook_base_url = reader.text("gradebook_base_url").value_or("");
  connection.token_url = reader.text("token_url").value_or("");
  const auto credential = reader.text("credential").value_or("api_key");
  if (credential != "api_key" && credential != "access_token") {
    reader.refuse("credential", "is neither api_key nor access_token");
  }
  connection.credential = credential == "api_key" ? Credential::api_key : Credential::access_token;
  connection.api_key = reader.text("api_key").value_or("");
  connection.secret_ref = reader.text("secret_ref").value_or("");
  connection.secret_version = reader.integer("secret_version").value_or(0);
  connection.secret_origins = reader.texts("secret_origins");
  connection.requests_per_second = static_cast<int>(std::clamp<std::int64_t>(
      reader.integer("requests_per_second").value_or(0), 0, kMostRequestsPerSecond));
  connection.test_server = reader.boolean("test_server").value_or(false);
  connection.time_zone = reader.text("time_zone").value_or("");
  connection.credentials_end = reader.text("credentials_end").value_or("");
  connection.ca_pem = reader.text("ca_pem").value_or("");
  connection.ca_file = reader.text("ca_file").value_or("");
  if (reader.error()) {
    return *reader.error();
  }
  return connection;
}

} // namespace

std::string to_json(const Connection& connection) {
  return json::serialize(object_of(connection));
}

Result<Connection> connection_from_json(std::string_view text) {
  auto object = parse_object(text, "connection");
  return object ? connection_of(*object) : Result<Connection>(object.error());
}

std::string to_json(const DomainSettings& settings) {
  json::object object;
  put_flag(object, "allow_grades", settings.allow_grades);
  put_flag(object, "send_automatically", settings.send_automatically);
  put_flag(object, "create_categories", settings.create_categories);
  if (!settings.excluded_domains.empty()) {
    object["excluded_domains"] = texts_of(settings.excluded_domains);
  }
  put(object, settings.grading);
  put(object, settings.sending);
  put(object, settings.ids);
  if (!settings.locked.empty()) {
    object["locked"] = json::value_from(settings.locked);
  }
  if (settings.first_send) {
    object["first_send"] = to_value(*settings.first_send);
  }
  if (settings.connection) {
    object["connection"] = object_of(*settings.connection);
  }
  if (settings.paused) {
    object["paused"] = json::object{{"by", settings.paused->by},
                                    {"since_unix_ms", settings.paused->since_unix_ms}};
  }
  return json::serialize(object);
}

Result<DomainSettings> domain_settings_from_json(std::string_view text) {
  PASSBACK_TRY_AS(auto object, parse_object(text, "domain settings"));
  JsonReader reader(object, "domain settings");
  DomainSettings settings;
  settings.allow_grades = reader.boolean("allow_grades");
  settings.send_automatically = reader.boolean("send_automatically");
  settings.create_categories = reader.boolean("create_categories");
  settings.excluded_domains = ids_of<gradebook::DomainId>(reader.texts("excluded_domains"));
  settings.grading = read_grading_choices(reader);
  settings.sending = read_sending_rules(object, reader);
  settings.ids = read_id_ways(object, reader);
  settings.locked = reader.texts("locked");
  settings.first_send = read_first_send(object, reader);
  if (const auto* block = reader.object("connection")) {
    PASSBACK_TRY_AS(auto connection, connection_of(*block));
    settings.connection = std::move(connection);
  }
  if (const auto* block = reader.object("paused")) {
    JsonReader inside(*block, "paused");
    settings.paused =
        Pause{inside.text("by").value_or(""), inside.integer("since_unix_ms").value_or(0)};
  }
  if (reader.error()) {
    return *reader.error();
  }
  return settings;
}

std::string final_slot_key(const gradebook::SourcedId& sis_class_id,
                           const gradebook::ActivityId& activity_id) {
  return sis_class_id.value + "/" + activity_id.value;
}

std::string category_key(const gradebook::SourcedId& sis_class_id,
                         const gradebook::CategoryId& category_id) {
  return sis_class_id.value + "/" + category_id.value;
}

bool is_of_sis_class(std::string_view category_key) {
  return category_key.find('/') != std::string_view::npos;
}

std::string to_json(const ClassSettings& settings) {
  json::object object;
  put_flag(object, "send_automatically", settings.send_automatically);
  if (settings.create_categories) {
    object["create_categories"] = true;
  }
  put_map(object, "category_map", settings.category_map);
  put_text(object, "default_category", settings.default_category);
  put_map(object, "activity_categories", settings.activity_categories);
  if (!settings.excluded_categories.empty()) {
    object["excluded_categories"] = texts_of(settings.excluded_categories);
  }
  if (!settings.excluded_activities.empty()) {
    object["excluded_activities"] = texts_of(settings.excluded_activities);
  }
  if (!settings.included_activities.empty()) {
    object["included_activities"] = texts_of(settings.included_activities);
  }
  if (!settings.own_columns.empty()) {
    object["own_columns"] = texts_of(settings.own_columns);
  }
  put_flag(object, "send_final_grades", settings.send_final_grades);
  put_flag(object, "send_comments", settings.send_comments);
  GradingChoices form;
  form.grade_form = settings.grade_form;
  put(object, form);
  put_map(object, "period_map", settings.period_map);
  put_map(object, "activity_periods", settings.activity_periods);
  put_map(object, "final_slots", settings.final_slots);
  put_text(object, "standards_category", settings.standards_category);
  put(object, settings.scales);
  put(object, settings.objectives);
  return json::serialize(object);
}

Result<ClassSettings> class_settings_from_json(std::string_view text) {
  PASSBACK_TRY_AS(auto object, parse_object(text, "class settings"));
  JsonReader reader(object, "class settings");
  ClassSettings settings;
  settings.send_automatically = reader.boolean("send_automatically");
  settings.create_categories = reader.boolean("create_categories").value_or(false);
  settings.category_map = read_map(reader, "category_map");
  settings.default_category = reader.text("default_category").value_or("");
  settings.activity_categories = read_map(reader, "activity_categories");
  settings.excluded_categories = ids_of<gradebook::CategoryId>(reader.texts("excluded_categories"));
  settings.excluded_activities = ids_of<gradebook::ActivityId>(reader.texts("excluded_activities"));
  settings.included_activities = ids_of<gradebook::ActivityId>(reader.texts("included_activities"));
  settings.own_columns = ids_of<gradebook::ActivityId>(reader.texts("own_columns"));
  settings.send_final_grades = reader.boolean("send_final_grades");
  settings.send_comments = reader.boolean("send_comments");
  settings.period_map = read_map(reader, "period_map");
  settings.activity_periods = read_map(reader, "activity_periods");
  settings.final_slots = read_map(reader, "final_slots");
  settings.standards_category = reader.text("standards_category").value_or("");
  settings.scales = read_scales(reader);
  settings.objectives = read_objectives(reader);
  settings.grade_form = read_grading_choices(reader).grade_form;
  if (reader.error()) {
    return *reader.error();
  }
  return settings;
}

} // namespace passback::settings

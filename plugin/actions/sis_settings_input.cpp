#include "plugin/actions/sis_settings_input.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "plugin/actions/locked_choices.hpp"
#include "plugin/settings/pasted.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

constexpr std::string_view kConnectionMembers[] = {"sis_name",
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
                                                   "ca_pem",
                                                   "ca_file",
                                                   "test_server",
                                                   "way",
                                                   "authentication",
                                                   "credentials_end",
                                                   "requests_per_second"};

// The connection's own may stand beside the others.
std::vector<std::string_view> known_members() {
  std::vector<std::string_view> known = {"schema",
                                         "op",
                                         "revision",
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
                                         "withdraw_from_old_section",
                                         "send_comments",
                                         "custom_data",
                                         "locked",
                                         "address_change",
                                         "resend",
                                         "connection"};
  settings::each_sending_rule([&](std::string_view name, auto) { known.push_back(name); });
  known.insert(known.end(), std::begin(kConnectionMembers), std::end(kConnectionMembers));
  return known;
}

// "a line break" -> "inside.a_line_break"
std::string inside_key(std::string_view what) {
  std::string key = "inside." + std::string(what);
  std::ranges::replace(key, ' ', '_');
  return key;
}

// A key, a secret or an address: most are copied from a mail or a browser, with what clings to it.
Given<std::string> pasted(const InputReader& reader, std::string_view name) {
  auto text = reader.text(name);
  if (!text.value) {
    return text;
  }
  text.value = std::string(settings::without_clinging(*text.value));
  if (const auto what = settings::unusable_inside(*text.value); !what.empty()) {
    reader.refuse(name,
                  say("problem.unusable_inside",
                      {{"field", say("sis_settings.connection." + std::string(name) + ".label")},
                       {"what", say(inside_key(what))}}));
  }
  return text;
}

Given<settings::Secret> secret(const InputReader& reader, std::string_view name) {
  auto text = pasted(reader, name);
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

// Nothing entered, and 0: as fast as the kind of SIS allows.
Given<std::int64_t> requests_per_second(const json::object& object, const InputReader& reader) {
  const auto* value = object.if_contains("requests_per_second");
  if (value == nullptr) {
    return {};
  }
  if (value->is_null() || *value == json::value("")) {
    return {true, std::nullopt};
  }
  boost::system::error_code error;
  const auto number = value->to_number<std::int64_t>(error);
  if (error || number < 0 || number > settings::kMostRequestsPerSecond) {
    reader.refuse("requests_per_second", say("problem.expected_requests_per_second"));
    return {};
  }
  return {true, number};
}

ConnectionInput read_connection(const json::object& object, const InputReader& reader) {
  ConnectionInput input;
  input.sis_name = reader.text("sis_name");
  input.profile = reader.text("profile");
  input.version = version(object, reader);
  input.way = reader.text("way");
  input.base_url = pasted(reader, "base_url");
  input.rostering_base_url = pasted(reader, "rostering_base_url");
  input.gradebook_base_url = pasted(reader, "gradebook_base_url");
  input.token_url = pasted(reader, "token_url");
  input.authentication = reader.text("authentication");
  // What is not shown for the chosen way may still hold what was typed before it was chosen.
  const auto& method = input.authentication.value;
  if (method != name_of_method(settings::Credential::access_token)) {
    input.api_key = pasted(reader, "api_key");
    input.api_secret = secret(reader, "api_secret");
  }
  if (method != name_of_method(settings::Credential::api_key)) {
    input.access_token = secret(reader, "access_token");
  }
  input.time_zone = reader.text("time_zone");
  input.credentials_end = reader.text("credentials_end");
  input.test_server = reader.flag("test_server");
  input.requests_per_second = requests_per_second(object, reader);
  input.ca_pem = reader.text("ca_pem");
  input.ca_file = reader.text("ca_file");
  return input;
}

} // namespace

bool ConnectionInput::says_nothing() const {
  const auto empty = [](const Given<std::string>& given) {
    return !given.value || given.value->empty();
  };
  return empty(sis_name) && empty(profile) && empty(version) && empty(way) && empty(base_url) &&
         empty(rostering_base_url) && empty(gradebook_base_url) && empty(token_url) &&
         empty(api_key) && empty(time_zone) && empty(credentials_end) && empty(ca_pem) &&
         empty(ca_file) && !api_secret.value && !access_token.value &&
         requests_per_second.value.value_or(0) == 0;
}

SisSettingsInput read_sis_settings(const json::object& whole, std::vector<Problem>& problems) {
  const json::object object = with_blocks(
      whole, {"connection", "grading_period", "quiet_hours", "custom_data", "locked", "on_for"},
      problems);
  const InputReader reader(object, "", problems);
  SisSettingsInput input;
  input.op = reader.text("op").value.value_or(object.empty() ? "open" : "save");
  input.allow_grades = reader.flag("allow_grades");
  input.send_automatically = reader.flag("send_automatically");
  input.create_categories = reader.flag("create_categories");
  input.excluded_domains = reader.texts("excluded_domains");
  input.grading = read_grading(object, problems);
  input.sending = read_sending(object, problems);
  input.ids = read_id_ways_input(object, problems);
  if (const auto* locked = object.if_contains("locked")) {
    input.locks["locked"] = *locked;
    std::vector<std::string> none;
    read_locks(input.locks, none, problems);
  }
  input.address_change = reader.text("address_change").value.value_or("");
  if (!input.address_change.empty() && input.address_change != "same" &&
      input.address_change != "other" && input.address_change != "real") {
    reader.refuse("address_change", say("problem.expected_address_change"));
  }
  input.resend = read_resend(reader);
  input.revision = reader.text("revision").value.value_or("");
  for (const auto name : kConnectionMembers) {
    input.connection_given = input.connection_given || object.contains(name);
  }
  if (const auto* block = object.if_contains("connection")) {
    if (input.connection_given) {
      reader.refuse("connection", say("problem.connection_twice"));
    } else if (block->is_object()) {
      const InputReader inside(block->get_object(), "connection.", problems);
      input.connection_given = true;
      input.connection = read_connection(block->get_object(), inside);
      inside.refuse_others(kConnectionMembers);
    } else if (block->is_null()) {
      input.connection_removed = true;
    } else {
      reader.refuse("connection", say("problem.expected_block"));
    }
  } else if (input.connection_given) {
    input.connection = read_connection(object, reader);
  }
  reader.refuse_others(known_members());
  return input;
}

} // namespace passback::actions

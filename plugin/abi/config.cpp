#include "plugin/abi/config.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include <boost/json.hpp>

#include "plugin/platform/files.hpp"

namespace passback::abi {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 11> kConfigMembers = {
    "schema",        "data_dir", "run_mode",  "durability",     "profiles_dir", "texts_dir",
    "settings_file", "lease_ms", "log_level", "clock_ahead_ms", "operator"};
constexpr std::int64_t kMostAheadMs = 20LL * 366 * 24 * 60 * 60 * 1000;

Error wrong_setting(std::string_view member, std::string_view expected) {
  return {Code::config, "config." + std::string(member) + ": " + std::string(expected) + "."};
}

Result<std::string> text(const json::object& object, std::string_view member) {
  const json::value* value = object.if_contains(member);
  if (value == nullptr)
    return std::string();
  if (!value->is_string())
    return wrong_setting(member, "expected a text");
  return std::string(value->get_string());
}

Result<platform::LogLevel> parse_log_level(std::string_view name) {
  if (name.empty() || name == "info")
    return platform::LogLevel::info;
  if (name == "debug")
    return platform::LogLevel::debug;
  if (name == "warning")
    return platform::LogLevel::warning;
  if (name == "error")
    return platform::LogLevel::error;
  return wrong_setting("log_level", "expected debug, info, warning or error");
}

} // namespace

Result<RunMode> parse_run_mode(std::string_view name) {
  if (name.empty() || name == "inline")
    return RunMode::inline_worker;
  if (name == "enqueue_only")
    return RunMode::enqueue_only;
  if (name == "deliver_only")
    return RunMode::deliver_only;
  return wrong_setting("run_mode", "expected inline, enqueue_only or deliver_only");
}

Result<Config> parse_config(std::string_view source) {
  json::error_code error;
  json::parse_options options;
  options.max_depth = 32;
  const json::value parsed = json::parse(source, error, {}, options);
  if (error || !parsed.is_object())
    return Error{Code::document, "The configuration is not a JSON object."};
  const json::object& object = parsed.get_object();
  for (const auto& member : object) {
    if (std::ranges::find(kConfigMembers, std::string_view(member.key())) == kConfigMembers.end())
      return wrong_setting(member.key(), "no such setting; docs/documents.md lists them");
  }
  if (const auto schema = text(object, "schema"); !schema.ok() || *schema != "lms.config/1")
    return wrong_setting("schema", "expected \"lms.config/1\"");

  Config config;
  for (const auto& [member, field] :
       {std::pair{"data_dir", &config.data_dir}, std::pair{"profiles_dir", &config.profiles_dir},
        std::pair{"texts_dir", &config.texts_dir},
        std::pair{"settings_file", &config.settings_file}}) {
    auto value = text(object, member);
    if (!value.ok())
      return value.error();
    *field = std::move(*value);
  }
  if (config.data_dir.empty())
    return wrong_setting("data_dir", "required: the folder where the outbox is kept");
  // Two processes of a site with two working directories would have two outboxes, and nobody would
  // see why half of the grades do not arrive.
  if (!platform::is_absolute(config.data_dir))
    return wrong_setting("data_dir",
                         "expected an absolute path, \"" + config.data_dir + "\" is none");

  const auto mode_name = text(object, "run_mode");
  if (!mode_name.ok())
    return mode_name.error();
  const auto mode = parse_run_mode(*mode_name);
  if (!mode.ok())
    return mode.error();
  config.run_mode = *mode;

  const auto durability = text(object, "durability");
  if (!durability.ok())
    return durability.error();
  if (*durability == "power")
    config.durability = outbox::Durability::power;
  else if (!durability->empty() && *durability != "process")
    return wrong_setting("durability", "expected process or power");

  const auto level_name = text(object, "log_level");
  if (!level_name.ok())
    return level_name.error();
  const auto level = parse_log_level(*level_name);
  if (!level.ok())
    return level.error();
  config.log_level = *level;

  if (const json::value* lease = object.if_contains("lease_ms"); lease != nullptr) {
    if (!lease->is_int64() || lease->get_int64() < 1000 || lease->get_int64() > 600'000)
      return wrong_setting("lease_ms", "expected a whole number from 1000 to 600000");
    config.lease_ms = lease->get_int64();
  }

  if (const json::value* ahead = object.if_contains("clock_ahead_ms"); ahead != nullptr) {
    if (!ahead->is_int64() || std::abs(ahead->get_int64()) > kMostAheadMs)
      return wrong_setting("clock_ahead_ms", "expected a whole number, 20 years at most");
    config.clock_ahead_ms = ahead->get_int64();
  }

  if (const json::value* by_operator = object.if_contains("operator"); by_operator != nullptr) {
    auto read = read_operator_config(*by_operator);
    if (!read.ok())
      return read.error();
    config.by_operator = std::move(*read);
  }
  return config;
}

} // namespace passback::abi

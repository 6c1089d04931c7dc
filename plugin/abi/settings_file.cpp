#include "plugin/abi/settings_file.hpp"

#include <boost/json.hpp>

#include "lms_plugin/strict_yaml.hpp"
#include "plugin/abi/instance.hpp"
#include "plugin/platform/files.hpp"
#include "plugin/platform/hash.hpp"

namespace passback::abi {
namespace {

namespace json = boost::json;

constexpr std::size_t kLargestSettingsFile = 65'536;
constexpr const char* kLoadedMark = "settings_file";

/// What the card found wrong, as one line each.
std::string problems_of(const json::value& reply) {
  const json::object* object = reply.if_object();
  const json::value* problems = object == nullptr ? nullptr : object->if_contains("problems");
  if (problems == nullptr || !problems->is_array() || problems->get_array().empty())
    return {};
  std::string text;
  for (const json::value& problem : problems->get_array())
    text += (text.empty() ? "" : "; ") + json::serialize(problem);
  return text;
}

} // namespace

Status load_settings_file(Instance& instance, InstanceParts& parts, const std::string& path,
                          Deadline deadline) {
  const auto text = platform::read_file(path, kLargestSettingsFile);
  if (!text.ok())
    return text.error();
  if (!text->has_value())
    return Error{Code::config, "There is no settings file " + path + "."};
  const std::string mark = platform::sha256_hex(**text);
  bool loaded = false;
  const Status read = parts.store->intake().read([&](outbox::Transaction& transaction) -> Status {
    const auto known = transaction.meta(kLoadedMark);
    if (!known.ok())
      return known.error();
    loaded = known->value_or("") == mark;
    return ok_status();
  });
  if (!read.ok() || loaded)
    return read;

  auto parsed = lms_plugin::parse_strict_yaml(**text);
  if (const auto* error = std::get_if<lms_plugin::YamlError>(&parsed))
    return Error{Code::config, path + ":" + std::to_string(error->line) + ": " + error->message};
  json::value settings = std::get<lms_plugin::YamlDocument>(std::move(parsed)).value;
  if (!settings.is_object())
    return Error{Code::config, path + ": expected settings by name."};
  settings.get_object().emplace("schema", "lms.sis_settings/1");
  settings.get_object().emplace("op", "save");
  // There is nobody to be asked whether grades may go once more: the file means what it says.
  settings.get_object().emplace("resend", "yes");
  const actions::Asker asker{.user = gradebook::UserId("settings_file"),
                             .domain = gradebook::DomainId(kRootDomain),
                             .class_id = {},
                             .school_year = {},
                             .activity = {},
                             .locale = {},
                             .is_operator = true};
  const auto reply = parts.actions->invoke(actions::kSisSettings, asker, json::serialize(settings),
                                           left_until(deadline));
  if (!reply.ok() && reply.error().code == Code::busy)
    return reply.error();
  if (!reply.ok())
    return Error{Code::config, path + ": " + reply.error().detail};
  if (const std::string problems = problems_of(json::parse(reply->document)); !problems.empty())
    return Error{Code::config, path + ": " + problems};
  instance.host_queue().write(platform::LogLevel::info, "settings.file",
                              "The settings file was read.");
  return parts.store->intake().commit(left_until(deadline), [&](outbox::Transaction& transaction) {
    return transaction.put_meta(kLoadedMark, mark);
  });
}

} // namespace passback::abi

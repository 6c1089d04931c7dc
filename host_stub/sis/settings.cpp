#include "host_stub/sis/settings.hpp"

namespace host_stub::sis {

namespace {

std::string place(const YAML::Node& node) {
  const auto mark = node.Mark();
  return mark.is_null() ? std::string() : "line " + std::to_string(mark.line + 1) + ": ";
}

} // namespace

void refuse_setting(const YAML::Node& node, const std::string& why) {
  throw std::runtime_error(place(node) + why);
}

void read_settings(const YAML::Node& node, const Settings& settings) {
  if (!node.IsMap()) {
    refuse_setting(node, "a mapping of settings is expected");
  }
  std::set<std::string> seen;
  for (const auto& entry : node) {
    const auto key = entry.first.as<std::string>();
    const auto setting = settings.find(key);
    if (setting == settings.end()) {
      refuse_setting(entry.first, "unknown setting '" + key + "'");
    }
    if (!seen.insert(key).second) {
      refuse_setting(entry.first, "'" + key + "' is given twice");
    }
    try {
      setting->second.read(entry.second);
    } catch (const YAML::Exception&) {
      refuse_setting(entry.second, "'" + key + "' has a value of the wrong kind");
    }
  }
}

json::object show_settings(const Settings& settings) {
  json::object out;
  for (const auto& [key, setting] : settings) {
    out[key] = setting.show();
  }
  return out;
}

Setting setting(std::chrono::seconds& target) {
  return {
      [&target](const YAML::Node& node) { target = std::chrono::seconds(node.as<std::int64_t>()); },
      [&target] { return json::value(target.count()); }};
}

Setting setting(std::set<std::string>& target) {
  return {[&target](const YAML::Node& node) {
            const auto items = node.as<std::vector<std::string>>();
            target = {items.begin(), items.end()};
          },
          [&target] { return json::value(json::array(target.begin(), target.end())); }};
}

Setting setting(std::vector<std::string>& target) {
  return {[&target](const YAML::Node& node) { target = node.as<std::vector<std::string>>(); },
          [&target] { return json::value(json::array(target.begin(), target.end())); }};
}

Setting setting(std::map<std::string, std::string>& target) {
  return {
      [&target](const YAML::Node& node) { target = node.as<std::map<std::string, std::string>>(); },
      [&target]() -> json::value {
        json::object out;
        for (const auto& [key, value] : target) {
          out[key] = value;
        }
        return out;
      }};
}

Setting secret_setting(std::string& target) {
  return {[&target](const YAML::Node& node) { target = node.as<std::string>(); },
          [&target] { return json::value(target.empty() ? "" : "(set)"); }};
}

} // namespace host_stub::sis

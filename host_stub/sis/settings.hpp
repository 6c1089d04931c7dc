#pragma once
// A table of settings: each key with how it is read from YAML and how it is shown again. What the
// keys are is config.cpp's matter.
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <yaml-cpp/yaml.h>

#include "host_stub/sis/json.hpp"

namespace host_stub::sis {

struct Setting {
  std::function<void(const YAML::Node&)> read;
  std::function<json::value()> show;
};
using Settings = std::map<std::string, Setting>;

/// Throws std::runtime_error with the node's line.
[[noreturn]] void refuse_setting(const YAML::Node& node, const std::string& why);

/// Applies each key of a mapping once; an unknown or repeated key is an error (yaml-cpp keeps the
/// first of two equal keys without a word).
void read_settings(const YAML::Node& node, const Settings& settings);
json::object show_settings(const Settings& settings);

template <class T> Setting setting(T& target) {
  return {[&target](const YAML::Node& node) { target = node.as<T>(); },
          [&target] { return json::value_from(target); }};
}

Setting setting(std::chrono::seconds& target);
Setting setting(std::set<std::string>& target);
Setting setting(std::vector<std::string>& target);
Setting setting(std::map<std::string, std::string>& target);
/// Read, but shown as "(set)" or "".
Setting secret_setting(std::string& target);

template <class E> Setting setting(E& target, std::vector<std::pair<std::string, E>> choices) {
  const auto read = [&target, choices](const YAML::Node& node) {
    const auto word = node.as<std::string>();
    std::string all;
    for (const auto& [name, value] : choices) {
      if (name == word) {
        target = value;
        return;
      }
      all += (all.empty() ? "" : ", ") + name;
    }
    refuse_setting(node, "'" + word + "' is not one of " + all);
  };
  const auto show = [&target, choices]() -> json::value {
    for (const auto& [name, value] : choices) {
      if (value == target) {
        return json::value(name);
      }
    }
    return nullptr;
  };
  return {read, show};
}

/// A list of mappings, each with the keys that `settings_of` tells.
template <class T>
Setting list_setting(std::vector<T>& target, std::function<Settings(T&)> settings_of) {
  const auto read = [&target, settings_of](const YAML::Node& node) {
    if (!node.IsSequence()) {
      refuse_setting(node, "a list is expected");
    }
    target.clear();
    for (const auto& item : node) {
      T value;
      read_settings(item, settings_of(value));
      target.push_back(std::move(value));
    }
  };
  const auto show = [&target, settings_of]() -> json::value {
    json::array list;
    for (auto& item : target) {
      list.emplace_back(show_settings(settings_of(item)));
    }
    return list;
  };
  return {read, show};
}

} // namespace host_stub::sis

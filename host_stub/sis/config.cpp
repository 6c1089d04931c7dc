#include "host_stub/sis/config.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "host_stub/sis/config_keys.hpp"
#include "host_stub/sis/model.hpp"
#include "host_stub/sis/profiles.hpp"

namespace host_stub::sis {

namespace {

void check(const SisConfig& c) {
  if (c.threads == 0 || c.default_limit < 1 || c.page_ceiling < 0 || c.max_filter_clauses < 1) {
    throw std::runtime_error(
        "threads, default_limit and max_filter_clauses are at least 1, page_ceiling at least 0");
  }
  for (const int status : {c.put_create_status, c.put_update_status, c.delete_status}) {
    if (status < 200 || status > 299) {
      throw std::runtime_error("a success status is between 200 and 299");
    }
  }
  for (const int status :
       {c.rule_status, c.conflict_status, c.window_status, c.rate_status, c.put_unknown_status}) {
    if (status < 400 || status > 599) {
      throw std::runtime_error("the status of a refusal is between 400 and 599");
    }
  }
  for (const auto& slot : c.final_slots) {
    if (slot.title.empty() || (slot.per != "period" && slot.per != "term")) {
      throw std::runtime_error("each of the final_slots has a title, and per is period or term");
    }
  }
  for (const auto& rule : c.require_metadata) {
    if (!kind_of_plural(rule.kind) || rule.member.empty()) {
      throw std::runtime_error("each of require_metadata names a kind (lineItems) and a member");
    }
  }
  for (const auto& client : c.clients) {
    if (client.id.empty() || client.secret.empty()) {
      throw std::runtime_error("each of the clients needs an id and a secret");
    }
  }
  for (const auto& token : c.bearer_tokens) {
    if (token.token.empty()) {
      throw std::runtime_error("each of the bearer_tokens needs a token");
    }
  }
  if (c.versions.empty()) {
    throw std::runtime_error("versions names at least one of 1.1 and 1.2");
  }
  for (const auto& version : c.versions) {
    if (version != "1.1" && version != "1.2") {
      throw std::runtime_error("versions knows 1.1 and 1.2, not '" + version + "'");
    }
  }
}

void apply(const std::string& text, const std::string& name, const Settings& settings) {
  try {
    const auto root = YAML::Load(text);
    if (!root.IsNull()) {
      read_settings(root, settings);
    }
  } catch (const std::exception& error) {
    throw std::runtime_error(name + ": " + error.what());
  }
}

void check_in(const SisConfig& config, const std::string& name) {
  try {
    check(config);
  } catch (const std::exception& error) {
    throw std::runtime_error(name + ": " + error.what());
  }
}

} // namespace

SisConfig parse_config(const std::string& text, const std::string& name, SisConfig base) {
  apply(text, name, all_settings(base));
  check_in(base, name);
  return base;
}

SisConfig load_config(const std::string& path, SisConfig base) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw std::runtime_error(path + ": cannot be read");
  }
  std::ostringstream text;
  text << file.rdbuf();
  return parse_config(text.str(), path, std::move(base));
}

SisConfig load_profile(const std::string& name) {
  const auto text = profile_text(name);
  if (!text) {
    std::string known;
    for (const auto& profile : profile_names()) {
      known += (known.empty() ? "" : ", ") + profile;
    }
    throw std::runtime_error("there is no profile '" + name + "'; there are " + known);
  }
  auto config = parse_config(std::string(*text), name + ".yaml", {});
  config.profile = name;
  return config;
}

void change_config(SisConfig& config, const std::string& text) {
  auto trial = config;
  apply(text, "settings", behaviour_settings(trial));
  check_in(trial, "settings");
  apply(text, "settings", behaviour_settings(config));
}

json::object show_config(const SisConfig& config) {
  auto copy = config;
  return show_settings(all_settings(copy));
}

} // namespace host_stub::sis

#include "host_stub/sis/config.hpp"

#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <stdexcept>
#include <utility>

#include <yaml-cpp/yaml.h>

namespace host_stub::sis {

namespace {

using Setter = std::function<void(const YAML::Node&)>;

std::string place(const YAML::Node& node) {
  const auto mark = node.Mark();
  return mark.is_null() ? std::string() : "line " + std::to_string(mark.line + 1) + ": ";
}

[[noreturn]] void refuse(const YAML::Node& node, const std::string& why) {
  throw std::runtime_error(place(node) + why);
}

/// Applies each key of a mapping once; an unknown or repeated key is an error (yaml-cpp keeps the
/// first of two equal keys without a word).
void read_map(const YAML::Node& node, const std::map<std::string, Setter>& setters) {
  if (!node.IsMap()) {
    refuse(node, "a mapping of settings is expected");
  }
  std::set<std::string> seen;
  for (const auto& entry : node) {
    const auto key = entry.first.as<std::string>();
    const auto setter = setters.find(key);
    if (setter == setters.end()) {
      refuse(entry.first, "unknown setting '" + key + "'");
    }
    if (!seen.insert(key).second) {
      refuse(entry.first, "'" + key + "' is given twice");
    }
    try {
      setter->second(entry.second);
    } catch (const YAML::Exception&) {
      refuse(entry.second, "'" + key + "' has a value of the wrong kind");
    }
  }
}

template <class T> Setter set(T& target) {
  return [&target](const YAML::Node& node) { target = node.as<T>(); };
}

Setter set(std::chrono::seconds& target) {
  return
      [&target](const YAML::Node& node) { target = std::chrono::seconds(node.as<std::int64_t>()); };
}

Setter set(std::set<std::string>& target) {
  return [&target](const YAML::Node& node) {
    const auto items = node.as<std::vector<std::string>>();
    target = {items.begin(), items.end()};
  };
}

template <class E> Setter choose(E& target, std::vector<std::pair<std::string, E>> choices) {
  return [&target, choices = std::move(choices)](const YAML::Node& node) {
    const auto word = node.as<std::string>();
    std::string all;
    for (const auto& [name, value] : choices) {
      if (name == word) {
        target = value;
        return;
      }
      all += (all.empty() ? "" : ", ") + name;
    }
    refuse(node, "'" + word + "' is not one of " + all);
  };
}

template <class T>
Setter set_list(std::vector<T>& target,
                std::function<std::map<std::string, Setter>(T&)> setters_of) {
  return [&target, setters_of = std::move(setters_of)](const YAML::Node& node) {
    if (!node.IsSequence()) {
      refuse(node, "a list is expected");
    }
    target.clear();
    for (const auto& item : node) {
      T value;
      read_map(item, setters_of(value));
      target.push_back(std::move(value));
    }
  };
}

std::map<std::string, Setter> place_settings(SisConfig& c) {
  return {{"bind_address", set(c.bind_address)},
          {"port", set(c.port)},
          {"threads", set(c.threads)},
          {"tls", set(c.tls)},
          {"ca_file", set(c.ca_file)},
          {"data_file", set(c.data_file)},
          {"roster_dir", set(c.roster_dir)},
          {"max_body", set(c.max_body)},
          {"log_limit", set(c.log_limit)},
          {"base_1p1", set(c.base_1p1)},
          {"rostering_1p2", set(c.rostering_1p2)},
          {"gradebook_1p2", set(c.gradebook_1p2)}};
}

std::map<std::string, Setter> auth_settings(SisConfig& c) {
  return {{"accept_oauth2", set(c.accept_oauth2)},
          {"accept_bearer", set(c.accept_bearer)},
          {"accept_oauth1", set(c.accept_oauth1)},
          {"token_path", set(c.token_path)},
          {"token_lifetime", set(c.token_lifetime)},
          {"send_expires_in", set(c.send_expires_in)},
          {"token_type", set(c.token_type)},
          {"require_scope", set(c.require_scope)},
          {"accept_basic_credentials", set(c.accept_basic_credentials)},
          {"accept_body_credentials", set(c.accept_body_credentials)},
          {"basic_credentials",
           choose<BasicCredentials>(c.basic_credentials, {{"form", BasicCredentials::form},
                                                          {"plain", BasicCredentials::plain}})},
          {"oauth1_methods", set(c.oauth1_methods)},
          {"timestamp_window", set(c.timestamp_window)},
          {"scope_rule",
           choose<ScopeRule>(c.scope_rule, {{"any", ScopeRule::any}, {"all", ScopeRule::all}})},
          {"wrong_scope_status", set(c.wrong_scope_status)},
          {"vendor_authorization", set(c.vendor_authorization)},
          {"token_cookie", set(c.token_cookie)},
          {"clients", set_list<Client>(c.clients,
                                       [](Client& client) -> std::map<std::string, Setter> {
                                         return {{"id", set(client.id)},
                                                 {"secret", set(client.secret)},
                                                 {"scopes", set(client.scopes)}};
                                       })},
          {"bearer_tokens",
           set_list<BearerToken>(
               c.bearer_tokens, [](BearerToken& token) -> std::map<std::string, Setter> {
                 return {{"token", set(token.token)}, {"scopes", set(token.scopes)}};
               })}};
}

std::map<std::string, Setter> body_settings(SisConfig& c) {
  const std::vector<std::pair<std::string, Presence>> presence = {{"optional", Presence::optional},
                                                                  {"required", Presence::required},
                                                                  {"refused", Presence::refused}};
  return {{"validation", choose<Validation>(c.validation, {{"strict", Validation::strict},
                                                           {"lenient", Validation::lenient}})},
          {"flags", choose<FlagForm>(c.flags, {{"both", FlagForm::both},
                                               {"text", FlagForm::text},
                                               {"boolean", FlagForm::boolean}})},
          {"grading_period_1p1", choose<Presence>(c.grading_period_1p1, presence)},
          {"session_1p2", choose<Presence>(c.session_1p2, presence)},
          {"score_date", choose<DateForm>(c.score_date, {{"by_validation", DateForm::by_validation},
                                                         {"date", DateForm::date},
                                                         {"date_time", DateForm::date_time},
                                                         {"both", DateForm::both}})},
          {"score_required_1p1", set(c.score_required_1p1)},
          {"null_clears_score", set(c.null_clears_score)},
          {"score_range", choose<ScoreRange>(c.score_range, {{"keep", ScoreRange::keep},
                                                             {"refuse", ScoreRange::refuse},
                                                             {"fault", ScoreRange::fault},
                                                             {"clamp", ScoreRange::clamp}})},
          {"refuse_exponents", set(c.refuse_exponents)},
          {"refuse_duplicate_keys", set(c.refuse_duplicate_keys)},
          {"check_enrollment", set(c.check_enrollment)},
          {"broken_json_status", set(c.broken_json_status)},
          {"missing_parent_status", set(c.missing_parent_status)},
          {"refuse_duplicate_results", set(c.refuse_duplicate_results)},
          {"title_max", set(c.title_max)},
          {"title_overflow", choose<Overflow>(c.title_overflow, {{"refuse", Overflow::refuse},
                                                                 {"cut", Overflow::cut}})},
          {"read_only", set(c.read_only)}};
}

std::map<std::string, Setter> answer_settings(SisConfig& c) {
  return {
      {"put_create_status", set(c.put_create_status)},
      {"put_update_status", set(c.put_update_status)},
      {"put_body", choose<PutBody>(c.put_body, {{"none", PutBody::none},
                                                {"object", PutBody::object},
                                                {"text", PutBody::text}})},
      {"put_semantics", choose<PutSemantics>(c.put_semantics, {{"replace", PutSemantics::replace},
                                                               {"merge", PutSemantics::merge}})},
      {"put_creates", set(c.put_creates)},
      {"score_decimals", set(c.score_decimals)},
      {"delete_mode",
       choose<DeleteMode>(c.delete_mode,
                          {{"gone", DeleteMode::gone}, {"tobedeleted", DeleteMode::tobedeleted}})},
      {"delete_status", set(c.delete_status)},
      {"post_atomic", set(c.post_atomic)},
      {"post_pair_order",
       choose<PairOrder>(c.post_pair_order,
                         {{"same", PairOrder::same}, {"reversed", PairOrder::reversed}})},
      {"post_pair_shape", choose<PairShape>(c.post_pair_shape, {{"array", PairShape::array},
                                                                {"object", PairShape::object},
                                                                {"absent", PairShape::absent}})},
      {"post_allocates", set(c.post_allocates)},
      {"fields_form", choose<FieldsForm>(c.fields_form, {{"both", FieldsForm::both},
                                                         {"comma", FieldsForm::comma},
                                                         {"repeated", FieldsForm::repeated}})},
      {"default_limit", set(c.default_limit)},
      {"page_ceiling", set(c.page_ceiling)},
      {"total_count", set(c.total_count)},
      {"link_header", set(c.link_header)},
      {"link_loop", set(c.link_loop)},
      {"max_filter_clauses", set(c.max_filter_clauses)},
      {"filter_ignores_case", set(c.filter_ignores_case)},
      {"roster_unknown_parent_is_404", set(c.roster_unknown_parent_is_404)},
      {"class_categories", set(c.class_categories)},
      {"class_categories_1p1", set(c.class_categories_1p1)},
      {"error_style",
       choose<ErrorStyle>(c.error_style, {{"spec", ErrorStyle::spec},
                                          {"lower_minor", ErrorStyle::lower_minor},
                                          {"text_minor", ErrorStyle::text_minor},
                                          {"wrapped", ErrorStyle::wrapped},
                                          {"says_success", ErrorStyle::says_success}})},
      {"href_style",
       choose<HrefStyle>(c.href_style, {{"url", HrefStyle::url}, {"tilde", HrefStyle::tilde}})}};
}

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
}

} // namespace

SisConfig parse_config(const std::string& text, const std::string& name) {
  SisConfig config;
  try {
    const auto root = YAML::Load(text);
    if (!root.IsNull()) {
      std::map<std::string, Setter> setters;
      setters.merge(place_settings(config));
      setters.merge(auth_settings(config));
      setters.merge(body_settings(config));
      setters.merge(answer_settings(config));
      read_map(root, setters);
    }
    check(config);
  } catch (const std::exception& error) {
    throw std::runtime_error(name + ": " + error.what());
  }
  return config;
}

SisConfig load_config(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw std::runtime_error(path + ": cannot be read");
  }
  std::ostringstream text;
  text << file.rdbuf();
  return parse_config(text.str(), path);
}

} // namespace host_stub::sis

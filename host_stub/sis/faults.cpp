#include "host_stub/sis/faults.hpp"

#include <algorithm>
#include <stdexcept>

#include <boost/regex.hpp>

namespace host_stub::sis {

bool FaultAction::handles() const {
  return store.value_or(!status && !reset && !hang && !html && !drop);
}

struct FaultRules::Rule {
  json::object given; ///< as it came, for the list
  std::string name;
  std::string method;
  std::optional<boost::regex> path;
  std::optional<boost::regex> query;
  std::optional<boost::regex> body;
  double probability = 1.0;
  std::uint64_t skip = 0;  ///< the first matches that pass unharmed
  std::uint64_t count = 0; ///< how often it fires at most; 0 = without end
  std::uint64_t matched = 0;
  std::uint64_t fired = 0;
  FaultAction action;

  bool fits(const http::Request& request) const {
    const auto& r = request;
    return (method.empty() || method == r.method) &&
           (!path || boost::regex_search(r.path, *path)) &&
           (!query || boost::regex_search(r.query, *query)) &&
           (!body || boost::regex_search(r.body, *body));
  }
};

namespace {

/// Reads the members of one object and complains about those nobody asked for.
class Members {
 public:
  Members(const json::value& value, const char* what) : what_(what) {
    if (!value.is_object()) {
      throw std::runtime_error(std::string(what) + " must be an object");
    }
    object_ = &value.get_object();
  }

  const json::value* find(const char* name) {
    known_.emplace_back(name);
    return object_->if_contains(name);
  }
  std::string text(const char* name) {
    const auto* value = find(name);
    return value == nullptr ? std::string() : std::string(value->as_string().c_str());
  }
  bool flag(const char* name) {
    const auto* value = find(name);
    return value != nullptr && value->as_bool();
  }
  std::optional<std::uint64_t> number(const char* name) {
    const auto* value = find(name);
    return value == nullptr ? std::nullopt : std::optional(value->to_number<std::uint64_t>());
  }
  std::optional<boost::regex> pattern(const char* name) {
    const auto source = text(name);
    return source.empty() ? std::nullopt : std::optional(boost::regex(source));
  }
  void finish() const {
    for (const auto& member : *object_) {
      if (std::find(known_.begin(), known_.end(), std::string_view(member.key())) == known_.end()) {
        throw std::runtime_error(std::string(what_) + " has the unknown member '" +
                                 std::string(member.key()) + "'");
      }
    }
  }

 private:
  const char* what_;
  const json::object* object_ = nullptr;
  std::vector<std::string> known_;
};

FaultAction read_action(const json::value& value) {
  Members in(value, "action");
  FaultAction action;
  action.delay_before = std::chrono::milliseconds(in.number("delay_before_ms").value_or(0));
  action.delay_after_store =
      std::chrono::milliseconds(in.number("delay_after_store_ms").value_or(0));
  if (const auto status = in.number("status")) {
    if (*status < 200 || *status > 599) {
      throw std::runtime_error("action.status must be between 200 and 599");
    }
    action.status = static_cast<int>(*status);
  }
  if (const auto* headers = in.find("headers")) {
    for (const auto& header : headers->as_object()) {
      action.headers.push_back({std::string(header.key()), header.value().as_string().c_str()});
    }
  }
  if (const auto* body = in.find("body")) {
    action.body = body->is_string() ? std::string(body->get_string().c_str()) : to_text(*body);
  }
  if (const auto* wait = in.find("retry_after")) {
    action.headers.push_back(
        {"Retry-After", wait->is_string() ? wait->get_string().c_str() : to_text(*wait)});
  }
  if (const auto* store = in.find("store")) {
    action.store = store->as_bool();
  }
  if (in.flag("store_then_drop")) {
    action.store = true;
    action.drop = true;
  }
  action.drop = in.flag("drop") || action.drop;
  action.reset = in.flag("reset");
  action.hang = in.flag("hang");
  action.html = in.flag("html");
  action.expire_tokens = in.flag("expire_tokens");
  if (const auto bytes = in.number("truncate_body")) {
    action.truncate = *bytes;
  }
  in.finish();
  return action;
}

} // namespace

FaultRules::FaultRules() = default;
FaultRules::~FaultRules() = default;

void FaultRules::clear() {
  rules_.clear();
  random_.seed(1);
}

std::optional<FaultError> FaultRules::add(const json::value& document) {
  try {
    Members in(document, "the document");
    const auto seed = in.number("seed");
    const bool replace = in.flag("replace");
    const auto* list = in.find("rules");
    in.finish();
    std::vector<std::unique_ptr<Rule>> fresh;
    if (list != nullptr) {
      for (const auto& item : list->as_array()) {
        Members rule_in(item, "a rule");
        auto rule = std::make_unique<Rule>();
        rule->name = rule_in.text("name");
        if (rule->name.empty()) {
          rule->name = "rule-" + std::to_string(next_name_++);
        }
        rule->method = rule_in.text("method");
        rule->path = rule_in.pattern("path");
        rule->query = rule_in.pattern("query");
        rule->body = rule_in.pattern("body");
        if (const auto* chance = rule_in.find("probability")) {
          rule->probability = chance->to_number<double>();
        }
        rule->skip = rule_in.number("skip").value_or(0);
        rule->count = rule_in.number("count").value_or(0);
        const auto* action = rule_in.find("action");
        rule_in.finish();
        if (action == nullptr || rule->probability < 0 || rule->probability > 1) {
          throw std::runtime_error("a rule needs an action, and a probability from 0 to 1");
        }
        rule->action = read_action(*action);
        rule->given = item.as_object();
        fresh.push_back(std::move(rule));
      }
    }
    if (replace) {
      rules_.clear();
    }
    if (seed) {
      random_.seed(*seed);
    }
    std::move(fresh.begin(), fresh.end(), std::back_inserter(rules_));
    return std::nullopt;
  } catch (const std::exception& error) {
    return FaultError{error.what()};
  }
}

json::value FaultRules::list() const {
  json::array rules;
  for (const auto& rule : rules_) {
    auto entry = rule->given;
    entry["name"] = rule->name;
    entry["matched"] = rule->matched;
    entry["fired"] = rule->fired;
    rules.emplace_back(std::move(entry));
  }
  return json::object{{"rules", std::move(rules)}};
}

std::optional<FaultRules::Fired> FaultRules::pick(const http::Request& request) {
  for (auto& rule : rules_) {
    if (!rule->fits(request)) {
      continue;
    }
    ++rule->matched;
    if (rule->matched <= rule->skip || (rule->count != 0 && rule->fired >= rule->count)) {
      continue;
    }
    // 53 bits make a double in [0, 1) that is the same on every platform.
    const double dice = static_cast<double>(random_() >> 11U) * 0x1.0p-53;
    if (dice >= rule->probability) {
      continue;
    }
    ++rule->fired;
    return Fired{rule->name, rule->action};
  }
  return std::nullopt;
}

} // namespace host_stub::sis

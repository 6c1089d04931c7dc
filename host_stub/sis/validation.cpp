#include "host_stub/sis/validation.hpp"

#include <algorithm>
#include <array>

#include "host_stub/sis/text.hpp"

namespace host_stub::sis {

namespace {

constexpr std::array<std::string_view, 5> kScoreStatuses = {
    "exempt", "fully graded", "not submitted", "partially graded", "submitted"};

std::string_view view(const json::value& value) {
  return {value.get_string().data(), value.get_string().size()};
}

bool is_extension(std::string_view text) {
  constexpr std::string_view kPrefix = "ext:";
  const auto name = text.substr(std::min(kPrefix.size(), text.size()));
  return text.substr(0, kPrefix.size()) == kPrefix && !name.empty() &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '.' || c == '-' || c == '_';
         });
}

/// A URI has a scheme; "~/ims/…" and plain paths have none.
bool is_uri(std::string_view text) {
  const auto colon = text.find(':');
  return colon != std::string_view::npos && colon > 0 && colon + 1 < text.size() &&
         text.find_first_of(" \t\r\n") == std::string_view::npos &&
         text.substr(0, colon).find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvw"
                                                 "xyz0123456789+-.") == std::string_view::npos;
}

/// Walks one object and collects what is wrong with it.
class Checker {
 public:
  Checker(Version version, const SisConfig& config) : version_(version), config_(config) {}

  std::vector<Problem> problems;

  void object(Kind kind, const json::object& object, const json::object* base) {
    const std::string path(singular(kind));
    for (const auto& field : fields_of(kind, version_)) {
      const std::string member = path + "." + std::string(field.name);
      const auto* value = object.if_contains({field.name.data(), field.name.size()});
      if (value != nullptr && value->is_null() && null_is_absent(field)) {
        value = nullptr;
      }
      if (value == nullptr) {
        if (required(kind, field) && (base == nullptr || !base->contains(field.name))) {
          add(member, "is required");
        }
        continue;
      }
      if (kind == Kind::line_item && field.name == "gradingPeriod" && version_ == Version::v1p1 &&
          config_.grading_period_1p1 == Presence::refused) {
        add(member, "is not accepted");
      }
      form(field, *value, member);
    }
    unknown_members(kind, object, path);
    if (kind == Kind::line_item && version_ == Version::v1p2 &&
        config_.session_1p2 == Presence::required && !object.contains("gradingPeriod") &&
        !object.contains("academicSession")) {
      add(path, "needs a gradingPeriod or an academicSession");
    }
  }

 private:
  bool strict() const { return config_.validation == Validation::strict; }

  void add(std::string member, std::string message) {
    problems.push_back({std::move(member), std::move(message)});
  }

  bool null_is_absent(const Field& field) const {
    return !strict() || (field.name == "score" && config_.null_clears_score);
  }

  bool required(Kind kind, const Field& field) const {
    const bool old = version_ == Version::v1p1;
    if (kind == Kind::line_item && field.name == "gradingPeriod" && old) {
      return config_.grading_period_1p1 == Presence::required;
    }
    if (kind == Kind::result && field.name == "score" && old) {
      return config_.score_required_1p1;
    }
    if (kind == Kind::line_item && field.name == "category" &&
        config_.category != CategoryNeed::by_version) {
      return config_.category == CategoryNeed::required;
    }
    if (field.name == "sourcedId") {
      return strict();
    }
    return field.need == Need::required || (field.need == Need::strict_only && strict());
  }

  void unknown_members(Kind kind, const json::object& object, const std::string& path) {
    if (!strict()) {
      return;
    }
    for (const auto& member : object) {
      const std::string_view name(member.key().data(), member.key().size());
      if (find_field(kind, version_, name) == nullptr) {
        add(path + "." + std::string(name), "is not part of the data model");
      }
    }
  }

  bool text(const json::value& value, const std::string& member) {
    if (!value.is_string()) {
      add(member, "must be a string");
      return false;
    }
    return true;
  }

  void line(const json::value& value, const std::string& member) {
    if (text(value, member) && strict() &&
        view(value).find_first_of("\t\r\n") != std::string_view::npos) {
      add(member, "must be one line without tabs");
    }
  }

  void date_time(const json::value& value, const std::string& member, bool utc) {
    if (!text(value, member)) {
      return;
    }
    const auto time = parse_date_time(view(value));
    if (!time) {
      add(member, "must be a date and time such as 2012-04-23T18:25:43.511Z");
    } else if (strict() && (time->zone == Zone::none || (utc && time->zone != Zone::utc))) {
      add(member, utc ? "must be in UTC" : "must say its time zone");
    }
  }

  void score_date(const json::value& value, const std::string& member) {
    if (!text(value, member)) {
      return;
    }
    auto wanted = config_.score_date;
    if (wanted == DateForm::by_validation) {
      wanted = strict() ? DateForm::date : DateForm::both;
    }
    const bool is_date = parse_date(view(value)).has_value();
    const bool is_time = parse_date_time(view(value)).has_value();
    if (!((is_date && wanted != DateForm::date_time) || (is_time && wanted != DateForm::date))) {
      add(member, wanted == DateForm::date        ? "must be a date such as 2012-01-05"
                  : wanted == DateForm::date_time ? "must be a date and time"
                                                  : "must be a date or a date and time");
    }
  }

  void flag(const json::value& value, const std::string& member) {
    auto wanted = config_.flags;
    if (wanted == FlagForm::by_validation) {
      wanted = strict() ? FlagForm::text : FlagForm::both;
    }
    const bool as_text = value.is_string() && (view(value) == "true" || view(value) == "false");
    if (!((as_text && wanted != FlagForm::boolean) ||
          (value.is_bool() && wanted != FlagForm::text))) {
      add(member, wanted == FlagForm::boolean ? "must be true or false, unquoted"
                  : wanted == FlagForm::text  ? "must be \"true\" or \"false\""
                                              : "must be true or false");
    }
  }

  void reference(const Field& field, const json::value& value, const std::string& member) {
    if (!value.is_object()) {
      add(member, "must be a reference object");
      return;
    }
    const auto& object = value.get_object();
    if (text_member(object, "sourcedId").empty()) {
      add(member + ".sourcedId", "is required");
    }
    if (!strict()) {
      return;
    }
    if (!is_uri(text_member(object, "href"))) {
      add(member + ".href", "is required and must be a URI");
    }
    if (text_member(object, "type") != singular(field.target)) {
      add(member + ".type", "must be '" + std::string(singular(field.target)) + "'");
    }
    only(object, {"href", "sourcedId", "type"}, member);
  }

  /// Strict: no members beside these.
  void only(const json::object& object, std::initializer_list<std::string_view> names,
            const std::string& path) {
    for (const auto& member : object) {
      const std::string_view name(member.key().data(), member.key().size());
      if (strict() && std::find(names.begin(), names.end(), name) == names.end()) {
        add(path + "." + std::string(name), "is not part of the data model");
      }
    }
  }

  template <class Each>
  void list(const json::value& value, const std::string& member, std::size_t least, Each each) {
    if (!value.is_array()) {
      add(member, "must be a list");
      return;
    }
    if (value.get_array().size() < least) {
      add(member, "must not be empty");
    }
    std::size_t number = 0;
    for (const auto& item : value.get_array()) {
      each(item, member + "[" + std::to_string(number++) + "]");
    }
  }

  template <class Each>
  void objects(const json::value& value, const std::string& member, std::size_t least, Each each) {
    list(value, member, least, [&](const json::value& item, const std::string& path) {
      if (item.is_object()) {
        each(item.get_object(), path);
      } else {
        add(path, "must be an object");
      }
    });
  }

  void needed_text(const json::object& object, std::string_view name, const std::string& path) {
    if (text_member(object, name).empty()) {
      add(path + "." + std::string(name), "is required");
    }
  }

  /// `case`, `unknown`, or a word of one's own; the published pattern asks for a leading slash,
  /// which looks like a slip, so both are taken.
  void source(const json::object& object, const std::string& path) {
    auto word = text_member(object, "source");
    if (!word.empty() && word.front() == '/') {
      word.remove_prefix(1);
    }
    if (word.empty() ||
        word.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") != std::string_view::npos) {
      add(path + ".source", "must be 'case', 'unknown' or a lower-case word");
    }
  }

  void learning_objective(std::string_view id, bool is_case, const std::string& path) {
    if (id.empty()) {
      add(path, "is required");
    } else if (is_case && !is_uuid(id)) {
      add(path, "must be a UUID, as every CASE identifier");
    }
  }

  void objective_set(const json::value& value, const std::string& member) {
    objects(value, member, 0, [&](const json::object& set, const std::string& path) {
      source(set, path);
      only(set, {"source", "learningObjectiveIds"}, path);
      const bool is_case = text_member(set, "source") == "case";
      const auto* ids = set.if_contains("learningObjectiveIds");
      list(ids == nullptr ? json::value() : *ids, path + ".learningObjectiveIds", 1,
           [&](const json::value& id, const std::string& at) {
             learning_objective(id.is_string() ? view(id) : std::string_view(), is_case, at);
           });
    });
  }

  void objective_scores(const json::value& value, const std::string& member) {
    objects(value, member, 0, [&](const json::object& set, const std::string& path) {
      source(set, path);
      only(set, {"source", "learningObjectiveResults"}, path);
      const bool is_case = text_member(set, "source") == "case";
      const auto* results = set.if_contains("learningObjectiveResults");
      objects(results == nullptr ? json::value() : *results, path + ".learningObjectiveResults", 1,
              [&](const json::object& result, const std::string& at) {
                only(result, {"learningObjectiveId", "score", "textScore"}, at);
                learning_objective(text_member(result, "learningObjectiveId"), is_case,
                                   at + ".learningObjectiveId");
                if (const auto* score = result.if_contains("score")) {
                  number(*score, at + ".score");
                }
                if (const auto* words = result.if_contains("textScore")) {
                  line(*words, at + ".textScore");
                }
              });
    });
  }

  void scale_values(const json::value& value, const std::string& member) {
    objects(value, member, 1, [&](const json::object& pair, const std::string& path) {
      needed_text(pair, "itemValueLHS", path);
      needed_text(pair, "itemValueRHS", path);
      only(pair, {"itemValueLHS", "itemValueRHS"}, path);
    });
  }

  void number(const json::value& value, const std::string& member) {
    if (!value.is_number()) {
      add(member, "must be a number");
    }
  }

  void form(const Field& field, const json::value& value, const std::string& member) {
    switch (field.form) {
    case Form::text:
      if (text(value, member) && view(value).empty() &&
          (field.name == "sourcedId" ||
           (field.name == "comment" && config_.refuse_empty_comments))) {
        add(member, "must not be empty");
      }
      break;
    case Form::line:
      line(value, member);
      if (field.need == Need::required && value.is_string() && trim(view(value)).empty()) {
        add(member, "must not be empty");
      }
      break;
    case Form::number:
      number(value, member);
      break;
    case Form::date:
      if (text(value, member) && !parse_date(view(value))) {
        add(member, "must be a date such as 2012-01-05");
      }
      break;
    case Form::date_time:
      date_time(value, member, false);
      break;
    case Form::modified:
      date_time(value, member, true);
      break;
    case Form::flag:
      flag(value, member);
      break;
    case Form::status:
      if (text(value, member) && view(value) != "active" && view(value) != "tobedeleted") {
        add(member, "must be 'active' or 'tobedeleted'");
      }
      break;
    case Form::score_status:
      if (text(value, member) &&
          std::find(kScoreStatuses.begin(), kScoreStatuses.end(), view(value)) ==
              kScoreStatuses.end() &&
          !(version_ == Version::v1p2 && is_extension(view(value)))) {
        add(member, "must be one of: exempt, fully graded, not submitted, partially graded, "
                    "submitted");
      }
      break;
    case Form::score_date:
      score_date(value, member);
      break;
    case Form::ref:
      reference(field, value, member);
      break;
    case Form::refs:
      list(value, member, 0,
           [&](const json::value& item, const std::string& path) { reference(field, item, path); });
      break;
    case Form::objectives:
      objective_set(value, member);
      break;
    case Form::objective_scores:
      objective_scores(value, member);
      break;
    case Form::scale_values:
      scale_values(value, member);
      break;
    case Form::metadata:
      if (!value.is_object()) {
        add(member, "must be an object");
      }
      break;
    case Form::open:
      break;
    }
  }

  Version version_;
  const SisConfig& config_;
};

json::object bare_reference(const json::value& value, Kind target) {
  const auto type = singular(target);
  return {{"sourcedId", text_member(value.get_object(), "sourcedId")}, {"type", type}};
}

} // namespace

std::vector<Problem> check_object(Kind kind, Version version, const json::object& object,
                                  const SisConfig& config, const json::object* base) {
  Checker checker(version, config);
  checker.object(kind, object, base);
  return std::move(checker.problems);
}

json::object canonical(Kind kind, Version version, const json::object& object) {
  json::object out;
  for (const auto& field : fields_of(kind, version)) {
    const auto* value = object.if_contains({field.name.data(), field.name.size()});
    if (value == nullptr || value->is_null()) {
      continue;
    }
    auto& slot = out[field.name];
    if (field.form == Form::ref) {
      slot = bare_reference(*value, field.target);
    } else if (field.form == Form::refs) {
      json::array list;
      for (const auto& item : value->get_array()) {
        list.emplace_back(bare_reference(item, field.target));
      }
      slot = std::move(list);
    } else if (field.form == Form::flag && value->is_bool()) {
      slot = value->get_bool() ? "true" : "false";
    } else {
      slot = *value;
    }
  }
  return out;
}

std::string describe(const std::vector<Problem>& problems) {
  constexpr std::size_t kMost = 5;
  std::string out;
  for (std::size_t i = 0; i < std::min(kMost, problems.size()); ++i) {
    out += (out.empty() ? "" : "; ") + problems[i].member + ": " + problems[i].message;
  }
  if (problems.size() > kMost) {
    out += "; and " + std::to_string(problems.size() - kMost) + " more";
  }
  return out;
}

} // namespace host_stub::sis

#include "host_stub/sis/filter.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "host_stub/sis/text.hpp"

namespace host_stub::sis {

namespace {

/// Reads one clause after the other from the front of a text.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool at_end() {
    rest_ = trim(rest_);
    return rest_.empty();
  }

  bool clause(Clause& out) { return field(out.field) && compare(out.compare) && value(out.value); }

  /// "AND" or "OR" as a word of its own.
  bool joint(bool& any) {
    rest_ = trim(rest_);
    for (const auto& [word, is_any] :
         {std::pair{std::string_view("AND"), false}, std::pair{std::string_view("OR"), true}}) {
      if (rest_.starts_with(word) && rest_.size() > word.size() && rest_[word.size()] == ' ') {
        rest_.remove_prefix(word.size());
        any = is_any;
        return true;
      }
    }
    return false;
  }

 private:
  bool field(std::string& out) {
    rest_ = trim(rest_);
    const auto end = rest_.find_first_of("=!<>~ '");
    if (end == 0 || end == std::string_view::npos) {
      return false;
    }
    out = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return true;
  }

  bool compare(Compare& out) {
    constexpr std::array<std::pair<std::string_view, Compare>, 7> kWords = {{
        {"!=", Compare::not_equal},
        {">=", Compare::greater_equal},
        {"<=", Compare::less_equal},
        {"=", Compare::equal},
        {">", Compare::greater},
        {"<", Compare::less},
        {"~", Compare::contains},
    }};
    rest_ = trim(rest_);
    for (const auto& [word, meaning] : kWords) {
      if (rest_.starts_with(word)) {
        out = meaning;
        rest_.remove_prefix(word.size());
        return true;
      }
    }
    return false;
  }

  bool value(std::string& out) {
    rest_ = trim(rest_);
    if (rest_.empty() || rest_.front() != '\'') {
      return false;
    }
    out.clear();
    for (std::size_t i = 1; i < rest_.size(); ++i) {
      if (rest_[i] != '\'') {
        out += rest_[i];
      } else if (i + 1 < rest_.size() && rest_[i + 1] == '\'') {
        out += '\'';
        ++i;
      } else {
        rest_.remove_prefix(i + 1);
        return true;
      }
    }
    return false;
  }

  std::string_view rest_;
};

void collect(const json::value& value, std::string_view path,
             std::vector<const json::value*>& out) {
  if (value.is_array()) {
    for (const auto& item : value.get_array()) {
      collect(item, path, out);
    }
  } else if (path.empty()) {
    out.push_back(&value);
  } else if (value.is_object()) {
    const auto dot = path.find('.');
    const auto name = path.substr(0, dot);
    if (const auto* member = value.get_object().if_contains({name.data(), name.size()})) {
      collect(*member, dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1),
              out);
    }
  }
}

std::string folded(std::string_view text, bool ignore_case) {
  std::string out(text);
  if (ignore_case) {
    std::transform(out.begin(), out.end(), out.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
  }
  return out;
}

std::string text_of(const json::value& value) {
  return value.is_string() ? std::string(value.get_string().c_str(), value.get_string().size())
                           : to_text(value);
}

std::optional<std::int64_t> time_of(std::string_view text) {
  if (const auto time = parse_date_time(text)) {
    return time->unix_ms;
  }
  return parse_date(text);
}

std::optional<double> number_of(const std::string& text) {
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  return text.empty() || *end != '\0' ? std::nullopt : std::optional<double>(number);
}

template <class T> int order(const T& left, const T& right) {
  return left < right ? -1 : (right < left ? 1 : 0);
}

bool holds(const Clause& clause, bool ignore_case, const json::value& value) {
  if (clause.compare == Compare::contains) {
    return folded(text_of(value), ignore_case).find(folded(clause.value, ignore_case)) !=
           std::string::npos;
  }
  const int sign = compare_with_text(value, clause.value, ignore_case);
  switch (clause.compare) {
  case Compare::equal:
    return sign == 0;
  case Compare::less:
    return sign < 0;
  case Compare::less_equal:
    return sign <= 0;
  case Compare::greater:
    return sign > 0;
  case Compare::greater_equal:
    return sign >= 0;
  default:
    return sign != 0;
  }
}

bool clause_matches(const Clause& clause, bool ignore_case, const json::object& object) {
  const auto values = values_at(object, clause.field);
  const auto one = [&](const json::value* value) { return holds(clause, ignore_case, *value); };
  // "Unequal" means that no value is equal; the others, that some value fits.
  return clause.compare == Compare::not_equal ? std::all_of(values.begin(), values.end(), one)
                                              : std::any_of(values.begin(), values.end(), one);
}

} // namespace

std::variant<Filter, std::string> parse_filter(std::string_view text, int max_clauses) {
  Filter filter;
  Reader reader(text);
  bool first_any = false;
  do {
    Clause clause;
    if (!reader.clause(clause)) {
      return std::string("a filter clause is: field, operator, value in single quotes");
    }
    filter.clauses.push_back(std::move(clause));
    if (filter.clauses.size() > static_cast<std::size_t>(max_clauses)) {
      return std::string("the filter has too many clauses");
    }
    if (reader.at_end()) {
      return filter;
    }
    if (!reader.joint(filter.any)) {
      return std::string("filter clauses are joined by AND or OR");
    }
    if (filter.clauses.size() > 1 && filter.any != first_any) {
      return std::string("AND and OR cannot be mixed");
    }
    first_any = filter.any;
  } while (true);
}

bool is_known_path(Kind kind, Version version, std::string_view path) {
  const auto dot = path.find('.');
  const auto* field = find_field(kind, version, path.substr(0, dot));
  if (field == nullptr) {
    return false;
  }
  const bool nested = dot != std::string_view::npos;
  const auto rest = nested ? path.substr(dot + 1) : std::string_view();
  switch (field->form) {
  case Form::ref:
  case Form::refs:
    return rest == "sourcedId" || rest == "type";
  case Form::metadata:
    return nested && !rest.empty();
  case Form::open:
  case Form::objectives:
  case Form::objective_scores:
  case Form::scale_values:
    return !nested || !rest.empty();
  default:
    return !nested;
  }
}

std::vector<const json::value*> values_at(const json::object& object, std::string_view path) {
  std::vector<const json::value*> out;
  const auto dot = path.find('.');
  const auto name = path.substr(0, dot);
  if (const auto* member = object.if_contains({name.data(), name.size()})) {
    collect(*member, dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1),
            out);
  }
  return out;
}

int compare_with_text(const json::value& value, std::string_view text, bool ignore_case) {
  if (value.is_number()) {
    if (const auto number = number_of(std::string(text))) {
      return order(value.to_number<double>(), *number);
    }
  }
  const auto own = text_of(value);
  const auto left_time = time_of(own);
  const auto right_time = time_of(text);
  if (left_time && right_time) {
    return order(*left_time, *right_time);
  }
  return order(folded(own, ignore_case), folded(text, ignore_case));
}

bool matches(const Filter& filter, const json::object& object) {
  const auto one = [&](const Clause& clause) {
    return clause_matches(clause, filter.ignore_case, object);
  };
  return filter.any ? std::any_of(filter.clauses.begin(), filter.clauses.end(), one)
                    : std::all_of(filter.clauses.begin(), filter.clauses.end(), one);
}

} // namespace host_stub::sis

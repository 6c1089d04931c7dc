#include "plugin/settings/json_reader.hpp"

namespace passback::settings {

namespace json = boost::json;

const json::value* JsonReader::find(std::string_view name) const {
  const auto* value = object_.if_contains(name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

void JsonReader::refuse(std::string_view name, std::string_view why) {
  if (!error_) {
    error_ = Error{Code::corrupt,
                   std::string(what_) + ": " + std::string(name) + " " + std::string(why)};
  }
}

std::optional<bool> JsonReader::boolean(std::string_view name) {
  const auto* value = find(name);
  if (value == nullptr) {
    return std::nullopt;
  }
  if (!value->is_bool()) {
    refuse(name, "is not true or false");
    return std::nullopt;
  }
  return value->get_bool();
}

std::optional<std::int64_t> JsonReader::integer(std::string_view name) {
  const auto* value = find(name);
  if (value == nullptr) {
    return std::nullopt;
  }
  json::error_code failure;
  const auto number = value->to_number<std::int64_t>(failure);
  if (failure) {
    refuse(name, "is not a whole number");
    return std::nullopt;
  }
  return number;
}

std::optional<std::string> JsonReader::text(std::string_view name) {
  const auto* value = find(name);
  if (value == nullptr) {
    return std::nullopt;
  }
  if (!value->is_string()) {
    refuse(name, "is not a text");
    return std::nullopt;
  }
  return std::string(value->get_string());
}

std::vector<std::string> JsonReader::texts(std::string_view name) {
  std::vector<std::string> found;
  const auto* value = find(name);
  if (value == nullptr) {
    return found;
  }
  if (!value->is_array()) {
    refuse(name, "is not a list");
    return found;
  }
  for (const auto& item : value->get_array()) {
    if (!item.is_string()) {
      refuse(name, "holds something that is not a text");
      return {};
    }
    found.emplace_back(item.get_string());
  }
  return found;
}

std::optional<gradebook::Decimal> JsonReader::decimal(std::string_view name) {
  const auto* value = find(name);
  if (value == nullptr) {
    return std::nullopt;
  }
  if (value->is_int64()) {
    return gradebook::Decimal::from_integer(value->get_int64());
  }
  const auto number = value->is_double()   ? gradebook::Decimal::from_double(value->get_double())
                      : value->is_string() ? gradebook::Decimal::parse(value->get_string())
                                           : Result<gradebook::Decimal>(Code::range);
  if (!number) {
    refuse(name, "is not a number");
    return std::nullopt;
  }
  return *number;
}

const json::object* JsonReader::object(std::string_view name) {
  const auto* value = find(name);
  if (value == nullptr) {
    return nullptr;
  }
  if (!value->is_object()) {
    refuse(name, "is not an object");
    return nullptr;
  }
  return &value->get_object();
}

Result<json::object> parse_object(std::string_view text, std::string_view what) {
  json::error_code failure;
  json::parse_options options;
  options.max_depth = 32;
  auto value = json::parse(json::string_view(text.data(), text.size()), failure, {}, options);
  if (failure || !value.is_object()) {
    return Error{Code::corrupt, std::string(what) + " is not a JSON object"};
  }
  return std::move(value.get_object());
}

} // namespace passback::settings

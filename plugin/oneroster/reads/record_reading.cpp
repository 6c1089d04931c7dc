#include "plugin/oneroster/reads/record_reading.hpp"

#include <algorithm>

#include <boost/json/array.hpp>

#include "plugin/oneroster/wire/ascii.hpp"
#include "plugin/oneroster/wire/json_read.hpp"

namespace passback::oneroster::record {
namespace {

namespace json = boost::json;
using gradebook::Decimal;
using gradebook::SourcedId;

SourcedId id_in(const json::value& value) {
  if (const json::object* object = value.if_object()) {
    return SourcedId(text_of(member(*object, "sourcedId")));
  }
  return SourcedId(text_of(&value));
}

} // namespace

std::string text(const json::object& record, std::string_view name) {
  return text_of(member(record, name));
}

std::optional<Decimal> decimal(const json::object& record, std::string_view name) {
  const json::value* found = member(record, name);
  if (found == nullptr) {
    return std::nullopt;
  }
  const double* number = found->if_double();
  auto value = number != nullptr ? Decimal::from_double(*number)
                                 : Decimal::parse(ascii::trimmed(text_of(found)));
  return value ? std::optional(*value) : std::nullopt;
}

std::optional<bool> flag(const json::object& record, std::string_view name) {
  const json::value* found = member(record, name);
  if (found != nullptr && found->is_bool()) {
    return found->get_bool();
  }
  const std::string word = ascii::lower(text_of(found));
  if (word == "true" || word == "1" || word == "yes") {
    return true;
  }
  return word == "false" || word == "0" || word == "no" ? std::optional(false) : std::nullopt;
}

std::string date(const json::object& record, std::string_view name) {
  const std::string whole = text(record, name);
  const std::string_view day = std::string_view(whole).substr(0, 10);
  static constexpr std::string_view kForm = "dddd-dd-dd";
  const bool fits =
      day.size() == kForm.size() && std::ranges::equal(day, kForm, [](char c, char form) {
        return form == 'd' ? ascii::is_digit(c) : c == form;
      });
  return fits ? std::string(day) : std::string();
}

SourcedId reference(const json::object& record, std::string_view name) {
  const json::value* found = member(record, name);
  if (found == nullptr) {
    return {};
  }
  if (const json::array* list = found->if_array()) {
    return list->size() == 1 ? id_in(list->front()) : SourcedId();
  }
  return id_in(*found);
}

std::vector<SourcedId> references(const json::object& record, std::string_view name) {
  std::vector<SourcedId> ids;
  const auto add = [&](const json::value& value) {
    if (SourcedId id = id_in(value); !id.empty()) {
      ids.push_back(std::move(id));
    }
  };
  if (const json::value* found = member(record, name)) {
    if (const json::array* list = found->if_array()) {
      std::ranges::for_each(*list, add);
    } else {
      add(*found);
    }
  }
  return ids;
}

std::vector<const json::object*> objects(const json::object& record, std::string_view name) {
  std::vector<const json::object*> found;
  const json::value* value = member(record, name);
  if (value != nullptr && value->is_object()) {
    found.push_back(&value->get_object());
  } else if (value != nullptr && value->is_array()) {
    for (const json::value& item : value->get_array()) {
      if (const json::object* object = item.if_object()) {
        found.push_back(object);
      }
    }
  }
  return found;
}

json::object metadata(const json::object& record) {
  const json::value* found = member(record, "metadata");
  return found != nullptr && found->is_object() ? found->get_object() : json::object();
}

} // namespace passback::oneroster::record

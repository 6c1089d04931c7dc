// One section of a profile file, read member by member. The schema has already refused what has the
// wrong form, so a member that still does not fit keeps its default.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "plugin/oneroster/json_read.hpp"

namespace passback::oneroster {

template <class Enum> using Names = std::initializer_list<std::pair<std::string_view, Enum>>;

class Section {
 public:
  explicit Section(const boost::json::value* value)
      : object_(value == nullptr ? nullptr : value->if_object()) {}
  Section(const boost::json::object& parent, std::string_view name)
      : Section(parent.if_contains(name)) {}

  void text(std::string_view name, std::string& value) const {
    if (const boost::json::value* found = find(name); found != nullptr && found->is_string()) {
      value = text_of(found);
    }
  }
  void boolean(std::string_view name, bool& value) const {
    if (const boost::json::value* found = find(name); found != nullptr && found->is_bool()) {
      value = found->get_bool();
    }
  }
  void integer(std::string_view name, int& value) const {
    if (const boost::json::value* found = find(name); found != nullptr && found->is_int64()) {
      value = static_cast<int>(found->get_int64());
    }
  }
  void number(std::string_view name, double& value) const {
    if (const boost::json::value* found = find(name); found != nullptr && found->is_number()) {
      value = found->to_number<double>();
    }
  }
  template <class Enum> void choice(std::string_view name, Enum& value, Names<Enum> names) const {
    std::string word;
    text(name, word);
    for (const auto& [known, meaning] : names) {
      if (word == known) {
        value = meaning;
      }
    }
  }
  const boost::json::array& list(std::string_view name) const {
    static const boost::json::array kEmpty;
    const boost::json::value* found = find(name);
    return found != nullptr && found->is_array() ? found->get_array() : kEmpty;
  }
  template <class Enum>
  void choices(std::string_view name, std::vector<Enum>& values, Names<Enum> names) const {
    if (find(name) == nullptr) {
      return;
    }
    values.clear();
    for (const boost::json::value& item : list(name)) {
      for (const auto& [known, meaning] : names) {
        if (text_of(&item) == known) {
          values.push_back(meaning);
        }
      }
    }
  }
  void texts(std::string_view name, std::vector<std::string>& values) const {
    for (const boost::json::value& item : list(name)) {
      values.push_back(text_of(&item));
    }
  }
  void text_map(std::string_view name, std::map<std::string, std::string>& values) const {
    const boost::json::value* found = find(name);
    if (found == nullptr || !found->is_object()) {
      return;
    }
    for (const auto& [key, value] : found->get_object()) {
      values.emplace(key, text_of(&value));
    }
  }
  Section section(std::string_view name) const { return Section(find(name)); }
  const boost::json::value* find(std::string_view name) const {
    return object_ == nullptr ? nullptr : object_->if_contains(name);
  }

 private:
  const boost::json::object* object_;
};

} // namespace passback::oneroster

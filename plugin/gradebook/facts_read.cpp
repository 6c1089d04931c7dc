#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include "plugin/gradebook/facts_members.hpp"

namespace passback::gradebook {
namespace {

namespace json = boost::json;

// Facts nest three levels; what is deeper is damaged or hostile.
constexpr std::size_t kMaxDepth = 16;

/// Reads members of one object; remembers the first that has the wrong form.
class MemberReader {
 public:
  MemberReader(const json::object& object, std::string& wrong) : object_(object), wrong_(wrong) {}

  void text(std::string_view name, std::string& value) {
    if (const json::value* found = find(name)) {
      if (const json::string* string = found->if_string()) {
        value.assign(string->data(), string->size());
      } else {
        damaged(name);
      }
    }
  }
  template <class Tag> void id(std::string_view name, Id<Tag>& value) { text(name, value.value); }
  void number(std::string_view name, std::int64_t& value) {
    if (const json::value* found = find(name)) {
      if (const std::int64_t* number = found->if_int64()) {
        value = *number;
      } else {
        damaged(name);
      }
    }
  }
  void kind(std::string_view name, ActivityKind& kind) {
    auto number = static_cast<std::int64_t>(kind);
    this->number(name, number);
    if (number < 1 || number > 3) {
      damaged(name);
      return;
    }
    kind = static_cast<ActivityKind>(number);
  }
  // A reason that a newer release wrote is none that is known here.
  void reason(std::string_view name, WithdrawalReason& value) {
    std::int64_t number = 0;
    this->number(name, number);
    if (number >= 0 && number <= static_cast<std::int64_t>(WithdrawalReason::restored)) {
      value = static_cast<WithdrawalReason>(number);
    }
  }
  void decimal(std::string_view name, std::optional<Decimal>& value) {
    if (const json::value* found = find(name)) {
      const json::string* string = found->if_string();
      auto parsed = string == nullptr
                        ? Result<Decimal>(Code::corrupt)
                        : Decimal::parse(std::string_view(string->data(), string->size()));
      if (parsed) {
        value = *parsed;
      } else {
        damaged(name);
      }
    }
  }
  void flag(std::string_view name, bool& value) {
    if (const json::value* found = find(name)) {
      if (const bool* boolean = found->if_bool()) {
        value = *boolean;
      } else {
        damaged(name);
      }
    }
  }
  template <class Tag> void ids(std::string_view name, std::vector<Id<Tag>>& values) {
    list(name, [&](const json::value& item) {
      const json::string* string = item.if_string();
      if (string != nullptr) {
        values.emplace_back(std::string(string->data(), string->size()));
      }
      return string != nullptr;
    });
  }
  template <class Item> void objects(std::string_view name, std::vector<Item>& items) {
    list(name, [&](const json::value& item) {
      const json::object* object = item.if_object();
      if (object != nullptr) {
        MemberReader inner(*object, wrong_);
        list_members(inner, items.emplace_back());
      }
      return object != nullptr;
    });
  }

 private:
  template <class ReadItem> void list(std::string_view name, ReadItem read_item) {
    if (const json::value* found = find(name)) {
      const json::array* array = found->if_array();
      if (array == nullptr) {
        damaged(name);
        return;
      }
      for (const json::value& item : *array) {
        if (!read_item(item)) {
          damaged(name);
        }
      }
    }
  }
  void damaged(std::string_view name) {
    if (wrong_.empty()) {
      wrong_ = name;
    }
  }
  const json::value* find(std::string_view name) const { return object_.if_contains(name); }
  const json::object& object_;
  std::string& wrong_;
};

template <class Facts> Result<Facts> read_facts(std::string_view text) {
  json::parse_options options;
  options.max_depth = kMaxDepth;
  boost::system::error_code error;
  const json::value value = json::parse(text, error, {}, options);
  const json::object* object = error ? nullptr : value.if_object();
  if (object == nullptr) {
    return Error{Code::corrupt, "stored facts are not a JSON object"};
  }
  Facts facts;
  std::string wrong;
  MemberReader members(*object, wrong);
  list_members(members, facts);
  if (!wrong.empty()) {
    return Error{Code::corrupt, "stored facts have a damaged member: " + wrong};
  }
  return facts;
}

} // namespace

Result<ScoreFacts> score_facts_from_json(std::string_view text) {
  return read_facts<ScoreFacts>(text);
}

Result<ActivityFacts> activity_facts_from_json(std::string_view text) {
  return read_facts<ActivityFacts>(text);
}

Result<CategoryFacts> category_facts_from_json(std::string_view text) {
  return read_facts<CategoryFacts>(text);
}

Result<ClassFacts> class_facts_from_json(std::string_view text) {
  return read_facts<ClassFacts>(text);
}

} // namespace passback::gradebook

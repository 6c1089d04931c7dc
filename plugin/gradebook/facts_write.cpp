#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "plugin/gradebook/facts_members.hpp"

namespace passback::gradebook {
namespace {

namespace json = boost::json;

// Boost.JSON keeps members in the order in which they were added, which makes the text canonical.
class MemberWriter {
 public:
  void text(std::string_view name, const std::string& value) {
    if (!value.empty()) {
      object_.emplace(name, json::string_view(value));
    }
  }
  template <class Tag> void id(std::string_view name, const Id<Tag>& value) {
    text(name, value.value);
  }
  void number(std::string_view name, std::int64_t value) {
    if (value != 0) {
      object_.emplace(name, value);
    }
  }
  void kind(std::string_view name, ActivityKind value) {
    number(name, static_cast<std::int64_t>(value));
  }
  void reason(std::string_view name, WithdrawalReason value) {
    number(name, static_cast<std::int64_t>(value));
  }
  void decimal(std::string_view name, const std::optional<Decimal>& value) {
    if (value) {
      object_.emplace(name, value->to_string());
    }
  }
  void flag(std::string_view name, bool value) {
    if (value) {
      object_.emplace(name, true);
    }
  }
  template <class Tag> void ids(std::string_view name, const std::vector<Id<Tag>>& values) {
    json::array texts;
    for (const Id<Tag>& value : values) {
      texts.emplace_back(json::string_view(value.value));
    }
    list(name, std::move(texts));
  }
  template <class Item> void objects(std::string_view name, const std::vector<Item>& items) {
    json::array objects;
    for (const Item& item : items) {
      MemberWriter inner;
      list_members(inner, item);
      objects.emplace_back(std::move(inner.object_));
    }
    list(name, std::move(objects));
  }
  std::string serialized() const { return json::serialize(object_); }

 private:
  void list(std::string_view name, json::array values) {
    if (!values.empty()) {
      object_.emplace(name, std::move(values));
    }
  }
  json::object object_;
};

template <class Facts> std::string written(const Facts& facts) {
  MemberWriter members;
  list_members(members, facts);
  return members.serialized();
}

} // namespace

std::string to_json(const ScoreFacts& facts) {
  return written(facts);
}

std::string to_json(const ActivityFacts& facts) {
  return written(facts);
}

std::string to_json(const CategoryFacts& facts) {
  return written(facts);
}

std::string to_json(const ClassFacts& facts) {
  return written(facts);
}

} // namespace passback::gradebook

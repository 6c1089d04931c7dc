#include "plugin/intake/left_to_settle.hpp"

#include <algorithm>

#include <boost/json.hpp>

#include "plugin/platform/try.hpp"

namespace passback::intake {

namespace json = boost::json;

Result<std::vector<std::string>> names_left(outbox::Transaction& transaction,
                                            std::string_view key) {
  PASSBACK_TRY_AS(const auto text, transaction.meta(key));
  std::vector<std::string> names;
  json::error_code error;
  const auto list = json::parse(text.value_or("[]"), error);
  if (!error && list.is_array()) {
    for (const auto& name : list.get_array()) {
      if (name.is_string()) {
        names.emplace_back(name.get_string());
      }
    }
  }
  return names;
}

Status put_names_left(outbox::Transaction& transaction, std::string_view key,
                      const std::vector<std::string>& names) {
  return transaction.put_meta(key, json::serialize(json::value_from(names)));
}

Status add_name_left(outbox::Transaction& transaction, std::string_view key,
                     const std::string& name) {
  PASSBACK_TRY_AS(auto names, names_left(transaction, key));
  if (std::ranges::find(names, name) != names.end()) {
    return ok_status();
  }
  names.push_back(name);
  return put_names_left(transaction, key, names);
}

} // namespace passback::intake

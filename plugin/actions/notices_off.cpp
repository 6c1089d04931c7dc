#include "plugin/actions/notices_off.hpp"

#include <string>

#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

std::string switch_name(std::string_view user) {
  return "notices_off." + std::string(user);
}

} // namespace

Result<bool> has_notices_off(outbox::Transaction& transaction, std::string_view user) {
  PASSBACK_TRY_AS(const auto text, transaction.meta(switch_name(user)));
  return text == "1";
}

Status put_notices_off(outbox::Transaction& transaction, std::string_view user, bool off) {
  return transaction.put_meta(switch_name(user), off ? "1" : "0");
}

} // namespace passback::actions

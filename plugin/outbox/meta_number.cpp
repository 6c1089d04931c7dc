#include "plugin/outbox/meta_number.hpp"

#include <charconv>

#include "plugin/platform/try.hpp"

namespace passback::outbox {

Result<std::int64_t> meta_number(Transaction& transaction, std::string_view name) {
  PASSBACK_TRY_AS(const auto text, transaction.meta(name));
  std::int64_t number = 0;
  if (text) {
    std::from_chars(text->data(), text->data() + text->size(), number);
  }
  return number;
}

} // namespace passback::outbox

#include "plugin/actions/after_class.hpp"

#include <algorithm>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/decision/class_over.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

constexpr std::size_t kLongestReason = 500;

bool says_why(const std::string& reason) {
  return reason.size() <= kLongestReason &&
         std::ranges::any_of(reason, [](char c) { return c != ' ' && c != '\t' && c != '\n'; });
}

} // namespace

Result<std::optional<std::string>> reason_after_class(const ActionParts& parts, const Asker& asker,
                                                      const boost::json::object& input) {
  bool over = false;
  const auto read = read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    PASSBACK_TRY_AS(const auto view, work.open_class_that_syncs(origin_of(asker)));
    PASSBACK_TRY_AS(over, decision::is_class_over(work, view));
    return ok_status();
  });
  if (!read) {
    return read.error();
  }
  if (!over) {
    return std::optional(std::string());
  }
  std::vector<Problem> problems;
  auto reason = InputReader(input, "", problems).text("reason").value.value_or("");
  return says_why(reason) ? std::optional(std::move(reason)) : std::optional<std::string>();
}

Reply say_why(const texts::Words& words) {
  return {boost::json::serialize(result_document(words, false, say("result.nothing_sent"),
                                                 {{"reason", say("result.say_why")}})),
          false};
}

} // namespace passback::actions

#include "plugin/actions/closed_dates.hpp"

#include <utility>

#include "plugin/decision/sending_time.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {

namespace json = boost::json;

Result<bool> is_closed_today(const ActionParts& parts, const Asker& asker) {
  Code why = Code::none;
  const auto read = read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    PASSBACK_TRY_AS(const auto view, work.open_class_that_syncs(origin_of(asker)));
    const auto& connection = view.effective.connection;
    why = decision::sending_time(view.effective.sending, connection ? connection->time_zone : "",
                                 work.now_unix_ms)
              .why;
    return ok_status();
  });
  if (!read) {
    return read.error();
  }
  return why == Code::no_sending_today;
}

Reply ask_to_send_anyway(const texts::Words& words) {
  auto text = texts::sentence_of(Code::no_sending_today);
  text += say("result.send_all_the_same");
  const Question question{"send_anyway", std::move(text), {{"yes", say("result.send_it")}}};
  return {json::serialize(refusal_document(words, {}, question)), false};
}

bool sends_anyway(const InputReader& input) {
  return input.text("send_anyway").value == "yes";
}

} // namespace passback::actions

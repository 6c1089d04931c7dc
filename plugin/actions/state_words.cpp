#include "plugin/actions/state_words.hpp"

#include <utility>

#include "plugin/decision/removal.hpp"
#include "plugin/oneroster/values/date_text.hpp"
#include "plugin/outbox/identity.hpp"

namespace passback::actions {
namespace {

using outbox::AccountState;
using outbox::Form;
using outbox::Record;
using outbox::State;

std::string name_of(std::string_view sis_name) {
  return sis_name.empty() ? "the SIS" : std::string(sis_name);
}

bool ever_told(const Record& record) {
  return record.confirmed.form != Form::none || record.in_doubt;
}

/// "2026-11-27 22:10 UTC"
std::string minute(std::int64_t unix_ms) {
  std::string text = oneroster::utc_date_time(unix_ms).substr(0, 16);
  text[10] = ' ';
  return text + " UTC";
}

/// Of a code that tells more than the account's state.
std::string why_it_waits(Code code, const std::string& name) {
  switch (code) {
  case Code::results_forbidden:
    return "Waiting: " + name + " does not let us write results";
  case Code::line_items_forbidden:
    return "Waiting: " + name + " does not let us write activities";
  case Code::address_refused:
    return "Waiting: what answers at the address is not " + name;
  case Code::token_address:
    return "Waiting: no token can be had at the API Token URL";
  default:
    return {};
  }
}

StateWords waits_for_account(const outbox::AccountRow& account, const std::string& name) {
  if (auto why = why_it_waits(account.code, name); !why.empty()) {
    return {"waiting", std::move(why), account.code};
  }
  switch (account.state) {
  case AccountState::window_shut:
    return {"waiting", "Waiting: grading window closed", account.code};
  case AccountState::unauthorised:
    return {"waiting", "Waiting: " + name + " does not accept the credentials", account.code};
  case AccountState::waiting_secret:
    return account.code == Code::secret_unusable
               ? StateWords{"waiting", "Waiting: the password cannot be used", account.code}
               : StateWords{"waiting", "Waiting: the password is not known yet",
                            Code::secret_missing};
  case AccountState::address:
    return {"waiting", "Waiting: " + name + " may not be contacted from here", account.code};
  case AccountState::ok:
  case AccountState::down:
    break;
  }
  return {"waiting", "Waiting: " + name + " not answering", account.code};
}

/// What would be on its way, while the site guard holds delivery.
StateWords held_words(Code hold) {
  return hold == Code::site_copy
             ? StateWords{state_id(State::off), state_text(State::off, ""), hold}
             : StateWords{"waiting", "Waiting: an administrator must say whether this site moved",
                          hold};
}

bool pauses(const outbox::AccountRow& account) {
  return account.state == AccountState::ok && account.code == Code::sis_busy &&
         account.retry_unix_ms != 0;
}

/// True if the record waits for what the account waits for.
bool concerns(const outbox::AccountRow& account, const Record& record) {
  if (account.state == AccountState::ok) {
    return pauses(account);
  }
  return account.code != Code::results_forbidden || record.key.kind == outbox::Kind::result;
}

StateWords on_its_way(const Record& record, const std::string& name,
                      const outbox::AccountRow* account, Code hold) {
  if (hold != Code::none) {
    return held_words(hold);
  }
  if (account != nullptr && record.state != State::sending && concerns(*account, record)) {
    return account->state == AccountState::ok
               ? StateWords{"waiting", pause_text(*account, name), account->code}
               : waits_for_account(*account, name);
  }
  if (record.state == State::ready && record.code == Code::window_shut) {
    return {"waiting", "Waiting: grading window closed", record.code};
  }
  if (record.state == State::ready && record.code == Code::missed) {
    return {"waiting", "Waiting: " + name + " does not show it just now", record.code};
  }
  if (record.state == State::ready && record.code == Code::waits_for_edits) {
    return {"on_its_way", "Goes at " + minute(record.next_attempt_unix_ms), record.code};
  }
  if (record.state == State::ready && record.code == Code::quiet_hours) {
    return {"waiting", "Waiting: quiet hours", record.code};
  }
  if (record.state == State::ready && record.code == Code::no_sending_today) {
    return {"waiting", "Waiting: nothing goes today", record.code};
  }
  return {"on_its_way", "On its way", record.code};
}

StateWords at_rest(const Record& record, const std::string& name, Code parent) {
  if (record.confirmed.form == Form::absent) {
    return words_of_state(State::withdrawn, name);
  }
  if (record.confirmed.form != Form::none && parent == Code::line_item_gone) {
    return {state_id(State::unlinked), state_text(State::unlinked, name), parent};
  }
  if (record.confirmed.form != Form::none) {
    const Code kept = record.code == Code::kept_in_sis ? record.code : Code::none;
    return {"accepted", "Accepted by " + name, kept};
  }
  if (record.key.kind == outbox::Kind::line_item && record.observed.form == Form::present) {
    return {"ready", "Not sent yet", Code::none};
  }
  return {"nothing", "Nothing to send", Code::none};
}

} // namespace

Code holds_back(const Record& parent) {
  switch (parent.state) {
  case State::rejected:
  case State::failed:
  case State::conflict:
    return Code::parent_refused;
  case State::unlinked:
    return Code::line_item_gone;
  case State::waiting:
  case State::off:
  // Its removal, say, if so much was taken out that a person is asked. What is only newer than what
  // the SIS has carries no code, and holds nothing back.
  case State::manual:
    return parent.code;
  case State::settled:
  case State::ready:
  case State::sending:
  case State::waiting_parent:
  case State::held:
  case State::withdrawn:
    break;
  }
  return Code::none;
}

StateWords words_for(const Record& record, std::string_view sis_name,
                     const outbox::AccountRow* account, Code parent, Code hold) {
  const auto name = name_of(sis_name);
  switch (record.state) {
  case State::settled:
    return at_rest(record, name, parent);
  case State::waiting_parent:
    if (parent != Code::none) {
      return {state_id(State::waiting), state_text(State::waiting, sis_name), parent};
    }
    return on_its_way(record, name, account, hold);
  case State::ready:
    if (record.code == Code::to_prove) {
      return record.released.form == Form::absent ? words_of_state(State::withdrawn, sis_name)
                                                  : at_rest(record, name, parent);
    }
    return on_its_way(record, name, account, hold);
  case State::sending:
    return on_its_way(record, name, account, hold);
  case State::manual:
    if (decision::is_removal_question(record.code)) {
      return {"removal_asked", "Gone from the LMS: take back in " + name + " too?", record.code};
    }
    if (record.code == Code::left_unsent) {
      return {state_id(State::off), state_text(State::off, sis_name), record.code};
    }
    return ever_told(record) ? StateWords{"changed", "Changed since last sent", record.code}
                             : StateWords{"ready", "Not sent yet", record.code};
  case State::withdrawn:
    // Of an activity that was gone before this ever went.
    if (!ever_told(record)) {
      return at_rest(record, name, parent);
    }
    break;
  case State::waiting:
  case State::held:
  case State::off:
  case State::conflict:
  case State::rejected:
  case State::failed:
  case State::unlinked:
    break;
  }
  return {state_id(record.state), state_text(record.state, sis_name), record.code};
}

std::string pause_text(const outbox::AccountRow& account, std::string_view sis_name) {
  return pauses(account) ? "Waiting: " + name_of(sis_name) + " asked us to wait until " +
                               minute(account.retry_unix_ms)
                         : std::string();
}

StateWords words_of_other_sis(const Record& record, std::string_view before, std::string_view now) {
  const auto old = before.empty() ? std::string("the SIS of before") : std::string(before);
  if (record.code == Code::moved_sis) {
    const bool has_it =
        record.confirmed.form == Form::present || record.confirmed.form == Form::cleared;
    return {"moved", "Moved: " + old + (has_it ? " keeps its own" : " may have its own"),
            record.code};
  }
  return {"other_sis", "Was sent to " + old + ". Send to " + name_of(now) + " too?", record.code};
}

StateWords words_of_moved(const Record& record, const StateWords& words) {
  if (record.code == Code::moved_section) {
    return {"moved", "Moved to another section", record.code};
  }
  const Code why = outbox::is_left_behind(record) ? Code::moved_student : Code::moved_class;
  if (record.state == State::settled || record.state == State::withdrawn) {
    return {"moved", "Moved to the right record", why};
  }
  return {words.id, words.text, words.reason == Code::none ? why : words.reason};
}

bool is_on_its_way(State state) {
  return state == State::ready || state == State::sending || state == State::waiting_parent;
}

StateWords words_of_state(State state, std::string_view sis_name, Code hold) {
  if (hold != Code::none && is_on_its_way(state)) {
    return held_words(hold);
  }
  return {state_id(state), state_text(state, sis_name), Code::none};
}

std::string_view state_id(State state) {
  switch (state) {
  case State::settled:
    return "settled";
  case State::ready:
  case State::sending:
  case State::waiting_parent:
    return "on_its_way";
  case State::waiting:
    return "not_ready";
  case State::held:
    return "held";
  case State::off:
    return "off";
  case State::manual:
    return "manual";
  case State::conflict:
    return "conflict";
  case State::rejected:
    return "rejected";
  case State::failed:
    return "failed";
  case State::unlinked:
    return "unlinked";
  case State::withdrawn:
    break;
  }
  return "withdrawn";
}

std::string state_text(State state, std::string_view sis_name) {
  const auto name = name_of(sis_name);
  switch (state) {
  case State::settled:
    return "Nothing to do";
  case State::ready:
  case State::sending:
  case State::waiting_parent:
    return "On its way";
  case State::waiting:
    return "Needs your attention";
  case State::held:
    return "Not released to students yet";
  case State::off:
    return "Not synced";
  case State::manual:
    return "Not sent yet";
  case State::conflict:
    return name + " shows a different grade";
  case State::rejected:
    return name + " did not accept it";
  case State::failed:
    return "Not sent";
  case State::unlinked:
    return "Removed in " + name;
  case State::withdrawn:
    break;
  }
  return "Taken back";
}

boost::json::object reason_object(Code code) {
  const auto& row = info(code);
  boost::json::object reason;
  reason["code"] = row.id;
  reason["sentence"] = row.sentence;
  for (const auto& [reader, text] :
       {std::pair{"teacher", row.teacher}, std::pair{"administrator", row.administrator},
        std::pair{"support", row.support}}) {
    if (!text.empty()) {
      reason[reader] = text;
    }
  }
  return reason;
}

std::string_view kind_id(outbox::Kind kind) {
  switch (kind) {
  case outbox::Kind::category:
    return "category";
  case outbox::Kind::score_scale:
    return "score_scale";
  case outbox::Kind::line_item:
    return "line_item";
  case outbox::Kind::result:
    break;
  }
  return "result";
}

} // namespace passback::actions

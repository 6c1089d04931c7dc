#include "plugin/actions/state_words.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "plugin/actions/file_words.hpp"
#include "plugin/decision/in_trial.hpp"
#include "plugin/decision/older_than_sis.hpp"
#include "plugin/decision/removal.hpp"
#include "plugin/decision/sending_time.hpp"
#include "plugin/outbox/identity.hpp"
#include "plugin/platform/local_moment.hpp"

namespace passback::actions {
namespace {

using outbox::AccountState;
using outbox::Form;
using outbox::Record;
using outbox::State;

Phrase of_sis(std::string_view key, const Phrase& sis) {
  return say(key, {{"sis", sis}});
}

bool ever_told(const Record& record) {
  return record.confirmed.form != Form::none || record.in_doubt;
}

/// Of a code that tells more than the account's state.
Phrase why_it_waits(Code code, const Phrase& sis) {
  switch (code) {
  case Code::results_forbidden:
    return of_sis("state.waiting.results_forbidden", sis);
  case Code::line_items_forbidden:
    return of_sis("state.waiting.line_items_forbidden", sis);
  case Code::address_refused:
    return of_sis("state.waiting.address_refused", sis);
  case Code::token_address:
    return say("state.waiting.token_address");
  default:
    return {};
  }
}

StateWords waits_for_account(const outbox::AccountRow& account, const Phrase& sis) {
  if (auto why = why_it_waits(account.code, sis); !why.empty()) {
    return {"waiting", std::move(why), account.code};
  }
  switch (account.state) {
  case AccountState::window_shut:
    return {"waiting", say("state.waiting.window_shut"), account.code};
  case AccountState::unauthorised:
    return {"waiting", of_sis("state.waiting.unauthorised", sis), account.code};
  case AccountState::waiting_secret:
    return account.code == Code::secret_unusable
               ? StateWords{"waiting", say("state.waiting.secret_unusable"), account.code}
               : StateWords{"waiting", say("state.waiting.secret_missing"), Code::secret_missing};
  case AccountState::address:
    return {"waiting", of_sis("state.waiting.address", sis), account.code};
  case AccountState::ok:
  case AccountState::down:
    break;
  }
  return {"waiting", of_sis("state.waiting.down", sis), account.code};
}

StateWords trial_words(bool takes_away) {
  return {"in_trial", say(takes_away ? "state.in_trial.removal" : "state.in_trial"),
          Code::in_trial};
}

/// What waits for somebody; where it is for whoever paused it, nobody else has to do anything.
Phrase waiting_text(Code code, std::string_view sis_name) {
  if (code == Code::ids_changed) {
    return say("state.waiting.ids_changed");
  }
  return code == Code::sync_paused ? say("state.waiting.paused")
                                   : state_text(State::waiting, sis_name);
}

/// What would be on its way, while the site guard holds delivery or an administrator has paused it.
StateWords held_words(Code hold) {
  if (hold == Code::sync_paused) {
    return {"waiting", say("state.waiting.paused"), hold};
  }
  if (hold == Code::in_trial) {
    return trial_words(false);
  }
  return hold == Code::site_copy
             ? StateWords{state_id(State::off), state_text(State::off, ""), hold}
             : StateWords{"waiting", say("state.waiting.site_moved"), hold};
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

StateWords on_its_way(const Record& record, std::string_view name,
                      const outbox::AccountRow* account, Code hold, std::string_view zone) {
  if (hold != Code::none) {
    return held_words(hold);
  }
  if (account != nullptr && record.state != State::sending && concerns(*account, record)) {
    return account->state == AccountState::ok
               ? StateWords{"waiting", pause_text(*account, name, zone), account->code}
               : waits_for_account(*account, name_of_sis(name));
  }
  if (record.state == State::ready && record.code == Code::window_shut) {
    return {"waiting", say("state.waiting.window_shut"), record.code};
  }
  if (record.state == State::ready && record.code == Code::missed) {
    return {"waiting", of_sis("state.waiting.missed", name_of_sis(name)), record.code};
  }
  if (decision::goes_at_a_time(record)) {
    return {
        "on_its_way",
        say("state.goes_at", {{"time", platform::local_moment(record.next_attempt_unix_ms, zone)}}),
        record.code};
  }
  if (record.state == State::ready && record.code == Code::quiet_hours) {
    return {"waiting", say("state.waiting.quiet_hours"), record.code};
  }
  if (record.state == State::ready && record.code == Code::no_sending_today) {
    return {"waiting", say("state.waiting.nothing_today"), record.code};
  }
  return {"on_its_way", say("state.on_its_way"), record.code};
}

StateWords at_rest(const Record& record, std::string_view name, Code parent) {
  if (record.confirmed.form == Form::absent) {
    return words_of_state(State::withdrawn, name);
  }
  if (record.confirmed.form != Form::none && parent == Code::line_item_gone) {
    return {state_id(State::unlinked), state_text(State::unlinked, name), parent};
  }
  if (record.confirmed.form != Form::none) {
    const bool stays = record.code == Code::kept_in_sis || record.code == Code::newer_kept;
    const Code kept = stays ? record.code : Code::none;
    return {"accepted", of_sis("state.accepted", name_of_sis(name)), kept};
  }
  if (record.key.kind == outbox::Kind::line_item && record.observed.form == Form::present) {
    return {"ready", say("state.ready"), Code::none};
  }
  return {"nothing", say("state.nothing"), Code::none};
}

} // namespace

Phrase name_of_sis(std::string_view sis_name) {
  return sis_name.empty() ? say("state.the_sis") : Phrase(sis_name);
}

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
                     const outbox::AccountRow* account, Code parent, Code hold, bool by_file,
                     std::string_view zone) {
  if (by_file && hold == Code::none) {
    if (auto words = words_by_file(record, name_of_sis(sis_name), parent, zone)) {
      return *std::move(words);
    }
  }
  switch (record.state) {
  case State::settled:
    return at_rest(record, sis_name, parent);
  case State::waiting_parent:
    if (parent == Code::in_trial) {
      return trial_words(record.released.form == Form::absent);
    }
    if (parent != Code::none) {
      return {state_id(State::waiting), waiting_text(parent, sis_name), parent};
    }
    return on_its_way(record, sis_name, account, hold, zone);
  case State::ready:
    if (record.code == Code::to_prove) {
      return record.released.form == Form::absent ? words_of_state(State::withdrawn, sis_name)
                                                  : at_rest(record, sis_name, parent);
    }
    return on_its_way(record, sis_name, account, hold, zone);
  case State::sending:
    return on_its_way(record, sis_name, account, hold, zone);
  case State::manual:
    if (decision::is_removal_question(record.code)) {
      return {"removal_asked", of_sis("state.removal_asked", name_of_sis(sis_name)), record.code};
    }
    if (decision::waits_for_older_answer(record)) {
      return {"older_asked", of_sis("state.older_asked", name_of_sis(sis_name)), record.code};
    }
    if (decision::stands_in_trial(record)) {
      return trial_words(record.observed.form == Form::absent);
    }
    if (record.code == Code::left_unsent) {
      return {state_id(State::off), state_text(State::off, sis_name), record.code};
    }
    return ever_told(record) ? StateWords{"changed", say("state.changed"), record.code}
                             : StateWords{"ready", say("state.ready"), record.code};
  case State::withdrawn:
    // Of an activity that was gone before this ever went.
    if (!ever_told(record)) {
      return at_rest(record, sis_name, parent);
    }
    break;
  case State::waiting:
    return {state_id(State::waiting), waiting_text(record.code, sis_name), record.code};
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

Phrase pause_text(const outbox::AccountRow& account, std::string_view sis_name,
                  std::string_view zone) {
  if (!pauses(account)) {
    return {};
  }
  return say("state.waiting.pause",
             {{"sis", name_of_sis(sis_name)},
              {"until", platform::local_moment(account.retry_unix_ms, zone)}});
}

StateWords words_of_other_sis(const Record& record, std::string_view before, std::string_view now) {
  const auto old = before.empty() ? say("state.the_sis_before") : Phrase(before);
  if (record.code == Code::moved_sis) {
    const bool has_it =
        record.confirmed.form == Form::present || record.confirmed.form == Form::cleared;
    return {"moved",
            say(has_it ? "state.moved.kept" : "state.moved.may_be_kept", {{"before", old}}),
            record.code};
  }
  return {"other_sis", say("state.other_sis", {{"before", old}, {"sis", name_of_sis(now)}}),
          record.code};
}

StateWords words_of_moved(const Record& record, const StateWords& words) {
  if (record.code == Code::moved_section) {
    return {"moved", say("state.moved.section"), record.code};
  }
  const Code why = outbox::is_left_behind(record) ? Code::moved_student : Code::moved_class;
  if (record.state == State::settled || record.state == State::withdrawn) {
    return {"moved", say("state.moved"), why};
  }
  return {words.id, words.text, words.reason == Code::none ? why : words.reason};
}

bool is_on_its_way(State state) {
  return state == State::ready || state == State::sending || state == State::waiting_parent;
}

StateWords words_of_state(State state, std::string_view sis_name, Code hold, bool by_file) {
  if (hold != Code::none && is_on_its_way(state)) {
    return held_words(hold);
  }
  if (by_file && is_on_its_way(state)) {
    return state == State::sending ? StateWords{"in_file", say("state.in_some_file")}
                                   : StateWords{"for_file", say("state.for_file")};
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

std::string_view icon_of(std::string_view id) {
  constexpr std::pair<std::string_view, std::string_view> kIcons[] = {
      {"accepted", "done"},
      {"settled", "done"},
      {"withdrawn", "done"},
      {"in_file", "on_the_way"},
      {"for_file", "on_the_way"},
      {"on_its_way", "on_the_way"},
      {"ready", "to_send"},
      {"changed", "to_send"},
      {"manual", "to_send"},
      {"changed_since_file", "to_send"},
      {"in_trial", "to_send"},
      {"other_sis", "question"},
      {"removal_asked", "question"},
      {"older_asked", "question"},
      {"not_ready", "waiting"},
      {"waiting", "waiting"},
      {"held", "waiting"},
      {"rejected", "stopped"},
      {"failed", "stopped"},
      {"conflict", "stopped"},
      {"unlinked", "stopped"},
      {"moved", "moved"},
      {"off", "off"},
      {"nothing", "off"}};
  const auto found = std::ranges::find(kIcons, id, [](const auto& one) { return one.first; });
  return found == std::end(kIcons) ? "waiting" : found->second;
}

Phrase text_of_id(std::string_view id) {
  if (id == "waiting") {
    return say("state.waiting.paused"); // the only one that counts of results alone know
  }
  return of_sis("state." + std::string(id), name_of_sis(""));
}

Phrase state_text(State state, std::string_view sis_name) {
  switch (state) {
  case State::settled:
    return say("state.settled");
  case State::ready:
  case State::sending:
  case State::waiting_parent:
    return say("state.on_its_way");
  case State::waiting:
    return say("state.not_ready");
  case State::held:
    return say("state.held");
  case State::off:
    return say("state.off");
  case State::manual:
    return say("state.ready");
  case State::conflict:
    return of_sis("state.conflict", name_of_sis(sis_name));
  case State::rejected:
    return of_sis("state.rejected", name_of_sis(sis_name));
  case State::failed:
    return say("state.failed");
  case State::unlinked:
    return of_sis("state.unlinked", name_of_sis(sis_name));
  case State::withdrawn:
    break;
  }
  return say("state.withdrawn");
}

boost::json::object reason_object(Code code, const texts::Words& words) {
  const auto& row = info(code);
  boost::json::object reason;
  reason["code"] = row.id;
  reason["sentence"] = words.text(texts::code_key(code, "sentence"));
  for (const auto& [reader, text] :
       {std::pair{"teacher", row.teacher}, std::pair{"administrator", row.administrator},
        std::pair{"support", row.support}}) {
    if (!text.empty()) {
      reason[reader] = words.text(texts::code_key(code, reader));
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

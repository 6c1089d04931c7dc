#include "plugin/delivery/ledger/class_refusals.hpp"

#include <array>
#include <string>

#include "plugin/decision/asked_questions.hpp"
#include "plugin/decision/lost_records.hpp"
#include "plugin/delivery/account_notice.hpp"
#include "plugin/outbox/meta_number.hpp"
#include "plugin/platform/try.hpp"

namespace passback::delivery {

namespace {

using outbox::State;

/// A person has to look at it before it goes again; or it goes again just now, and nobody knows yet
/// whether the SIS takes it.
constexpr std::array kOpen = {State::rejected, State::failed, State::conflict,
                              State::unlinked, State::ready,  State::sending};

std::string meta_name(const gradebook::ClassId& class_id) {
  return "refused_class." + class_id.value;
}

/// When people were last told, as AccountRow keeps it.
Result<std::int64_t> told_of(outbox::Transaction& transaction, const gradebook::ClassId& class_id) {
  return outbox::meta_number(transaction, meta_name(class_id));
}

Result<bool> any_left(outbox::Transaction& transaction, const gradebook::ClassId& class_id) {
  outbox::RecordFilter filter;
  filter.class_id = class_id;
  filter.limit = 1;
  for (const auto state : kOpen) {
    filter.state = state;
    PASSBACK_TRY_AS(const auto found, transaction.records(filter));
    if (!found.empty()) {
      return true;
    }
  }
  return false;
}

/// Of an SIS that has lost most of what it had the administrator is asked once, and nobody is told
/// class by class.
Result<bool> is_asked_as_one(outbox::Transaction& transaction, const std::string& connection_id) {
  PASSBACK_TRY_AS(const auto connection, transaction.connection(connection_id));
  if (!connection) {
    return false;
  }
  PASSBACK_TRY_AS(const auto lost,
                  decision::lost_records(transaction, connection->id, connection->generation));
  return lost.gone > 0;
}

} // namespace

void ClassRefusals::saw(const outbox::Record& record, bool refused, bool confirmed) {
  if (refused && record.code == Code::line_item_gone) {
    asked_as_one_.emplace(record.key.connection_id, false);
  }
  auto& seen = classes_[record.key.class_id];
  seen.confirmed = seen.confirmed || confirmed;
  auto& notice = seen.notice;
  notice.class_id = record.key.class_id;
  if (notice.code == Code::none) {
    notice.domain_id = record.domain_id;
    notice.connection_id = record.key.connection_id;
    notice.code = refused ? record.code : Code::none;
  }
}

// Counting is a walk through all that a connection has: once for all of them.
Status ClassRefusals::ask_about_lost(outbox::Transaction& transaction, std::int64_t now_unix_ms) {
  for (auto& [connection_id, asked] : asked_as_one_) {
    PASSBACK_TRY_AS(asked, is_asked_as_one(transaction, connection_id));
    if (asked) {
      PASSBACK_TRY(decision::note_asked(transaction, decision::AskedAbout::lost_records,
                                        connection_id, now_unix_ms));
    }
  }
  return ok_status();
}

Status ClassRefusals::finish(outbox::Transaction& transaction, std::int64_t now_unix_ms,
                             SettleResult& result) {
  PASSBACK_TRY(ask_about_lost(transaction, now_unix_ms));
  for (const auto& [class_id, seen] : classes_) {
    const auto& notice = seen.notice;
    const bool refused = notice.code != Code::none;
    if (!refused && !seen.confirmed) {
      continue;
    }
    // Whoever was told that nothing is refused any more hears at once of what is refused then.
    PASSBACK_TRY_AS(const auto told, told_of(transaction, class_id));
    if (refused ? told > 0 && !may_tell_again(told, now_unix_ms) : told <= 0) {
      continue;
    }
    if (notice.code == Code::line_item_gone && asked_as_one_[notice.connection_id]) {
      continue;
    }
    if (!refused) {
      PASSBACK_TRY_AS(const auto left, any_left(transaction, class_id));
      if (left) {
        continue;
      }
    }
    PASSBACK_TRY(transaction.put_meta(meta_name(class_id),
                                      std::to_string(refused ? now_unix_ms : -now_unix_ms)));
    result.classes.push_back(notice);
  }
  return ok_status();
}

} // namespace passback::delivery

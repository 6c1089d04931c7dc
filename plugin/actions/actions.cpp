#include "plugin/actions/actions.hpp"

#include <boost/json.hpp>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/activity_settings.hpp"
#include "plugin/actions/class_settings.hpp"
#include "plugin/actions/console.hpp"
#include "plugin/actions/due_notices.hpp"
#include "plugin/actions/not_looked_at.hpp"
#include "plugin/actions/rights.hpp"
#include "plugin/actions/sis_settings.hpp"
#include "plugin/actions/status_document.hpp"
#include "plugin/actions/sync_grades.hpp"
#include "plugin/intake/nightly.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

ItemState disabled(const texts::Words& words, Code code, bool shown) {
  return {shown, false, code, words.say(texts::sentence_of(code))};
}

bool is_of_domain(std::string_view item_id) {
  return item_id == kSisSettings || item_id == kSyncConsole;
}

// That of an activity is that of its class, on one activity.
bool is_of_class(std::string_view item_id) {
  return item_id == kSyncGradesSettings || item_id == kSyncGradesToSis || item_id == kActivitySync;
}

constexpr std::chrono::milliseconds kLearnDeadline{500};

// Without its place in the tree a domain inherits nothing. If the host cannot say now, what is
// known has to do: the next use asks again.
void learn_place(const ActionParts& parts, const Asker& asker) {
  if (!asker.domain.empty()) {
    static_cast<void>(learn_domain(parts, asker.domain, kLearnDeadline));
  }
}

// Buttons appear where the domain is on. Where a class cannot go yet they stay visible and say why.
ItemState state_in(const texts::Words& words, const decision::ClassView& view) {
  if (!view.effective.allowed) {
    return disabled(words, view.effective.why_not, view.effective.why_not == Code::not_configured);
  }
  if (view.unusable != Code::none) {
    return disabled(words, view.unusable, true);
  }
  return {true, true, Code::none, {}};
}

} // namespace

Asker Actions::settled(std::string_view item_id, Asker asker) const {
  if (is_of_domain(item_id)) {
    asker.domain = domain_of(parts_, asker);
    // A host that is told a class too may answer for the class.
    asker.class_id = {};
    asker.activity = {};
  }
  return asker;
}

Result<Reply> Actions::invoke(std::string_view item_id, const Asker& asker, std::string_view input,
                              std::chrono::milliseconds deadline) {
  PASSBACK_TRY_AS(auto reply, use(item_id, asker, input, deadline));
  reply.document = said_for(asker, language_of(parts_, asker), item_id, std::move(reply.document));
  return reply;
}

Result<Reply> Actions::use(std::string_view item_id, const Asker& asker, std::string_view input,
                           std::chrono::milliseconds deadline) {
  if (asker.capacity == Capacity::viewer &&
      need_of(item_id, operation_of(item_id, input)) != Need::see) {
    return Error{Code::view_only, {}};
  }
  if (item_id == kSisSettings) {
    return use_sis_settings(parts_, settled(item_id, asker), input, deadline);
  }
  if (item_id == kSyncConsole) {
    return use_console(parts_, settled(item_id, asker), input, deadline);
  }
  if (!is_of_class(item_id)) {
    return Error{Code::unsupported, "There is no item " + std::string(item_id) + "."};
  }
  if (asker.class_id.empty() &&
      need_of(item_id, operation_of(item_id, input)) != Need::each_class) {
    return Error{Code::argument, "class_id: required for the gradebook's items."};
  }
  learn_place(parts_, asker);
  if (item_id == kActivitySync && is_of_activity_settings(operation_of(item_id, input))) {
    return use_activity_settings(parts_, asker, input, deadline);
  }
  return item_id == kSyncGradesSettings ? use_class_settings(parts_, asker, input, deadline)
                                        : use_sync_grades(parts_, asker, input, deadline);
}

Result<ItemState> Actions::item_state(std::string_view item_id, const Asker& asker) {
  if (is_of_domain(item_id)) {
    return ItemState{true, true, Code::none, {}};
  }
  if (!is_of_class(item_id)) {
    return Error{Code::unsupported, "There is no item " + std::string(item_id) + "."};
  }
  if (asker.class_id.empty()) {
    return Error{Code::argument, "class_id: required for the gradebook's items."};
  }
  learn_place(parts_, asker);
  ItemState state;
  const auto read = read_work(parts_, [&](decision::UnitOfWork& work) -> Status {
    PASSBACK_TRY_AS(auto view, work.open_class_that_syncs(origin_of(asker)));
    state = state_in(language_of(parts_, asker), view);
    return ok_status();
  });
  if (!read) {
    return read.error();
  }
  return state;
}

Result<std::string> Actions::status(std::string_view query,
                                    const std::optional<LiveFigures>& live) {
  PASSBACK_TRY_AS(const auto read, read_status_query(query));
  const auto document = status_document(parts_, read, live);
  return document ? Result<std::string>(boost::json::serialize(*document)) : document.error();
}

Status Actions::reconcile(std::string_view query, std::chrono::milliseconds deadline) {
  PASSBACK_TRY_AS(const auto request, read_sweep_request(query, parts_.default_domain));
  return commit_work(parts_, deadline, [&](decision::UnitOfWork& work) {
    return intake::ask_to_sweep(work.transaction, request);
  });
}

Result<DueNotices> Actions::due_notices(std::chrono::milliseconds deadline) {
  return take_due_notices(parts_, deadline);
}

Status Actions::notices_told(const DueNotices& due, std::chrono::milliseconds deadline) {
  return note_told(parts_, due, deadline);
}

Status Actions::begin_nightly_reads(std::chrono::milliseconds deadline) {
  bool due = false;
  PASSBACK_TRY(read_work(parts_, [&](decision::UnitOfWork& work) -> Status {
    PASSBACK_TRY_AS(due, intake::is_nightly_read_due(work));
    return ok_status();
  }));
  if (!due) {
    return ok_status();
  }
  return commit_work(parts_, deadline, [&](decision::UnitOfWork& work) {
    return intake::begin_nightly_reads(work, parts_.default_domain);
  });
}

texts::Words Actions::words_of_notices(const gradebook::DomainId& domain) {
  std::string language;
  const auto read = read_work(parts_, [&](decision::UnitOfWork& work) -> Status {
    PASSBACK_TRY_AS(const auto rules, rules_of_notices(work, domain));
    language = rules.notice_language.value_or(settings::Language{}).tag;
    return ok_status();
  });
  return read ? parts_.languages.words(language) : texts::Words();
}

Result<std::string> Actions::left_to_reconcile() {
  boost::json::object document{{"schema", "lms.reconcile/1"}};
  const auto read = read_work(parts_, [&](decision::UnitOfWork& work) {
    return add_not_looked_at(work.transaction, texts::Words(), document);
  });
  return read ? Result<std::string>(boost::json::serialize(document)) : read.error();
}

} // namespace passback::actions

#include "plugin/actions/sis_settings.hpp"

#include <algorithm>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/changed_ids_card.hpp"
#include "plugin/actions/custom_data_card.hpp"
#include "plugin/actions/first_send_card.hpp"
#include "plugin/actions/link_sheet.hpp"
#include "plugin/actions/locked_choices.hpp"
#include "plugin/actions/lost_card.hpp"
#include "plugin/actions/older_card.hpp"
#include "plugin/actions/removed_connection.hpp"
#include "plugin/actions/sent_again.hpp"
#include "plugin/actions/setup_report.hpp"
#include "plugin/actions/sis_jobs.hpp"
#include "plugin/actions/sis_settings_change.hpp"
#include "plugin/actions/sis_settings_form.hpp"
#include "plugin/actions/sis_summary.hpp"
#include "plugin/actions/site_guard.hpp"
#include "plugin/decision/asked_questions.hpp"
#include "plugin/decision/trial_places.hpp"
#include "plugin/intake/changed_ids.hpp"
#include "plugin/intake/first_send.hpp"
#include "plugin/intake/sweep.hpp"
#include "plugin/outbox/accounts.hpp"
#include "plugin/outbox/credential_refusal.hpp"
#include "plugin/outbox/domain_tree.hpp"
#include "plugin/outbox/pending.hpp"
#include "plugin/platform/try.hpp"
#include "plugin/platform/uuid.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using std::chrono::milliseconds;

struct Stored {
  settings::DomainSettings settings;
  std::string document; ///< as it lies there; empty = none
};

Result<Stored> read_stored(outbox::Transaction& transaction, const gradebook::DomainId& domain) {
  PASSBACK_TRY_AS(auto row, transaction.settings(outbox::Scope::domain, domain.value));
  Stored stored;
  if (row) {
    PASSBACK_TRY_AS(auto settings, settings::domain_settings_from_json(row->document));
    stored.settings = std::move(settings);
    stored.document = row->document;
  }
  return stored;
}

// When people were last told how the domain's connection fares.
Result<std::int64_t> told_of(decision::UnitOfWork& work, const settings::DomainSettings& settings) {
  const auto id = settings.connection ? settings.connection->id : std::string();
  PASSBACK_TRY_AS(const auto key, outbox::account_key_of(work.transaction, id));
  PASSBACK_TRY_AS(const auto row, work.transaction.account(key.value_or("")));
  return row ? row->notice_unix_ms : 0;
}

// Another account starts afresh; a new secret or address ends what stopped the old one. What people
// were told is over only when the SIS answers. The lease columns are the owner's.
Status put_account(decision::UnitOfWork& work, const std::string& connection_id,
                   std::int64_t told) {
  PASSBACK_TRY(outbox::put_refusal(work.transaction, connection_id, std::nullopt));
  PASSBACK_TRY_AS(auto key, outbox::account_key_of(work.transaction, connection_id));
  if (!key || key->empty()) {
    return ok_status(); // grades go as files: there is no account
  }
  PASSBACK_TRY_AS(auto row, work.transaction.account(*key));
  outbox::AccountRow account = row.value_or(outbox::AccountRow{});
  account.key = *key;
  account.state = outbox::AccountState::ok;
  account.code = Code::none;
  account.since_unix_ms = work.now_unix_ms;
  account.retry_unix_ms = 0;
  account.failures = 0;
  if (account.notice_unix_ms <= 0 && told > 0) {
    account.notice_unix_ms = told;
  }
  return work.transaction.put_account(account);
}

// What was asked of a connection that is gone, or leads to another SIS, is not asked any more.
Status forget_questions(decision::UnitOfWork& work, const std::string& connection_id) {
  PASSBACK_TRY(intake::forget_changed_ids(work.transaction, connection_id));
  return decision::note_answered(work.transaction, decision::AskedAbout::lost_records,
                                 connection_id);
}

Status put_connection(decision::UnitOfWork& work, const gradebook::DomainId& domain,
                      const settings::DomainSettings& before, const SisSettingsChange& change) {
  const auto& now = change.settings.connection;
  PASSBACK_TRY_AS(const auto told, told_of(work, before));
  if (before.connection && (!now || now->id != before.connection->id)) {
    PASSBACK_TRY_AS(auto row, work.transaction.connection(before.connection->id));
    if (row) {
      row->active = false;
      PASSBACK_TRY(work.transaction.put_connection(*row));
      PASSBACK_TRY(forget_questions(work, row->id));
    }
  }
  if (!now || !change.connection_changed) {
    return ok_status();
  }
  if (before.connection && before.connection->generation != now->generation) {
    PASSBACK_TRY(forget_questions(work, now->id));
  }
  outbox::ConnectionRow row;
  row.id = now->id;
  row.generation = now->generation;
  row.domain_id = domain;
  row.account_key = change.client_key;
  row.document = settings::to_json(*now);
  PASSBACK_TRY(work.transaction.put_connection(row));
  return put_account(work, now->id, told);
}

std::string ref_of(const settings::DomainSettings& settings) {
  return settings.connection ? settings.connection->secret_ref : std::string();
}

// One that nothing names any more. A vault that fails here keeps what nobody will ask it for.
void forget_secret(const ActionParts& parts, const std::string& ref) {
  if (!ref.empty()) {
    static_cast<void>(parts.secrets.put(ref, settings::Secret()));
  }
}

Phrase saved_message(const SisSettingsChange& change) {
  auto message = say("result.saved");
  message += change.auth_explanation;
  message += change.warning;
  const auto& connection = change.settings.connection;
  if (change.connection_changed && connection && connection->time_zone.empty()) {
    message += say("card.time_zone_missing");
  }
  return message;
}

std::string listed(const std::vector<std::string>& ids) {
  std::string text;
  for (const auto& id : ids) {
    text += (text.empty() ? "\"" : ", \"") + id + "\"";
  }
  return text;
}

std::vector<gradebook::DomainId> domains_on(const settings::DomainSettings& settings) {
  std::vector<gradebook::DomainId> domains;
  if (settings.sending.on_for) {
    for (const auto& id : settings.sending.on_for->domains) {
      domains.emplace_back(id);
    }
  }
  return domains;
}

// Excluding what does not exist would be "Saved.", and the grades would go. An id that is stored
// already (`before`) and is gone since does not stop the save of everything else.
void check_domains(const ActionParts& parts, const gradebook::DomainId& domain,
                   const std::string& field, const std::vector<gradebook::DomainId>& before,
                   const std::vector<gradebook::DomainId>& named, SisSettingsChange& change) {
  if (named.empty()) {
    return;
  }
  const auto known = parts.domains.below(domain);
  if (!known) {
    change.warning += say("problem.domains_not_listed");
    return;
  }
  std::vector<std::string> unknown, gone;
  for (const auto& id : named) {
    if (std::ranges::find(*known, id) != known->end()) {
      continue;
    }
    const bool old = std::ranges::find(before, id) != before.end();
    (old ? gone : unknown).push_back(id.value);
  }
  if (!unknown.empty()) {
    change.problems.push_back(
        {field, say("problem.domains_unknown", {{"domains", listed(unknown)}})});
  }
  if (!gone.empty()) {
    change.warning += say("problem.domains_gone", {{"domains", listed(gone)}});
  }
}

// Domains that the host does not know are refused, where they were not named before.
void check_named_domains(const ActionParts& parts, const gradebook::DomainId& domain,
                         const SisSettingsInput& input, const settings::DomainSettings& stored,
                         SisSettingsChange& change) {
  if (input.excluded_domains.given) {
    check_domains(parts, domain, "excluded_domains", stored.excluded_domains,
                  change.settings.excluded_domains, change);
  }
  if (change.settings.sending.on_for != stored.sending.on_for) {
    check_domains(parts, domain, "on_for.domains", domains_on(stored), domains_on(change.settings),
                  change);
  }
}

// Whether the domains above have it in trial; of a root nothing is.
Result<bool> is_in_trial_above(decision::UnitOfWork& work, const gradebook::DomainId& domain) {
  PASSBACK_TRY_AS(const auto path, outbox::path_or_root(work.transaction, domain));
  return path.size() < 2 ? Result<bool>(false)
                         : decision::is_domain_in_trial(work.transaction, work.settings(),
                                                        path[path.size() - 2]);
}

/// What a change means for what may go.
struct Opening {
  bool opens = false; ///< classes may send that could not before
  bool in_trial = false, trial_ends = false;
};

Opening opening_of(const settings::DomainSettings& before, const settings::DomainSettings& after,
                   bool trial_above) {
  const bool in_trial = after.sending.trial.value_or(trial_above);
  return {intake::opens_more(before, after), in_trial,
          !in_trial && before.sending.trial.value_or(trial_above)};
}

Status commit_change(const ActionParts& parts, const Asker& asker, const Stored& stored,
                     const SisSettingsChange& change, const Opening& opening,
                     milliseconds deadline) {
  const auto& domain = asker.domain;
  const std::string document = settings::to_json(change.settings);
  return commit_work(parts, deadline, [&](decision::UnitOfWork& work) -> Status {
    PASSBACK_TRY_AS(auto now, read_stored(work.transaction, domain));
    if (now.document != stored.document) {
      return Error{Code::busy, "Somebody else saved these settings meanwhile; open them again."};
    }
    PASSBACK_TRY(work.transaction.put_settings(outbox::Scope::domain, domain.value, document));
    PASSBACK_TRY(put_connection(work, domain, stored.settings, change));
    if (opening.opens) {
      const auto request = intake::all_below(domain, parts.default_domain);
      PASSBACK_TRY(intake::ask_to_sweep(work.transaction, request));
    }
    // What was kept in a trial is asked for however little it is: nobody has sent any of it yet.
    if (opening.opens && !opening.in_trial && !opening.trial_ends) {
      PASSBACK_TRY(intake::note_first_send(work.transaction, domain));
    }
    if (change.settings.ids != stored.settings.ids) {
      PASSBACK_TRY(intake::ask_for_custom_data(work.transaction, work.now_unix_ms));
    }
    return outbox::ask_to_reconsider(work.transaction, {});
  });
}

Result<Reply> save(const ActionParts& parts, const Asker& asker, const SisSettingsInput& input,
                   std::vector<Problem> problems, milliseconds deadline) {
  const auto& domain = asker.domain;
  const auto words = language_of(parts, asker);
  Stored stored;
  std::vector<settings::Connection> removed;
  settings::Locks locks;
  bool trial_above = false;
  const auto read = read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    PASSBACK_TRY_AS(auto found, read_stored(work.transaction, domain));
    stored = std::move(found);
    PASSBACK_TRY_AS(trial_above, is_in_trial_above(work, domain));
    PASSBACK_TRY_AS(locks, locks_above(work, domain));
    if (input.connection_given && !stored.settings.connection) {
      PASSBACK_TRY_AS(auto before, removed_connections(work.transaction, domain));
      removed = std::move(before);
    }
    return ok_status();
  });
  if (!read) {
    return read.error();
  }
  auto change =
      change_sis_settings(stored.settings, removed, input, parts.profiles, platform::random_uuid());
  if (is_outdated(input.revision, stored.document)) {
    problems.push_back({"revision", say("problem.changed_meanwhile")});
  }
  refuse_locked(settings::keep_locked(stored.settings, change.settings, locks), locks,
                locked_by(parts, locks), change.problems);
  change.problems.insert(change.problems.begin(), problems.begin(), problems.end());
  check_named_domains(parts, domain, input, stored.settings, change);
  if (change.problems.empty() && input.resend.empty()) {
    PASSBACK_TRY_AS(change.question,
                    ask_to_send_again(parts, domain, stored.settings, change.settings));
    if (change.question) {
      change.problems.push_back({change.question->name, change.question->text});
    }
  }
  if (!change.problems.empty()) {
    return Reply{json::serialize(refusal_document(words, change.problems, change.question)), false};
  }
  const auto opening = opening_of(stored.settings, change.settings, trial_above);
  // In a trial nothing goes, and its end asks. Of the operator's file nobody could answer.
  const bool asks = opening.trial_ends || (opening.opens && !opening.in_trial);
  if (asks && !asker.is_operator) {
    intake::open_first_send(change.settings, parts.clock.unix_ms());
  }
  // A domain without settings of its own has no document, and gets none from what says nothing.
  if (change.settings == stored.settings && !change.secret) {
    return Reply{json::serialize(result_document(words, true, say("result.nothing_changed"))),
                 false};
  }
  // Before the settings: a secret that the settings name must be there to be fetched. It has a name
  // that nothing names yet, so whatever becomes of the settings, those that are stored name the
  // secret that was entered for their servers.
  const auto before = ref_of(stored.settings);
  const auto after = ref_of(change.settings);
  if (change.secret) {
    PASSBACK_TRY(parts.secrets.put(after, *change.secret));
  }
  const Status committed = commit_change(parts, asker, stored, change, opening, deadline);
  if (!committed) {
    if (change.secret) {
      forget_secret(parts, after);
    }
    return committed.error();
  }
  if (before != after) {
    forget_secret(parts, before);
  }
  return Reply{json::serialize(result_document(words, true, saved_message(change))), true};
}

} // namespace

Result<Reply> use_sis_settings(const ActionParts& parts, const Asker& asker, std::string_view text,
                               milliseconds deadline) {
  const auto& domain = asker.domain;
  PASSBACK_TRY(learn_domain(parts, domain, deadline));
  PASSBACK_TRY_AS(const auto object, read_input(text, "lms.sis_settings/1"));
  const auto* member = object.if_contains("op");
  const std::string_view op =
      member != nullptr && member->is_string() ? std::string_view(member->get_string()) : "";
  if (is_job_op(op)) {
    return use_sis_jobs(parts, asker, domain, object, deadline);
  }
  if (op == "summary" || op == "setup_report") {
    PASSBACK_TRY_AS(const auto document,
                    op == "summary" ? sis_summary(parts, asker) : setup_report(parts, asker));
    return Reply{json::serialize(document), false};
  }
  if (op.starts_with("first_send_")) {
    return answer_first_send(parts, asker, object, deadline);
  }
  if (op.starts_with("imported_")) {
    return answer_imported(parts, asker, object, deadline);
  }
  if (is_link_sheet_op(op)) {
    return use_link_sheet(parts, asker, op, object, deadline);
  }
  if (is_changed_ids_op(op)) {
    return answer_changed_ids(parts, asker, object, deadline);
  }
  if (op == "lost_send" || op == "lost_leave") {
    return answer_lost(parts, asker, op == "lost_send", deadline);
  }
  if (op == "older_send" || op == "older_keep") {
    return answer_older(parts, asker, op == "older_send", deadline);
  }
  if (op == kCustomDataSample || op == kReadCustomData) {
    return use_custom_data(parts, asker, op, object, deadline);
  }
  std::vector<Problem> problems;
  const auto input = read_sis_settings(object, problems);
  if (input.op == "open") {
    PASSBACK_TRY_AS(const auto form, sis_settings_form(parts, asker));
    return Reply{json::serialize(form), false};
  }
  if (input.op == "save") {
    return save(parts, asker, input, std::move(problems), deadline);
  }
  if (input.op == "site_moved" || input.op == "site_is_copy") {
    return answer_site_guard(parts, asker, input.op == "site_moved", deadline);
  }
  return Error{
      Code::unsupported,
      "op: expected open, summary, setup_report, save, site_moved, site_is_copy, first_send_from, "
      "first_send_teachers, first_send_leave, first_send_all, imported_send, "
      "imported_teachers, imported_leave, use_new_ids, keep_old_ids, lost_send, lost_leave, "
      "older_send, older_keep, "
      "custom_data_sample, "
      "read_custom_data, "
      "unlinked, link_preview, link_sheet, test_connection, test_grade, readiness or job."};
}

} // namespace passback::actions

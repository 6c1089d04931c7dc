#include "plugin/delivery/ledger/job_queue.hpp"

#include <boost/json.hpp>

#include "plugin/decision/trial_places.hpp"
#include "plugin/exchange/conversation/conversation_kinds.hpp"
#include "plugin/exchange/conversation/sis_capabilities.hpp"
#include "plugin/outbox/lease.hpp"
#include "plugin/outbox/sis_document_kind.hpp"
#include "plugin/outbox/sis_news.hpp"
#include "plugin/outbox/site_hold.hpp"
#include "plugin/platform/try.hpp"

namespace passback::delivery {

namespace {

constexpr std::int32_t kAttemptsMax = 2;
constexpr std::int64_t kSecretPatienceMs = 30'000;
constexpr int kKept = 20;
constexpr int kOpenMax = 100;

Status fail(outbox::Transaction& transaction, outbox::JobRow& row, Code code,
            std::int64_t now_unix_ms) {
  row.state = outbox::JobState::failed;
  row.code = code;
  row.ended_unix_ms = now_unix_ms;
  return transaction.put_job(row);
}

/// The one job that writes is not begun where nothing is to be written; a trial may have been
/// begun since it was asked for.
Result<bool> is_held_by_trial(outbox::Transaction& transaction, const outbox::JobRow& row) {
  if (row.kind != exchange::kTestGrade) {
    return false;
  }
  boost::system::error_code error;
  const auto input = boost::json::parse(row.input, error);
  const auto* grade = error ? nullptr : input.if_object();
  const auto* asked = grade == nullptr ? nullptr : grade->if_contains("class_id");
  const gradebook::SourcedId sis_class{
      asked != nullptr && asked->is_string() ? std::string(asked->get_string()) : std::string()};
  decision::SettingsView settings(transaction);
  return decision::is_place_in_trial(transaction, settings, gradebook::DomainId(row.subject),
                                     sis_class);
}

Status take_from(outbox::Transaction& transaction, const TakeJobRequest& request,
                 const exchange::RoutePtr& route, TakeJobResult& result) {
  PASSBACK_TRY_AS(auto open, transaction.open_jobs(route->connection.id, kOpenMax));
  for (auto& row : open) {
    if (row.state == outbox::JobState::running && row.epoch == request.epoch) {
      continue;
    }
    if (row.attempts >= kAttemptsMax || row.connection_generation != route->connection.generation) {
      PASSBACK_TRY(fail(transaction, row, Code::job_interrupted, request.now_unix_ms));
      continue;
    }
    PASSBACK_TRY_AS(const bool held, is_held_by_trial(transaction, row));
    if (held) {
      PASSBACK_TRY(fail(transaction, row, Code::in_trial, request.now_unix_ms));
      continue;
    }
    row.state = outbox::JobState::running;
    row.epoch = request.epoch;
    row.started_unix_ms = request.now_unix_ms;
    ++row.attempts;
    PASSBACK_TRY(transaction.put_job(row));
    result.job = row;
    result.route = route;
    return ok_status();
  }
  return ok_status();
}

/// What is known is read where it is stored: the job's own route may be older.
Result<outbox::SisDocumentRow> with_what_was_known(outbox::Transaction& transaction,
                                                   outbox::SisDocumentRow learned) {
  if (learned.kind != stored_name(outbox::SisDocumentKind::found)) {
    return learned;
  }
  PASSBACK_TRY_AS(auto known,
                  transaction.sis_document(learned.connection_id, learned.connection_generation,
                                           learned.kind, learned.key));
  if (known) {
    learned.document =
        exchange::to_json(exchange::merged(exchange::capabilities_from_json(known->document),
                                           exchange::capabilities_from_json(learned.document)));
  }
  return learned;
}

} // namespace

Status take_job(outbox::Transaction& transaction, const TakeJobRequest& request,
                TakeJobResult& result) {
  result = TakeJobResult{};
  PASSBACK_TRY_AS(auto hold, outbox::site_hold(transaction));
  PASSBACK_TRY_AS(auto ours, outbox::holds_lease(transaction, request.account_key, request.owner_id,
                                                 request.epoch));
  if (!ours || hold.why != Code::none) {
    return ok_status();
  }
  for (const auto& route : request.routes) {
    if (auto taken = take_from(transaction, request, route, result); !taken || result.job) {
      return taken;
    }
  }
  return ok_status();
}

Status end_job(outbox::Transaction& transaction, const std::string& account_key,
               const std::string& owner_id, const EndedJob& ended) {
  PASSBACK_TRY_AS(auto ours,
                  outbox::holds_lease(transaction, account_key, owner_id, ended.row.epoch));
  if (!ours) {
    return ok_status();
  }
  outbox::JobRow row = ended.row;
  PASSBACK_TRY(transaction.put_job(row));
  for (const auto& document : ended.learned) {
    PASSBACK_TRY_AS(auto kept, with_what_was_known(transaction, document));
    PASSBACK_TRY(outbox::keep_sis_document(transaction, kept));
  }
  return transaction.forget_jobs(row.connection_id, kKept);
}

Status fail_open_jobs(outbox::Transaction& transaction, const std::string& connection_id, Code code,
                      std::int64_t now_unix_ms) {
  PASSBACK_TRY_AS(auto open, transaction.open_jobs(connection_id, kOpenMax));
  for (auto& row : open) {
    const bool patient =
        code == Code::secret_missing && now_unix_ms - row.asked_unix_ms < kSecretPatienceMs;
    if (!patient) {
      PASSBACK_TRY(fail(transaction, row, code, now_unix_ms));
    }
  }
  return ok_status();
}

} // namespace passback::delivery

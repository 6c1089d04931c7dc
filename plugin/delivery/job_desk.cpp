#include "plugin/delivery/job_desk.hpp"

#include "plugin/outbox/lease.hpp"
#include "plugin/outbox/sis_news.hpp"
#include "plugin/outbox/site_hold.hpp"

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

Status take_from(outbox::Transaction& transaction, const TakeJobRequest& request,
                 const RoutePtr& route, TakeJobResult& result) {
  auto open = transaction.open_jobs(route->connection.id, kOpenMax);
  if (!open) {
    return open.error();
  }
  for (auto& row : *open) {
    if (row.state == outbox::JobState::running && row.epoch == request.epoch) {
      continue;
    }
    if (row.attempts >= kAttemptsMax || row.connection_generation != route->connection.generation) {
      if (auto failed = fail(transaction, row, Code::job_interrupted, request.now_unix_ms);
          !failed) {
        return failed;
      }
      continue;
    }
    row.state = outbox::JobState::running;
    row.epoch = request.epoch;
    row.started_unix_ms = request.now_unix_ms;
    ++row.attempts;
    if (auto put = transaction.put_job(row); !put) {
      return put;
    }
    result.job = row;
    result.route = route;
    return ok_status();
  }
  return ok_status();
}

} // namespace

Status take_job(outbox::Transaction& transaction, const TakeJobRequest& request,
                TakeJobResult& result) {
  result = TakeJobResult{};
  auto hold = outbox::site_hold(transaction);
  if (!hold) {
    return hold.error();
  }
  auto ours =
      outbox::holds_lease(transaction, request.account_key, request.owner_id, request.epoch);
  if (!ours) {
    return ours.error();
  }
  if (!*ours || hold->why != Code::none) {
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
  auto ours = outbox::holds_lease(transaction, account_key, owner_id, ended.row.epoch);
  if (!ours) {
    return ours.error();
  }
  if (!*ours) {
    return ok_status();
  }
  outbox::JobRow row = ended.row;
  if (auto put = transaction.put_job(row); !put) {
    return put;
  }
  for (const auto& document : ended.learned) {
    if (auto kept = outbox::keep_sis_document(transaction, document); !kept) {
      return kept.error();
    }
  }
  return transaction.forget_jobs(row.connection_id, kKept);
}

Status fail_open_jobs(outbox::Transaction& transaction, const std::string& connection_id, Code code,
                      std::int64_t now_unix_ms) {
  auto open = transaction.open_jobs(connection_id, kOpenMax);
  if (!open) {
    return open.error();
  }
  for (auto& row : *open) {
    const bool patient =
        code == Code::secret_missing && now_unix_ms - row.asked_unix_ms < kSecretPatienceMs;
    if (!patient) {
      if (auto failed = fail(transaction, row, code, now_unix_ms); !failed) {
        return failed;
      }
    }
  }
  return ok_status();
}

} // namespace passback::delivery

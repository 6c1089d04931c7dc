// Jobs inside transactions of the ledger: which one is next, and what came of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plugin/delivery/worker/job_runner.hpp"
#include "plugin/outbox/transaction.hpp"

namespace passback::delivery {

struct TakeJobRequest {
  std::string account_key, owner_id;
  std::int64_t epoch = 0;
  std::vector<exchange::RoutePtr> routes;
  std::int64_t now_unix_ms = 0;
};

struct TakeJobResult {
  std::optional<outbox::JobRow> job; ///< it runs from now on
  exchange::RoutePtr route;
};

/// The oldest open job of the account's connections, marked as running under that epoch. One that
/// was begun twice without an end is given up (Code::job_interrupted); so is one of an older
/// generation of its connection. Nothing while the site guard holds or the lease is another's.
Status take_job(outbox::Transaction& transaction, const TakeJobRequest& request,
                TakeJobResult& result);

/// Stores the end of a job and what it learned, if the lease still holds; otherwise nothing,
/// because the present owner runs it again. Keeps the newest jobs only.
Status end_job(outbox::Transaction& transaction, const std::string& account_key,
               const std::string& owner_id, const EndedJob& ended);

/// Ends the open jobs of a connection that this process cannot serve, so that who asked is not left
/// waiting. A missing secret gets half a minute to arrive first.
Status fail_open_jobs(outbox::Transaction& transaction, const std::string& connection_id, Code code,
                      std::int64_t now_unix_ms);

} // namespace passback::delivery

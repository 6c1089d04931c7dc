#include "plugin/delivery/worker/worker_jobs.hpp"

#include <memory>
#include <utility>

#include "plugin/delivery/ledger/job_queue.hpp"

namespace passback::delivery {

void WorkerJobs::advance(const std::string& key, WorkerAccount& account) {
  auto& jobs = *account.jobs;
  if (!account.runner->wire().leased()) {
    jobs.abandon();
    return;
  }
  if (account.has_jobs && !jobs.busy() && !account.taking_job) {
    submit_take(key, account);
  }
  jobs.advance();
  if (auto ended = jobs.take_ended()) {
    submit_end(key, account, std::move(*ended));
  }
}

void WorkerJobs::submit_take(const std::string& key, WorkerAccount& account) {
  account.taking_job = true;
  auto request = std::make_shared<TakeJobRequest>();
  auto result = std::make_shared<TakeJobResult>();
  request->account_key = key;
  request->owner_id = context_.storage.owner_id();
  request->epoch = account.runner->wire().epoch();
  request->routes = account.runner->routes();
  request->now_unix_ms = context_.parts.clock.unix_ms();
  context_.storage.submit(
      [request, result](outbox::Transaction& transaction) {
        return take_job(transaction, *request, *result);
      },
      [this, key, request, result](bool stored) {
        auto& taken_for = context_.accounts.at(key);
        taken_for.taking_job = false;
        if (!stored) {
          return;
        }
        taken_for.has_jobs = result->job.has_value();
        if (result->job && !context_.round.stopping &&
            taken_for.runner->wire().epoch() == request->epoch) {
          taken_for.jobs->begin(std::move(*result->job), result->route);
        }
      });
}

void WorkerJobs::submit_end(const std::string& key, WorkerAccount& account, EndedJob ended) {
  account.taking_job = true; // until it is stored, it would be taken for one to begin
  context_.storage.submit(
      [key, ended = std::make_shared<EndedJob>(std::move(ended)),
       owner = context_.storage.owner_id()](outbox::Transaction& transaction) {
        return end_job(transaction, key, owner, *ended);
      },
      [this, key](bool) {
        // If it is not stored, its row still says that it runs; the next owner begins it anew.
        context_.accounts.at(key).taking_job = false;
        ended_();
      });
}

} // namespace passback::delivery

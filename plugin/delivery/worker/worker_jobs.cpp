// The worker's part for jobs: take one when there is one, let it speak, store its end.
#include <utility>

#include "plugin/delivery/ledger/job_desk.hpp"
#include "plugin/delivery/worker/worker.hpp"

namespace passback::delivery {

void Worker::run_jobs(const std::string& key, Account& account) {
  auto& runner = *account.runner;
  auto& jobs = *account.jobs;
  if (!runner.wire().leased()) {
    jobs.abandon();
    return;
  }
  if (account.has_jobs && !jobs.busy() && !account.taking_job) {
    submit_take_job(key, account);
  }
  jobs.advance();
  if (auto ended = jobs.take_ended()) {
    submit_end_job(key, account, std::make_shared<EndedJob>(std::move(*ended)));
  }
}

void Worker::submit_take_job(const std::string& key, Account& account) {
  account.taking_job = true;
  auto request = std::make_shared<TakeJobRequest>();
  auto result = std::make_shared<TakeJobResult>();
  request->account_key = key;
  request->owner_id = lock_.owner_id();
  request->epoch = account.runner->wire().epoch();
  request->routes = account.runner->routes();
  request->now_unix_ms = parts_.clock.unix_ms();
  ledger_->submit(
      [request, result](outbox::Transaction& transaction) {
        return take_job(transaction, *request, *result);
      },
      [this, key, request, result](const Status& status) {
        auto& taken_for = accounts_.at(key);
        taken_for.taking_job = false;
        if (!status) {
          storage_trouble(status.error());
          return;
        }
        taken_for.has_jobs = result->job.has_value();
        if (result->job && !stopping() && taken_for.runner->wire().epoch() == request->epoch) {
          taken_for.jobs->begin(std::move(*result->job), result->route);
        }
      });
}

void Worker::submit_end_job(const std::string& key, Account& account,
                            std::shared_ptr<EndedJob> ended) {
  account.taking_job = true; // until it is stored, it would be taken for one to begin
  ledger_->submit(
      [key, ended, owner = lock_.owner_id()](outbox::Transaction& transaction) {
        return end_job(transaction, key, owner, *ended);
      },
      [this, key, ended](const Status& status) {
        auto& of = accounts_.at(key);
        of.taking_job = false;
        survey_again_ = true; // something may be known now that changes how the SIS is spoken to
        if (!status) {
          // Its row still says that it runs; the next owner begins it anew.
          storage_trouble(status.error());
        }
      });
}

} // namespace passback::delivery

// The worker's part for jobs: takes one when there is one, lets it speak, stores its end. Belongs
// to the worker's thread.
#pragma once

#include <functional>
#include <string>
#include <utility>

#include "plugin/delivery/worker/worker_context.hpp"

namespace passback::delivery {

class WorkerJobs {
 public:
  /// `ended` is called when one has: something may be known now that changes how the SIS is spoken
  /// to.
  WorkerJobs(WorkerContext& context, std::function<void()> ended)
      : context_(context), ended_(std::move(ended)) {}

  void advance(const std::string& key, WorkerAccount& account);

 private:
  void submit_take(const std::string& key, WorkerAccount& account);
  void submit_end(const std::string& key, WorkerAccount& account, EndedJob ended);

  WorkerContext& context_;
  std::function<void()> ended_;
};

} // namespace passback::delivery

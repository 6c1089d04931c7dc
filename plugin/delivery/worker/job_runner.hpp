// Carries one job of an account (outbox/job.hpp) to the SIS: says what its conversation wants to be
// said, one request at a time, under the account's lease, rate and limit of requests in flight.
//
// An account that stands still ends a job at once, with the reason, instead of letting it wait: the
// person who asked is looking. Only the test of a connection goes all the same, because it is there
// to find out. A pause that the SIS asked for is kept by every job, whoever was told of it: it has
// an end, and people read until when it lasts. Belongs to the worker's thread; touches neither
// storage nor sockets itself.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "plugin/delivery/worker/job_requests.hpp"
#include "plugin/delivery/worker/runner_parts.hpp"
#include "plugin/exchange/conversation/conversation_kinds.hpp"
#include "plugin/exchange/conversation/recording.hpp"
#include "plugin/outbox/job.hpp"

namespace passback::delivery {

/// A job that is over, to be stored.
struct EndedJob {
  outbox::JobRow row;
  std::vector<outbox::SisDocumentRow> learned;
};

class JobRunner {
 public:
  JobRunner(RunnerParts parts, JobRequests& requests);
  ~JobRunner();
  JobRunner(const JobRunner&) = delete;
  JobRunner& operator=(const JobRunner&) = delete;

  bool busy() const { return job_ != nullptr; }
  /// Not while busy. The row says already that it runs.
  void begin(outbox::JobRow row, const exchange::RoutePtr& route);
  /// Sends what may be sent now.
  void advance();
  std::optional<EndedJob> take_ended();
  /// The lease is gone, or we stop: whoever has the account next begins the job anew.
  void abandon();

 private:
  struct RunningJob;
  void send_next(RunningJob& job);
  void fetch_token(RunningJob& job, bool told);
  void token_came(RunningJob& job, bool told, TransferResult result);
  void answer_came(RunningJob& job, TransferResult result);
  void take_response(RunningJob& job, const exchange::Response& response);
  void finish(RunningJob& job);
  void fail(Code code);
  exchange::Response silence(Code code) const;

  RunnerParts parts_;
  JobRequests& requests_;
  std::shared_ptr<RunningJob> job_; ///< transfers hold it weakly: an abandoned one gets no answer
  std::optional<EndedJob> ended_;
};

} // namespace passback::delivery

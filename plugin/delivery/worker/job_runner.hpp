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

  bool busy() const { return talk_ != nullptr; }
  /// Not while busy. The row says already that it runs.
  void begin(outbox::JobRow row, const exchange::RoutePtr& route);
  /// Says what may be said now.
  void advance();
  std::optional<EndedJob> take_ended();
  /// The lease is gone, or we stop: whoever has the account next begins the job anew.
  void abandon();

 private:
  struct Talk;
  void say(Talk& talk);
  void fetch_token(Talk& talk, bool told);
  void token_came(Talk& talk, bool told, TransferResult result);
  void heard(Talk& talk, TransferResult result);
  void hear(Talk& talk, const exchange::Response& heard);
  void finish(Talk& talk);
  void fail(Code code);
  exchange::Response silence(Code code) const;

  RunnerParts parts_;
  JobRequests& requests_;
  std::shared_ptr<Talk> talk_; ///< transfers hold it weakly: an abandoned one hears nothing more
  std::optional<EndedJob> ended_;
};

} // namespace passback::delivery

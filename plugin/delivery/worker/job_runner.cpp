#include "plugin/delivery/worker/job_runner.hpp"

#include <algorithm>
#include <utility>

#include <boost/json/serialize.hpp>

#include "plugin/delivery/retry_policy.hpp"

namespace passback::delivery {

namespace {

constexpr int kPatience = 3;                     ///< how often a busy SIS is asked again
constexpr std::int64_t kLongestPauseMs = 60'000; ///< a person waits

exchange::Response response_from(TransferResult result, std::int64_t now_unix_ms) {
  exchange::Response response;
  response.answer = std::move(result.answer);
  response.code = result.code;
  response.now_unix_ms = now_unix_ms;
  return response;
}

} // namespace

struct JobRunner::RunningJob {
  outbox::JobRow row;
  exchange::RoutePtr route;
  Authenticator authenticator;
  std::unique_ptr<exchange::Conversation> conversation = {};
  std::optional<exchange::Recorder> recorder = {};
  exchange::NextStep step = {}; ///< what was sent last
  bool waiting = false;         ///< for an answer
  int busy_answers = 0;
  std::int64_t not_before_boot_ms = 0;
};

JobRunner::JobRunner(RunnerParts parts, JobRequests& requests)
    : parts_(std::move(parts)), requests_(requests) {}

JobRunner::~JobRunner() = default;

void JobRunner::begin(outbox::JobRow row, const exchange::RoutePtr& route) {
  const bool is_test = row.kind == exchange::kTestConnection;
  auto job = std::make_shared<RunningJob>(RunningJob{std::move(row), route, Authenticator(route)});
  job_ = job;
  if (const Code why = requests_.closed(); why != Code::none && !is_test) {
    fail(why);
    return;
  }
  const exchange::Partner partner{route->profile, route->endpoint, route->way,
                                  asked_scope(*route, TokenFor::job)};
  job->recorder.emplace(job->row.kind, partner, job->row.input);
  auto made = exchange::make_conversation(job->row.kind, partner, job->row.input);
  if (!made) {
    fail(made.error().code);
    return;
  }
  job->conversation = std::move(*made);
}

void JobRunner::abandon() {
  job_.reset();
}

std::optional<EndedJob> JobRunner::take_ended() {
  return std::exchange(ended_, std::nullopt);
}

void JobRunner::advance() {
  // The job may end inside.
  const auto job = job_;
  if (!job || job->waiting || ended_ || parts_.clock.boot_ms() < job->not_before_boot_ms) {
    return;
  }
  const auto step = job->conversation->next();
  if (!step) {
    finish(*job);
  } else if (!requests_.paused()) {
    job->step = *step;
    send_next(*job);
  }
}

void JobRunner::send_next(RunningJob& job) {
  if (job.step.token) {
    fetch_token(job, true);
    return;
  }
  auto request = job.step.request;
  auto prepared = job.authenticator.prepare(request, parts_.secrets, parts_.clock.unix_ms(),
                                            parts_.clock.boot_ms());
  switch (prepared.readiness) {
  case Authenticator::Readiness::wants_token:
    fetch_token(job, false);
    return;
  case Authenticator::Readiness::fetching:
    return;
  case Authenticator::Readiness::no_secret:
    take_response(job, silence(requests_.why_no_secret(*job.route)));
    return;
  case Authenticator::Readiness::address_not_ours:
    take_response(job, silence(Code::address_refused));
    return;
  case Authenticator::Readiness::ready:
    break;
  }
  for (auto& header : prepared.headers) {
    request.headers.push_back(std::move(header));
  }
  job.waiting = requests_.start(std::move(request), job.route,
                                [this, job = std::weak_ptr(job_)](TransferResult result) {
                                  if (const auto here = job.lock()) {
                                    answer_came(*here, std::move(result));
                                  }
                                });
}

void JobRunner::fetch_token(RunningJob& job, bool told) {
  if (!requests_.may_start()) {
    return;
  }
  if (told) {
    job.authenticator.ask_for(job.step.scope);
  }
  auto request = job.authenticator.token_request(parts_.secrets);
  if (!request) {
    const Code code = request.error().code;
    take_response(
        job, silence(code == Code::secret_missing ? requests_.why_no_secret(*job.route) : code));
    return;
  }
  job.waiting = requests_.start(std::move(*request), job.route,
                                [this, told, job = std::weak_ptr(job_)](TransferResult result) {
                                  if (const auto here = job.lock()) {
                                    token_came(*here, told, std::move(result));
                                  }
                                });
  if (!job.waiting) {
    job.authenticator.token_failed();
  }
}

void JobRunner::token_came(RunningJob& job, bool told, TransferResult result) {
  job.waiting = false;
  if (result.code == Code::deadline) {
    abandon();
    return;
  }
  const auto came = response_from(std::move(result), parts_.clock.unix_ms());
  Code refused = came.code;
  if (came.answer) {
    auto token = oneroster::read_token_answer(*came.answer);
    refused = token ? Code::none : token.error().code;
    if (token) {
      job.authenticator.token_arrived(std::move(*token), parts_.clock.boot_ms());
    }
  }
  if (refused != Code::none) {
    job.authenticator.token_failed();
  }
  if (told) {
    take_response(job, came);
  } else if (refused != Code::none) {
    take_response(job, silence(refused));
  }
}

void JobRunner::answer_came(RunningJob& job, TransferResult result) {
  job.waiting = false;
  if (result.code == Code::deadline) {
    abandon();
    return;
  }
  const auto came = response_from(std::move(result), parts_.clock.unix_ms());
  const auto verdict = came.answer
                           ? oneroster::read_answer(*job.route->profile, oneroster::Operation::get,
                                                    *came.answer, {}, came.now_unix_ms)
                           : oneroster::Verdict{};
  if (verdict.meaning == oneroster::Meaning::throttled && ++job.busy_answers <= kPatience) {
    const auto asked = verdict.retry_after_ms.value_or(1'000);
    if (asked <= kLongestPauseMs) {
      job.not_before_boot_ms = saturating_add(parts_.clock.boot_ms(), asked);
      return;
    }
  }
  take_response(job, came);
}

exchange::Response JobRunner::silence(Code code) const {
  exchange::Response nothing;
  nothing.code = code;
  nothing.now_unix_ms = parts_.clock.unix_ms();
  return nothing;
}

void JobRunner::take_response(RunningJob& job, const exchange::Response& response) {
  job.busy_answers = 0;
  job.recorder->exchange(job.step, response);
  job.conversation->take_response(response);
}

void JobRunner::finish(RunningJob& job) {
  const auto report = job.conversation->report();
  const auto* outcome = report.if_contains("outcome");
  const bool failed = outcome != nullptr && *outcome == "failed";
  if (job.row.kind == exchange::kTestConnection && !failed) {
    requests_.test_passed(*job.route);
  }
  EndedJob ended;
  ended.row = std::move(job.row);
  ended.row.state = outbox::JobState::done;
  ended.row.ended_unix_ms = parts_.clock.unix_ms();
  ended.row.report = boost::json::serialize(job.conversation->kept_report());
  // Grades of a whole class are no part of what an administrator hands on.
  const bool is_of_grades = ended.row.kind == exchange::kReadColumns;
  ended.row.recording = is_of_grades ? std::string() : job.recorder->finish(report);
  for (const auto& one : job.conversation->learned()) {
    outbox::SisDocumentRow row;
    row.connection_id = job.route->connection.id;
    row.connection_generation = job.route->connection.generation;
    row.kind = stored_name(one.kind);
    row.key = one.key;
    row.document = one.document;
    row.read_unix_ms = ended.row.ended_unix_ms;
    ended.learned.push_back(std::move(row));
  }
  parts_.log.write(platform::LogLevel::info, "delivery.job_ended", "A job at the SIS is over.",
                   {{"kind", ended.row.kind}, {"failed", failed ? "yes" : "no"}});
  ended_ = std::move(ended);
  job_.reset();
}

void JobRunner::fail(Code code) {
  EndedJob ended;
  ended.row = std::move(job_->row);
  ended.row.state = outbox::JobState::failed;
  ended.row.code = code;
  ended.row.ended_unix_ms = parts_.clock.unix_ms();
  ended_ = std::move(ended);
  job_.reset();
}

} // namespace passback::delivery

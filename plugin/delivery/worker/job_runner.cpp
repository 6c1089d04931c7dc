#include "plugin/delivery/worker/job_runner.hpp"

#include <algorithm>
#include <utility>

#include <boost/json/serialize.hpp>

#include "plugin/delivery/retry_policy.hpp"

namespace passback::delivery {

namespace {

constexpr int kPatience = 3;                     ///< how often a busy SIS is asked again
constexpr std::int64_t kLongestPauseMs = 60'000; ///< a person waits

exchange::Response heard_from(TransferResult result, std::int64_t now_unix_ms) {
  exchange::Response heard;
  heard.answer = std::move(result.answer);
  heard.code = result.code;
  heard.now_unix_ms = now_unix_ms;
  return heard;
}

} // namespace

struct JobRunner::Talk {
  outbox::JobRow row;
  exchange::RoutePtr route;
  Authenticator authenticator;
  std::unique_ptr<exchange::Conversation> conversation = {};
  std::optional<exchange::Recorder> recorder = {};
  exchange::NextStep turn = {}; ///< what was said last
  bool waiting = false;         ///< for an answer
  int busy_answers = 0;
  std::int64_t not_before_boot_ms = 0;
};

JobRunner::JobRunner(RunnerParts parts, JobRequests& requests)
    : parts_(std::move(parts)), requests_(requests) {}

JobRunner::~JobRunner() = default;

void JobRunner::begin(outbox::JobRow row, const exchange::RoutePtr& route) {
  const bool is_test = row.kind == exchange::kTestConnection;
  auto talk = std::make_shared<Talk>(Talk{std::move(row), route, Authenticator(route)});
  talk_ = talk;
  if (const Code why = requests_.closed(); why != Code::none && !is_test) {
    fail(why);
    return;
  }
  const exchange::Partner partner{route->profile, route->endpoint, route->way,
                                  asked_scope(*route, TokenFor::job)};
  talk->recorder.emplace(talk->row.kind, partner, talk->row.input);
  auto made = exchange::make_conversation(talk->row.kind, partner, talk->row.input);
  if (!made) {
    fail(made.error().code);
    return;
  }
  talk->conversation = std::move(*made);
}

void JobRunner::abandon() {
  talk_.reset();
}

std::optional<EndedJob> JobRunner::take_ended() {
  return std::exchange(ended_, std::nullopt);
}

void JobRunner::advance() {
  // The talk may end inside.
  const auto talk = talk_;
  if (!talk || talk->waiting || ended_ || parts_.clock.boot_ms() < talk->not_before_boot_ms) {
    return;
  }
  const auto turn = talk->conversation->next();
  if (!turn) {
    finish(*talk);
  } else if (!requests_.paused()) {
    talk->turn = *turn;
    say(*talk);
  }
}

void JobRunner::say(Talk& talk) {
  if (talk.turn.token) {
    fetch_token(talk, true);
    return;
  }
  auto request = talk.turn.request;
  auto prepared = talk.authenticator.prepare(request, parts_.secrets, parts_.clock.unix_ms(),
                                             parts_.clock.boot_ms());
  switch (prepared.readiness) {
  case Authenticator::Readiness::wants_token:
    fetch_token(talk, false);
    return;
  case Authenticator::Readiness::fetching:
    return;
  case Authenticator::Readiness::no_secret:
    hear(talk, silence(requests_.why_no_secret(*talk.route)));
    return;
  case Authenticator::Readiness::address_not_ours:
    hear(talk, silence(Code::address_refused));
    return;
  case Authenticator::Readiness::ready:
    break;
  }
  for (auto& header : prepared.headers) {
    request.headers.push_back(std::move(header));
  }
  talk.waiting = requests_.start(std::move(request), talk.route,
                                 [this, talk = std::weak_ptr(talk_)](TransferResult result) {
                                   if (const auto here = talk.lock()) {
                                     heard(*here, std::move(result));
                                   }
                                 });
}

void JobRunner::fetch_token(Talk& talk, bool told) {
  if (!requests_.may_start()) {
    return;
  }
  if (told) {
    talk.authenticator.ask_for(talk.turn.scope);
  }
  auto request = talk.authenticator.token_request(parts_.secrets);
  if (!request) {
    const Code code = request.error().code;
    hear(talk, silence(code == Code::secret_missing ? requests_.why_no_secret(*talk.route) : code));
    return;
  }
  talk.waiting = requests_.start(std::move(*request), talk.route,
                                 [this, told, talk = std::weak_ptr(talk_)](TransferResult result) {
                                   if (const auto here = talk.lock()) {
                                     token_came(*here, told, std::move(result));
                                   }
                                 });
  if (!talk.waiting) {
    talk.authenticator.token_failed();
  }
}

void JobRunner::token_came(Talk& talk, bool told, TransferResult result) {
  talk.waiting = false;
  if (result.code == Code::deadline) {
    abandon();
    return;
  }
  const auto came = heard_from(std::move(result), parts_.clock.unix_ms());
  Code refused = came.code;
  if (came.answer) {
    auto token = oneroster::read_token_answer(*came.answer);
    refused = token ? Code::none : token.error().code;
    if (token) {
      talk.authenticator.token_arrived(std::move(*token), parts_.clock.boot_ms());
    }
  }
  if (refused != Code::none) {
    talk.authenticator.token_failed();
  }
  if (told) {
    hear(talk, came);
  } else if (refused != Code::none) {
    hear(talk, silence(refused));
  }
}

void JobRunner::heard(Talk& talk, TransferResult result) {
  talk.waiting = false;
  if (result.code == Code::deadline) {
    abandon();
    return;
  }
  const auto came = heard_from(std::move(result), parts_.clock.unix_ms());
  const auto verdict = came.answer
                           ? oneroster::read_answer(*talk.route->profile, oneroster::Operation::get,
                                                    *came.answer, {}, came.now_unix_ms)
                           : oneroster::Verdict{};
  if (verdict.meaning == oneroster::Meaning::throttled && ++talk.busy_answers <= kPatience) {
    const auto asked = verdict.retry_after_ms.value_or(1'000);
    if (asked <= kLongestPauseMs) {
      talk.not_before_boot_ms = saturating_add(parts_.clock.boot_ms(), asked);
      return;
    }
  }
  hear(talk, came);
}

exchange::Response JobRunner::silence(Code code) const {
  exchange::Response nothing;
  nothing.code = code;
  nothing.now_unix_ms = parts_.clock.unix_ms();
  return nothing;
}

void JobRunner::hear(Talk& talk, const exchange::Response& heard) {
  talk.busy_answers = 0;
  talk.recorder->exchange(talk.turn, heard);
  talk.conversation->take_response(heard);
}

void JobRunner::finish(Talk& talk) {
  const auto report = talk.conversation->report();
  const auto* outcome = report.if_contains("outcome");
  const bool failed = outcome != nullptr && *outcome == "failed";
  if (talk.row.kind == exchange::kTestConnection && !failed) {
    requests_.test_passed(*talk.route);
  }
  EndedJob ended;
  ended.row = std::move(talk.row);
  ended.row.state = outbox::JobState::done;
  ended.row.ended_unix_ms = parts_.clock.unix_ms();
  ended.row.report = boost::json::serialize(report);
  ended.row.recording = talk.recorder->finish(report);
  for (const auto& one : talk.conversation->learned()) {
    outbox::SisDocumentRow row;
    row.connection_id = talk.route->connection.id;
    row.connection_generation = talk.route->connection.generation;
    row.kind = stored_name(one.kind);
    row.key = one.key;
    row.document = one.document;
    row.read_unix_ms = ended.row.ended_unix_ms;
    ended.learned.push_back(std::move(row));
  }
  parts_.log.write(platform::LogLevel::info, "delivery.job_ended", "A job at the SIS is over.",
                   {{"kind", ended.row.kind}, {"failed", failed ? "yes" : "no"}});
  ended_ = std::move(ended);
  talk_.reset();
}

void JobRunner::fail(Code code) {
  EndedJob ended;
  ended.row = std::move(talk_->row);
  ended.row.state = outbox::JobState::failed;
  ended.row.code = code;
  ended.row.ended_unix_ms = parts_.clock.unix_ms();
  ended_ = std::move(ended);
  talk_.reset();
}

} // namespace passback::delivery

#include "plugin/actions/jobs.hpp"

#include <algorithm>

#include "plugin/actions/input.hpp"
#include "plugin/actions/job_reports.hpp"
#include "plugin/actions/state_words.hpp"
#include "plugin/outbox/accounts.hpp"
#include "plugin/outbox/due.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using outbox::JobState;

constexpr int kOpenMax = 100;

struct StateText {
  std::string_view id, text;
};

StateText text_of(JobState state) {
  switch (state) {
  case JobState::asked:
    return {"asked", "job.asked"};
  case JobState::running:
    return {"running", "job.running"};
  case JobState::done:
    return {"done", "job.done"};
  case JobState::failed:
    break;
  }
  return {"failed", "job.failed"};
}

json::value parsed(const std::string& text) {
  json::error_code failure;
  auto value = json::parse(text, failure);
  return failure ? json::value() : value;
}

} // namespace

Result<outbox::JobRow> ask_for_job(decision::UnitOfWork& work,
                                   const settings::Connection& connection, const JobSpec& spec,
                                   const Asker& asker) {
  PASSBACK_TRY_AS(auto open, work.transaction.open_jobs(connection.id, kOpenMax));
  for (const auto& row : open) {
    if (row.kind == spec.kind && row.subject == spec.subject) {
      return row;
    }
  }
  if (open.size() >= kOpenMax) {
    return Error{Code::busy, "Too much was asked of this SIS at once; try again in a minute."};
  }
  PASSBACK_TRY_AS(auto generation, work.transaction.settings_generation());
  outbox::JobRow row;
  row.connection_id = connection.id;
  row.connection_generation = connection.generation;
  row.kind = spec.kind;
  row.subject = spec.subject;
  row.input = json::serialize(spec.input);
  row.asked_by = asker.user.value;
  row.asked_unix_ms = work.now_unix_ms;
  row.settings_generation = generation;
  PASSBACK_TRY(work.transaction.put_job(row));
  return row;
}

Result<Phrase> wait_text(decision::UnitOfWork& work, const outbox::JobRow& row,
                         const settings::Connection& connection) {
  if (!row.open()) {
    return Phrase();
  }
  PASSBACK_TRY_AS(auto account, outbox::account_of(work.transaction, row.connection_id));
  if (!account || outbox::is_due(account->retry_unix_ms, work.now_unix_ms)) {
    return Phrase();
  }
  auto pause = pause_text(*account, connection.sis_name, connection.time_zone);
  return pause.empty() ? pause : say("job.goes_on", {{"pause", pause}});
}

json::object job_document(const texts::Words& words, const outbox::JobRow& row, bool with_recording,
                          const Phrase& waits) {
  const auto state = text_of(row.state);
  json::object document{
      {"schema", "lms.job/1"}, {"id", row.id}, {"kind", row.kind}, {"state", state.id}};
  put_phrase(document, "words", words, waits.empty() ? say(state.text) : waits);
  document["asked_by"] = row.asked_by;
  document["asked_unix_ms"] = row.asked_unix_ms;
  if (!row.subject.empty()) {
    document["subject"] = row.subject;
  }
  if (row.ended_unix_ms != 0) {
    document["ended_unix_ms"] = row.ended_unix_ms;
  }
  if (row.code != Code::none) {
    document["reason"] = reason_object(row.code, words);
  }
  if (!row.report.empty()) {
    document["report"] = report_document(words, row.report);
  }
  document["has_recording"] = !row.recording.empty();
  if (with_recording && !row.recording.empty()) {
    document["recording"] = parsed(row.recording);
  }
  return document;
}

json::object started_document(const texts::Words& words, const outbox::JobRow& row) {
  auto document = result_document(words, true, say("result.started"));
  document["job"] = job_document(words, row, false);
  return document;
}

Phrase age_text(std::int64_t then_unix_ms, std::int64_t now_unix_ms) {
  const auto minutes = std::max<std::int64_t>(0, now_unix_ms - then_unix_ms) / 60'000;
  const auto some = [](std::int64_t count, std::string_view one, std::string_view several) {
    return say(count == 1 ? one : several, {{"count", std::to_string(count)}});
  };
  if (minutes < 1) {
    return say("age.now");
  }
  if (minutes < 120) {
    return some(minutes, "age.minute", "age.minutes");
  }
  const auto hours = minutes / 60;
  return hours < 48 ? some(hours, "age.hour", "age.hours")
                    : some(hours / 24, "age.day", "age.days");
}

std::optional<std::string> outcome_of(const outbox::JobRow& row) {
  json::error_code failure;
  const auto report = json::parse(row.report, failure);
  const auto* object = failure ? nullptr : report.if_object();
  const auto* outcome = object == nullptr ? nullptr : object->if_contains("outcome");
  if (row.state == outbox::JobState::failed || outcome == nullptr || !outcome->is_string()) {
    return std::nullopt;
  }
  return std::string(outcome->get_string());
}

} // namespace passback::actions

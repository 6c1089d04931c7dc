#include "plugin/actions/jobs.hpp"

#include <algorithm>

#include "plugin/actions/input.hpp"
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
  std::string_view id, words;
};

StateText text_of(JobState state) {
  switch (state) {
  case JobState::asked:
    return {"asked", "It begins in a moment."};
  case JobState::running:
    return {"running", "It is under way."};
  case JobState::done:
    return {"done", "It is done."};
  case JobState::failed:
    break;
  }
  return {"failed", "It could not be done."};
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

Result<std::string> wait_text(decision::UnitOfWork& work, const outbox::JobRow& row,
                              const settings::Connection& connection) {
  if (!row.open()) {
    return std::string();
  }
  PASSBACK_TRY_AS(auto account, outbox::account_of(work.transaction, row.connection_id));
  if (!account || outbox::is_due(account->retry_unix_ms, work.now_unix_ms)) {
    return std::string();
  }
  auto text = pause_text(*account, connection.sis_name);
  return text.empty() ? text : text + ". It goes on by itself then.";
}

json::object job_document(const outbox::JobRow& row, bool with_recording, std::string_view waits) {
  const auto state = text_of(row.state);
  json::object document{{"schema", "lms.job/1"},
                        {"id", row.id},
                        {"kind", row.kind},
                        {"state", state.id},
                        {"words", waits.empty() ? state.words : waits},
                        {"asked_by", row.asked_by},
                        {"asked_unix_ms", row.asked_unix_ms}};
  if (!row.subject.empty()) {
    document["subject"] = row.subject;
  }
  if (row.ended_unix_ms != 0) {
    document["ended_unix_ms"] = row.ended_unix_ms;
  }
  if (row.code != Code::none) {
    const auto& why = info(row.code);
    document["reason"] = json::object{{"code", why.id},
                                      {"sentence", why.sentence},
                                      {"administrator", why.administrator},
                                      {"teacher", why.teacher}};
  }
  if (!row.report.empty()) {
    document["report"] = parsed(row.report);
  }
  document["has_recording"] = !row.recording.empty();
  if (with_recording && !row.recording.empty()) {
    document["recording"] = parsed(row.recording);
  }
  return document;
}

json::object started_document(const outbox::JobRow& row) {
  auto document = result_document(true, "Started; look again in a moment.");
  document["job"] = job_document(row, false);
  return document;
}

std::string age_text(std::int64_t then_unix_ms, std::int64_t now_unix_ms) {
  const auto minutes = std::max<std::int64_t>(0, now_unix_ms - then_unix_ms) / 60'000;
  const auto some = [](std::int64_t count, std::string_view unit) {
    return std::to_string(count) + " " + std::string(unit) + (count == 1 ? " ago" : "s ago");
  };
  if (minutes < 1) {
    return "just now";
  }
  if (minutes < 120) {
    return some(minutes, "minute");
  }
  const auto hours = minutes / 60;
  return hours < 48 ? some(hours, "hour") : some(hours / 24, "day");
}

} // namespace passback::actions

#include "plugin/abi/host_pump.hpp"

#include <algorithm>
#include <charconv>

#include "plugin/abi/gradebook_reading.hpp"
#include "plugin/abi/host_custom_data.hpp"
#include "plugin/abi/host_domains.hpp"
#include "plugin/abi/host_due.hpp"
#include "plugin/abi/instance.hpp"
#include "plugin/abi/sweep_pages.hpp"

namespace passback::abi {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kPumpDeadline{500};
constexpr std::uint32_t kIdleHintMs = 5'000;
constexpr std::uint32_t kBusyHintMs = 200;

/// The subject of a question for a secret: its name and the version that is wanted.
std::string secret_subject(const std::string& name, std::int64_t version) {
  return std::to_string(version) + " " + name;
}

void keep_secret(Instance& instance, std::string_view subject, std::string value) {
  std::int64_t version = 0;
  const auto space = subject.find(' ');
  std::from_chars(subject.data(), subject.data() + space, version);
  instance.secrets().put(std::string(subject.substr(space + 1)), version,
                         settings::Secret(std::move(value)));
}

std::uint32_t show_notices(Instance& instance, InstanceParts& parts) {
  std::uint32_t shown = 0;
  while (const auto notice = instance.host_queue().next_notice()) {
    if (instance.host().can_notify())
      instance.host().notify(
          *notice, parts.actions->words_of_notices(gradebook::DomainId(notice->domain_id)));
    else
      instance.host_queue().write(platform::LogLevel::warning, "notice",
                                  notice->title.english() + " " + notice->body.english());
    ++shown;
  }
  return shown;
}

/// What a reading of the gradebook brought, into the outbox.
Status take_gradebook(InstanceParts& parts, std::string_view json, milliseconds deadline) {
  const auto answer = read_gradebook(json);
  if (!answer.ok())
    return answer.error();
  for (const intake::ActivityEvent& activity : answer->activities) {
    if (const auto taken = parts.intake->activity(activity, deadline); !taken.ok())
      return taken.error();
  }
  for (const intake::ScoreEvent& score : answer->scores) {
    if (const auto taken = parts.intake->score(score, deadline); !taken.ok())
      return taken.error();
  }
  if (parts.delivery != nullptr)
    parts.delivery->nudge();
  return ok_status();
}

std::uint32_t ask_for_activities(Instance& instance, InstanceParts& parts) {
  if (!instance.host().has(Service::gradebook_read))
    return 0;
  const auto questions = open_questions(*parts.store, parts.questions, instance.clock().unix_ms());
  if (!questions.ok() || questions->empty())
    return 0;
  const Answer answer = instance.host().gradebook_read(gradebook_query(*questions), {});
  if (const auto* json = std::get_if<std::string>(&answer)) {
    if (const Status taken = take_gradebook(parts, *json, kPumpDeadline); !taken.ok())
      instance.host_queue().write(platform::LogLevel::host_misbehaving, "host.gradebook_read",
                                  "An answer of the gradebook reader could not be used. " +
                                      taken.error().detail);
  } else if (const auto* error = std::get_if<Error>(&answer)) {
    instance.host_queue().write(platform::LogLevel::warning, "host.gradebook_read",
                                "The gradebook could not be read. " + error->detail);
  }
  return 1;
}

} // namespace

std::uint32_t write_log_lines(Instance& instance) {
  std::uint32_t written = 0;
  while (const auto line = instance.host_queue().next_line()) {
    instance.host().log(*line);
    ++written;
  }
  return written;
}

bool fetch_secret(Instance& instance, const std::string& name, std::int64_t version) {
  const auto kept = instance.secret_file().get(name);
  if (kept.ok() && kept->has_value()) {
    instance.secrets().put(name, version, **kept);
    return true;
  }
  if (!kept.ok())
    instance.host_queue().write(platform::LogLevel::error, "secret.file", kept.error().detail);
  Answer answer = instance.host().secret_get(name, secret_subject(name, version));
  if (auto* value = std::get_if<std::string>(&answer)) {
    instance.secrets().put(name, version, settings::Secret(std::move(*value)));
    return true;
  }
  if (const auto* error = std::get_if<Error>(&answer))
    instance.host_queue().write(platform::LogLevel::warning, "secret.missing",
                                std::string(info(Code::secret_missing).sentence) + " " +
                                    error->detail);
  return false;
}

Status take_answer(Instance& instance, lms_request_id id, lms_status status,
                   std::string_view data) {
  auto late = instance.host().answer(id, status, data);
  if (!late.ok())
    return late.error();
  if (!late->data.ok()) {
    instance.host_queue().write(platform::LogLevel::warning, "host.late_answer",
                                "A service of the LMS failed, later. " + late->data.error().detail);
    return ok_status();
  }
  const auto parts = instance.parts();
  switch (late->service) {
  case Service::secret_get:
    keep_secret(instance, late->subject, std::move(*late->data));
    if (parts.ok() && (*parts)->delivery != nullptr)
      (*parts)->delivery->nudge();
    return ok_status();
  case Service::permission_check:
    instance.permissions().remember(late->subject, *late->data == "yes");
    return ok_status();
  case Service::people_read:
    instance.people().remember(late->subject, *late->data);
    return ok_status();
  case Service::custom_data_read:
    if (!parts.ok())
      return parts.error();
    return take_late_custom_data(instance, **parts, late->subject, std::move(*late->data));
  case Service::gradebook_read:
    if (!parts.ok())
      return parts.error();
    return late->subject.empty() ? take_gradebook(**parts, *late->data, kPumpDeadline)
                                 : take_late_page(instance, **parts, late->subject, *late->data);
  case Service::domain_path: {
    if (!parts.ok())
      return parts.error();
    const auto path = read_domain_path(*late->data, gradebook::DomainId(late->subject));
    if (!path.ok())
      return path.error();
    return (*parts)->store->intake().commit(kPumpDeadline, [&](outbox::Transaction& transaction) {
      return intake::keep_path(transaction, *path);
    });
  }
  case Service::register_menu:
  case Service::register_callbacks:
  case Service::domain_list:
  case Service::secret_put:
    return ok_status();
  }
  return ok_status();
}

Result<PumpResult> run_pump(Instance& instance, milliseconds budget) {
  const auto parts = instance.parts();
  if (!parts.ok())
    return parts.error();
  const std::int64_t end = instance.clock().boot_ms() + budget.count();
  const auto in_time = [&] { return instance.clock().boot_ms() < end; };
  PumpResult result;
  instance.host().forget_stale();

  for (const auto& [name, version] : instance.secrets().wanted()) {
    if (!in_time())
      break;
    if ((*parts)->questions.may_ask("secret\n" + name, instance.clock().unix_ms(), 5'000)) {
      ++result.done;
      if (fetch_secret(instance, name, version) && (*parts)->delivery != nullptr)
        (*parts)->delivery->nudge();
    }
  }
  if (in_time())
    result.done += ask_for_activities(instance, **parts);
  const CustomPages custom = ask_custom_data(instance, **parts, in_time);
  result.done += custom.asked;
  begin_nightly_reads(instance, **parts);
  const SweptPages swept = sweep(instance, **parts, in_time);
  result.done += swept.asked;
  // Whether rows wait to be placed is not known where there was no time to look.
  bool rows_left = true;
  if (in_time()) {
    const auto left = (*parts)->intake->reconsider(kPumpDeadline);
    if (left.ok())
      rows_left = *left;
    else if (left.error().code != Code::busy)
      return left.error();
  }
  if (in_time())
    result.done += tell_due_notices(instance, **parts);
  result.done += show_notices(instance, **parts);
  result.done += write_log_lines(instance);
  result.pending =
      static_cast<std::uint32_t>(instance.host_queue().size() + instance.host().open_questions() +
                                 instance.secrets().wanted().size()) +
      (rows_left ? 1U : 0U) + (swept.more ? 1U : 0U) + (custom.more ? 1U : 0U);
  result.next_hint_ms = result.pending != 0 ? kBusyHintMs : kIdleHintMs;
  return result;
}

} // namespace passback::abi

#include "plugin/abi/sweep_pages.hpp"

#include "plugin/abi/gradebook_reading.hpp"
#include "plugin/abi/instance.hpp"
#include "plugin/abi/output.hpp"
#include "plugin/abi/root_notice.hpp"
#include "plugin/abi/subject_lines.hpp"

namespace passback::abi {
namespace {

using intake::SweepQuestion;
using std::chrono::milliseconds;

constexpr milliseconds kDeadline{1'000};
constexpr std::uint32_t kPagesAtOnce = 2;
// A host that does not list its gradebook is asked again this seldom: it may have been upgraded.
constexpr std::int64_t kNotListedPauseMs = 600'000;
constexpr std::string_view kNotListedKey = "sweep not listed";
constexpr std::string_view kLogEvent = "sweep";

/// What a late answer needs to find its row: seq, kind, year and id, by line feeds, which no id
/// has.
std::string subject_of(const SweepQuestion& question) {
  return std::to_string(question.seq) + "\n" + std::to_string(static_cast<int>(question.of)) +
         "\n" + question.school_year.value + "\n" + question.id;
}

SweepQuestion question_of(std::string_view subject) {
  SweepQuestion question;
  question.seq = number_in(take_line(subject));
  question.of = static_cast<outbox::SweepOf>(number_in(take_line(subject)));
  question.school_year.value = take_line(subject);
  question.id = subject;
  return question;
}

void complain(Instance& instance, platform::LogLevel level, const std::string& sentence) {
  instance.host_queue().write(level, kLogEvent, sentence);
}

Result<intake::SweepState> state_of(InstanceParts& parts) {
  intake::SweepState state;
  const Status read = parts.store->intake().read([&](outbox::Transaction& transaction) -> Status {
    const auto found = intake::sweep_state(transaction);
    if (!found.ok())
      return found.error();
    state = *found;
    return ok_status();
  });
  return read.ok() ? Result<intake::SweepState>(state) : read.error();
}

/// People are told once of each thing that was asked for and cannot be read.
void tell_not_listed(Instance& instance, InstanceParts& parts) {
  const auto state = state_of(parts);
  if (!state.ok() || state->nothing_left() || state->told)
    return;
  if (const Status noted = parts.store->intake().commit(kDeadline, intake::note_not_listed);
      !noted.ok())
    return;
  instance.host_queue().post(
      root_notice(Code::not_listed, LMS_NOTICE_WARNING, "sweep", "notice.not_listed"));
}

Status take_page(Instance& instance, InstanceParts& parts, const SweepQuestion& question,
                 std::string_view json) {
  auto read = read_gradebook_page(json);
  if (!read.ok())
    return read.error();
  if (!read->page.next.empty() && read->page.next == question.after)
    return Error{Code::host_reply, "page.next: is the mark of the page that was asked for"};
  if (!read->unreadable.empty())
    complain(instance, platform::LogLevel::host_misbehaving,
             std::to_string(read->unreadable.size()) +
                 " elements of a page of the gradebook were passed over. " +
                 read->unreadable.front().detail);
  return parts.intake->take_sweep_page(question, std::move(read->page), kDeadline);
}

/// Whether to go on with the next page at once.
bool end_page(Instance& instance, InstanceParts& parts, const SweepQuestion& question,
              const Status& taken) {
  if (taken.ok()) {
    if (parts.delivery != nullptr)
      parts.delivery->nudge();
    return true;
  }
  switch (taken.error().code) {
  case Code::unsupported:
    tell_not_listed(instance, parts);
    return false;
  case Code::busy: // asked for again when the page's time is over
    return false;
  default:
    break;
  }
  complain(instance, platform::LogLevel::warning,
           "A page of the gradebook could not be used. " + taken.error().detail);
  if (const Status put_off = parts.intake->postpone_sweep(question, kDeadline); !put_off.ok())
    complain(instance, platform::LogLevel::error, put_off.error().detail);
  return false;
}

/// A host that was found not to list its gradebook is left alone for a while.
bool may_ask(Instance& instance, InstanceParts& parts, const intake::SweepState& state) {
  return !state.told || parts.questions.may_ask(std::string(kNotListedKey),
                                                instance.clock().unix_ms(), kNotListedPauseMs);
}

} // namespace

SweptPages sweep(Instance& instance, InstanceParts& parts, const std::function<bool()>& in_time) {
  SweptPages swept;
  const auto state = state_of(parts);
  if (!state.ok() || state->nothing_left())
    return swept;
  if (!instance.host().has(Service::gradebook_read)) {
    tell_not_listed(instance, parts);
    return swept;
  }
  if (!may_ask(instance, parts, *state))
    return swept;
  while (swept.asked < kPagesAtOnce && in_time()) {
    const auto question = parts.intake->next_sweep_page(kDeadline);
    if (!question.ok() || !question->has_value())
      return swept;
    ++swept.asked;
    const Answer answer =
        instance.host().gradebook_read(gradebook_query(**question), subject_of(**question));
    if (std::holds_alternative<Later>(answer))
      continue;
    const auto* error = std::get_if<Error>(&answer);
    const Status taken =
        error != nullptr ? Status(*error)
                         : take_page(instance, parts, **question, std::get<std::string>(answer));
    if (!end_page(instance, parts, **question, taken))
      return swept;
  }
  const auto left = state_of(parts);
  swept.more = left.ok() && !left->nothing_left();
  return swept;
}

Status take_late_page(Instance& instance, InstanceParts& parts, std::string_view subject,
                      std::string_view json) {
  const SweepQuestion question = question_of(subject);
  const Status taken = take_page(instance, parts, question, json);
  end_page(instance, parts, question, taken);
  return taken;
}

Status reconcile(Instance& instance, std::string_view query, const lms_sink* output) {
  if (const Status sink = check_sink(output); !sink.ok())
    return sink;
  const auto parts = instance.parts();
  if (!parts.ok())
    return parts.error();
  if (!instance.host().has(Service::gradebook_read))
    return Error{Code::host_missing, "Service: gradebook_read"};
  if (const Status asked = (*parts)->actions->reconcile(query, kDeadline); !asked.ok())
    return asked;
  sweep(instance, **parts, [] { return true; });
  const auto document = (*parts)->actions->left_to_reconcile();
  return document.ok() ? write(output, *document) : Status(document.error());
}

} // namespace passback::abi

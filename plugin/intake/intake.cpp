#include "plugin/intake/intake.hpp"

#include <algorithm>
#include <atomic>
#include <utility>

#include "plugin/intake/first_send.hpp"
#include "plugin/intake/imports.hpp"
#include "plugin/intake/reconsider.hpp"
#include "plugin/intake/settings_cache.hpp"
#include "plugin/intake/take.hpp"
#include "plugin/outbox/site_hold.hpp"
#include "plugin/platform/try.hpp"

namespace passback::intake {
namespace {

using decision::Disposition;
using decision::UnitOfWork;

// Short enough that a batch does not keep other threads from the write lock.
constexpr std::size_t kChunk = 100;
constexpr std::size_t kChunkOfPage = 25;
// A path that was asked for and is unknown again means a source that contradicts itself.
constexpr int kMostQuestions = 8;

class Timer {
 public:
  Timer(const platform::Clock& clock, Intake::Deadline budget)
      : clock_(clock), end_ms_(clock.boot_ms() + budget.count()) {}
  Intake::Deadline left() const {
    return Intake::Deadline(std::max<std::int64_t>(0, end_ms_ - clock_.boot_ms()));
  }
  bool over() const { return left().count() == 0; }

 private:
  const platform::Clock& clock_;
  const std::int64_t end_ms_;
};

// Everything has been placed: of a few grades that were graded before, or that an import brought,
// nobody is asked. True: more is to be placed for it.
Result<bool> settle_what_is_asked(UnitOfWork& work) {
  PASSBACK_TRY_AS(const bool imports, settle_imports(work));
  PASSBACK_TRY_AS(const bool first_sends, settle_first_sends(work));
  return imports || first_sends;
}

// What would go by itself does not while the site guard holds delivery.
Result<Outcome> unless_held(UnitOfWork& work, Result<Outcome> outcome) {
  if (!outcome || outcome->disposition != Disposition::queued) {
    return outcome;
  }
  PASSBACK_TRY_AS(auto hold, outbox::site_hold(work.transaction));
  if (hold.why != Code::none) {
    outcome->disposition = hold.why == Code::site_copy ? Disposition::off : Disposition::waiting;
    outcome->reason = hold.why;
  }
  return outcome;
}

void mark_as_swept(ActivityEvent& event, std::int64_t seq) {
  event.swept = true;
  event.if_seq_at_most = seq;
}

void mark_as_swept(ScoreEvent& event, std::int64_t seq) {
  event.swept = true;
  event.if_seq_at_most = event.if_enrolment_seq_at_most = seq;
}

} // namespace

struct Intake::State {
  IntakeParts parts;
  SettingsCache cache;
  std::atomic<std::int64_t> known_epoch{-1}; ///< of the host, as it has been committed

  /// Hears of a restored host, then does `take`.
  template <class Take>
  auto take_in_epoch(UnitOfWork& work, std::int64_t host_epoch, const Take& take)
      -> decltype(take()) {
    if (host_epoch > known_epoch.load()) {
      PASSBACK_TRY_AS(const auto known, note_epoch(work.transaction, host_epoch));
      known_epoch.store(std::max(known_epoch.load(), known));
    }
    return take();
  }
  template <class Answer, class Take> Result<Answer> transact(const Timer& timer, const Take& take);
  bool more_to_reconsider(const Timer& timer);
  template <class Take>
  Result<Outcome> take_one(Deadline deadline, std::int64_t host_epoch, const Take& take);
  template <class Event, class Take>
  Status take_pieces(const Timer& timer, std::vector<Event>& events, std::int64_t seq,
                     const Take& take);
};

// Runs `take` in a transaction of its own. A domain that is not known is asked for outside, and the
// transaction begins again.
template <class Answer, class Take>
Result<Answer> Intake::State::transact(const Timer& timer, const Take& take) {
  std::vector<std::vector<gradebook::DomainId>> paths;
  for (int asked = 0;; ++asked) {
    std::optional<Answer> answer;
    std::optional<gradebook::DomainId> unknown;
    decision::SettingsDocuments learned;
    std::int64_t generation = 0;
    const auto body = [&](outbox::Transaction& transaction) -> Status {
      answer.reset();
      unknown.reset();
      for (const auto& path : paths) {
        PASSBACK_TRY(keep_path(transaction, path));
      }
      UnitOfWork work(transaction, parts.profiles, &cache, parts.default_domain,
                      parts.clock.unix_ms());
      Result<Answer> taken = take(work);
      if (!taken) {
        unknown = work.unknown_domain();
        return taken.error();
      }
      PASSBACK_TRY_AS(auto current, work.settings().generation());
      generation = current;
      learned = work.settings().learned();
      answer = std::move(*taken);
      return ok_status();
    };
    const auto committed = parts.store.intake().commit(timer.left(), body);
    if (committed) {
      cache.keep(generation, learned);
      return std::move(*answer);
    }
    if (!unknown || asked >= kMostQuestions) {
      return committed.error();
    }
    auto path = parts.domains.path(*unknown);
    if (!path) {
      return path.error();
    }
    if (path->empty() || path->back() != *unknown) {
      return Error{Code::host_reply, "domain_path: the path does not end at the domain"};
    }
    paths.push_back(std::move(*path));
  }
}

// What the event has set in motion is worked off at once as far as the deadline allows; the rest is
// written down and waits for the next pump, so an error here takes nothing back.
template <class Take>
Result<Outcome> Intake::State::take_one(Deadline deadline, std::int64_t host_epoch,
                                        const Take& take) {
  const Timer timer(parts.clock, deadline);
  auto outcome = transact<Outcome>(timer, [&](UnitOfWork& work) {
    return unless_held(work, take_in_epoch(work, host_epoch, [&] { return take(work); }));
  });
  if (outcome) {
    while (!timer.over() && more_to_reconsider(timer)) {
    }
  }
  return outcome;
}

bool Intake::State::more_to_reconsider(const Timer& timer) {
  auto more = transact<bool>(timer, [](UnitOfWork& work) { return intake::reconsider(work); });
  return more && *more;
}

// The events of a page that was asked for at `seq`.
template <class Event, class Take>
Status Intake::State::take_pieces(const Timer& timer, std::vector<Event>& events, std::int64_t seq,
                                  const Take& take) {
  for (std::size_t from = 0; from < events.size(); from += kChunkOfPage) {
    const std::size_t to = std::min(events.size(), from + kChunkOfPage);
    const auto taken = transact<bool>(timer, [&](UnitOfWork& work) -> Result<bool> {
      for (std::size_t i = from; i < to; ++i) {
        mark_as_swept(events[i], seq);
        auto outcome =
            take_in_epoch(work, events[i].origin.host_epoch, [&] { return take(work, events[i]); });
        if (!outcome) {
          return outcome.error();
        }
      }
      return true;
    });
    if (!taken) {
      return taken.error();
    }
  }
  return ok_status();
}

Intake::Intake(IntakeParts parts) : state_(std::make_unique<State>(std::move(parts))) {}
Intake::~Intake() = default;

Result<Outcome> Intake::score(const ScoreEvent& event, Deadline deadline) {
  const Timer timer(state_->parts.clock, deadline);
  return state_->transact<Outcome>(timer, [&](UnitOfWork& work) {
    return unless_held(work, state_->take_in_epoch(work, event.origin.host_epoch,
                                                   [&] { return take_score(work, event); }));
  });
}

std::size_t Intake::scores(std::span<const ScoreEvent> events, Deadline deadline,
                           std::span<Outcome> outcomes, std::optional<Error>& stopped_by) {
  const Timer timer(state_->parts.clock, deadline);
  stopped_by.reset();
  std::size_t committed = 0;
  while (committed < events.size()) {
    const auto chunk = events.subspan(committed, std::min(kChunk, events.size() - committed));
    auto taken = state_->transact<std::vector<Outcome>>(
        timer, [&](UnitOfWork& work) -> Result<std::vector<Outcome>> {
          std::vector<Outcome> of_chunk;
          for (const auto& event : chunk) {
            auto outcome =
                unless_held(work, state_->take_in_epoch(work, event.origin.host_epoch,
                                                        [&] { return take_score(work, event); }));
            if (!outcome) {
              return outcome.error();
            }
            of_chunk.push_back(*outcome);
          }
          return of_chunk;
        });
    if (!taken) {
      stopped_by = taken.error();
      break;
    }
    for (const auto& outcome : *taken) {
      if (committed < outcomes.size()) {
        outcomes[committed] = outcome;
      }
      ++committed;
    }
  }
  return committed;
}

Result<HintAnswer> Intake::hint(const ScoreEvent& event, Deadline deadline) {
  HintAnswer answer;
  const auto look = [&](outbox::Transaction& transaction) -> Status {
    answer = {};
    UnitOfWork work(transaction, state_->parts.profiles, &state_->cache,
                    state_->parts.default_domain, state_->parts.clock.unix_ms());
    auto seq = seq_of_cell(work, event, answer.outcome);
    if (!seq) {
      return Status(seq.error());
    }
    answer.read_back = seq->has_value();
    answer.seq = seq->value_or(0);
    PASSBACK_TRY_AS(const auto enrolment,
                    transaction.enrolment(event.origin.class_id, event.origin.school_year,
                                          event.student_id.value));
    answer.enrolment_seq = enrolment ? enrolment->seq : 0;
    return ok_status();
  };
  PASSBACK_TRY(state_->parts.store.intake().read(look, deadline));
  return answer;
}

Result<Outcome> Intake::activity(const ActivityEvent& event, Deadline deadline) {
  return state_->take_one(deadline, event.origin.host_epoch,
                          [&](UnitOfWork& work) { return take_activity(work, event); });
}

Result<Outcome> Intake::lms_class(const ClassEvent& event, Deadline deadline) {
  return state_->take_one(deadline, event.origin.host_epoch,
                          [&](UnitOfWork& work) { return take_class(work, event); });
}

Result<Outcome> Intake::enrolment(const EnrolmentEvent& event, Deadline deadline) {
  return state_->take_one(deadline, event.origin.host_epoch,
                          [&](UnitOfWork& work) { return take_enrolment(work, event); });
}

Result<Outcome> Intake::domain(const DomainEvent& event, Deadline deadline) {
  return state_->take_one(deadline, event.host_epoch,
                          [&](UnitOfWork& work) { return take_domain(work, event); });
}

Result<bool> Intake::reconsider(Deadline deadline) {
  const Timer timer(state_->parts.clock, deadline);
  for (;;) {
    auto more = state_->transact<bool>(timer, [](UnitOfWork& work) -> Result<bool> {
      PASSBACK_TRY_AS(const auto left, intake::reconsider(work));
      return left ? Result<bool>(true) : settle_what_is_asked(work);
    });
    if (!more || !*more || timer.over()) {
      return more;
    }
  }
}

Status Intake::sweep(const SweepRequest& request, Deadline deadline) {
  return state_->parts.store.intake().commit(deadline, [&](outbox::Transaction& transaction) {
    return ask_to_sweep(transaction, request);
  });
}

Result<std::optional<SweepQuestion>> Intake::next_sweep_page(Deadline deadline) {
  const Timer timer(state_->parts.clock, deadline);
  return state_->transact<std::optional<SweepQuestion>>(
      timer, [](UnitOfWork& work) { return next_question(work); });
}

Status Intake::take_sweep_page(const SweepQuestion& question, SweepPage page, Deadline deadline) {
  const Timer timer(state_->parts.clock, deadline);
  for (const auto& listed : page.classes) {
    const auto queued = state_->transact<bool>(timer, [&](UnitOfWork& work) -> Result<bool> {
      const auto put = queue_class(work, listed);
      return put ? Result<bool>(true) : put.error();
    });
    if (!queued) {
      return queued.error();
    }
  }
  PASSBACK_TRY(state_->take_pieces(timer, page.activities, question.seq, take_activity));
  PASSBACK_TRY(state_->take_pieces(timer, page.scores, question.seq, take_score));
  const auto finished = state_->transact<bool>(timer, [&](UnitOfWork& work) -> Result<bool> {
    const auto done = finish_page(work, question, page);
    return done ? Result<bool>(true) : done.error();
  });
  return finished ? ok_status() : Status(finished.error());
}

Result<NextCustomPage> Intake::next_custom_page(Deadline deadline) {
  const Timer timer(state_->parts.clock, deadline);
  bool due = false;
  // Most of the time there is nothing, and finding that out takes no write lock.
  const auto look = [&](outbox::Transaction& transaction) -> Status {
    PASSBACK_TRY_AS(due, is_custom_data_due(transaction, state_->parts.clock.unix_ms()));
    return ok_status();
  };
  PASSBACK_TRY(state_->parts.store.intake().read(look, deadline));
  return due ? state_->transact<NextCustomPage>(
                   timer, [](UnitOfWork& work) { return next_custom_question(work); })
             : NextCustomPage{};
}

Status Intake::take_custom_page(const CustomQuestion& question, const CustomAnswers& answers,
                                Deadline deadline) {
  const Timer timer(state_->parts.clock, deadline);
  const auto taken = state_->transact<bool>(timer, [&](UnitOfWork& work) -> Result<bool> {
    PASSBACK_TRY(take_custom_answers(work, question, answers));
    return true;
  });
  return taken ? ok_status() : Status(taken.error());
}

Status Intake::postpone_custom_page(const CustomQuestion& question, std::int64_t pause_ms,
                                    Deadline deadline) {
  return state_->parts.store.intake().commit(deadline, [&](outbox::Transaction& transaction) {
    return postpone_custom(transaction, question, state_->parts.clock.unix_ms() + pause_ms);
  });
}

Status Intake::postpone_sweep(const SweepQuestion& question, Deadline deadline) {
  return state_->parts.store.intake().commit(deadline, [&](outbox::Transaction& transaction) {
    UnitOfWork work(transaction, state_->parts.profiles, &state_->cache,
                    state_->parts.default_domain, state_->parts.clock.unix_ms());
    return postpone(work, question);
  });
}

} // namespace passback::intake

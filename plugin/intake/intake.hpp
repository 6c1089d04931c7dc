// A fact arrives: what the settings say, who it is at the SIS, what is still missing, and the
// commit.
//
// Every function runs on the host's thread and returns after the commit, or with an error and
// nothing stored (Code::busy past the deadline, the storage family). None of them does network I/O.
// Thread-safe: many threads of the host may call at once.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "plugin/intake/custom_data.hpp"
#include "plugin/intake/domain_path.hpp"
#include "plugin/intake/events.hpp"
#include "plugin/intake/outcome.hpp"
#include "plugin/intake/sweep.hpp"
#include "plugin/oneroster/profile/profile_catalog.hpp"
#include "plugin/outbox/store.hpp"
#include "plugin/platform/clock.hpp"

namespace passback::intake {

/// All outlive the Intake and are thread-safe.
struct IntakeParts {
  outbox::Store& store;
  const oneroster::ProfileCatalog& profiles;
  const platform::Clock& clock;
  DomainPathSource& domains;
  gradebook::DomainId default_domain; ///< of events and classes that name none; may be empty
};

/// What a hint needs.
struct HintAnswer {
  bool read_back = false; ///< read the cell, then call score with if_seq_at_most = seq and
                          ///< if_enrolment_seq_at_most = enrolment_seq
  std::int64_t seq = 0, enrolment_seq = 0;
  Outcome outcome; ///< of the hint itself, if nothing has to be read
};

class Intake {
 public:
  using Deadline = std::chrono::milliseconds;

  explicit Intake(IntakeParts parts);
  ~Intake();
  Intake(const Intake&) = delete;
  Intake& operator=(const Intake&) = delete;

  Result<Outcome> score(const ScoreEvent& event, Deadline deadline);
  /// In chunks, each a transaction. Returns how many events, from the first on, are stored;
  /// `outcomes` (may be empty or shorter) gets theirs. `stopped_by` says why it is not all of them.
  std::size_t scores(std::span<const ScoreEvent> events, Deadline deadline,
                     std::span<Outcome> outcomes, std::optional<Error>& stopped_by);
  /// Whether the cell of a hint (its facts are not looked at) has to be read from the host. Stores
  /// nothing.
  Result<HintAnswer> hint(const ScoreEvent& event, Deadline deadline);
  Result<Outcome> activity(const ActivityEvent& event, Deadline deadline);
  Result<Outcome> lms_class(const ClassEvent& event, Deadline deadline);
  Result<Outcome> enrolment(const EnrolmentEvent& event, Deadline deadline);
  Result<Outcome> domain(const DomainEvent& event, Deadline deadline);

  /// Goes on with rows that settings or facts have changed for (see reconsider.hpp): after a start,
  /// in every pump, after an action. Returns whether something is left.
  Result<bool> reconsider(Deadline deadline);

  // The sweep (sweep.hpp).
  /// Writes down what is to be read of the host's gradebook.
  Status sweep(const SweepRequest& request, Deadline deadline);
  /// The page to ask the host for now. nullopt = none.
  Result<std::optional<SweepQuestion>> next_sweep_page(Deadline deadline);
  /// What the host answered: in pieces, each a transaction; the row goes on after the last.
  Status take_sweep_page(const SweepQuestion& question, SweepPage page, Deadline deadline);
  /// The host did not answer, or not with something that can be used.
  Status postpone_sweep(const SweepQuestion& question, Deadline deadline);

  // Ids in the LMS's own data (custom_data.hpp), in the same way.
  Result<NextCustomPage> next_custom_page(Deadline deadline);
  Status take_custom_page(const CustomQuestion& question, const CustomAnswers& answers,
                          Deadline deadline);
  Status postpone_custom_page(const CustomQuestion& question, std::int64_t pause_ms,
                              Deadline deadline);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

} // namespace passback::intake

// The exchange with the SIS about one record, or about the members of one POST: which request comes
// next, and what each answer means for them. What has to be known of the class is read first; what
// may be there already is looked for; then comes the write, and a look at what was written where
// the answer did not say that it is done.
//
// Pure: knows no clock, rate, token, lease or socket. delivery/worker/account_runner.hpp carries
// it; a test plays the SIS by hand. What answers mean stands in record_answers.cpp, reads in
// record_reads.cpp, records whose ids are the SIS's in record_making.cpp, looks at what was written
// in record_proof.cpp.
#pragma once

#include <cstdint>
#include <utility>
#include <variant>
#include <vector>

#include <boost/json/object.hpp>

#include "plugin/exchange/step_result.hpp"
#include "plugin/oneroster/answers/answer.hpp"
#include "plugin/oneroster/wire/http.hpp"

namespace passback::exchange {

class RecordExchange {
 public:
  explicit RecordExchange(PlannedRequest planned);
  /// One that goes on where another ended (StepResult::ahead, behind).
  explicit RecordExchange(RecordState state) : state_(std::move(state)) {}
  /// Another member of the same POST.
  void join(PlannedRequest member);

  /// The first member, which stands for all.
  const PlannedRequest& planned() const { return state_.planned; }
  bool is_set() const { return !state_.others.empty(); }

  Step step() const;
  /// Which kind of request that step is, as far as an SIS permits them one by one.
  ServiceCall service_call(Step step) const;
  Lookup next_lookup() const { return exchange::next_lookup(state_); }
  bool waits_for(const LearnedOfClass& learned) const;
  bool waits_for(const Listing& listed) const;
  /// Another exchange has read that of the same class.
  void take_known(Lookup lookup, const ClassKnowledge& known);
  /// Another exchange has listed the same place.
  StepResult take_listing(const std::vector<boost::json::object>& records, const Circumstances& at);

  /// Puts what was read into the documents, once. Members that lack something end here.
  StepResult make_ready(const Circumstances& at);
  /// The request of the present step; or what came of it without one.
  std::variant<oneroster::HttpRequest, StepResult> next(const Circumstances& at);
  /// The token says that the next lookup would be refused, and the record can do without.
  StepResult go_without();

  /// True if a refusal of that step in bare words is about the record, not about the address.
  bool is_about_record(Step step) const;
  /// What the answer to that step led to. What concerns the whole account, a fresh token, a pause
  /// that the SIS asked for, a shut window, the carrier sees to.
  StepResult take_answer(Step step, const oneroster::HttpAnswer& answer,
                         const oneroster::Verdict& verdict, const Circumstances& at);
  /// The same where no answer came; Code::deadline: the transfer was cut by us.
  StepResult hear_nothing(Step step, oneroster::TransportFailure failure, Code code,
                          const Circumstances& at);

  // The end, where the carrier decides it.
  /// The account stands still, or the request had to wait: nothing of the write has left.
  StepResult not_sent(Code code, int status, std::int64_t now_unix_ms,
                      std::int64_t retry_unix_ms) const;
  struct Ending {
    std::int64_t retry_unix_ms = 0;
    bool blameless = false; ///< the trouble reaches further than the record
    bool set_aside = false;
  };
  StepResult give_up(Step step, const Met& met, const Ending& ending,
                     std::int64_t now_unix_ms) const;
  /// A set that is refused goes in halves, until the one that is to blame is alone.
  StepResult halve();

 private:
  RecordState state_;
};

/// When a shut window is looked at again.
std::int64_t window_shut_until(const oneroster::Verdict& verdict, std::int64_t now_unix_ms);

} // namespace passback::exchange

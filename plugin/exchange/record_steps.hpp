// The parts of an exchange about a record, each as a function of its state. For the files of this
// folder only; record_exchange.hpp is what others use.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <boost/json/object.hpp>

#include "plugin/exchange/step_result.hpp"
#include "plugin/oneroster/answers/answer.hpp"
#include "plugin/oneroster/wire/http.hpp"

namespace passback::exchange {

// record_answers.cpp
StepResult answered(RecordState& state, Step step, const oneroster::HttpAnswer& answer,
                    const oneroster::Verdict& verdict, const Circumstances& at);

// record_reads.cpp
/// What is listed before a record is made: subject_of says where.
Lookup list_before_making(const PlannedRequest& planned);
StepResult page_read(RecordState& state, Step step, const oneroster::HttpAnswer& answer,
                     const Circumstances& at);
/// The lookup led nowhere. `keep`: the SIS says that there is nothing, which is worth remembering,
/// and another way may be tried.
StepResult do_without(RecordState& state, bool keep);

// record_making.cpp
/// Puts what was read into the documents, once; false: no member is left.
bool place_members(RecordState& state, const Circumstances& at, StepResult& result);
StepResult take_listing(RecordState& state, const std::vector<boost::json::object>& records,
                        const Circumstances& at);
/// What exists cannot be listed.
StepResult cannot_list(RecordState& state, Step step, int status, const Circumstances& at);
StepResult made(RecordState& state, const oneroster::HttpAnswer& answer,
                const oneroster::Verdict& verdict, const Circumstances& at);
StepResult found(RecordState& state, const std::vector<boost::json::object>& records,
                 const Circumstances& at);
StepResult halve(RecordState& state);
/// A write that rested on what was kept was refused: what was kept is read anew, once. False: it
/// was not kept, or it was read anew already.
bool reads_anew(RecordState& state, const Outcome& refusal);

// record_proof.cpp
/// A write was taken, and its answer does not say that it is done.
StepResult unproven(RecordState& state, const oneroster::Verdict& verdict, int status,
                    const Circumstances& at);
StepResult looked_back(RecordState& state, const oneroster::HttpAnswer& answer,
                       const oneroster::Verdict& verdict, const Circumstances& at);
StepResult still_unproven(const RecordState& state);

} // namespace passback::exchange

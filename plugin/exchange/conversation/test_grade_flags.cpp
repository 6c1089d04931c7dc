#include "plugin/exchange/conversation/test_grade_flags.hpp"

#include <utility>

#include "plugin/exchange/conversation/response_checks.hpp"
#include "plugin/exchange/conversation/sis_values.hpp"
#include "plugin/exchange/conversation/test_grade_belief.hpp"
#include "plugin/oneroster/reads/record_reading.hpp"

namespace passback::exchange::test_grade {
namespace {

using oneroster::BooleanForm;

std::string flags() {
  return std::string(words_of(Stage::flags).name);
}

BooleanForm other(BooleanForm form) {
  return form == BooleanForm::text ? BooleanForm::boolean : BooleanForm::text;
}

/// The form can be the reason; of a 401, a 404 or a 429 it is not.
bool refuses_content(const Response& response) {
  return response.answer && (response.answer->status == 400 || response.answer->status == 409 ||
                             response.answer->status == 422);
}

Phrase written(BooleanForm form) {
  return say(form == BooleanForm::text ? "check.form.texts" : "check.form.booleans");
}

void put(TestGradeRun& run, BooleanForm form, ResponseHandler then) {
  oneroster::Profile as_form = run.profile();
  as_form.boolean_form = form;
  auto body = oneroster::result_document(as_form, run.partner.endpoint,
                                         result_at(run.plan, Stage::flags), run.plan.context);
  write(run, flags(), "PUT", url_of(run, *run.result), body ? std::move(*body) : std::string(),
        std::move(then));
}

Check shown_as(BooleanForm form, const boost::json::object& in_sis) {
  if (oneroster::record::flag(in_sis, "late").value_or(false)) {
    return {flags(),
            CheckOutcome::ok,
            say("check.flags.shown"),
            {},
            say("check.detail.flags_go", {{"form", written(form)}})};
  }
  return {flags(), CheckOutcome::warning, say("check.flags.not_shown"),
          say("check.step.look_at_grade"),
          say("check.detail.late_went", {{"form", written(form)}})};
}

void read_back(TestGradeRun& run, BooleanForm form, const Response& written, const Next& then) {
  run.steps.ask(flags(), oneroster::read_request(url_of(run, *run.result)),
                [&run, form,
                 taken = Taken{flags(), say(words_of(Stage::flags).done), kPutResult, written},
                 then](const Response& response) {
                  if (const auto in_sis = object_of(response, kResult)) {
                    run.checks.add(shown_as(form, *in_sis));
                  } else {
                    tell_not_shown(run, taken, response);
                  }
                  then();
                });
}

/// `taken`: in the other form than `form`, which the SIS refused.
Check told_of_forms(const oneroster::Profile& profile, BooleanForm form, const Response& refusal,
                    bool taken) {
  auto detail = explain_refusal(flags(), "", profile, kPutResult, refusal).detail;
  if (!taken) {
    return {flags(), CheckOutcome::warning, say("check.flags.refused_anyhow"),
            say("check.step.flags_never"), std::move(detail)};
  }
  return {flags(), CheckOutcome::warning,
          say("check.flags.other_form", {{"other", written(other(form))}, {"form", written(form)}}),
          say("check.step.set_boolean_form",
              {{"form", form == BooleanForm::text ? "boolean" : "text"}}),
          std::move(detail)};
}

void not_taken(TestGradeRun& run, const Response& response) {
  refused(run, flags(), say(words_of(Stage::flags).refused), kPutResult, response);
}

void try_other_form(TestGradeRun& run, BooleanForm form, const Response& refusal,
                    const Next& then) {
  put(run, other(form), [&run, form, refusal, then](const Response& response) {
    const bool taken = answered_well(response);
    if (taken || refuses_content(response)) {
      run.checks.add(told_of_forms(run.profile(), form, refusal, taken));
    } else {
      not_taken(run, response);
    }
    then();
  });
}

} // namespace

void try_flags(TestGradeRun& run, Next then) {
  if (run.partner.endpoint.version == oneroster::OneRosterVersion::v1p1 ||
      run.profile().flags == oneroster::Flags::never) {
    then();
    return;
  }
  const BooleanForm form = run.profile().boolean_form;
  put(run, form, [&run, form, then = std::move(then)](const Response& response) {
    if (answered_well(response)) {
      read_back(run, form, response, then);
    } else if (refuses_content(response)) {
      try_other_form(run, form, response, then);
    } else {
      not_taken(run, response);
      then();
    }
  });
}

} // namespace passback::exchange::test_grade

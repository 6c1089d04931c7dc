// The flags of the test grade: late, missing and their kin are written as texts by one SIS and as
// true and false by another, and one that reads the other form refuses the whole score.
#include <utility>

#include "plugin/exchange/conversation/explain.hpp"
#include "plugin/exchange/conversation/sis_values.hpp"
#include "plugin/exchange/conversation/test_grade_parts.hpp"
#include "plugin/oneroster/reads/record_reading.hpp"

namespace passback::exchange {

using namespace test_grade;

namespace {

using oneroster::BooleanForm;

constexpr std::string_view kFlags = "flags";

BooleanForm other(BooleanForm form) {
  return form == BooleanForm::text ? BooleanForm::boolean : BooleanForm::text;
}

/// The form can be the reason; of a 401, a 404 or a 429 it is not.
bool refuses_content(const Heard& heard) {
  return heard.answer && (heard.answer->status == 400 || heard.answer->status == 409 ||
                          heard.answer->status == 422);
}

std::string written(BooleanForm form) {
  return form == BooleanForm::text ? "as the texts \"true\" and \"false\"" : "as true and false";
}

} // namespace

void TestGrade::write_flags() {
  if (partner().endpoint.version == oneroster::OneRosterVersion::v1p1 ||
      profile().flags == oneroster::Flags::never) {
    next_stage(Stage::flags);
    return;
  }
  const BooleanForm form = profile().boolean_form;
  put_flags(form, [this, form](const Heard& heard) {
    if (answered_well(heard)) {
      read_flags_back(form);
    } else if (refuses_content(heard)) {
      put_flags(other(form), [this, form, first = heard](const Heard& again) {
        if (answered_well(again) || refuses_content(again)) {
          tell_other_form(form, first, answered_well(again));
          return;
        }
        refused(std::string(kFlags), "A grade that is late was not taken.",
                oneroster::Operation::put_result, again);
        next_stage(Stage::flags);
      });
    } else {
      refused(std::string(kFlags), "A grade that is late was not taken.",
              oneroster::Operation::put_result, heard);
      next_stage(Stage::flags);
    }
  });
}

void TestGrade::put_flags(BooleanForm form, Ear then) {
  oneroster::Profile as_form = profile();
  as_form.boolean_form = form;
  oneroster::DocumentContext context;
  context.now_unix_ms = input_.now_unix_ms;
  auto body =
      oneroster::result_document(as_form, partner().endpoint, result_of(Stage::flags), context);
  write(std::string(kFlags), "PUT", url_of(made_.back()), body ? std::move(*body) : std::string(),
        std::move(then));
}

void TestGrade::read_flags_back(BooleanForm form) {
  steps_.say(
      std::string(kFlags), oneroster::read_request(url_of(made_.back())),
      [this, form](const Heard& again) {
        const auto in_sis = object_of(again, kResult);
        if (!in_sis) {
          refused(std::string(kFlags), "A grade that is late was sent, but it cannot be read back.",
                  oneroster::Operation::get, again);
        } else if (oneroster::record::flag(*in_sis, "late").value_or(false)) {
          checks_.ok(std::string(kFlags), "A grade that is late was sent, and the SIS shows it so.",
                     "late, missing and their kin go " + written(form));
        } else {
          checks_.warn(std::string(kFlags),
                       "A grade that is late was taken, but the SIS does not show that it is late.",
                       "Look at the grade in the SIS while the next test runs, or ask its vendor.",
                       "late went " + written(form));
        }
        next_stage(Stage::flags);
      });
}

void TestGrade::tell_other_form(BooleanForm form, const Heard& refusal, bool taken) {
  const auto why = explain_refusal(std::string(kFlags), "", profile(),
                                   oneroster::Operation::put_result, refusal);
  if (taken) {
    checks_.warn(std::string(kFlags),
                 "The SIS takes late, missing and their kin " + written(other(form)) + ", not " +
                     written(form) + ": a grade with one of them is refused.",
                 std::string("Have boolean_form: ") +
                     (form == BooleanForm::text ? "boolean" : "text") +
                     " set in the profile of this SIS.",
                 why.detail);
  } else {
    checks_.warn(std::string(kFlags),
                 "The SIS refuses a grade that is late, however late is written.",
                 "Have flags: never set in the profile of this SIS, or ask its vendor.",
                 why.detail);
  }
  next_stage(Stage::flags);
}

} // namespace passback::exchange

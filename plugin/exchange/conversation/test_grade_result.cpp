#include "plugin/exchange/conversation/test_grade_result.hpp"

#include <span>
#include <utility>

#include "plugin/exchange/conversation/response_checks.hpp"
#include "plugin/exchange/conversation/sis_values.hpp"
#include "plugin/exchange/conversation/test_grade_belief.hpp"
#include "plugin/exchange/conversation/test_grade_compare.hpp"
#include "plugin/exchange/conversation/test_grade_flags.hpp"
#include "plugin/exchange/conversation/test_grade_removal.hpp"
#include "plugin/oneroster/documents/post_documents.hpp"
#include "plugin/oneroster/reads/collection_entries.hpp"
#include "plugin/oneroster/reads/record_reading.hpp"
#include "plugin/oneroster/wire/json_read.hpp"
#include "plugin/oneroster/wire/routes.hpp"

namespace passback::exchange::test_grade {
namespace {

namespace json = boost::json;
using oneroster::member;
using oneroster::text_of;

void write_stage(TestGradeRun& run, Stage stage);

void next_stage(TestGradeRun& run, Stage stage) {
  if (stage == Stage::clear) {
    remove_result(run, "delete", [&run] { clean_up(run); });
  } else if (stage == Stage::edit) {
    try_flags(run, [&run] { next_stage(run, Stage::flags); });
  } else {
    write_stage(run, static_cast<Stage>(static_cast<int>(stage) + 1));
  }
}

std::string name_of(Stage stage) {
  return std::string(words_of(stage).name);
}

void take_result_id(TestGradeRun& run, const std::string& id) {
  run.plan.result.wire_id = gradebook::SourcedId(id);
  run.result_known = true;
  if (run.result) {
    run.result->id = id;
  }
}

/// `then` is told whether the list could be read; what was found is in the run.
void look_for_result(TestGradeRun& run, std::function<void(bool)> then) {
  oneroster::PageLoop list(
      oneroster::line_item_results_url(run.partner.endpoint, run.profile().reads.results,
                                       run.input.class_id, run.plan.line_item.wire_id),
      "results", run.profile().reads.page_limit);
  run.steps.read_list(
      "find_result", std::move(list),
      [&run, then = std::move(then)](bool read, const oneroster::PageLoop& found, const Response&) {
        for (const auto& entry : found.items()) {
          if (oneroster::record::reference(entry, "student") == run.input.student_id) {
            take_result_id(run, text_of(member(entry, "sourcedId")));
          }
        }
        then(read);
      });
}

/// The record of a document of ours, out of its envelope.
json::object record_of(const std::string& body) {
  const auto value = oneroster::read_json(body);
  const auto* object = value ? oneroster::inside_envelope(*value, kResult) : nullptr;
  return object == nullptr ? json::object() : *object;
}

void tell_shown(TestGradeRun& run, Stage stage, const Taken& taken, const json::object& sent,
                const json::object& in_sis) {
  auto check = compare_result(run.profile(), stage, sent, in_sis);
  const auto score = oneroster::record::decimal(in_sis, "score");
  const bool failed = check.outcome == CheckOutcome::failed;
  if (stage == Stage::score && !failed) {
    run.score_shown = score;
  }
  if (stage == Stage::edit && failed && score && score == run.score_shown) {
    tell_unchanged(run, taken, std::move(check));
    return;
  }
  if (stage == Stage::edit && check.outcome == CheckOutcome::ok) {
    note_changed(run);
  }
  run.checks.add(std::move(check));
}

/// `written`: the answer to the document.
void read_back(TestGradeRun& run, Stage stage, const std::string& document,
               const Response& written) {
  run.steps.ask(name_of(stage), oneroster::read_request(url_of(run, *run.result)),
                [&run, stage, sent = record_of(document),
                 taken = Taken{name_of(stage), say(words_of(stage).done), kPutResult, written}](
                    const Response& response) {
                  if (const auto in_sis = object_of(response, kResult)) {
                    tell_shown(run, stage, taken, sent, *in_sis);
                  } else {
                    tell_not_shown(run, taken, response);
                  }
                  next_stage(run, stage);
                });
}

void stage_refused(TestGradeRun& run, Stage stage, const Response& response) {
  refused(run, name_of(stage), say(words_of(stage).refused), kPutResult, response);
  const bool is_there =
      run.result_known || run.profile().writes.results != oneroster::Writing::post;
  if (stage != Stage::score && is_there) {
    next_stage(run, stage);
    return;
  }
  if (says_clearly_no(response)) {
    run.result.reset();
    clean_up(run);
  } else if (is_there) {
    clean_up(run);
  } else {
    // Nobody knows whether it is there.
    look_for_result(run, [&run](bool read) {
      if (read && !run.result_known) {
        run.result.reset();
      }
      clean_up(run);
    });
  }
}

void put(TestGradeRun& run, Stage stage, const std::string& document) {
  write(run, name_of(stage), "PUT", url_of(run, *run.result), document,
        [&run, stage, document](const Response& response) {
          if (!was_taken(response)) {
            stage_refused(run, stage, response);
            return;
          }
          if (const auto other = other_id_of(run, kPutResult, *run.result, response)) {
            run.result->id = other->value;
            run.plan.result.wire_id = *other;
          }
          read_back(run, stage, document, response);
        });
}

void posted(TestGradeRun& run, Stage stage, const std::string& document,
            const std::string& supplied, const Response& response) {
  if (!was_taken(response)) {
    stage_refused(run, stage, response);
    return;
  }
  if (const auto id = given_id(response, supplied); !id.empty()) {
    take_result_id(run, id);
    read_back(run, stage, document, response);
    return;
  }
  look_for_result(run, [&run, stage, document, response](bool) {
    if (run.result_known) {
      read_back(run, stage, document, response);
      return;
    }
    run.checks.fail(name_of(stage), say("check.result.no_id"), say("check.step.ask_how_found"),
                    status_text(response));
    clean_up(run);
  });
}

void post(TestGradeRun& run, Stage stage, const std::string& document) {
  const auto& line_item = run.plan.line_item;
  const auto address =
      oneroster::results_post_address(run.profile(), run.partner.endpoint, run.input.class_id,
                                      line_item.wire_id, line_item.grading_period_id);
  if (!address) {
    run.checks.fail(name_of(stage), say("check.result.at_period"),
                    texts::sentence_of(address.error().code));
    clean_up(run);
    return;
  }
  const auto result = result_at(run.plan, stage);
  auto body = oneroster::results_post(run.profile(), run.partner.endpoint, std::span(&result, 1),
                                      run.plan.context);
  write(run, name_of(stage), "POST", *address, body ? std::move(*body) : std::string(),
        [&run, stage, document, supplied = result.wire_id.value](const Response& response) {
          posted(run, stage, document, supplied, response);
        });
}

void write_stage(TestGradeRun& run, Stage stage) {
  using oneroster::Clearing;
  if (stage == Stage::clear && run.profile().clearing == Clearing::unsupported) {
    run.checks.skip(name_of(stage), say("check.result.no_clearing"));
    next_stage(run, stage);
    return;
  }
  if (stage == Stage::clear && run.profile().clearing == Clearing::remove) {
    remove_result(run, name_of(stage), [&run] { clean_up(run); });
    return;
  }
  const auto body = result_body(run.plan, run.partner, stage, false);
  if (!body) {
    run.checks.add(no_document(name_of(stage), CheckOutcome::warning,
                               say("check.result.cannot_be_said"), body.error()));
    next_stage(run, stage);
    return;
  }
  const bool posts = run.profile().writes.results == oneroster::Writing::post && !run.result_known;
  if (!run.result) {
    run.result = Made{std::string(kResult), posts ? std::string() : run.plan.result.wire_id.value};
  }
  if (posts) {
    post(run, stage, *body);
  } else {
    put(run, stage, *body);
  }
}

} // namespace

void send_result(TestGradeRun& run) {
  // What is posted twice is there twice: an SIS that gives the ids is always asked first.
  const auto& writes = run.profile().writes;
  if (writes.result_identity != oneroster::ResultIdentity::look_up_first &&
      writes.results != oneroster::Writing::post) {
    write_stage(run, Stage::score);
    return;
  }
  look_for_result(run, [&run](bool) { write_stage(run, Stage::score); });
}

} // namespace passback::exchange::test_grade

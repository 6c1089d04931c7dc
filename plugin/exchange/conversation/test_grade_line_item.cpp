#include "plugin/exchange/conversation/test_grade_line_item.hpp"

#include <span>
#include <utility>

#include "plugin/exchange/conversation/response_checks.hpp"
#include "plugin/exchange/conversation/sis_values.hpp"
#include "plugin/exchange/conversation/test_grade_belief.hpp"
#include "plugin/exchange/conversation/test_grade_compare.hpp"
#include "plugin/exchange/conversation/test_grade_removal.hpp"
#include "plugin/oneroster/documents/post_documents.hpp"
#include "plugin/oneroster/wire/json_read.hpp"
#include "plugin/oneroster/wire/routes.hpp"

namespace passback::exchange::test_grade {
namespace {

using oneroster::member;
using oneroster::text_of;

void take_line_item_id(TestGradeRun& run, const std::string& id) {
  if (!run.line_item) {
    run.line_item = Made{std::string(kLineItem), {}};
  }
  run.line_item->id = id;
  run.plan.use_line_item_id(gradebook::SourcedId(id));
}

/// `then` is told whether the list could be read; what was found is in the run.
void look_for_line_item(TestGradeRun& run, std::function<void(bool)> then) {
  oneroster::PageLoop list(oneroster::class_line_items_url(run.partner.endpoint,
                                                           run.profile().reads.line_items,
                                                           run.input.class_id),
                           "lineItems", run.profile().reads.page_limit);
  run.steps.read_list(
      "find_line_item", std::move(list),
      [&run, then = std::move(then)](bool read, const oneroster::PageLoop& found, const Response&) {
        const auto title = oneroster::line_item_title(run.profile(), run.plan.line_item);
        for (const auto& entry : found.items()) {
          if (title && text_of(member(entry, "title")) == *title) {
            take_line_item_id(run, text_of(member(entry, "sourcedId")));
          }
        }
        then(read);
      });
}

/// `written`: the answer to the assignment.
void read_back(TestGradeRun& run, const Response& written, const Next& then) {
  run.steps.ask(
      "line_item", oneroster::read_request(url_of(run, *run.line_item)),
      [&run, then,
       taken = Taken{"line_item", say("check.done.line_item"), oneroster::Operation::put_line_item,
                     written}](const Response& response) {
        if (const auto in_sis = object_of(response, kLineItem)) {
          run.checks.add(compare_line_item(run.profile(), run.plan.line_item, *in_sis));
          then();
          return;
        }
        tell_not_shown(run, taken, response);
        clean_up(run);
      });
}

void put(TestGradeRun& run, const Next& then) {
  auto body = line_item_body(run.plan, run.partner, false);
  if (!run.line_item) {
    run.line_item = Made{std::string(kLineItem), run.plan.line_item.wire_id.value};
  }
  write(run, "line_item", "PUT", url_of(run, *run.line_item),
        body ? std::move(*body) : std::string(), [&run, then](const Response& response) {
          constexpr auto kPut = oneroster::Operation::put_line_item;
          if (was_taken(response)) {
            if (const auto other = other_id_of(run, kPut, *run.line_item, response)) {
              take_line_item_id(run, other->value);
            }
            read_back(run, response, then);
            return;
          }
          refused(run, "line_item", say("check.refused.line_item"), kPut, response);
          // After a clear no there is nothing to clean up; after anything else there may be.
          if (says_clearly_no(response) &&
              run.profile().writes.line_items == oneroster::Writing::put) {
            run.line_item.reset();
          } else {
            clean_up(run);
          }
        });
}

void post_refused(TestGradeRun& run, const Response& response) {
  refused(run, "line_item", say("check.refused.line_item"), oneroster::Operation::put_line_item,
          response);
  if (says_clearly_no(response)) {
    run.line_item.reset();
    return;
  }
  look_for_line_item(run, [&run](bool read) {
    if (read && run.line_item->id.empty()) {
      run.line_item.reset();
    }
    clean_up(run);
  });
}

void posted(TestGradeRun& run, const std::string& supplied, const Response& response,
            const Next& then) {
  if (!was_taken(response)) {
    post_refused(run, response);
    return;
  }
  if (const auto id = given_id(response, supplied); !id.empty()) {
    take_line_item_id(run, id);
    read_back(run, response, then);
    return;
  }
  look_for_line_item(run, [&run, response, then](bool) {
    if (!run.line_item->id.empty()) {
      read_back(run, response, then);
      return;
    }
    run.checks.fail("line_item", say("check.line_item.no_id"), say("check.step.look_by_title"),
                    status_text(response));
    clean_up(run);
  });
}

void post(TestGradeRun& run, const Next& then) {
  const auto& line_item = run.plan.line_item;
  const auto address = oneroster::line_items_post_address(run.profile(), run.partner.endpoint,
                                                          run.input.class_id, line_item.school_id);
  if (!address) {
    run.checks.fail("line_item", say("check.line_item.at_school"),
                    texts::sentence_of(address.error().code));
    return;
  }
  auto body = oneroster::line_items_post(run.profile(), run.partner.endpoint,
                                         std::span(&line_item, 1), run.plan.context);
  run.line_item = Made{std::string(kLineItem), {}};
  write(run, "line_item", "POST", *address, body ? std::move(*body) : std::string(),
        [&run, supplied = line_item.wire_id.value, then](const Response& response) {
          posted(run, supplied, response, then);
        });
}

} // namespace

void make_line_item(TestGradeRun& run, Next then) {
  const auto& writes = run.profile().writes;
  if (writes.line_items == oneroster::Writing::none || writes.results == oneroster::Writing::none ||
      run.profile().gradebook != oneroster::Gradebook::of_class) {
    run.checks.fail("line_item", say("check.line_item.no_test"), say("check.step.try_real_grade"));
    return;
  }
  if (const auto body = line_item_body(run.plan, run.partner, false); !body) {
    run.checks.add(no_document("line_item", CheckOutcome::failed, say("check.line_item.cannot"),
                               body.error()));
    return;
  }
  if (writes.line_items == oneroster::Writing::put) {
    put(run, then);
    return;
  }
  // The same test begun again must not make a second one. Only a test has such a title.
  look_for_line_item(run, [&run, then = std::move(then)](bool) {
    if (run.line_item) {
      put(run, then);
    } else {
      post(run, then);
    }
  });
}

} // namespace passback::exchange::test_grade

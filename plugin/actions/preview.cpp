#include "plugin/actions/preview.hpp"

#include <algorithm>
#include <utility>

#include "plugin/actions/column_questions.hpp"
#include "plugin/actions/input.hpp"
#include "plugin/actions/not_looked_at.hpp"
#include "plugin/actions/preview_cells.hpp"
#include "plugin/actions/rights.hpp"
#include "plugin/actions/send_estimate.hpp"
#include "plugin/actions/send_scope.hpp"
#include "plugin/actions/state_words.hpp"
#include "plugin/actions/trial_words.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using outbox::Record;

constexpr std::int64_t kMostCells = 1000;
/// The number of no version that was ever observed.
constexpr std::int64_t kNeverSeen = -1;

PreviewPage read_page(const InputReader& input) {
  PreviewPage page;
  const auto only = input.text("only").value.value_or("all");
  if (only == "going") {
    page.listed = Listed::going;
  } else if (only == "staying") {
    page.listed = Listed::staying;
  } else if (only != "all") {
    input.refuse("only", say("problem.expected_only"));
  }
  page.after_id = input.integer("after_id").value_or(0);
  page.limit = static_cast<int>(
      std::clamp(input.integer("limit").value_or(kMostCells), std::int64_t{1}, kMostCells));
  return page;
}

} // namespace

Result<json::object> preview_document(const ActionParts& parts, const Asker& asker,
                                      const json::object& input) {
  json::object document;
  const auto words = language_of(parts, asker);
  std::vector<Problem> problems;
  const InputReader reader(input, "", problems);
  const auto asked = read_scope(asker, reader);
  const auto page = read_page(reader);
  const auto read = read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    document = {};
    PASSBACK_TRY_AS(auto view, work.open_class_that_syncs(origin_of(asker)));
    PASSBACK_TRY_AS(const auto scope, cells_in_scope(work, words, asked, problems));
    PASSBACK_TRY(refuse_problems(problems));
    PreviewCells cells(work, words);
    PASSBACK_TRY(cells.add_all(scope));
    PASSBACK_TRY(cells.finish());
    document["schema"] = "lms.preview/1";
    document["class_id"] = asker.class_id.value;
    document["token"] = to_text(PreviewToken{cells.newest_seq(), scope}, asker);
    document["will_send"] = cells.sends();
    document["going"] = cells.going();
    document["staying"] = cells.staying();
    if (view.effective.connection && view.effective.connection->test_server) {
      document["test_server"] = true;
    }
    if (view.effective.connection) {
      put_estimate(document, words, cells.going(), *view.effective.connection, parts.profiles);
    }
    put_trial(document, words, view.effective);
    if (!view.effective.allowed) {
      document["off"] = reason_object(view.effective.why_not, words);
    }
    PASSBACK_TRY(cells.put_page(page, document));
    if (!cells.questions().none()) {
      document["questions"] = cells.questions().take(words);
    }
    PASSBACK_TRY(add_column_questions(work, asker, scope, words, document));
    return add_not_looked_at(work, view, words, document);
  });
  if (!read) {
    return read.error();
  }
  return document;
}

Result<std::vector<intake::PersonalSend>> sends_of(const ActionParts& parts, const Asker& asker,
                                                   const PreviewToken& token) {
  std::vector<intake::PersonalSend> sends;
  const auto read = read_work(parts, [&](decision::UnitOfWork& work) {
    sends.clear();
    return each_record(work, token.cells, [&](Record& record) {
      if (is_shown(record) && would_send(record)) {
        // What is newer is skipped by its number, so that the person is told.
        const bool seen = record.observed.seq <= token.newest_seq;
        sends.push_back(
            {record.id, seen ? record.observed.seq : kNeverSeen, false, actor_of(asker)});
      }
      return ok_status();
    });
  });
  if (!read) {
    return read.error();
  }
  return sends;
}

} // namespace passback::actions

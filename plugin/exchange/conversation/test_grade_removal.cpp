// Taking away what the test made, as the SIS allows; and what the steps share.
#include <utility>

#include "plugin/exchange/conversation/explain.hpp"
#include "plugin/exchange/conversation/sis_values.hpp"
#include "plugin/exchange/conversation/test_grade_parts.hpp"
#include "plugin/oneroster/documents/posts.hpp"
#include "plugin/oneroster/reads/collection.hpp"
#include "plugin/oneroster/wire/ascii.hpp"
#include "plugin/oneroster/wire/json_read.hpp"
#include "plugin/oneroster/wire/routes.hpp"

namespace passback::exchange {

namespace json = boost::json;

namespace test_grade {

json::object inside(const std::string& body, std::string_view envelope) {
  const auto value = oneroster::read_json(body);
  const auto* object = value ? oneroster::inside_envelope(*value, envelope) : nullptr;
  return object == nullptr ? json::object() : *object;
}

bool clear_no(const Heard& heard) {
  const bool by_status = heard.answer && heard.answer->status >= 400 && heard.answer->status < 500;
  return (by_status && !oneroster::is_page(*heard.answer)) ||
         (is_success(heard) && !was_taken(heard));
}

CannotSay cannot_say(std::string_view what, const Error& error) {
  const auto& why = info(error.code);
  return {std::string(what) + " " + std::string(why.sentence), std::string(why.administrator),
          std::string(why.id)};
}

} // namespace test_grade

using namespace test_grade;

namespace {

oneroster::Operation operation_of(const std::string& kind, bool removes) {
  if (kind == kLineItem) {
    return removes ? oneroster::Operation::delete_line_item : oneroster::Operation::put_line_item;
  }
  return removes ? oneroster::Operation::delete_result : oneroster::Operation::put_result;
}

} // namespace

std::string TestGrade::url_of(const Made& made) const {
  const gradebook::SourcedId id(made.id);
  return made.kind == kLineItem ? oneroster::line_item_url(partner().endpoint, id)
                                : oneroster::result_url(partner().endpoint, id);
}

oneroster::Withdrawal TestGrade::withdrawal_of(const Made& made) const {
  return made.kind == kLineItem ? profile().line_item_withdrawal : profile().withdrawal;
}

void TestGrade::write(const std::string& step, std::string method, std::string url,
                      std::string body, Ear then) {
  oneroster::HttpRequest request;
  request.method = std::move(method);
  request.url = std::move(url);
  request.headers.push_back({"Accept", "application/json"});
  if (!body.empty()) {
    request.headers.push_back({"Content-Type", "application/json"});
  }
  request.body = std::move(body);
  steps_.say(step, std::move(request), std::move(then));
}

std::string TestGrade::given_id(const Heard& heard, std::string_view supplied) {
  const auto pairs = oneroster::read_id_pairs(*heard.answer);
  if (pairs) {
    for (const auto& pair : *pairs) {
      if (oneroster::ascii::same_without_case(pair.supplied.value, supplied)) {
        return pair.allocated.value;
      }
    }
  }
  return {};
}

void TestGrade::note_other_id(std::size_t made, oneroster::Operation operation,
                              const Heard& heard) {
  // An SIS that keeps our ids may echo anything in its body.
  if (profile().writes.ids == oneroster::WireIds::client) {
    return;
  }
  const auto verdict = oneroster::read_answer(
      profile(), operation, *heard.answer, gradebook::SourcedId(made_[made].id), heard.now_unix_ms);
  if (!verdict.other_id) {
    return;
  }
  made_[made].id = verdict.other_id->value;
  if (made_[made].kind == kLineItem) {
    line_item_.wire_id = result_.line_item_id = *verdict.other_id;
  } else {
    result_.wire_id = *verdict.other_id;
  }
}

void TestGrade::remove_result(std::string check, std::function<void()> then) {
  if (!result_made_ || made_.back().gone) {
    then();
    return;
  }
  if (withdrawal_of(made_.back()) == oneroster::Withdrawal::unsupported) {
    checks_.skip(std::move(check), "This SIS lets no grade be deleted from outside.");
    then();
    return;
  }
  take_away(check, made_.size() - 1, [this, check, then = std::move(then)](bool gone) {
    if (gone) {
      checks_.ok(check, "The grade was deleted, and the SIS does not show it any more.");
    }
    then();
  });
}

void TestGrade::take_away(const std::string& step, std::size_t made,
                          std::function<void(bool)> then) {
  const Made& one = made_[made];
  const bool removes = withdrawal_of(one) != oneroster::Withdrawal::tobedeleted;
  std::string body;
  if (!removes) {
    auto document = one.kind == kLineItem ? line_item_body(true) : result_body(Stage::edit, true);
    if (!document) {
      const auto& why = info(document.error().code);
      checks_.fail(step, std::string(why.sentence), std::string(why.administrator));
      then(false);
      return;
    }
    body = std::move(*document);
  }
  const auto operation = operation_of(one.kind, removes);
  write(step, removes ? "DELETE" : "PUT", url_of(one), std::move(body),
        [this, step, made, operation, then = std::move(then)](const Heard& heard) {
          if (!was_taken(heard) && !not_there(heard)) {
            refused(step,
                    made_[made].kind == kLineItem ? "The test assignment was not deleted."
                                                  : "The grade was not deleted.",
                    operation, heard);
            then(false);
            return;
          }
          look_whether_gone(step, made, then);
        });
}

void TestGrade::look_whether_gone(const std::string& step, std::size_t made,
                                  std::function<void(bool)> then) {
  const Made& one = made_[made];
  steps_.say(step, oneroster::read_request(url_of(one)),
             [this, step, made, then = std::move(then)](const Heard& heard) {
               Made& it = made_[made];
               const auto shown_object = object_of(heard, it.kind);
               it.gone = not_there(heard) || (shown_object && !oneroster::is_active(*shown_object));
               if (!it.gone) {
                 checks_.fail(step, "It was deleted, but the SIS still shows it.",
                              "Delete it in the SIS by hand.", status_text(heard));
               }
               then(it.gone);
             });
}

bool TestGrade::can_take_away(const Made& made) const {
  return !made.gone && !made.id.empty() &&
         withdrawal_of(made) != oneroster::Withdrawal::unsupported;
}

void TestGrade::clean_up() {
  if (result_made_ && can_take_away(made_.back())) {
    take_away("clean_up", made_.size() - 1, [this](bool) { remove_line_item(); });
  } else {
    remove_line_item();
  }
}

void TestGrade::remove_line_item() {
  if (made_.empty() || !can_take_away(made_.front())) {
    clean_up_ended();
    return;
  }
  take_away("clean_up", 0, [this](bool gone) {
    // Whoever deletes an assignment deletes its grades.
    if (gone) {
      for (auto& one : made_) {
        one.gone = true;
      }
    }
    clean_up_ended();
  });
}

void TestGrade::clean_up_ended() {
  std::string left;
  for (const auto& one : made_) {
    if (!one.gone) {
      left +=
          (left.empty() ? "" : ", ") + one.kind + " " + (one.id.empty() ? "of unknown id" : one.id);
    }
  }
  if (made_.empty()) {
    return;
  }
  if (left.empty()) {
    checks_.ok("clean_up", "Everything that the test made is gone again.");
  } else {
    checks_.warn("clean_up",
                 "Something that the test made is still in the SIS: \"" + line_item_.facts.title +
                     "\".",
                 "Delete it in the SIS by hand.", left);
  }
}

} // namespace passback::exchange

// The writing half of the test grade.
#include <utility>

#include "plugin/oneroster/collection.hpp"
#include "plugin/oneroster/conversation/explain.hpp"
#include "plugin/oneroster/conversation/sis_values.hpp"
#include "plugin/oneroster/conversation/test_grade.hpp"
#include "plugin/oneroster/json_read.hpp"
#include "plugin/oneroster/record_reading.hpp"
#include "plugin/oneroster/routes.hpp"

namespace passback::oneroster {
namespace {

namespace json = boost::json;
using gradebook::Decimal;

constexpr std::string_view kLineItem = "lineItem";
constexpr std::string_view kResult = "result";

json::object inside(const std::string& body, std::string_view envelope) {
  const auto value = read_json(body);
  const auto* object = value ? inside_envelope(*value, envelope) : nullptr;
  return object == nullptr ? json::object() : *object;
}

Operation operation_of(const std::string& kind, bool removes) {
  if (kind == kLineItem) {
    return removes ? Operation::delete_line_item : Operation::put_line_item;
  }
  return removes ? Operation::delete_result : Operation::put_result;
}

bool clear_no(const Heard& heard) {
  return heard.answer && heard.answer->status >= 400 && heard.answer->status < 500;
}

std::string shown(const std::optional<Decimal>& number) {
  return number ? number->to_string() : "no score";
}

} // namespace

Result<std::string> TestGrade::line_item_body(bool withdrawn) const {
  DocumentContext context;
  context.now_unix_ms = input_.now_unix_ms;
  context.withdrawn = withdrawn;
  return line_item_document(profile(), partner().endpoint, line_item_, context);
}

Result<std::string> TestGrade::result_body(Stage stage, bool withdrawn) const {
  ResultInput result = result_;
  // Two decimals at first, so that it shows how many the SIS keeps.
  result.facts.points = *Decimal::parse(stage == Stage::score ? "87.25" : "91");
  result.facts.flags.exempt = stage == Stage::exempt;
  if (stage == Stage::clear) {
    result.cleared = true;
    result.facts.points.reset();
  }
  DocumentContext context;
  context.now_unix_ms = input_.now_unix_ms;
  context.withdrawn = withdrawn;
  return result_document(profile(), partner().endpoint, result, context);
}

std::string TestGrade::url_of(const Made& made) const {
  const gradebook::SourcedId id(made.id);
  return made.kind == kLineItem ? line_item_url(partner().endpoint, id)
                                : result_url(partner().endpoint, id);
}

void TestGrade::write(const std::string& step, std::string method, std::string url,
                      std::string body, Ear then) {
  HttpRequest request;
  request.method = std::move(method);
  request.url = std::move(url);
  request.headers.push_back({"Accept", "application/json"});
  if (!body.empty()) {
    request.headers.push_back({"Content-Type", "application/json"});
  }
  request.body = std::move(body);
  say(step, std::move(request), std::move(then));
}

void TestGrade::note_other_id(std::size_t made, Operation operation, const Heard& heard) {
  // An SIS that keeps our ids may echo anything in its body.
  if (profile().writes.ids == WireIds::client) {
    return;
  }
  const auto verdict = read_answer(profile(), operation, *heard.answer,
                                   gradebook::SourcedId(made_[made].id), heard.now_unix_ms);
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

void TestGrade::write_line_item() {
  if (profile().writes.line_items != Writing::put || profile().gradebook != Gradebook::of_class) {
    checks_.fail("line_item", "A test grade cannot be sent to this kind of SIS.",
                 "Try a real grade of a test class instead.");
    return;
  }
  auto body = line_item_body(false);
  if (!body) {
    const auto& why = info(body.error().code);
    checks_.fail("line_item", "The test assignment cannot be made. " + std::string(why.sentence),
                 std::string(why.administrator), std::string(why.id));
    return;
  }
  made_.push_back({std::string(kLineItem), line_item_.wire_id.value});
  write("line_item", "PUT", url_of(made_.back()), std::move(*body),
        [this](const Heard& heard) { line_item_written(heard); });
}

void TestGrade::line_item_written(const Heard& heard) {
  if (!answered_well(heard)) {
    refused("line_item", "The test assignment was not made.", Operation::put_line_item, heard);
    // After a clear no there is nothing to clean up; after anything else there may be.
    if (clear_no(heard)) {
      made_.clear();
    } else {
      clean_up();
    }
    return;
  }
  note_other_id(0, Operation::put_line_item, heard);
  say("line_item", get(partner().endpoint.gradebook_base, {"lineItems", made_[0].id}),
      [this](const Heard& again) {
        const auto in_sis = object_of(again, kLineItem);
        if (!in_sis) {
          refused("line_item", "The test assignment was taken, but cannot be read back.",
                  Operation::get, again);
          clean_up();
          return;
        }
        const std::string title = text_of(member(*in_sis, "title"));
        const auto most = record::decimal(*in_sis, "resultValueMax");
        std::string differs;
        if (title != line_item_.facts.title) {
          differs = "its title";
        } else if (most && *most != *line_item_.facts.points_possible) {
          differs = "its points possible";
        } else if (const auto category = record::reference(*in_sis, "category").value;
                   category != line_item_.category_id.value && !line_item_.category_id.empty()) {
          differs = "its category";
        }
        if (differs.empty()) {
          checks_.ok("line_item", "An assignment was made, and the SIS shows it as it was sent.");
        } else {
          checks_.warn("line_item",
                       "An assignment was made, but the SIS shows " + differs +
                           " in another way than it was sent.",
                       "Look at it in the SIS: its own rules may change what arrives.");
        }
        find_result();
      });
}

void TestGrade::find_result() {
  if (profile().writes.result_identity != ResultIdentity::look_up_first) {
    write_result(Stage::score);
    return;
  }
  say("find_result",
      get(partner().endpoint.gradebook_base,
          {"classes", input_.class_id.value, "lineItems", made_[0].id, "results"}, "limit=1000"),
      [this](const Heard& heard) {
        for (const auto& one : entries_of(heard, "results").value_or(std::vector<json::object>())) {
          if (record::reference(one, "student").value == input_.student_id.value) {
            result_.wire_id = gradebook::SourcedId(text_of(member(one, "sourcedId")));
          }
        }
        write_result(Stage::score);
      });
}

void TestGrade::write_result(Stage stage) {
  static constexpr std::string_view kNames[] = {"score", "edit", "exempt", "clear"};
  const std::string name(kNames[static_cast<int>(stage)]);
  if (stage == Stage::clear && profile().clearing == Clearing::unsupported) {
    checks_.skip(name, "This SIS lets no score be cleared from outside.");
    next_stage(stage);
    return;
  }
  if (stage == Stage::clear && profile().clearing == Clearing::remove) {
    remove_result(name, [this] { clean_up(); });
    return;
  }
  auto body = result_body(stage, false);
  if (!body) {
    const auto& why = info(body.error().code);
    checks_.warn(name, "This step cannot be said to this SIS. " + std::string(why.sentence),
                 std::string(why.administrator), std::string(why.id));
    next_stage(stage);
    return;
  }
  if (!result_made_) {
    result_made_ = true;
    made_.push_back({std::string(kResult), result_.wire_id.value});
  }
  write(name, "PUT", url_of(made_.back()), *body,
        [this, stage, body = *body](const Heard& heard) { result_written(stage, body, heard); });
}

void TestGrade::result_written(Stage stage, const std::string& body, const Heard& heard) {
  static constexpr std::string_view kNames[] = {"score", "edit", "exempt", "clear"};
  static constexpr std::string_view kRefused[] = {
      "The grade was not taken.", "The changed grade was not taken.",
      "The exemption was not taken.", "The cleared grade was not taken."};
  const std::string name(kNames[static_cast<int>(stage)]);
  if (!answered_well(heard)) {
    refused(name, kRefused[static_cast<int>(stage)], Operation::put_result, heard);
    if (stage == Stage::score) {
      if (clear_no(heard)) {
        made_.pop_back();
        result_made_ = false;
      }
      clean_up();
    } else {
      next_stage(stage);
    }
    return;
  }
  note_other_id(made_.size() - 1, Operation::put_result, heard);
  say(name, get(partner().endpoint.gradebook_base, {"results", made_.back().id}),
      [this, stage, sent = inside(body, kResult)](const Heard& again) {
        compare(stage, sent, again);
        next_stage(stage);
      });
}

void TestGrade::compare(Stage stage, const json::object& sent, const Heard& heard) {
  static constexpr std::string_view kNames[] = {"score", "edit", "exempt", "clear"};
  static constexpr std::string_view kDone[] = {"A grade was sent", "The grade was changed",
                                               "The student was exempted", "The grade was cleared"};
  const std::string name(kNames[static_cast<int>(stage)]);
  const std::string done(kDone[static_cast<int>(stage)]);
  const auto in_sis = object_of(heard, kResult);
  if (!in_sis) {
    refused(name, done + ", but it cannot be read back.", Operation::get, heard);
    return;
  }
  const auto ours = record::decimal(sent, "score");
  auto theirs = record::decimal(*in_sis, "score");
  const std::string our_status = text_of(member(sent, "scoreStatus"));
  const std::string their_status = text_of(member(*in_sis, "scoreStatus"));
  const std::string detail = "sent " + shown(ours) + ", " + our_status + "; the SIS shows " +
                             shown(theirs) + ", " + their_status;
  if (our_status != their_status) {
    checks_.warn(
        name,
        done + ", but the SIS calls it \"" + their_status + "\" instead of \"" + our_status + "\".",
        "Look at the grade in the SIS while the next test runs, or ask its vendor.", detail);
    return;
  }
  if (theirs && profile().decimals) {
    theirs = theirs->rounded(*profile().decimals, profile().rounding);
  }
  const bool score_counts = stage == Stage::score || stage == Stage::edit;
  if (ours == theirs || (!score_counts && !ours)) {
    checks_.ok(name, done + ", and the SIS shows it as it was sent.", detail);
    return;
  }
  if (ours && theirs) {
    for (int places = 1; places >= 0; --places) {
      if (ours->rounded(places, gradebook::Rounding::half_up) == *theirs) {
        checks_.warn(name,
                     done + ", but the SIS keeps only " +
                         (places == 0 ? std::string("whole numbers.")
                                      : std::to_string(places) + " decimal."),
                     "Grades are rounded in the SIS; nothing is lost in the LMS.", detail);
        return;
      }
    }
  }
  if (!score_counts) {
    checks_.ok(name, done + "; the SIS shows another score with it, which does not count.", detail);
    return;
  }
  checks_.fail(name, done + ", but the SIS shows another score.",
               "Report this to the SIS's vendor, with the details.", detail);
}

void TestGrade::next_stage(Stage stage) {
  if (stage == Stage::clear) {
    remove_result("delete", [this] { clean_up(); });
  } else {
    write_result(static_cast<Stage>(static_cast<int>(stage) + 1));
  }
}

void TestGrade::remove_result(std::string check, std::function<void()> then) {
  if (!result_made_ || made_.back().gone) {
    then();
    return;
  }
  if (profile().withdrawal == Withdrawal::unsupported) {
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
  const bool removes = profile().withdrawal != Withdrawal::tobedeleted;
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
          const bool was_not_there = heard.answer && heard.answer->status == 404;
          if (!answered_well(heard) && !was_not_there) {
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
  const std::string_view collection = one.kind == kLineItem ? "lineItems" : "results";
  say(step, get(partner().endpoint.gradebook_base, {collection, one.id}),
      [this, step, made, then = std::move(then)](const Heard& heard) {
        Made& it = made_[made];
        const auto shown_object = object_of(heard, it.kind);
        it.gone = (heard.answer && (heard.answer->status == 404 || heard.answer->status == 410)) ||
                  (shown_object && !is_active(*shown_object));
        if (!it.gone) {
          checks_.fail(step, "It was deleted, but the SIS still shows it.",
                       "Delete it in the SIS by hand.", status_text(heard));
        }
        then(it.gone);
      });
}

void TestGrade::clean_up() {
  if (profile().withdrawal == Withdrawal::unsupported) {
    clean_up_ended();
    return;
  }
  if (result_made_ && !made_.back().gone) {
    take_away("clean_up", made_.size() - 1, [this](bool) { remove_line_item(); });
  } else {
    remove_line_item();
  }
}

void TestGrade::remove_line_item() {
  if (made_.empty() || made_.front().gone) {
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
      left += (left.empty() ? "" : ", ") + one.kind + " " + one.id;
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

} // namespace passback::oneroster

// The test's grade: sent, changed, exempted and cleared, and read back each time.
#include <span>
#include <utility>

#include "plugin/exchange/conversation/explain.hpp"
#include "plugin/exchange/conversation/sis_values.hpp"
#include "plugin/exchange/conversation/test_grade_parts.hpp"
#include "plugin/oneroster/documents/posts.hpp"
#include "plugin/oneroster/reads/record_reading.hpp"
#include "plugin/oneroster/wire/json_read.hpp"
#include "plugin/oneroster/wire/routes.hpp"

namespace passback::exchange {

namespace json = boost::json;
using gradebook::Decimal;
using oneroster::member;
using oneroster::text_of;
using namespace test_grade;

namespace {

std::string shown(const std::optional<Decimal>& number) {
  return number ? number->to_string() : "no score";
}

} // namespace

TestGrade::StageWords TestGrade::words_of(Stage stage) {
  static constexpr StageWords kWords[] = {
      {"score", "A grade was sent", "The grade was not taken."},
      {"edit", "The grade was changed", "The changed grade was not taken."},
      {"flags", "A grade that is late was sent", "A grade that is late was not taken."},
      {"exempt", "The student was exempted", "The exemption was not taken."},
      {"clear", "The grade was cleared", "The cleared grade was not taken."}};
  return kWords[static_cast<int>(stage)];
}

oneroster::ResultInput TestGrade::result_of(Stage stage) const {
  oneroster::ResultInput result = result_;
  // Two decimals at first, so that it shows how many the SIS keeps.
  result.facts.points = *Decimal::parse(stage == Stage::score ? "87.25" : "91");
  result.facts.flags.late = stage == Stage::flags;
  result.facts.flags.exempt = stage == Stage::exempt;
  if (stage == Stage::clear) {
    result.cleared = true;
    result.facts.points.reset();
  }
  return result;
}

Result<std::string> TestGrade::result_body(Stage stage, bool withdrawn) const {
  oneroster::DocumentContext context;
  context.now_unix_ms = input_.now_unix_ms;
  context.withdrawn = withdrawn;
  return oneroster::result_document(profile(), partner().endpoint, result_of(stage), context);
}

void TestGrade::find_result() {
  // What is posted twice is there twice: an SIS that gives the ids is always asked first.
  const auto& writes = profile().writes;
  if (writes.result_identity != oneroster::ResultIdentity::look_up_first &&
      writes.results != oneroster::Writing::post) {
    write_result(Stage::score);
    return;
  }
  look_for_result([this](bool) { write_result(Stage::score); });
}

void TestGrade::look_for_result(std::function<void(bool)> then) {
  oneroster::PageLoop list(oneroster::line_item_results_url(partner().endpoint,
                                                            profile().reads.results,
                                                            input_.class_id, line_item_.wire_id),
                           "results", profile().reads.page_limit);
  steps_.say_list(
      "find_result", std::move(list),
      [this, then = std::move(then)](bool read, const oneroster::PageLoop& found, const Heard&) {
        for (const auto& entry : found.items()) {
          if (oneroster::record::reference(entry, "student") == input_.student_id) {
            take_result_id(text_of(member(entry, "sourcedId")));
          }
        }
        then(read);
      });
}

void TestGrade::take_result_id(const std::string& id) {
  result_.wire_id = gradebook::SourcedId(id);
  result_known_ = true;
  if (result_made_) {
    made_.back().id = id;
  }
}

void TestGrade::write_result(Stage stage) {
  const std::string name(words_of(stage).name);
  if (stage == Stage::clear && profile().clearing == oneroster::Clearing::unsupported) {
    checks_.skip(name, "This SIS lets no score be cleared from outside.");
    next_stage(stage);
    return;
  }
  if (stage == Stage::clear && profile().clearing == oneroster::Clearing::remove) {
    remove_result(name, [this] { clean_up(); });
    return;
  }
  const auto body = result_body(stage, false);
  if (!body) {
    const auto why = cannot_say("This step cannot be said to this SIS.", body.error());
    checks_.warn(name, why.sentence, why.next_step, why.detail);
    next_stage(stage);
    return;
  }
  const bool posts = profile().writes.results == oneroster::Writing::post && !result_known_;
  if (!result_made_) {
    result_made_ = true;
    made_.push_back({std::string(kResult), posts ? std::string() : result_.wire_id.value});
  }
  if (posts) {
    post_result(stage, *body);
    return;
  }
  write(name, "PUT", url_of(made_.back()), *body, [this, stage, body = *body](const Heard& heard) {
    if (was_taken(heard)) {
      note_other_id(made_.size() - 1, oneroster::Operation::put_result, heard);
      read_result_back(stage, body);
    } else {
      result_refused(stage, heard);
    }
  });
}

void TestGrade::post_result(Stage stage, const std::string& document) {
  oneroster::DocumentContext context;
  context.now_unix_ms = input_.now_unix_ms;
  const auto address =
      oneroster::results_post_address(profile(), partner().endpoint, input_.class_id,
                                      line_item_.wire_id, line_item_.grading_period_id);
  if (!address) {
    checks_.fail(std::string(words_of(stage).name),
                 "The SIS takes new grades at the address of their grading period.",
                 std::string(info(address.error().code).sentence));
    clean_up();
    return;
  }
  const auto result = result_of(stage);
  auto body =
      oneroster::results_post(profile(), partner().endpoint, std::span(&result, 1), context);
  write(std::string(words_of(stage).name), "POST", *address,
        body ? std::move(*body) : std::string(),
        [this, stage, document, supplied = result.wire_id.value](const Heard& heard) {
          if (!was_taken(heard)) {
            result_refused(stage, heard);
          } else if (const auto id = given_id(heard, supplied); !id.empty()) {
            take_result_id(id);
            read_result_back(stage, document);
          } else {
            look_for_result([this, stage, document, heard](bool) {
              if (result_known_) {
                read_result_back(stage, document);
                return;
              }
              checks_.fail(std::string(words_of(stage).name),
                           "The grade was taken, but the SIS does not say under which id, and does "
                           "not show it among the grades of the assignment.",
                           "Ask the SIS's vendor how grades that were made can be found again.",
                           status_text(heard));
              clean_up();
            });
          }
        });
}

void TestGrade::result_refused(Stage stage, const Heard& heard) {
  refused(std::string(words_of(stage).name), words_of(stage).refused,
          oneroster::Operation::put_result, heard);
  const bool is_there = result_known_ || profile().writes.results != oneroster::Writing::post;
  if (stage != Stage::score && is_there) {
    next_stage(stage);
    return;
  }
  if (clear_no(heard)) {
    made_.pop_back();
    result_made_ = false;
    clean_up();
  } else if (is_there) {
    clean_up();
  } else {
    // Nobody knows whether it is there.
    look_for_result([this](bool read) {
      if (read && !result_known_) {
        made_.pop_back();
        result_made_ = false;
      }
      clean_up();
    });
  }
}

void TestGrade::read_result_back(Stage stage, const std::string& document) {
  steps_.say(std::string(words_of(stage).name), oneroster::read_request(url_of(made_.back())),
             [this, stage, sent = inside(document, kResult)](const Heard& again) {
               compare(stage, sent, again);
               next_stage(stage);
             });
}

void TestGrade::compare(Stage stage, const json::object& sent, const Heard& heard) {
  const std::string name(words_of(stage).name);
  const std::string done(words_of(stage).done);
  const auto in_sis = object_of(heard, kResult);
  if (!in_sis) {
    refused(name, done + ", but it cannot be read back.", oneroster::Operation::get, heard);
    return;
  }
  const auto ours = oneroster::record::decimal(sent, "score");
  auto theirs = oneroster::record::decimal(*in_sis, "score");
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
  } else if (stage == Stage::edit) {
    write_flags();
  } else {
    write_result(static_cast<Stage>(static_cast<int>(stage) + 1));
  }
}

} // namespace passback::exchange

#include "plugin/actions/sis_jobs.hpp"

#include <algorithm>

#include "plugin/actions/input.hpp"
#include "plugin/actions/job_reports.hpp"
#include "plugin/actions/jobs.hpp"
#include "plugin/actions/readiness.hpp"
#include "plugin/decision/trial_places.hpp"
#include "plugin/exchange/conversation/conversation_kinds.hpp"
#include "plugin/exchange/conversation/test_grade.hpp"
#include "plugin/oneroster/wire/endpoint.hpp"
#include "plugin/outbox/domain_tree.hpp"
#include "plugin/outbox/site_hold.hpp"
#include "plugin/platform/time_zone.hpp"
#include "plugin/platform/try.hpp"
#include "plugin/platform/uuid.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using std::chrono::milliseconds;

constexpr std::int64_t kLargestSample = 200;
constexpr std::int64_t kSample = 20;

/// The connection that holds for the domain; the reply that says why there is none to use.
struct Place {
  std::optional<settings::Connection> connection;
  bool is_own = false; ///< set in the domain itself, not above it
  const oneroster::Profile* profile = nullptr;
  std::vector<Problem> problems;
};

Result<Place> open_place(const ActionParts& parts, decision::UnitOfWork& work,
                         const gradebook::DomainId& domain, bool to_speak) {
  PASSBACK_TRY_AS(auto effective,
                  decision::effective_of_domain(work.transaction, work.settings(), domain));
  Place place;
  place.connection = effective.connection;
  place.is_own = effective.connection_domain == domain;
  if (!place.connection) {
    place.problems.push_back({"connection", texts::sentence_of(Code::not_configured)});
    return place;
  }
  place.profile = parts.profiles.find(place.connection->profile);
  if (place.profile == nullptr) {
    const Error why = parts.profiles.why_not(place.connection->profile);
    place.problems.push_back({"connection.profile", say("problem.with_detail",
                                                        {{"sentence", texts::sentence_of(why.code)},
                                                         {"detail", why.detail}})});
  } else if (to_speak && settings::goes_by_file(*place.connection)) {
    place.problems.push_back({"connection.way", say("problem.nobody_to_speak_to")});
  } else if (to_speak) {
    // A worker would have no more than a code for it.
    if (auto way = oneroster::resolve_endpoint(*place.connection, *place.profile); !way) {
      place.problems.push_back({"connection.base_url", way.error().detail});
    }
  }
  PASSBACK_TRY_AS(auto hold, outbox::site_hold(work.transaction));
  if (to_speak && hold.why != Code::none) {
    place.problems.push_back({"site", texts::sentence_of(hold.why)});
  }
  return place;
}

Reply refusal(const texts::Words& words, std::string_view message,
              const std::vector<Problem>& problems) {
  return {json::serialize(result_document(words, false, say(message), problems)), false};
}

Result<exchange::SisCapabilities> capabilities_of(outbox::Transaction& transaction,
                                                  const settings::Connection& connection) {
  auto row = transaction.sis_document(connection.id, connection.generation,
                                      stored_name(outbox::SisDocumentKind::found), "");
  if (!row) {
    return row.error();
  }
  return *row ? exchange::capabilities_from_json((*row)->document) : exchange::SisCapabilities{};
}

struct TestGradeRequest {
  json::object input;
  bool confirmed = false;
};

TestGradeRequest read_test_grade_request(const json::object& input,
                                         std::vector<Problem>& problems) {
  const InputReader reader(input, "", problems);
  TestGradeRequest request;
  for (const auto* name : {"class_sis_id", "student_sis_id"}) {
    const auto given = reader.text(name);
    if (!given.value || given.value->empty()) {
      reader.refuse(name, std::string_view(name) == "class_sis_id" ? say("problem.class_sis_id")
                                                                   : say("problem.student_sis_id"));
    }
    request.input[std::string_view(name) == "class_sis_id" ? "class_id" : "student_id"] =
        given.value.value_or("");
  }
  if (const auto category = reader.text("category_sis_id");
      category.value && !category.value->empty()) {
    request.input["category_id"] = *category.value;
  }
  const auto* confirm = input.if_contains("confirm");
  request.confirmed = confirm != nullptr && (*confirm == json::value(true) || *confirm == "yes");
  return request;
}

/// Whoever set the connection may write wherever it lets them. Below it there are other people's
/// classes too: only what is known of the domain itself.
Status refuse_others_classes(decision::UnitOfWork& work, const gradebook::DomainId& domain,
                             const Place& place, const json::object& grade,
                             std::vector<Problem>& problems) {
  if (place.is_own) {
    return ok_status();
  }
  PASSBACK_TRY_AS(auto known, look_at_readiness(work, domain, *place.connection));
  const std::string sis_class(grade.at("class_id").as_string());
  const std::string student(grade.at("student_id").as_string());
  if (!known.sis_classes.contains(sis_class)) {
    problems.push_back({"class_sis_id", say("problem.class_of_domain")});
  }
  const bool has_student = std::ranges::any_of(
      known.all, [&](const Linked& one) { return one.kind == "student" && one.sis_id == student; });
  if (!has_student) {
    problems.push_back({"student_sis_id", say("problem.student_of_domain")});
  }
  return ok_status();
}

/// A test grade is written, and in a trial nothing is.
Status refuse_in_trial(decision::UnitOfWork& work, const gradebook::DomainId& domain,
                       const json::object& grade, std::vector<Problem>& problems) {
  const gradebook::SourcedId sis_class{std::string(grade.at("class_id").as_string())};
  PASSBACK_TRY_AS(const bool in_trial, decision::is_place_in_trial(
                                           work.transaction, work.settings(), domain, sis_class));
  if (in_trial) {
    problems.push_back({"trial", texts::sentence_of(Code::in_trial)});
  }
  return ok_status();
}

json::object question(const texts::Words& words, const std::vector<Phrase>& stays) {
  Phrase text;
  for (const auto& sentence : stays) {
    text += sentence;
  }
  text += say("result.send_test_grade");
  json::object answer{{"value", "yes"}};
  put_phrase(answer, "label", words, say("result.send_it"));
  json::object asked{{"name", "confirm"}};
  put_phrase(asked, "text", words, text);
  asked["answers"] = json::array{std::move(answer)};
  auto document = result_document(words, false, say("result.nothing_sent"));
  document["questions"] = json::array{std::move(asked)};
  return document;
}

Result<Reply> ask(const ActionParts& parts, const Asker& asker, const gradebook::DomainId& domain,
                  const json::object& input, std::string_view op, milliseconds deadline) {
  std::vector<Problem> problems;
  json::object document;
  bool asked = false;
  const auto words = language_of(parts, asker);
  const auto committed = commit_work(parts, deadline, [&](decision::UnitOfWork& work) -> Status {
    problems.clear();
    document.clear();
    asked = false;
    PASSBACK_TRY_AS(auto place, open_place(parts, work, domain, true));
    problems = place.problems;
    JobSpec spec{op, domain.value};
    if (op == exchange::kTestGrade) {
      const auto grade = read_test_grade_request(input, problems);
      spec.input = grade.input;
      PASSBACK_TRY(refuse_in_trial(work, domain, grade.input, problems));
      if (!problems.empty()) {
        return ok_status();
      }
      if (auto looked = refuse_others_classes(work, domain, place, grade.input, problems);
          !looked || !problems.empty()) {
        return looked;
      }
      PASSBACK_TRY_AS(auto found, capabilities_of(work.transaction, *place.connection));
      const auto stays = exchange::before_test_grade(*place.profile, found);
      if (!stays.empty() && !grade.confirmed) {
        document = question(words, stays);
        return ok_status();
      }
      const auto today = platform::local_date(work.now_unix_ms, place.connection->time_zone);
      if (!today) {
        return today.error();
      }
      spec.input["seed"] = platform::random_uuid();
      spec.input["now_unix_ms"] = work.now_unix_ms;
      spec.input["today"] = *today;
    }
    if (!problems.empty()) {
      return ok_status();
    }
    if (op == exchange::kReadiness) {
      PASSBACK_TRY_AS(auto readiness, look_at_readiness(work, domain, *place.connection));
      std::vector<Problem> ignored;
      const auto sample = InputReader(input, "", ignored).integer("sample").value_or(kSample);
      spec.input =
          readiness_sample(readiness, std::min(std::max<std::int64_t>(sample, 1), kLargestSample));
    }
    PASSBACK_TRY_AS(auto row, ask_for_job(work, *place.connection, spec, asker));
    asked = true;
    document = started_document(words, row);
    return ok_status();
  });
  if (!committed) {
    return committed.error();
  }
  if (!problems.empty()) {
    return refusal(words, "result.nothing_started", problems);
  }
  return Reply{json::serialize(document), asked};
}

/// A job belongs to the domain that it was asked for in, and is for whoever manages that.
Result<bool> may_see(decision::UnitOfWork& work, const gradebook::DomainId& domain,
                     const Place& place, const outbox::JobRow& row) {
  if (row.connection_id != place.connection->id) {
    return false;
  }
  if (row.subject.empty() || !is_job_op(row.kind)) {
    return place.is_own; // a teacher's, or of an earlier release, which did not keep the domain
  }
  PASSBACK_TRY_AS(auto path,
                  outbox::known_path(work.transaction, gradebook::DomainId(row.subject)));
  return row.subject == domain.value || std::ranges::find(path, domain) != path.end();
}

Result<std::optional<outbox::JobRow>> find_job(decision::UnitOfWork& work,
                                               const gradebook::DomainId& domain,
                                               const Place& place, const InputReader& reader) {
  const auto id = reader.integer("id");
  if (!id) {
    return last_job_of(work.transaction, place.connection->id,
                       reader.text("kind").value.value_or(""), domain, place.is_own);
  }
  auto row = work.transaction.job(*id);
  if (!row || !*row) {
    return row;
  }
  auto hers = may_see(work, domain, place, **row);
  if (!hers) {
    return hers.error();
  }
  return *hers ? row : std::optional<outbox::JobRow>();
}

Result<Reply> read_job(const ActionParts& parts, const texts::Words& words,
                       const gradebook::DomainId& domain, const json::object& input) {
  std::vector<Problem> problems;
  json::object document;
  const auto read = read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    problems.clear();
    PASSBACK_TRY_AS(auto place, open_place(parts, work, domain, false));
    if (!place.connection) {
      problems = place.problems;
      return ok_status();
    }
    const InputReader reader(input, "", problems);
    PASSBACK_TRY_AS(auto row, find_job(work, domain, place, reader));
    if (!row) {
      reader.refuse("id", say("problem.no_job"));
      return ok_status();
    }
    PASSBACK_TRY_AS(auto waits, wait_text(work, *row, *place.connection));
    document = job_document(words, *row, reader.flag("recording").value.value_or(false), waits);
    if (row->kind != exchange::kReadiness || row->state != outbox::JobState::done) {
      return ok_status();
    }
    PASSBACK_TRY_AS(auto readiness, look_at_readiness(work, domain, *place.connection));
    add_readiness(document, readiness, reader.text("format").value == "csv");
    return ok_status();
  });
  if (!read) {
    return read.error();
  }
  if (!problems.empty()) {
    return refusal(words, "result.nothing_to_show", problems);
  }
  return Reply{json::serialize(document), false};
}

std::string_view severity_of(std::string_view outcome) {
  return outcome == "failed" ? "problem" : outcome == "warning" ? "warning" : "info";
}

void add_report_notes(FormDocument& form, const outbox::JobRow& row, std::int64_t now_unix_ms) {
  const auto report = told_in(row.report);
  if (report.outcome.empty()) {
    return;
  }
  const auto age = age_text(row.ended_unix_ms, now_unix_ms);
  if (report.outcome == "ok") {
    form.note("info", Code::none, say("sis_settings.tested_ok", {{"age", age}}));
    return;
  }
  form.note(report.outcome == "failed" ? "problem" : "warning", Code::none,
            say("sis_settings.tested_not_ok", {{"age", age}}));
  for (const auto& check : report.checks) {
    if (const auto severity = severity_of(check.outcome); severity != "info") {
      form.note(severity, Code::none, check.text);
    }
  }
}

} // namespace

bool is_job_op(std::string_view op) {
  return op == exchange::kTestConnection || op == exchange::kTestGrade ||
         op == exchange::kReadiness || op == "job";
}

Result<std::optional<outbox::JobRow>>
last_job_of(outbox::Transaction& transaction, const std::string& connection_id,
            std::string_view kind, const gradebook::DomainId& domain, bool owns_connection) {
  auto row = transaction.last_job(connection_id, kind, domain.value);
  // An earlier release did not keep which domain it was asked for in.
  return row && !*row && owns_connection ? transaction.last_job(connection_id, kind, "") : row;
}

Result<Reply> use_sis_jobs(const ActionParts& parts, const Asker& asker,
                           const gradebook::DomainId& domain, const json::object& input,
                           milliseconds deadline) {
  const std::string op(input.at("op").as_string());
  return op == "job" ? read_job(parts, language_of(parts, asker), domain, input)
                     : ask(parts, asker, domain, input, op, deadline);
}

void add_test_notes(FormDocument& form, const outbox::JobRow& last_test, std::int64_t now_unix_ms) {
  if (last_test.open()) {
    form.note("info", Code::none, say("sis_settings.being_tested"));
  } else if (last_test.state == outbox::JobState::failed) {
    auto failed = say("sis_settings.not_tested");
    failed += texts::sentence_of(last_test.code);
    failed += texts::administrator_of(last_test.code);
    form.note("warning", last_test.code, failed);
  } else {
    add_report_notes(form, last_test, now_unix_ms);
  }
}

} // namespace passback::actions

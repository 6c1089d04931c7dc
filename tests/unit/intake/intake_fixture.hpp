// An intake over a real outbox in a folder of its own, with the real profiles, a clock that the
// test moves, and a host that knows a district with two schools.
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "manifests/schemas.hpp"
#include "plugin/gradebook/facts.hpp"
#include "plugin/intake/intake.hpp"
#include "plugin/intake/send_by_person.hpp"
#include "plugin/outbox/each_record.hpp"
#include "plugin/outbox/identity.hpp"
#include "plugin/outbox/pending.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/uuid.hpp"
#include "plugin/settings/documents.hpp"

namespace passback::intake {

using decision::Disposition;
using decision::Origin;
using decision::UnitOfWork;

class TestClock : public platform::Clock {
 public:
  std::int64_t unix_ms() const override { return now_ms; }
  std::int64_t boot_ms() const override { return now_ms; }
  std::int64_t now_ms = 1'790'000'000'000;
};

class HostTree : public DomainPathSource {
 public:
  Result<std::vector<gradebook::DomainId>> path(const gradebook::DomainId& id) override {
    ++asked;
    if (silent) {
      return Code::host_no_reply;
    }
    if (id.value == "district") {
      return std::vector{id};
    }
    const auto school = parents.find(id.value);
    return school == parents.end() ? std::vector{gradebook::DomainId("district"), id}
                                   : std::vector{gradebook::DomainId("district"),
                                                 gradebook::DomainId(school->second), id};
  }
  std::optional<std::vector<gradebook::DomainId>>
  below(const gradebook::DomainId& /*id*/) override {
    std::vector<gradebook::DomainId> ids;
    for (const auto& one : listed) {
      ids.emplace_back(one);
    }
    return listed.empty() ? std::nullopt : std::optional(std::move(ids));
  }
  std::map<std::string, std::string> parents; ///< department -> school
  int asked = 0;
  bool silent = false;
  std::vector<std::string> listed; ///< empty = this host lists no domains
};

inline oneroster::ProfileCatalog real_profiles() {
  std::vector<oneroster::ProfileFile> files;
  for (const auto* name : {"generic-1.1.yaml", "generic-1.2.yaml"}) {
    const auto path = std::filesystem::path(SOURCE_DIR) / "manifests" / "sis" / name;
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    files.push_back({path.string(), text.str()});
  }
  // An SIS that lets its clients make categories.
  files.push_back({"open.yaml", "name: open\ntitle: Open\nversion: 1\noneroster: \"1.2\"\n"
                                "documents:\n  create_categories: true\n"});
  // An SIS that gives results back but keeps line items.
  files.push_back({"keeping.yaml", "name: keeping\ntitle: Keeping\nversion: 1\noneroster: \"1.2\"\n"
                                   "documents:\n  line_item_withdrawal: unsupported\n"});
  // An SIS that nobody is known to have written grades to.
  files.push_back({"seaside.yaml", "name: seaside\ntitle: Seaside\nversion: 1\noneroster: \"1.2\"\n"
                                   "before_you_start: [The plug-in must be installed.]\n"});
  // An SIS that offers places for final grades.
  files.push_back({"places.yaml", "name: places\ntitle: Places\nversion: 1\noneroster: \"1.2\"\n"
                                  "documents:\n  final_grades: sis_slot\n"
                                  "  final_slot:\n    title: grade\n"});
  // An SIS that takes nothing back.
  files.push_back({"clinging.yaml", "name: clinging\ntitle: Clinging\nversion: 1\n"
                                    "oneroster: \"1.2\"\ndocuments:\n"
                                    "  withdrawal: unsupported\n  clearing: unsupported\n"});
  // An SIS that deletes nothing, but lets a score be cleared.
  files.push_back({"clearing.yaml", "name: clearing\ntitle: Clearing\nversion: 1\n"
                                    "oneroster: \"1.2\"\ndocuments:\n"
                                    "  withdrawal: unsupported\n"});
  // An SIS whose refusals are known, and that gives the ids.
  files.push_back({"outspoken.yaml",
                   "name: outspoken\ntitle: Outspoken\nversion: 1\noneroster: \"1.2\"\n"
                   "writes:\n  ids: allocated\n  line_items: post\n  results: post\n"
                   "answers:\n"
                   "  - status: 404\n    means: record.rejected\n"
                   "    sentence: Not this one.\n    next_step: Nothing.\n"
                   "  - text: column type\n    means: record.rejected\n"
                   "    sentence: Outspoken does not take this kind of column.\n"
                   "    next_step: Choose another category.\n"});
  // An SIS that refuses much.
  files.push_back({"exacting.yaml",
                   "name: exacting\ntitle: Exacting\nversion: 1\noneroster: \"1.2\"\n"
                   "documents:\n  grading_period: required\n"
                   "  outside_period: refuse\n  zero_possible: refuse\n"
                   "  over_maximum: refuse\n"});
  // An SIS that takes the end of the class for a due date.
  files.push_back({"closing.yaml", "name: closing\ntitle: Closing\nversion: 1\noneroster: \"1.2\"\n"
                                   "documents:\n  missing_due_date: [class_end]\n"});
  // An SIS that counts what was handed in as a zero.
  files.push_back({"counting.yaml", "name: counting\ntitle: Counting\nversion: 1\noneroster: \"1.2\"\n"
                                   "documents:\n  statuses:\n    handed_in: not submitted\n"});
  // An SIS that shows whether a grading period takes grades now.
  files.push_back({"showing.yaml", "name: showing\ntitle: Showing\nversion: 1\noneroster: \"1.2\"\n"
                                   "window:\n  metadata: windowOpen\n  open: \"true\"\n"});
  // An SIS that wants each title once, and short.
  files.push_back({"choosy.yaml", "name: choosy\ntitle: Choosy\nversion: 1\noneroster: \"1.2\"\n"
                                  "documents:\n  title_max: 17\n  title_unique: in_class\n"});
  return oneroster::ProfileCatalog(std::move(files), manifests::kSisSchema);
}

class IntakeTest : public testing::Test {
 protected:
  static constexpr std::chrono::milliseconds kDeadline{10'000};

  IntakeTest() : profiles(real_profiles()) {
    std::filesystem::create_directory(folder);
    auto opened = outbox::open_sqlite_store({folder.string(), outbox::Durability::process});
    if (!opened) {
      throw std::runtime_error(opened.error().detail);
    }
    store = std::move(*opened);
    intake = std::make_unique<Intake>(
        IntakeParts{*store, profiles, clock, tree, gradebook::DomainId("district")});
    district.allow_grades = true;
    district.send_automatically = true;
    // Whether a person is asked before something leaves the SIS is a matter of removal_test.
    district.sending.removals = settings::Removals::by_itself;
    district.connection = connection("sis-1");
    save(district);
  }
  ~IntakeTest() override {
    intake.reset();
    store.reset();
    std::filesystem::remove_all(folder);
  }

  static settings::Connection connection(const std::string& id) {
    settings::Connection made;
    made.id = id;
    made.profile = "generic-1.2";
    made.base_url = "https://sis.example";
    made.token_url = "https://sis.example/token";
    made.api_key = "key";
    return made;
  }

  void commit(const outbox::Intake::Work& work) {
    const auto done = store->intake().commit(kDeadline, work);
    ASSERT_TRUE(done.ok()) << done.error().detail;
  }
  void save(const settings::DomainSettings& settings, const std::string& domain = "district") {
    commit([&](outbox::Transaction& transaction) {
      return transaction.put_settings(outbox::Scope::domain, domain, settings::to_json(settings));
    });
  }
  void save(const settings::ClassSettings& settings) {
    commit([&](outbox::Transaction& transaction) {
      return transaction.put_settings(outbox::Scope::lms_class, "algebra",
                                      settings::to_json(settings));
    });
  }

  static Origin origin(const std::string& year = "2026") {
    Origin made;
    made.domain_id = gradebook::DomainId("north");
    made.school_year = gradebook::SchoolYear(year);
    made.class_id = gradebook::ClassId("algebra");
    return made;
  }
  static ScoreEvent score_of(const std::string& points, const std::string& student = "ada") {
    ScoreEvent event;
    event.origin = origin();
    event.activity_id = gradebook::ActivityId("essay");
    event.student_id = gradebook::StudentId(student);
    event.class_sis_id = gradebook::SourcedId("sis-algebra");
    event.facts.student_sis_id = gradebook::SourcedId("sis-" + student);
    event.facts.flags.released = true;
    if (!points.empty()) {
      event.facts.points = *gradebook::Decimal::parse(points);
    }
    return event;
  }
  /// What is kept of a score: all but the student's SIS id, which is the enrolment's.
  static std::string kept(gradebook::ScoreFacts facts) {
    facts.student_sis_id = {};
    return gradebook::to_json(facts);
  }
  static ActivityEvent essay() {
    ActivityEvent event;
    event.origin = origin();
    event.activity_id = gradebook::ActivityId("essay");
    event.class_sis_id = gradebook::SourcedId("sis-algebra");
    event.facts.title = "Essay";
    event.facts.points_possible = gradebook::Decimal::from_integer(100);
    event.facts.category_sis_id = gradebook::SourcedId("sis-homework");
    event.facts.published = true;
    return event;
  }

  Outcome take(const ScoreEvent& event) {
    auto outcome = intake->score(event, kDeadline);
    EXPECT_TRUE(outcome.ok()) << outcome.error().detail;
    return outcome ? *outcome : Outcome{};
  }
  Outcome take(const ActivityEvent& event) {
    auto outcome = intake->activity(event, kDeadline);
    EXPECT_TRUE(outcome.ok()) << outcome.error().detail;
    return outcome ? *outcome : Outcome{};
  }

  std::vector<outbox::Record> records(outbox::Kind kind) {
    std::vector<outbox::Record> found;
    const auto read = store->intake().read([&](outbox::Transaction& transaction) {
      outbox::RecordFilter filter;
      filter.kind = kind;
      auto rows = transaction.records(filter);
      if (!rows) {
        return Status(rows.error());
      }
      found = std::move(*rows);
      return ok_status();
    });
    EXPECT_TRUE(read.ok());
    return found;
  }
  outbox::Record only(outbox::Kind kind) {
    const auto found = records(kind);
    EXPECT_EQ(found.size(), 1U);
    return found.empty() ? outbox::Record{} : found.front();
  }
  outbox::Record result() { return only(outbox::Kind::result); }
  outbox::Record line_item() { return only(outbox::Kind::line_item); }

  /// A person answers that the other points possible of the activity go; its grades follow.
  void let_points_go(const outbox::Record& line_item) {
    commit([&](outbox::Transaction& transaction) -> Status {
      UnitOfWork work(transaction, profiles, nullptr, gradebook::DomainId("district"),
                      clock.unix_ms());
      PersonalSend send;
      send.record_id = line_item.id;
      const auto sent = send_by_person(work, line_item.key.class_id, send);
      return sent ? ok_status() : Status(sent.error());
    });
    ASSERT_TRUE(intake->reconsider(kDeadline).ok());
  }

  /// What delivery writes down of whom it sends to.
  static void note_student(outbox::Transaction& transaction, outbox::Record& row) {
    auto enrolment =
        transaction.enrolment(row.key.class_id, row.key.school_year, row.key.student_id.value);
    if (enrolment && *enrolment && !outbox::is_left_behind(row)) {
      outbox::note_holder(row, (*enrolment)->user_sis_id);
    }
  }

  /// What delivery does when the SIS accepts all that is ready, parents first.
  void deliver_everything() {
    commit([&](outbox::Transaction& transaction) {
      for (const auto kind :
           {outbox::Kind::category, outbox::Kind::line_item, outbox::Kind::result}) {
        outbox::RecordFilter filter;
        filter.kind = kind;
        auto rows = transaction.records(filter);
        if (!rows) {
          return Status(rows.error());
        }
        for (auto& row : *rows) {
          if (row.state == outbox::State::waiting_parent) {
            outbox::enqueue(row, true, clock.unix_ms());
          }
          if (row.state != outbox::State::ready) {
            continue;
          }
          outbox::mark_sent(row, "request", 1, clock.unix_ms());
          note_student(transaction, row);
          outbox::confirm(row, clock.unix_ms());
          if (auto put = transaction.put_record(row); !put) {
            return put;
          }
          const bool slot = row.wire_id_origin == outbox::WireIdOrigin::adopted;
          if (kind == outbox::Kind::line_item && !slot &&
              row.confirmed.form == outbox::Form::absent) {
            if (auto gone = take_results_along(transaction, row); !gone) {
              return gone;
            }
          }
        }
      }
      return ok_status();
    });
  }

  /// What delivery writes down of the results of a line item that the SIS has removed.
  Status take_results_along(outbox::Transaction& transaction, const outbox::Record& line_item) {
    return outbox::each_result_of(transaction, line_item, [&](outbox::Record& result) {
      result.confirmed = {};
      result.confirmed.form = outbox::Form::absent;
      outbox::park(result, outbox::State::withdrawn, Code::none);
      return transaction.put_record(result);
    });
  }

  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("passback-" + platform::random_uuid());
  TestClock clock;
  HostTree tree;
  oneroster::ProfileCatalog profiles;
  std::unique_ptr<outbox::Store> store;
  std::unique_ptr<Intake> intake;
  settings::DomainSettings district;
};

} // namespace passback::intake

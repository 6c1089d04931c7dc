// Checks of single calls: struct sizes, order, handles, texts, documents.
#include <array>
#include <cmath>
#include <cstring>
#include <functional>

#include "host_stub/validate/session.hpp"

namespace host_stub::validate {
namespace {

void hosts_of_any_size(const Subject& subject, const lms_plugin_api& api, FakeHost& fake,
                       Session& session) {
  lms_host host = fake.table();
  for (const std::size_t size : {std::size_t{0}, std::size_t{8}, offsetof(lms_host, log)}) {
    host.struct_size = static_cast<std::uint32_t>(size);
    require_status(session.create(host, configuration(subject, "data")), LMS_E_STRUCT_SIZE,
                   "create with a host struct of " + std::to_string(size) + " bytes");
  }

  // A table that ends inside a member does not have it; half a pointer is called with a crash.
  constexpr std::size_t kTierZero = offsetof(lms_host, secret_get) + sizeof host.secret_get;
  for (std::size_t size = kTierZero; size <= sizeof host; size += 4) {
    host.struct_size = static_cast<std::uint32_t>(size);
    const std::string with = "with a host struct of " + std::to_string(size) + " bytes";
    Session cut(api, fake);
    require_ok(cut.create(host, configuration(subject, "cut", "enqueue_only")), "create " + with, cut);
    require_ok(cut.start(), "start " + with, cut);
    require_ok(cut.stop(), "stop " + with, cut);
  }
}

void events_that_are_too_small(Session& session) {
  lms_score_event small = score_event();
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{8}, offsetof(lms_score_event, reason) - 8}) {
    small.struct_size = static_cast<std::uint32_t>(size);
    require_status(session.on_score(small), LMS_E_STRUCT_SIZE,
                   "on_score with an event of " + std::to_string(size) + " bytes");
  }
  lms_activity_event small_activity = activity_event();
  small_activity.struct_size = 16;
  require_status(session.on_activity(small_activity), LMS_E_STRUCT_SIZE,
                 "on_activity with an event of 16 bytes");
}

void events_of_a_later_release(const lms_plugin_api& api, Session& session) {
  struct NewerScore {
    lms_score_event event;
    std::array<char, 64> tail;
  };
  std::array<NewerScore, 3> scores{};
  const std::array<std::string, 3> students{"student-1", "student-2", "student-3"};
  for (std::size_t i = 0; i < scores.size(); ++i) {
    scores[i].event = score_event(students[i]);
    scores[i].event.struct_size = sizeof(NewerScore);
    scores[i].tail.fill('\x5a');
  }
  require_ok(session.on_score(scores[0].event), "on_score with an event of a later release",
             session);
  for (const std::uint64_t stride : {std::uint64_t{sizeof(NewerScore)}, std::uint64_t{0}}) {
    struct NewerOutcome {
      lms_outcome outcome;
      std::array<char, 32> tail;
    };
    std::array<NewerOutcome, 3> outcomes{};
    for (auto& outcome : outcomes) {
      outcome.outcome.struct_size = sizeof(NewerOutcome);
    }
    lms_batch_outcome batch{};
    batch.struct_size = sizeof batch;
    batch.outcomes = &outcomes[0].outcome;
    batch.outcomes_size = outcomes.size();
    require_ok(session.call("on_scores",
                            [&](lms_error* err) {
                              return api.on_scores(session.handle(), &scores[0].event,
                                                   scores.size(), stride, 2000, &batch, err);
                            }),
               "on_scores with a stride of " + std::to_string(stride), session);
    require(batch.committed == scores.size(),
            "on_scores committed " + std::to_string(batch.committed) + " of 3 events");
    for (const auto& outcome : outcomes) {
      require(outcome.outcome.disposition != 0 && outcome.tail == decltype(outcome.tail){},
              "on_scores did not step through the outcomes by their struct_size");
    }
  }
}

// A host that was compiled with the headers of 1.0 fills shorter events. What a plugin of today
// would read behind them is somebody else's memory.
void events_of_1_0(const lms_plugin_api& api, Session& session) {
  constexpr std::size_t kScore = offsetof(lms_score_event, reason);
  const std::array<std::string, 2> students{"student-1", "student-2"};
  alignas(lms_score_event) std::array<char, 2 * kScore> scores{};
  for (std::size_t i = 0; i < students.size(); ++i) {
    lms_score_event event = score_event(students[i]);
    event.struct_size = kScore;
    std::memcpy(scores.data() + i * kScore, &event, kScore);
  }
  const auto* first = reinterpret_cast<const lms_score_event*>(scores.data());
  require_ok(session.on_score(*first), "on_score with an event of 1.0", session);
  for (const std::uint64_t stride : {std::uint64_t{kScore}, std::uint64_t{0}}) {
    lms_batch_outcome batch{};
    batch.struct_size = sizeof batch;
    require_ok(session.call("on_scores",
                            [&](lms_error* err) {
                              return api.on_scores(session.handle(), first, students.size(), stride,
                                                   2000, &batch, err);
                            }),
               "on_scores with events of 1.0 and a stride of " + std::to_string(stride), session);
    require(batch.committed == students.size(),
            "on_scores committed " + std::to_string(batch.committed) + " of 2 events of 1.0");
  }
  lms_activity_event activity = activity_event();
  activity.struct_size = offsetof(lms_activity_event, reason);
  require_ok(session.on_activity(activity), "on_activity with an event of 1.0", session);
}

void struct_sizes(const Subject& subject) {
  const lms_plugin_api& api = load_table(subject);
  FakeHost fake(2);
  Session session(api, fake);
  hosts_of_any_size(subject, api, fake, session);

  struct {
    lms_host host;
    std::array<char, 128> tail;
  } newer{};
  newer.host = fake.table();
  newer.host.struct_size = sizeof newer;
  newer.tail.fill('\x5a');
  require_ok(session.create(newer.host, configuration(subject, "data")),
             "create with a host of a later release", session);
  require_ok(session.start(), "start", session);

  events_that_are_too_small(session);
  events_of_1_0(api, session);
  events_of_a_later_release(api, session);

  struct {
    lms_pump_result result;
    std::array<char, 64> guard;
  } pumped{};
  pumped.result.struct_size = sizeof pumped.result;
  require_ok(session.call("pump",
                          [&](lms_error* err) {
                            return api.pump(session.handle(), 50, &pumped.result, err);
                          }),
             "pump", session);
  require(pumped.guard == std::array<char, 64>{}, "pump wrote beyond the result's struct_size");
}

void smallest_host(const Subject& subject) {
  const lms_plugin_api& api = load_table(subject);
  FakeHost fake(0);
  Session session(api, fake);
  lms_host host = fake.table();
  // A host that was written for tier 0 may end its struct there.
  host.struct_size = offsetof(lms_host, secret_get) + sizeof host.secret_get;
  require_ok(session.create(host, configuration(subject, "data")),
             "create with a struct that ends behind secret_get", session);
  require_ok(session.start(), "start", session);
  require_ok(session.on_activity(activity_event()), "on_activity", session);
  require_ok(session.on_score(score_event()), "on_score", session);
  require_ok(session.pump(), "pump", session);
  require_ok(session.stop(), "stop", session);
  session.destroy();

  Session without(api, fake);
  host.secret_get = nullptr;
  require(without.create(host, configuration(subject, "other")) != LMS_OK,
          "create accepts a host without secret_get");
}

using Call = std::pair<const char*, std::function<lms_status(Session&)>>;

// Calls that need a started instance.
std::vector<Call> calls_of_a_started_instance() {
  return {
      {"on_score", [](Session& s) { return s.on_score(score_event()); }},
      {"on_activity", [](Session& s) { return s.on_activity(activity_event()); }},
      {"pump", [](Session& s) { return s.pump(); }},
      {"item_invoke",
       [](Session& s) {
         std::string out;
         return s.invoke(LMS_ITEM_SYNC_GRADES_TO_SIS, "", out);
       }},
      {"before_fork",
       [](Session& s) {
         return s.call("before_fork",
                       [&](lms_error* e) { return s.api().before_fork(s.handle(), e); });
       }},
  };
}

void wrong_order(const Subject& subject) {
  const lms_plugin_api& api = load_table(subject);
  FakeHost fake(1);
  Session session(api, fake);
  require_ok(session.create(configuration(subject, "data")), "create", session);
  for (const auto& [name, call] : calls_of_a_started_instance()) {
    require_status(call(session), LMS_E_STATE, std::string(name) + " before start");
  }
  require_ok(session.stop(), "stop before start", session);
  require_ok(session.start(), "start", session);
  require_status(session.start(), LMS_E_STATE, "a second start");
  require_status(
      session.call("after_fork",
                   [&](lms_error* err) { return api.after_fork(session.handle(), "", 0, err); }),
      LMS_E_STATE, "after_fork without before_fork");
  require_ok(session.stop(), "stop", session);
  for (const auto& [name, call] : calls_of_a_started_instance()) {
    require_status(call(session), LMS_E_STATE, std::string(name) + " after stop");
  }
  require_ok(session.start(), "start after stop", session);
  require_ok(session.on_score(score_event()), "on_score after a second start", session);
}

void dead_handles(const Subject& subject) {
  const lms_plugin_api& api = load_table(subject);
  FakeHost fake(1);
  Session session(api, fake);
  open(session, configuration(subject, "data"));
  const lms_instance dead = session.handle();
  session.destroy();
  Session other(api, fake);
  open(other, configuration(subject, "other"));
  require(other.handle() != dead, "a handle was given out twice");

  auto calls = calls_of_a_started_instance();
  calls.push_back({"start", [](Session& s) { return s.start(); }});
  calls.push_back({"stop", [](Session& s) { return s.stop(); }});
  calls.push_back({"status", [](Session& s) {
                     std::string out;
                     return s.status(out);
                   }});
  calls.push_back({"answer", [](Session& s) { return s.answer(1, LMS_OK, ""); }});
  for (const lms_instance handle :
       {dead, lms_instance{0}, lms_instance{1}, other.handle() + 1, other.handle() ^ 0xFF00U,
        other.handle() + (lms_instance{1} << 40), ~lms_instance{0}}) {
    Session invented(api, fake);
    for (const auto& [name, call] : calls) {
      invented.use_handle(handle);
      const lms_status status = call(invented);
      invented.use_handle(0);
      require_status(status, LMS_E_STATE, std::string(name) + " on a dead or invented handle");
    }
    require(api.get_extension(handle, "example.none/1", 14) == nullptr,
            "get_extension on a dead handle answers a table");
    api.destroy(handle);
  }
  require_ok(other.on_score(score_event()), "on_score on the instance that lives", other);
}

void bad_text(const Subject& subject) {
  const lms_plugin_api& api = load_table(subject);
  FakeHost fake(0);
  Session session(api, fake);
  open(session, configuration(subject, "data"));
  const std::string longest(LMS_ID_MAX, 'x');
  const std::string too_long(LMS_ID_MAX + 1, 'x');
  struct Bad {
    std::string id;
    lms_status wanted;
    const char* what;
  };
  const Bad kBad[] = {
      {"a\xC3\x28", LMS_E_UTF8, "invalid UTF-8"},
      {"a\xC0\x80z", LMS_E_UTF8, "an overlong NUL"},
      {"a\xED\xA0\x80", LMS_E_UTF8, "a surrogate"},
      {std::string("a\0b", 3), LMS_E_UTF8, "an embedded NUL"},
      {"a\nb", LMS_E_UTF8, "a line break"},
      {"a\xE2\x82", LMS_E_UTF8, "a cut-off character"},
      {too_long, LMS_E_RANGE, "256 bytes"},
      {"", LMS_E_ARGUMENT, "nothing"},
  };
  for (const auto& [id, wanted, what] : kBad) {
    for (lms_str lms_score_event::* member :
         {&lms_score_event::class_id, &lms_score_event::activity_id,
          &lms_score_event::student_id}) {
      lms_score_event event = score_event();
      event.*member = text_of(id);
      require_status(session.on_score(event), wanted,
                     std::string("on_score with an id of ") + what);
    }
    lms_activity_event activity = activity_event();
    activity.activity_id = text_of(id);
    require_status(session.on_activity(activity), wanted,
                   std::string("on_activity with an id of ") + what);
  }
  lms_score_event event = score_event();
  event.student_id = text_of(longest);
  require_ok(session.on_score(event), "on_score with an id of 255 bytes", session);
  event = score_event();
  event.class_id = {nullptr, 5};
  require_status(session.on_score(event), LMS_E_ARGUMENT,
                 "on_score with a null pointer and a length");
  for (const double points : {std::nan(""), HUGE_VAL, -HUGE_VAL}) {
    require_status(session.on_score(score_event("student-1", points)), LMS_E_RANGE,
                   "on_score with points that are not finite");
  }
  require_status(session.call("on_score",
                              [&](lms_error* err) {
                                return api.on_score(session.handle(), nullptr, 2000, nullptr, err);
                              }),
                 LMS_E_ARGUMENT, "on_score without an event");
}

void bad_documents(const Subject& subject) {
  const lms_plugin_api& api = load_table(subject);
  FakeHost fake(0);
  Session session(api, fake);
  const auto refused = [&](const std::string& config, const char* what) {
    const lms_status status = session.create(config);
    require(status == LMS_E_CONFIG || status == LMS_E_DOCUMENT || status == LMS_E_UTF8 ||
                status == LMS_E_RANGE || status == LMS_E_ARGUMENT,
            std::string("create with ") + what + " answered " + status_name(status));
  };
  const std::string good = configuration(subject, "data");
  refused("", "no configuration");
  refused("not json", "a configuration that is no JSON");
  refused("[]", "a configuration that is no object");
  refused(good.substr(0, good.size() - 1), "a configuration that is cut off");
  refused(R"({"schema":"lms.config/999","data_dir":"/tmp"})", "a configuration of another schema");
  refused(R"({"schema":"lms.config/1"})", "a configuration without a data_dir");
  refused("{\"schema\":\"lms.config/1\",\"data_dir\":\"\xC3\x28\"}",
          "a configuration that is not UTF-8");
  refused(std::string(LMS_DOCUMENT_MAX + 1, ' '), "a configuration that is too long");
  refused(std::string(100'000, '['), "a configuration that is nested too deep");
  open(session, good);
  std::string out;
  require_ok(session.status(out), "status", session);
  require(out.find("\"schema\"") != std::string::npos, "status wrote a document without a schema");
  const std::string too_long(LMS_DOCUMENT_MAX + 1, ' ');
  require(session.status(out, too_long) != LMS_OK, "status accepts a query that is too long");
}

} // namespace

void add_call_checks(std::vector<Check>& checks) {
  checks.push_back(
      {"struct_sizes", 0,
       "structs of an earlier and of a later release are taken, truncated ones are refused",
       struct_sizes});
  checks.push_back({"smallest_host", 0,
                    "a host with log and secret_get alone will do, one without will not",
                    smallest_host});
  checks.push_back({"wrong_order", 0,
                    "a call in the wrong order answers LMS_E_STATE and changes nothing",
                    wrong_order});
  checks.push_back({"dead_handles", 0,
                    "a call on a destroyed or invented handle answers LMS_E_STATE", dead_handles});
  checks.push_back(
      {"bad_text", 0,
       "ids that are broken, missing or too long and points that are no number are refused",
       bad_text});
  checks.push_back(
      {"bad_documents", 0, "broken, foreign and oversized documents are refused", bad_documents});
}

} // namespace host_stub::validate

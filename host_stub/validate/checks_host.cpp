// Checks of how the plugin deals with its host: hosts that misbehave, tiers 1 and 2.
#include <algorithm>
#include <chrono>
#include <thread>

#include "host_stub/validate/session.hpp"

namespace host_stub::validate {
namespace {

// Start may fail with an error that names the host; nothing else may go wrong.
bool host_was_blamed(lms_status status) {
  return status <= -300 && status > -400;
}

void live_with(const Subject& subject, Answering answering, const char* what) {
  const lms_plugin_api& api = load_table(subject);
  FakeHost fake(2, answering);
  Session session(api, fake);
  const std::string with = std::string(" with a host that answers ") + what;
  require_ok(session.create(configuration(subject, what)), "create" + with, session);
  const lms_status started = session.start();
  require(started == LMS_OK || host_was_blamed(started), "start" + with + " answered " +
                                                             status_name(started) + " (" +
                                                             session.last_message() + ")");
  if (started == LMS_OK) {
    // An event that cannot be placed without the host may be refused, for the moment or with the
    // host's fault named: the host keeps it for its sweep.
    for (const lms_status taken :
         {session.on_activity(activity_event()), session.on_score(score_event())}) {
      require(taken == LMS_OK || host_was_blamed(taken) ||
                  (answering == Answering::later && taken == LMS_E_BUSY),
              "an event" + with + " got " + status_name(taken));
    }
    for (const auto& item : subject.manifest.menu_items) {
      std::string out;
      const lms_status status = session.invoke(item.id, "", out);
      require(answering == Answering::twice || status != LMS_OK,
              "item_invoke" + with + " did what it was not permitted to do");
    }
    for (int i = 0; i < 3; ++i) {
      require_ok(session.pump(), "pump" + with, session);
    }
    require(!fake.answered_twice() || fake.log_lines(LMS_LOG_HOST_MISBEHAVING) > 0,
            "a service was answered twice and no log line says so");
    for (const lms_request_id id : fake.promised()) {
      const lms_status first = session.answer(id, LMS_E_UNSUPPORTED, "");
      require(first == LMS_OK || first == LMS_E_ARGUMENT,
              "a late answer got " + status_name(first));
      require_status(session.answer(id, LMS_E_UNSUPPORTED, ""), LMS_E_ARGUMENT,
                     "a second late answer");
    }
  }
  require_status(started == LMS_OK ? session.answer((lms_request_id{1} << 52) + 7, LMS_OK, "")
                                   : LMS_E_ARGUMENT,
                 LMS_E_ARGUMENT, "an answer to a question that was never asked");
  require_ok(session.stop(), "stop" + with, session);
}

void host_is_silent(const Subject& subject) {
  live_with(subject, Answering::never, "never");
}
void host_answers_twice(const Subject& subject) {
  live_with(subject, Answering::twice, "twice");
}
void host_is_late(const Subject& subject) {
  live_with(subject, Answering::later, "later and then never");
}
void host_answers_nonsense(const Subject& subject) {
  live_with(subject, Answering::by_failing, "with a failure");
  live_with(subject, Answering::with_garbage, "with garbage");
}

void host_called_in_window(const Subject& subject) {
  const lms_plugin_api& api = load_table(subject);
  FakeHost fake(2);
  Session session(api, fake);
  open(session, configuration(subject, "data"));
  for (int i = 0; i < 20; ++i) {
    const std::string student = "student-" + std::to_string(i);
    require_ok(session.on_score(score_event(student)), "on_score", session);
  }
  // The host makes no call for a while; whatever the plugin's own threads do now, they must not
  // call it.
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  require(fake.violation().empty(), fake.violation());
  require_ok(session.pump(), "pump", session);
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  require_ok(session.stop(), "stop", session);
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  require(fake.violation().empty(), fake.violation());
}

// False of a plugin of 1.0.
bool reads_gradebooks(const lms_plugin_api& api) {
  return LMS_HAS(&api, lms_plugin_api, reconcile) && api.reconcile != nullptr;
}

void calls_inside_a_service(const Subject& subject) {
  const lms_plugin_api& api = load_table(subject);
  FakeHost fake(2);
  Session session(api, fake);
  require_ok(session.create(configuration(subject, "data")), "create", session);
  bool ran = false;
  lms_status pumped = LMS_OK;
  lms_status reconciled = LMS_E_REENTRANT;
  lms_status stopped = LMS_OK;
  lms_status started_again = LMS_OK;
  fake.inside_next_service([&] {
    ran = true;
    pumped = api.pump(session.handle(), 10, nullptr, nullptr);
    if (reads_gradebooks(api)) {
      const lms_sink sink{sizeof sink, 0, nullptr, [](void*, const char*, std::uint64_t) {}};
      reconciled = api.reconcile(session.handle(), "", 0, &sink, nullptr);
    }
    stopped = api.stop(session.handle(), 10, nullptr);
    started_again = api.start(session.handle(), nullptr);
  });
  require_ok(session.start(), "start", session);
  for (int i = 0; i < 3 && !ran; ++i) {
    require_ok(session.pump(), "pump", session);
  }
  if (!ran) {
    return; // a plugin that never calls its host cannot be called inside a service
  }
  require_status(pumped, LMS_E_REENTRANT, "pump inside a host service");
  require_status(reconciled, LMS_E_REENTRANT, "reconcile inside a host service");
  require_status(stopped, LMS_E_REENTRANT, "stop inside a host service");
  require_status(started_again, LMS_E_REENTRANT, "start inside a host service");
  require_ok(session.on_score(score_event()), "on_score after that", session);
}

void registers_what_it_says(const Subject& subject) {
  const lms_plugin_api& api = load_table(subject);
  FakeHost fake(1);
  Session session(api, fake);
  open(session, configuration(subject, "data"));
  std::vector<std::string> registered;
  for (const auto& item : fake.items()) {
    registered.push_back(item.id);
    require(item.id.substr(0, item.id.find('/')) == item.place,
            "the place of " + item.id + " is '" + item.place + "'");
    require(!item.permission.empty(), item.id + " names no permission");
  }
  std::vector<std::string> promised;
  for (const auto& item : subject.manifest.menu_items) {
    promised.push_back(item.id);
    const auto found = std::find_if(fake.items().begin(), fake.items().end(),
                                    [&](const auto& i) { return i.id == item.id; });
    require(found != fake.items().end(),
            "the manifest promises the item " + item.id + ", start did not register it");
    require(found->label == item.label, "the label of " + item.id + " is '" + found->label +
                                            "', in the manifest '" + item.label + "'");
  }
  require(registered.size() == promised.size(),
          "start registered another number of items than the manifest says");
  require(fake.has_callbacks() == !subject.manifest.callbacks.empty(),
          "the manifest and start disagree about whether callbacks are registered");
  if (fake.has_callbacks()) {
    const lms_callbacks& callbacks = fake.callbacks();
    const lms_score_event event = score_event();
    require_ok(session.call("the registered on_score",
                            [&](lms_error* err) {
                              return callbacks.on_score(callbacks.ctx, &event, 2000, nullptr, err);
                            }),
               "the registered on_score", session);
    const lms_activity_event activity = activity_event();
    require_ok(session.call("the registered on_activity",
                            [&](lms_error* err) {
                              return callbacks.on_activity(callbacks.ctx, &activity, 2000, nullptr,
                                                           err);
                            }),
               "the registered on_activity", session);
  }
}

void menu_items(const Subject& subject) {
  const lms_plugin_api& api = load_table(subject);
  FakeHost fake(1);
  Session session(api, fake);
  open(session, configuration(subject, "data"));
  const lms_action_context who = somebody();
  for (const auto& item : fake.items()) {
    lms_item_state state{};
    state.struct_size = sizeof state;
    require_ok(session.call("the item's state",
                            [&](lms_error* err) {
                              return item.item.state(item.item.ctx, &who, &state, err);
                            }),
               "the state of " + item.id, session);
    require((state.flags & LMS_ITEM_ENABLED) != 0 || state.reason[0] != '\0',
            item.id + " is disabled without a reason");
    fake.allow(false);
    std::string out;
    require_status(session.invoke(item.id, "", out), LMS_E_DENIED, item.id + " without permission");
    require(out.empty(), item.id + " wrote a document without permission");
    fake.allow(true);
    const lms_status opened = session.invoke(item.id, "", out);
    require(opened != LMS_E_DENIED, item.id + " is denied to somebody who may use it");
    require(opened != LMS_OK || out.find("\"schema\"") != std::string::npos,
            item.id + " wrote a document without a schema");
    require_status(session.invoke(item.id, "{not json", out), LMS_E_DOCUMENT,
                   item.id + " with input that is no JSON");
  }
  std::string out;
  require_status(session.invoke("nowhere/nothing", "", out), LMS_E_UNSUPPORTED,
                 "an item that does not exist");
}

void no_permission_check(const Subject& subject) {
  const lms_plugin_api& api = load_table(subject);
  FakeHost fake(1);
  Session session(api, fake);
  lms_host host = fake.table();
  host.permission_check = nullptr;
  require_ok(session.create(host, configuration(subject, "data")), "create", session);
  require_ok(session.start(), "start", session);
  require(fake.items().empty(),
          "menu items are registered with a host that cannot check permissions");
  for (const auto& item : subject.manifest.menu_items) {
    std::string out;
    require(session.invoke(item.id, "", out) != LMS_OK,
            item.id + " works although nobody can check permissions");
  }
}

void all_events(const Subject& subject) {
  const lms_plugin_api& api = load_table(subject);
  FakeHost fake(2);
  Session session(api, fake);
  open(session, configuration(subject, "data"));
  lms_class_event school_class{};
  school_class.struct_size = sizeof school_class;
  school_class.class_id = text_of("class-1");
  require_ok(session.call("on_class",
                          [&](lms_error* err) {
                            return api.on_class(session.handle(), &school_class, 2000, nullptr,
                                                err);
                          }),
             "on_class", session);
  lms_enrolment_event enrolment{};
  enrolment.struct_size = sizeof enrolment;
  enrolment.role = LMS_ROLE_STUDENT;
  enrolment.class_id = text_of("class-1");
  enrolment.user_id = text_of("student-1");
  require_ok(session.call("on_enrolment",
                          [&](lms_error* err) {
                            return api.on_enrolment(session.handle(), &enrolment, 2000, nullptr,
                                                    err);
                          }),
             "on_enrolment", session);
  lms_domain_event domain{};
  domain.struct_size = sizeof domain;
  domain.domain_id = text_of("root");
  domain.title = text_of("Root");
  require_ok(session.call("on_domain",
                          [&](lms_error* err) {
                            return api.on_domain(session.handle(), &domain, 2000, nullptr, err);
                          }),
             "on_domain", session);
  require(api.get_extension(session.handle(), "org.example.nothing/1", 21) == nullptr,
          "an unknown extension has a table");
}

void reconcile(const Subject& subject) {
  const lms_plugin_api& api = load_table(subject);
  if (!reads_gradebooks(api)) {
    return;
  }
  FakeHost fake(1);
  Session session(api, fake);
  open(session, configuration(subject, "data"));
  for (const char* query : {"", R"({"schema":"lms.reconcile_query/1"})",
                            R"({"schema":"lms.reconcile_query/1","class_id":"class-1"})",
                            R"({"schema":"lms.reconcile_query/1","domain_id":"root"})"}) {
    std::string out;
    require_ok(session.reconcile(query, out), "reconcile", session);
    require(out.find("\"lms.reconcile/1\"") != std::string::npos,
            "reconcile wrote a document of another schema");
  }
  for (int i = 0; i < 10; ++i) {
    const int before = fake.pages();
    require_ok(session.pump(), "pump", session);
    require(fake.pages() - before <= 10, "one pump asked for more than ten pages");
  }
  const int read = fake.pages();
  require_ok(session.pump(), "pump", session);
  require(fake.pages() == read, "a gradebook that has been read is asked for again");
  std::string out;
  require_status(session.reconcile("{not json", out), LMS_E_DOCUMENT,
                 "reconcile with a query that is no JSON");
  require(out.empty(), "reconcile wrote a document and failed");
  require_ok(session.stop(), "stop", session);
  require_status(session.reconcile("", out), LMS_E_STATE, "reconcile after stop");
}

void reconcile_without_gradebook(const Subject& subject) {
  const lms_plugin_api& api = load_table(subject);
  if (!reads_gradebooks(api)) {
    return;
  }
  FakeHost fake(0);
  Session session(api, fake);
  open(session, configuration(subject, "data"));
  std::string out;
  require_status(session.reconcile("", out), LMS_E_HOST_MISSING,
                 "reconcile with a host that has no gradebook_read");
}

} // namespace

void add_host_checks(std::vector<Check>& checks) {
  checks.push_back({"host_called_in_window", 0,
                    "the host is called only inside a call that it made itself, on that thread",
                    host_called_in_window});
  checks.push_back({"host_is_silent", 0,
                    "a host that never replies does no harm and permits nothing", host_is_silent});
  checks.push_back(
      {"host_answers_twice", 0, "a second reply is ignored and logged", host_answers_twice});
  checks.push_back(
      {"host_is_late", 0, "a host that says 'later' and never answers does no harm", host_is_late});
  checks.push_back({"host_answers_nonsense", 0, "services that fail or answer garbage do no harm",
                    host_answers_nonsense});
  checks.push_back({"calls_inside_a_service", 0,
                    "start, stop and pump inside a host service answer LMS_E_REENTRANT",
                    calls_inside_a_service});
  checks.push_back({"registers_what_it_says", 1,
                    "start registers the items and callbacks of the manifest",
                    registers_what_it_says});
  checks.push_back({"menu_items", 1,
                    "items have a state, open with permission, and are denied without",
                    menu_items});
  checks.push_back({"no_permission_check", 1, "without a permission check no menu item exists",
                    no_permission_check});
  checks.push_back({"reconcile_without_gradebook", 0,
                    "reconcile names a gradebook_read that is missing",
                    reconcile_without_gradebook});
  checks.push_back({"reconcile", 1,
                    "reconcile reads the gradebook in bounded pieces, and is done at its end",
                    reconcile});
  checks.push_back({"all_events", 2, "class, enrolment and domain changes are taken", all_events});
}

} // namespace host_stub::validate

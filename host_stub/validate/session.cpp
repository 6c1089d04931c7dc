#include "host_stub/validate/session.hpp"

#include <array>
#include <chrono>
#include <cstring>
#include <dlfcn.h>
#include <utility>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace host_stub::validate {
namespace {

constexpr auto kLongestCall = std::chrono::seconds(10);
constexpr char kUntouched = '\x5a';

// An error with a guard behind it: a plugin that writes more than struct_size says is found out.
struct GuardedError {
  lms_error error{};
  std::array<char, 64> guard{};

  GuardedError() {
    std::memset(&error, kUntouched, sizeof error);
    error.struct_size = sizeof error;
    guard.fill(kUntouched);
  }
  bool guard_holds() const {
    for (const char c : guard) {
      if (c != kUntouched) {
        return false;
      }
    }
    return true;
  }
};

template <std::size_t N> std::string read_text(const char (&text)[N], const char* what) {
  const void* end = std::memchr(text, '\0', N);
  require(end != nullptr, std::string("the error's ") + what + " has no NUL at its end");
  return text;
}

// gcc and clang spell it differently.
constexpr bool under_sanitizer() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return true;
#else
  return false;
#endif
}

} // namespace

std::uint32_t grace_ms() {
  return under_sanitizer() ? 2000 : 250;
}

QueryFunction load_query(const Subject& subject) {
  void* library = ::dlopen(subject.library.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    throw CheckFailed(std::string("the library cannot be loaded: ") + ::dlerror());
  }
  void* symbol = ::dlsym(library, subject.manifest.entry.c_str());
  require(symbol != nullptr, "the library has no function " + subject.manifest.entry);
  return reinterpret_cast<QueryFunction>(symbol);
}

const lms_plugin_api& load_table(const Subject& subject) {
  const lms_plugin_api* api = load_query(subject)(LMS_ABI_MAJOR);
  require(api != nullptr, "the query answers NULL for ABI major " + std::to_string(LMS_ABI_MAJOR));
  require(LMS_HAS(api, lms_plugin_api, get_extension), "the table is smaller than its 1.0 form");
  return *api;
}

lms_str text_of(std::string_view text) {
  return {text.data(), text.size()};
}

std::string configuration(const Subject& subject, std::string_view folder,
                          std::string_view run_mode) {
  const auto path = subject.work_dir / folder;
  std::filesystem::create_directories(path);
  return boost::json::serialize(boost::json::object{
      {"schema", "lms.config/1"},
      {"data_dir", path.string()},
      {"run_mode", boost::json::string_view(run_mode.data(), run_mode.size())}});
}

lms_score_event score_event(std::string_view student, double points) {
  lms_score_event event{};
  event.struct_size = sizeof event;
  event.flags = LMS_SCORE_HAS_POINTS | LMS_SCORE_HAS_POSSIBLE | LMS_SCORE_RELEASED;
  event.school_year = text_of("2026");
  event.class_id = text_of("class-1");
  event.activity_id = text_of("activity-1");
  event.student_id = text_of(student);
  event.points = points;
  event.points_possible = 100;
  event.scored_at_unix_ms = 1'790'000'000'000;
  return event;
}

lms_activity_event activity_event() {
  lms_activity_event event{};
  event.struct_size = sizeof event;
  event.flags = LMS_ACTIVITY_HAS_POSSIBLE | LMS_ACTIVITY_PUBLISHED | LMS_ACTIVITY_COUNTS;
  event.kind = LMS_ACTIVITY_ASSIGNMENT;
  event.school_year = text_of("2026");
  event.class_id = text_of("class-1");
  event.activity_id = text_of("activity-1");
  event.title = text_of("Essay");
  event.points_possible = 100;
  return event;
}

lms_action_context somebody() {
  lms_action_context who{};
  who.struct_size = sizeof who;
  who.user_id = text_of("user-1");
  who.domain_id = text_of("root");
  who.class_id = text_of("class-1");
  who.school_year = text_of("2026");
  return who;
}

Session::~Session() {
  if (handle_ != 0) {
    const FakeHost::Window window(host_);
    api_.destroy(handle_);
  }
}

lms_status Session::call(const char* name, const std::function<lms_status(lms_error*)>& body) {
  GuardedError guarded;
  const auto began = std::chrono::steady_clock::now();
  lms_status status = LMS_OK;
  {
    const FakeHost::Window window(host_);
    status = body(&guarded.error);
  }
  const std::string what(name);
  require(std::chrono::steady_clock::now() - began < kLongestCall, what + " took longer than 10 s");
  require(host_.violation().empty(), "during " + what + ": " + host_.violation());
  require(guarded.guard_holds(), what + " wrote beyond the error's struct_size");
  require(status <= 0 && status > -400,
          what + " answered " + std::to_string(status) + ", which is no lms_status");
  require(status != LMS_E_INTERNAL, what + " answered LMS_E_INTERNAL");
  last_code_.clear();
  last_message_.clear();
  if (status == LMS_OK) {
    const GuardedError fresh;
    require(std::memcmp(&guarded.error, &fresh.error, sizeof fresh.error) == 0,
            what + " answered LMS_OK and wrote into the error");
    return status;
  }
  require(guarded.error.status == status, what + " answered another status than its error holds");
  last_code_ = read_text(guarded.error.code, "code");
  last_message_ = read_text(guarded.error.message, "message");
  read_text(guarded.error.next_step, "next_step");
  require(!last_code_.empty() && !last_message_.empty(),
          what + " failed without a code and a message");
  return status;
}

lms_status Session::create(const std::string& config) {
  return create(host_.table(), config);
}

lms_status Session::create(const lms_host& host, const std::string& config) {
  lms_instance made = 0;
  const lms_status status = call("create", [&](lms_error* err) {
    return api_.create(&host, config.data(), config.size(), &made, err);
  });
  if (status == LMS_OK) {
    require(made != 0 && made < (std::uint64_t{1} << 53),
            "create gave a handle that is 0 or beyond 2^53");
    handle_ = made;
  }
  return status;
}

lms_status Session::start() {
  return call("start", [&](lms_error* err) { return api_.start(handle_, err); });
}

lms_status Session::on_score(const lms_score_event& event) {
  lms_outcome outcome{};
  outcome.struct_size = sizeof outcome;
  const lms_status status = call("on_score", [&](lms_error* err) {
    return api_.on_score(handle_, &event, 2000, &outcome, err);
  });
  require(status != LMS_OK ||
              (outcome.disposition >= LMS_QUEUED && outcome.disposition <= LMS_IGNORED),
          "on_score answered LMS_OK without a disposition");
  return status;
}

lms_status Session::on_activity(const lms_activity_event& event) {
  lms_outcome outcome{};
  outcome.struct_size = sizeof outcome;
  return call("on_activity", [&](lms_error* err) {
    return api_.on_activity(handle_, &event, 2000, &outcome, err);
  });
}

lms_status Session::pump() {
  lms_pump_result result{};
  result.struct_size = sizeof result;
  return call("pump", [&](lms_error* err) { return api_.pump(handle_, 50, &result, err); });
}

lms_status Session::stop(std::uint32_t deadline_ms) {
  return call("stop", [&](lms_error* err) { return api_.stop(handle_, deadline_ms, err); });
}

namespace {

void append(void* ctx, const char* data, std::uint64_t len) {
  static_cast<std::string*>(ctx)->append(data, len);
}

lms_sink sink_into(std::string& text) {
  lms_sink sink{};
  sink.struct_size = sizeof sink;
  sink.ctx = &text;
  sink.write = append;
  return sink;
}

} // namespace

lms_status Session::status(std::string& document, std::string_view query) {
  const lms_sink sink = sink_into(document);
  return call("status", [&](lms_error* err) {
    return api_.status(handle_, query.data(), query.size(), &sink, err);
  });
}

lms_status Session::invoke(std::string_view item, std::string_view input, std::string& document) {
  const lms_sink sink = sink_into(document);
  const lms_action_context who = somebody();
  return call("item_invoke", [&](lms_error* err) {
    return api_.item_invoke(handle_, item.data(), item.size(), &who, input.data(), input.size(),
                            &sink, err);
  });
}

lms_status Session::reconcile(std::string_view query, std::string& document) {
  const lms_sink sink = sink_into(document);
  return call("reconcile", [&](lms_error* err) {
    return api_.reconcile(handle_, query.data(), query.size(), &sink, err);
  });
}

lms_status Session::answer(lms_request_id id, lms_status status, std::string_view data) {
  return call("answer", [&](lms_error* err) {
    return api_.answer(handle_, id, status, data.data(), data.size(), err);
  });
}

void Session::destroy() {
  const FakeHost::Window window(host_);
  api_.destroy(std::exchange(handle_, 0));
}

std::string status_name(lms_status status) {
  static constexpr std::pair<lms_status, const char*> kNames[] = {
      {LMS_OK, "LMS_OK"},
      {LMS_E_ARGUMENT, "LMS_E_ARGUMENT"},
      {LMS_E_STATE, "LMS_E_STATE"},
      {LMS_E_STRUCT_SIZE, "LMS_E_STRUCT_SIZE"},
      {LMS_E_UTF8, "LMS_E_UTF8"},
      {LMS_E_UNSUPPORTED, "LMS_E_UNSUPPORTED"},
      {LMS_E_REENTRANT, "LMS_E_REENTRANT"},
      {LMS_E_RANGE, "LMS_E_RANGE"},
      {LMS_E_DOCUMENT, "LMS_E_DOCUMENT"},
      {LMS_E_DENIED, "LMS_E_DENIED"},
      {LMS_E_CONFIG, "LMS_E_CONFIG"},
      {LMS_E_BUSY, "LMS_E_BUSY"},
      {LMS_E_STORAGE, "LMS_E_STORAGE"},
      {LMS_E_FORKED, "LMS_E_FORKED"},
      {LMS_E_DEADLINE, "LMS_E_DEADLINE"},
      {LMS_E_INTERNAL, "LMS_E_INTERNAL"},
      {LMS_E_HOST_NO_REPLY, "LMS_E_HOST_NO_REPLY"},
      {LMS_E_HOST_REPLY, "LMS_E_HOST_REPLY"},
      {LMS_E_HOST_MISSING, "LMS_E_HOST_MISSING"},
  };
  for (const auto& [value, name] : kNames) {
    if (value == status) {
      return name;
    }
  }
  return "status " + std::to_string(status);
}

void require_ok(lms_status status, std::string_view call, const Session& session) {
  require(status == LMS_OK, std::string(call) + " answered " + status_name(status) + " (" +
                                session.last_code() + ": " + session.last_message() + ")");
}

void require_status(lms_status status, lms_status wanted, std::string_view call) {
  require(status == wanted, std::string(call) + " answered " + status_name(status) +
                                " instead of " + status_name(wanted));
}

void open(Session& session, const std::string& config) {
  require_ok(session.create(config), "create", session);
  require_ok(session.start(), "start", session);
}

} // namespace host_stub::validate

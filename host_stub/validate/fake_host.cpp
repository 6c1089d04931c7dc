#include "host_stub/validate/fake_host.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "lms_plugin/ext/custom_data.h"
#include "lms_plugin/ext/people.h"
#include "lms_plugin/strict_yaml.hpp"

namespace host_stub::validate {
namespace {

lms_str text(const char* literal) {
  return {literal, std::strlen(literal)};
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t size = lms_plugin::yaml_detail::utf8_sequence(text);
    if (size == 0) {
      return false;
    }
    text.remove_prefix(size);
  }
  return true;
}

// The stride between elements whose writer may know more members than we do.
std::uint64_t step(std::uint64_t stride, std::uint32_t struct_size) {
  return stride != 0 ? stride : struct_size;
}

} // namespace

// The functions of the host's table, as C calls them.
struct FakeHostFunctions {
  static FakeHost& self(void* ctx) { return *static_cast<FakeHost*>(ctx); }

  static void log(void* ctx, const lms_log_record* record) {
    self(ctx).entered("log");
    if (record == nullptr || !LMS_HAS(record, lms_log_record, fields_json)) {
      self(ctx).complain("log was called with an incomplete record");
      return;
    }
    self(ctx).check_text("the event of a log line", record->event.ptr, record->event.len);
    self(ctx).check_text("the message of a log line", record->message.ptr, record->message.len);
    if (record->level < LMS_LOG_DEBUG || record->level > LMS_LOG_PLUGIN_MISBEHAVING ||
        record->event.len == 0) {
      self(ctx).complain("a log line has no event or an unknown level");
    }
    const std::lock_guard lock(self(ctx).mutex_);
    self(ctx).log_levels_.push_back(record->level);
  }

  static void secret_get(void* ctx, const lms_reply* reply, const char* name, std::uint64_t len) {
    self(ctx).entered("secret_get");
    self(ctx).check_text("the name of a secret", name, len);
    self(ctx).answer("secret_get", reply, "not-a-real-secret");
  }

  static void register_menu(void* ctx, const lms_reply* reply, const lms_menu_item* items,
                            std::uint64_t count, std::uint64_t stride) {
    FakeHost& host = self(ctx);
    host.entered("register_menu");
    const char* at = reinterpret_cast<const char*>(items);
    for (std::uint64_t i = 0; i < count; ++i) {
      const auto* item = reinterpret_cast<const lms_menu_item*>(at);
      if (!LMS_HAS(item, lms_menu_item, invoke) || item->state == nullptr ||
          item->invoke == nullptr) {
        host.complain("register_menu was given an incomplete item");
        break;
      }
      for (const lms_str* part : {&item->id, &item->place, &item->label, &item->permission}) {
        host.check_text("a text of a menu item", part->ptr, part->len);
      }
      if (LMS_HAS(item, lms_menu_item, view_permission)) {
        host.check_text("a text of a menu item", item->view_permission.ptr,
                        item->view_permission.len);
      }
      RegisteredItem copy;
      copy.id.assign(item->id.ptr, item->id.len);
      copy.place.assign(item->place.ptr, item->place.len);
      copy.label.assign(item->label.ptr, item->label.len);
      copy.permission.assign(item->permission.ptr, item->permission.len);
      copy.item.ctx = item->ctx;
      copy.item.state = item->state;
      copy.item.invoke = item->invoke;
      host.items_.push_back(std::move(copy));
      at += step(stride, item->struct_size);
    }
    host.answer("register_menu", reply, "");
  }

  static void register_callbacks(void* ctx, const lms_reply* reply,
                                 const lms_callbacks* callbacks) {
    FakeHost& host = self(ctx);
    host.entered("register_callbacks");
    if (callbacks == nullptr || !LMS_HAS(callbacks, lms_callbacks, on_domain)) {
      host.complain("register_callbacks was given an incomplete struct");
    } else {
      host.callbacks_ = *callbacks;
    }
    host.answer("register_callbacks", reply, "");
  }

  static void permission_check(void* ctx, const lms_reply* reply, const lms_action_context* who,
                               const char* permission, std::uint64_t len) {
    FakeHost& host = self(ctx);
    host.entered("permission_check");
    host.check_text("a permission", permission, len);
    if (who == nullptr || !LMS_HAS(who, lms_action_context, locale) || who->user_id.len == 0) {
      host.complain("permission_check was not told who asks");
    }
    host.answer("permission_check", reply, host.allow_ ? "yes" : "no");
  }

  static void gradebook_read(void* ctx, const lms_reply* reply, const char* query,
                             std::uint64_t len) {
    FakeHost& host = self(ctx);
    host.entered("gradebook_read");
    host.check_text("a gradebook query", query, len);
    const std::string_view asked(query, len);
    if (asked.find("\"page\"") != std::string_view::npos) {
      ++host.pages_;
    }
    // A gradebook without any class: each page is the last.
    host.answer("gradebook_read", reply, R"({"schema":"lms.gradebook/1","page":{"next":""}})");
  }

  static void domain_path(void* ctx, const lms_reply* reply, const char* id, std::uint64_t len) {
    self(ctx).entered("domain_path");
    self(ctx).check_text("a domain id", id, len);
    self(ctx).answer("domain_path", reply,
                     len == 0 ? R"(["root"])" : R"(["root",")" + std::string(id, len) + R"("])");
  }

  static void domain_list(void* ctx, const lms_reply* reply, const char* id, std::uint64_t len) {
    self(ctx).entered("domain_list");
    self(ctx).check_text("a domain id", id, len);
    self(ctx).answer("domain_list", reply, R"([{"id":"root","parent_id":"","title":"Root"}])");
  }

  static void secret_put(void* ctx, const lms_reply* reply, const char* name,
                         std::uint64_t name_len, const char*, std::uint64_t) {
    self(ctx).entered("secret_put");
    self(ctx).check_text("the name of a secret", name, name_len);
    self(ctx).answer("secret_put", reply, "");
  }

  static void notify(void* ctx, const lms_notice* notice) {
    self(ctx).entered("notify");
    if (notice == nullptr || !LMS_HAS(notice, lms_notice, item_id) || notice->title.len == 0) {
      self(ctx).complain("notify was called with an incomplete notice");
      return;
    }
    if (LMS_HAS(notice, lms_notice, values_json)) {
      self(ctx).check_notice_1_1(*notice);
    }
  }

  static void wake(void*) {}

  static void people_read(void* ctx, const lms_reply* reply, const char* query, std::uint64_t len) {
    self(ctx).entered("people_read");
    self(ctx).check_text("a question for people", query, len);
    self(ctx).answer("people_read", reply, R"({"schema":"lms.people/1","people":[]})");
  }

  static void custom_data_read(void* ctx, const lms_reply* reply, const char* query,
                               std::uint64_t len) {
    self(ctx).entered("custom_data_read");
    self(ctx).check_text("a question for custom data", query, len);
    self(ctx).answer("custom_data_read", reply, R"({"schema":"lms.custom_data/1"})");
  }

  static void get_extension(void* ctx, const char* id, std::uint64_t len,
                            const lms_ext_header** out) {
    static constexpr lms_ext_people kPeople{{sizeof(lms_ext_people), 1}, people_read};
    static constexpr lms_ext_custom_data kCustomData{{sizeof(lms_ext_custom_data), 1},
                                                     custom_data_read};
    self(ctx).entered("get_extension");
    self(ctx).check_text("an extension's id", id, len);
    const std::string_view asked(id == nullptr ? "" : id, len);
    *out = asked == LMS_EXT_PEOPLE        ? &kPeople.header
           : asked == LMS_EXT_CUSTOM_DATA ? &kCustomData.header
                                          : nullptr;
  }
};

FakeHost::FakeHost(int tier, Answering answering) : tier_(tier), answering_(answering) {
  info_ = {sizeof(lms_host_info),    0, text("host_stub validate"), text("1"), text("validator"),
           text("http://localhost/")};
}

lms_host FakeHost::table() {
  lms_host host{};
  host.struct_size = sizeof host;
  host.abi_major = LMS_ABI_MAJOR;
  host.abi_minor = LMS_ABI_MINOR;
  host.flags = tier_ >= 2 ? LMS_HOST_CALLS_PUMP | LMS_HOST_MAY_FORK : 0;
  host.ctx = this;
  host.info = &info_;
  host.log = FakeHostFunctions::log;
  host.secret_get = FakeHostFunctions::secret_get;
  if (tier_ >= 1) {
    host.register_menu = FakeHostFunctions::register_menu;
    host.register_callbacks = FakeHostFunctions::register_callbacks;
    host.permission_check = FakeHostFunctions::permission_check;
    host.gradebook_read = FakeHostFunctions::gradebook_read;
  }
  if (tier_ >= 2) {
    host.domain_path = FakeHostFunctions::domain_path;
    host.domain_list = FakeHostFunctions::domain_list;
    host.secret_put = FakeHostFunctions::secret_put;
    host.notify = FakeHostFunctions::notify;
    host.wake = FakeHostFunctions::wake;
    host.get_extension = FakeHostFunctions::get_extension;
  }
  return host;
}

FakeHost::Window::Window(FakeHost& host) : host_(host) {
  const std::lock_guard lock(host_.mutex_);
  ++host_.depth_;
  host_.window_thread_ = std::this_thread::get_id();
}

FakeHost::Window::~Window() {
  const std::lock_guard lock(host_.mutex_);
  --host_.depth_;
}

void FakeHost::inside_next_service(std::function<void()> hook) {
  hook_ = std::move(hook);
}

std::string FakeHost::violation() const {
  const std::lock_guard lock(mutex_);
  return violation_;
}

std::size_t FakeHost::log_lines(std::uint32_t level) const {
  const std::lock_guard lock(mutex_);
  return static_cast<std::size_t>(std::count(log_levels_.begin(), log_levels_.end(), level));
}

std::vector<lms_request_id> FakeHost::promised() const {
  const std::lock_guard lock(mutex_);
  return promised_;
}

void FakeHost::complain(const std::string& what) {
  const std::lock_guard lock(mutex_);
  if (violation_.empty()) {
    violation_ = what;
  }
}

void FakeHost::entered(const char* service) {
  bool inside = false;
  {
    const std::lock_guard lock(mutex_);
    inside = depth_ > 0 && window_thread_ == std::this_thread::get_id();
  }
  if (!inside) {
    complain(std::string("the host's ") + service +
             " was called outside of a call that the host made");
    return;
  }
  if (auto hook = std::exchange(hook_, nullptr)) {
    hook();
  }
}

void FakeHost::check_text(const char* what, const char* text, std::uint64_t len) {
  if (len > 0 && text == nullptr) {
    complain(std::string(what) + " is a null pointer with a length");
  } else if (text != nullptr && (!is_utf8({text, len}) || text[len] != '\0')) {
    complain(std::string(what) + " is not UTF-8 with a NUL behind it");
  }
}

void FakeHost::check_notice_1_1(const lms_notice& notice) {
  for (const lms_str* part : {&notice.kind, &notice.class_id, &notice.school_year, &notice.user_id,
                              &notice.addresses_json, &notice.text_key, &notice.values_json}) {
    check_text("a text of a notice", part->ptr, part->len);
  }
  if (notice.audience > LMS_AUDIENCE_ADDRESSES || notice.kind.len == 0) {
    complain("a notice names no audience that there is, or says not what it is about");
  }
  if ((notice.audience == LMS_AUDIENCE_TEACHERS && notice.class_id.len == 0) ||
      (notice.audience == LMS_AUDIENCE_USER && notice.user_id.len == 0) ||
      (notice.audience == LMS_AUDIENCE_ADDRESSES && notice.addresses_json.len == 0)) {
    complain("a notice does not say whom of its audience it is for");
  }
}

void FakeHost::answer(const char* service, const lms_reply* reply, const std::string& proper) {
  if (reply == nullptr || !LMS_HAS(reply, lms_reply, later) || reply->ok == nullptr ||
      reply->fail == nullptr || reply->later == nullptr || reply->request_id == 0) {
    complain(std::string(service) + " was called with an incomplete reply");
    return;
  }
  static constexpr char kGarbage[] = "\xff\xfe{[\"";
  switch (answering_) {
  case Answering::properly:
    reply->ok(reply, proper.data(), proper.size());
    break;
  case Answering::never:
    break;
  case Answering::twice:
    reply->ok(reply, proper.data(), proper.size());
    reply->ok(reply, proper.data(), proper.size());
    answered_twice_ = true;
    break;
  case Answering::by_failing:
    reply->fail(reply, LMS_E_UNSUPPORTED, "no", 2);
    break;
  case Answering::with_garbage:
    reply->ok(reply, kGarbage, sizeof kGarbage - 1);
    break;
  case Answering::later: {
    reply->later(reply);
    const std::lock_guard lock(mutex_);
    promised_.push_back(reply->request_id);
    break;
  }
  }
}

} // namespace host_stub::validate

#include "tests/contract/module/module_fixture.hpp"

#include <cstdlib>
#include <dlfcn.h>
#include <fstream>
#include <stdexcept>
#include <unistd.h>

namespace passback::contract {

namespace fs = std::filesystem;

const lms_plugin_api& module_table() {
  static const lms_plugin_api* const table = [] {
    void* library = ::dlopen(PASSBACK_MODULE, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
      throw std::runtime_error(::dlerror());
    }
    using Query = const lms_plugin_api* (*)(std::uint32_t);
    const auto query = reinterpret_cast<Query>(::dlsym(library, "lms_plugin_query"));
    if (query == nullptr) {
      throw std::runtime_error("the module does not export lms_plugin_query");
    }
    return query(LMS_ABI_MAJOR);
  }();
  return *table;
}

lms_score_event score(std::string_view student, double points) {
  lms_score_event event{};
  event.struct_size = sizeof event;
  event.flags = LMS_SCORE_HAS_POINTS | LMS_SCORE_HAS_POSSIBLE | LMS_SCORE_RELEASED;
  event.school_year = lms_plugin::to_str("2027");
  event.class_id = lms_plugin::to_str("algebra-1");
  event.activity_id = lms_plugin::to_str("essay");
  event.student_id = lms_plugin::to_str(student);
  event.points = points;
  event.points_possible = 100;
  event.scored_at_unix_ms = 1'789'000'000'000;
  return event;
}

lms_activity_event activity() {
  lms_activity_event event{};
  event.struct_size = sizeof event;
  event.flags = LMS_ACTIVITY_HAS_POSSIBLE | LMS_ACTIVITY_PUBLISHED | LMS_ACTIVITY_COUNTS;
  event.kind = LMS_ACTIVITY_ASSIGNMENT;
  event.school_year = lms_plugin::to_str("2027");
  event.class_id = lms_plugin::to_str("algebra-1");
  event.activity_id = lms_plugin::to_str("essay");
  event.title = lms_plugin::to_str("Essay");
  event.points_possible = 100;
  return event;
}

lms_action_context admin() {
  lms_action_context who{};
  who.struct_size = sizeof who;
  who.user_id = lms_plugin::to_str("admin");
  who.domain_id = lms_plugin::to_str("root");
  return who;
}

ModuleTest::ModuleTest() {
  std::string pattern = (fs::temp_directory_path() / "module-contract-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    throw std::runtime_error("mkdtemp failed");
  }
  folder_ = pattern;
  identity_ = {"contract test", "1", "site-1", "http://localhost/",
               LMS_HOST_CALLS_PUMP | LMS_HOST_MAY_FORK};
  services_.log = [this](const lms_log_record& record) {
    log_events_.emplace_back(lms_plugin::to_view(record.event));
    log_levels_.push_back(record.level);
  };
  services_.secret_get = [](std::string_view, lms_plugin::Reply reply) {
    reply.fail(LMS_E_UNSUPPORTED, "no vault");
  };
}

ModuleTest::~ModuleTest() {
  close();
  std::error_code ignored;
  fs::permissions(folder_, fs::perms::owner_all, ignored);
  fs::remove_all(folder_, ignored);
}

std::string ModuleTest::config(std::string_view run_mode, const std::string& more) const {
  return R"({"schema":"lms.config/1","data_dir":")" + folder_.string() + R"(","run_mode":")" +
         std::string(run_mode) + R"(","profiles_dir":")" PASSBACK_PROFILES "\"" + more + "}";
}

void ModuleTest::open(std::string_view run_mode) {
  close();
  host_ = std::make_unique<lms_plugin::Host>(identity_, services_);
  const auto created = plugin_.create(module_table(), *host_, config(run_mode, more_config_));
  ASSERT_TRUE(created.ok()) << created.code << ": " << created.message;
  const auto started = plugin_.start();
  ASSERT_TRUE(started.ok()) << started.code << ": " << started.message;
}

void ModuleTest::switch_on() {
  const fs::path file = folder_ / "settings.yaml";
  std::ofstream(file)
      << "allow_grades: true\nsend_automatically: true\nsis_name: Nobody\nprofile: generic-1.1\n"
         "version: '1.1'\nbase_url: http://127.0.0.1:9\ntoken_url: http://127.0.0.1:9/token\n"
         "api_key: key\napi_secret: secret\n";
  more_config_ = R"(,"operator":{"allow_addresses":["127.0.0.0/8","::1/128"]},"settings_file":")" +
                 file.string() + "\"";
}

void ModuleTest::close() {
  plugin_.destroy();
}

} // namespace passback::contract

/* host.c MODULE CONFIG_JSON - a host of ABI 1.0: compiled with the headers of 1.0, never with
 * today's. It lives a whole life with every service of 1.0 and every function of the table, and
 * ends when the SIS has its score.
 *
 * What it hands over ends where its memory ends: a module that reads or writes past a struct of 1.0
 * is killed at once. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "lms_plugin/ext/passback_profiles.h"
#include "lms_plugin/lms_plugin.h"

#define TEXT(literal) ((lms_str){literal, sizeof(literal) - 1})
#define FAIL(...) (fprintf(stderr, __VA_ARGS__), fputc('\n', stderr), exit(1))
#define CHECK(condition) ((condition) ? (void)0 : FAIL("line %d: not so: %s", __LINE__, #condition))
#define CALL(call) check_call(__LINE__, #call, (call))
/* A copy of `value` that ends at a page that nobody may touch. */
#define AT_THE_EDGE(type, ...) ((type *)at_the_edge(&(type)__VA_ARGS__, sizeof(type)))

enum { kItems = 8, kSecrets = 8 };

/* A vault that is forgotten at the end. */
typedef struct secret {
  char name[LMS_ID_MAX + 1];
  char value[1024];
  uint64_t value_len;
} secret;

static lms_menu_item items[kItems];
static uint64_t item_count;
static secret secrets[kSecrets];
static lms_callbacks callbacks;
static lms_error *error;
static unsigned log_lines;
static char answer[1 << 20];
static uint64_t answer_len;

static void *at_the_edge(const void *value, size_t size) {
  const size_t page = (size_t)sysconf(_SC_PAGESIZE);
  char *pages = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  CHECK(pages != MAP_FAILED && size <= page);
  CHECK(mprotect(pages + page, page, PROT_NONE) == 0);
  return memcpy(pages + page - size, value, size);
}

static void check_call(int line, const char *call, lms_status status) {
  if (status != LMS_OK) {
    FAIL("line %d: %s: %d %s: %s", line, call, (int)status, error->code, error->message);
  }
}

/* The services, tier by tier. */

static void write_log(void *ctx, const lms_log_record *line) {
  (void)ctx;
  CHECK(line->struct_size >= sizeof(lms_log_record) && line->event.len > 0);
  log_lines++;
  fprintf(stderr, "%s: %s\n", line->event.ptr, line->message.ptr);
}
/* The place of that name, or the first free one. */
static secret *place_of(const char *name, uint64_t name_len) {
  for (int i = 0; i < kSecrets; i++) {
    if (secrets[i].name[0] == '\0' ||
        (strlen(secrets[i].name) == name_len && memcmp(secrets[i].name, name, name_len) == 0)) {
      return &secrets[i];
    }
  }
  FAIL("the vault is full");
}
static void secret_get(void *ctx, const lms_reply *reply, const char *name, uint64_t name_len) {
  const secret *place = place_of(name, name_len);
  (void)ctx;
  CHECK(reply->struct_size >= sizeof(lms_reply));
  if (place->name[0] == '\0') {
    reply->fail(reply, LMS_E_UNSUPPORTED, "no such secret", 14);
  } else {
    reply->ok(reply, place->value, place->value_len);
  }
}
static void register_menu(void *ctx, const lms_reply *reply, const lms_menu_item *first,
                          uint64_t count, uint64_t stride) {
  (void)ctx;
  CHECK(count <= kItems && (stride == 0 || stride >= sizeof(lms_menu_item)));
  for (item_count = 0; item_count < count; item_count++) {
    const char *at = (const char *)first + item_count * (stride != 0 ? stride : first->struct_size);
    memcpy(&items[item_count], at, sizeof(lms_menu_item));
  }
  reply->ok(reply, "", 0);
}
static void register_callbacks(void *ctx, const lms_reply *reply, const lms_callbacks *given) {
  (void)ctx;
  CHECK(given->struct_size >= sizeof callbacks);
  callbacks = *given;
  reply->ok(reply, "", 0);
}
static void permission_check(void *ctx, const lms_reply *reply, const lms_action_context *who,
                             const char *permission, uint64_t permission_len) {
  (void)ctx, (void)permission, (void)permission_len;
  CHECK(who->struct_size >= sizeof(lms_action_context));
  reply->ok(reply, "yes", 3);
}
static void gradebook_read(void *ctx, const lms_reply *reply, const char *query, uint64_t len) {
  static const char kEmpty[] = "{\"schema\":\"lms.gradebook/1\",\"activities\":[],\"scores\":[]}";
  (void)ctx, (void)query, (void)len;
  reply->ok(reply, kEmpty, sizeof kEmpty - 1);
}
static void domain_path(void *ctx, const lms_reply *reply, const char *id, uint64_t len) {
  static const char kRoot[] = "[\"root\"]";
  static const char kSchool[] = "[\"root\",\"high-school\"]";
  const int root = len == 4 && memcmp(id, "root", 4) == 0;
  (void)ctx;
  reply->ok(reply, root ? kRoot : kSchool, (root ? sizeof kRoot : sizeof kSchool) - 1);
}
static void domain_list(void *ctx, const lms_reply *reply, const char *id, uint64_t len) {
  static const char kTree[] =
      "[{\"id\":\"root\",\"parent_id\":\"\",\"title\":\"District\"},"
      "{\"id\":\"high-school\",\"parent_id\":\"root\",\"title\":\"School\"}]";
  (void)ctx, (void)id, (void)len;
  reply->ok(reply, kTree, sizeof kTree - 1);
}
static void secret_put(void *ctx, const lms_reply *reply, const char *name, uint64_t name_len,
                       const char *value, uint64_t value_len) {
  secret *place = place_of(name, name_len);
  (void)ctx;
  CHECK(name_len <= LMS_ID_MAX && value_len <= sizeof place->value);
  memcpy(place->name, name, name_len);
  memcpy(place->value, value, value_len);
  place->value_len = value_len;
  reply->ok(reply, "", 0);
}
static void notify(void *ctx, const lms_notice *notice) {
  (void)ctx;
  CHECK(notice->struct_size >= sizeof(lms_notice));
}
static void wake(void *ctx) {
  (void)ctx;
}
static void get_extension(void *ctx, const char *id, uint64_t len, const lms_ext_header **out) {
  (void)ctx, (void)id, (void)len, (void)out;
}

/* What the plugin writes, gathered. */
static void gather(void *ctx, const char *data, uint64_t len) {
  (void)ctx;
  CHECK(answer_len + len < sizeof answer);
  memcpy(answer + answer_len, data, len);
  answer_len += len;
  answer[answer_len] = '\0';
}
static const lms_sink *sink(void) {
  answer_len = 0;
  answer[0] = '\0';
  return AT_THE_EDGE(lms_sink, {.struct_size = sizeof(lms_sink), .write = gather});
}
#define ANSWERED(schema) CHECK(strstr(answer, "\"schema\":\"" schema "\"") != NULL)

static const lms_plugin_api *load(const char *module) {
  const lms_plugin_api *(*query)(uint32_t) = NULL;
  void *library = dlopen(module, RTLD_NOW | RTLD_LOCAL);
  CHECK(library != NULL);
  *(void **)&query = dlsym(library, "lms_plugin_query");
  CHECK(query != NULL && query(0) == NULL);
  const lms_plugin_api *api = query(LMS_ABI_MAJOR);
  CHECK(api != NULL && api->struct_size >= sizeof(lms_plugin_api));
  CHECK(api->abi_major == 1 && api->info->struct_size >= sizeof(lms_plugin_info));
  return api;
}

static lms_instance create(const lms_plugin_api *api, const char *config) {
  lms_instance plugin = 0;
  const lms_host_info *info = AT_THE_EDGE(lms_host_info, {.struct_size = sizeof(lms_host_info),
                                                          .name = TEXT("host of 1.0"),
                                                          .site_id = TEXT("site"),
                                                          .site_url = TEXT("http://localhost/")});
  const lms_host *host = AT_THE_EDGE(lms_host, {.struct_size = sizeof(lms_host),
                                                .abi_major = LMS_ABI_MAJOR,
                                                .abi_minor = LMS_ABI_MINOR,
                                                .flags = LMS_HOST_CALLS_PUMP | LMS_HOST_MAY_FORK,
                                                .info = info,
                                                .log = write_log,
                                                .secret_get = secret_get,
                                                .register_menu = register_menu,
                                                .register_callbacks = register_callbacks,
                                                .permission_check = permission_check,
                                                .gradebook_read = gradebook_read,
                                                .domain_path = domain_path,
                                                .domain_list = domain_list,
                                                .secret_put = secret_put,
                                                .notify = notify,
                                                .wake = wake,
                                                .get_extension = get_extension});
  CALL(api->create(host, config, strlen(config), &plugin, error));
  CALL(api->start(plugin, error));
  CHECK(item_count == 3 && callbacks.on_score != NULL);
  return plugin;
}

/* What a school reports: its parts first, then an activity, then scores. */
static lms_score_event score_of(double points) {
  return (lms_score_event){.struct_size = sizeof(lms_score_event),
                           .flags =
                               LMS_SCORE_HAS_POINTS | LMS_SCORE_HAS_POSSIBLE | LMS_SCORE_RELEASED,
                           .domain_id = TEXT("high-school"),
                           .class_id = TEXT("algebra-1"),
                           .class_sis_id = TEXT("c-4011"),
                           .activity_id = TEXT("essay"),
                           .student_id = TEXT("ana"),
                           .student_sis_id = TEXT("u-1001"),
                           .points = points,
                           .points_possible = 100,
                           .scored_at_unix_ms = 1789000000000};
}

static void report(const lms_plugin_api *api, lms_instance plugin) {
  const lms_domain_event *school =
      AT_THE_EDGE(lms_domain_event, {.struct_size = sizeof(lms_domain_event),
                                     .domain_id = TEXT("high-school"),
                                     .parent_id = TEXT("root"),
                                     .title = TEXT("School")});
  CALL(api->on_domain(plugin, school, 5000, NULL, error));
  const lms_class_event *algebra =
      AT_THE_EDGE(lms_class_event, {.struct_size = sizeof(lms_class_event),
                                    .domain_id = TEXT("high-school"),
                                    .class_id = TEXT("algebra-1"),
                                    .class_sis_id = TEXT("c-4011"),
                                    .title = TEXT("Algebra 1")});
  CALL(api->on_class(plugin, algebra, 5000, NULL, error));
  const lms_enrolment_event *ana =
      AT_THE_EDGE(lms_enrolment_event, {.struct_size = sizeof(lms_enrolment_event),
                                        .role = LMS_ROLE_STUDENT,
                                        .domain_id = TEXT("high-school"),
                                        .class_id = TEXT("algebra-1"),
                                        .class_sis_id = TEXT("c-4011"),
                                        .user_id = TEXT("ana"),
                                        .user_sis_id = TEXT("u-1001")});
  CALL(api->on_enrolment(plugin, ana, 5000, NULL, error));
  const lms_activity_event *essay =
      AT_THE_EDGE(lms_activity_event, {.struct_size = sizeof(lms_activity_event),
                                       .flags = LMS_ACTIVITY_HAS_POSSIBLE | LMS_ACTIVITY_PUBLISHED |
                                                LMS_ACTIVITY_COUNTS,
                                       .kind = LMS_ACTIVITY_ASSIGNMENT,
                                       .domain_id = TEXT("high-school"),
                                       .class_id = TEXT("algebra-1"),
                                       .class_sis_id = TEXT("c-4011"),
                                       .activity_id = TEXT("essay"),
                                       .title = TEXT("Essay"),
                                       .category_sis_id = TEXT("cat-hw"),
                                       .grading_period_sis_id = TEXT("q-2027-1"),
                                       .points_possible = 100,
                                       .assigned_at_unix_ms = 1788220800000,
                                       .due_at_unix_ms = 1789084800000});
  CALL(callbacks.on_activity(callbacks.ctx, essay, 5000, NULL, error));

  const lms_score_event scores[] = {score_of(80), score_of(87.5)};
  const lms_outcome outcomes[] = {{.struct_size = sizeof(lms_outcome)},
                                  {.struct_size = sizeof(lms_outcome)}};
  lms_batch_outcome *batch =
      AT_THE_EDGE(lms_batch_outcome, {.struct_size = sizeof(lms_batch_outcome),
                                      .outcomes = at_the_edge(outcomes, sizeof outcomes),
                                      .outcomes_size = 2});
  CALL(api->on_scores(plugin, at_the_edge(scores, sizeof scores), 2, sizeof scores[0], 5000, batch,
                      error));
  CHECK(batch->committed == 2 && batch->outcomes[1].disposition == LMS_QUEUED);
}

/* Asking again costs nothing, and says when the SIS has it. */
static void wait_until_the_sis_has_it(const lms_plugin_api *api, lms_instance plugin) {
  const struct timespec moment = {0, 100000000};
  const lms_score_event score = score_of(87.5);
  const lms_score_event *event = at_the_edge(&score, sizeof score);
  lms_outcome *outcome = AT_THE_EDGE(lms_outcome, {.struct_size = sizeof(lms_outcome)});
  lms_pump_result *pumped = AT_THE_EDGE(lms_pump_result, {.struct_size = sizeof(lms_pump_result)});
  for (int i = 0; i < 600 && outcome->disposition != LMS_UNCHANGED; i++) {
    CALL(callbacks.on_score(callbacks.ctx, event, 5000, outcome, error));
    CALL(api->pump(plugin, 50, pumped, error));
    nanosleep(&moment, NULL);
  }
  CHECK(outcome->disposition == LMS_UNCHANGED && log_lines > 0);
}

static void use_the_menu(const lms_plugin_api *api, lms_instance plugin) {
  static const char kId[] = LMS_ITEM_SYNC_GRADES_TO_SIS;
  static const char kStatus[] = "{\"op\":\"status\"}";
  const lms_action_context *who =
      AT_THE_EDGE(lms_action_context, {.struct_size = sizeof(lms_action_context),
                                       .user_id = TEXT("teacher"),
                                       .domain_id = TEXT("high-school"),
                                       .class_id = TEXT("algebra-1")});
  lms_item_state *state = AT_THE_EDGE(lms_item_state, {.struct_size = sizeof(lms_item_state)});
  CALL(api->item_state(plugin, kId, sizeof kId - 1, who, state, error));
  CHECK(state->flags == (LMS_ITEM_SHOWN | LMS_ITEM_ENABLED));
  CALL(api->item_invoke(plugin, kId, sizeof kId - 1, who, kStatus, sizeof kStatus - 1, sink(),
                        error));
  ANSWERED("lms.status/1");
  for (uint64_t i = 0; i < item_count; i++) {
    CALL(items[i].state(items[i].ctx, who, state, error));
    CALL(items[i].invoke(items[i].ctx, who, NULL, 0, sink(), error));
    CHECK(answer_len > 0);
  }
}

int main(int argc, char **argv) {
  static const char kExtension[] = LMS_EXT_PASSBACK_PROFILES;
  static const char kProfile[] = "profile: mine\n";
  CHECK(argc == 3);
  error = AT_THE_EDGE(lms_error, {.struct_size = sizeof(lms_error)});
  const lms_plugin_api *api = load(argv[1]);
  const lms_instance plugin = create(api, argv[2]);
  report(api, plugin);
  wait_until_the_sis_has_it(api, plugin);
  use_the_menu(api, plugin);
  CALL(api->status(plugin, NULL, 0, sink(), error));
  ANSWERED("lms.status/1");
  const lms_ext_passback_profiles *profiles =
      (const void *)api->get_extension(plugin, kExtension, sizeof kExtension - 1);
  CHECK(profiles != NULL && profiles->header.struct_size >= sizeof(lms_ext_passback_profiles));
  CALL(profiles->describe(kProfile, sizeof kProfile - 1, "", 0, sink(), error));
  ANSWERED("passback.profile/1");
  CHECK(api->answer(plugin, 12345, LMS_OK, "", 0, error) == LMS_E_ARGUMENT &&
        error->code[0] != '\0');
  CALL(api->before_fork(plugin, error));
  CALL(api->after_fork(plugin, NULL, 0, error));
  CALL(api->stop(plugin, 5000, error));
  api->destroy(plugin);
  CHECK(api->start(plugin, error) == LMS_E_STATE);
  printf("lived with %s\n", api->info->version.ptr);
  return 0;
}

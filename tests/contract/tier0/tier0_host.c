/* tier0_host.c MODULE CONFIG_JSON - a complete host of tier 0: it reports one activity and one score, and pumps until
 * the plugin says that the SIS has it. What an integration begins with; docs/host-guide.md walks through it. */
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "lms_plugin/lms_plugin.h"

#define TEXT(literal) {literal, sizeof(literal) - 1}

static void write_log(void *ctx, const lms_log_record *line) {
  (void)ctx;
  fprintf(stderr, "%.*s: %.*s\n", (int)line->event.len, line->event.ptr, (int)line->message.len,
          line->message.ptr);
}

/* This host has no vault: secrets come with the settings file, and the plugin keeps them. */
static void get_secret(void *ctx, const lms_reply *reply, const char *name, uint64_t name_len) {
  (void)ctx;
  (void)name;
  (void)name_len;
  reply->fail(reply, LMS_E_UNSUPPORTED, "no vault", 8);
}

/* What is not named is zero, and zero means "not given", here and in every struct. */
static const lms_host_info kInfo = {.struct_size = sizeof(lms_host_info),
                                    .name = TEXT("tier0_host"),
                                    .site_id = TEXT("tier0-site"),
                                    .site_url = TEXT("http://localhost/")};
static const lms_host kHost = {.struct_size = sizeof(lms_host),
                               .abi_major = LMS_ABI_MAJOR,
                               .abi_minor = LMS_ABI_MINOR,
                               .flags = LMS_HOST_CALLS_PUMP,
                               .info = &kInfo,
                               .log = write_log,
                               .secret_get = get_secret};
static const lms_activity_event kEssay = {
    .struct_size = sizeof(lms_activity_event),
    .flags = LMS_ACTIVITY_HAS_POSSIBLE | LMS_ACTIVITY_PUBLISHED | LMS_ACTIVITY_COUNTS,
    .kind = LMS_ACTIVITY_ASSIGNMENT,
    .class_id = TEXT("algebra-1"),
    .class_sis_id = TEXT("c-4011"),
    .activity_id = TEXT("essay"),
    .title = TEXT("Essay"),
    .category_sis_id = TEXT("cat-hw"),
    .grading_period_sis_id = TEXT("q-2027-1"),
    .points_possible = 100,
    .assigned_at_unix_ms = 1788220800000,
    .due_at_unix_ms = 1789084800000};
static const lms_score_event kScore = {
    .struct_size = sizeof(lms_score_event),
    .flags = LMS_SCORE_HAS_POINTS | LMS_SCORE_HAS_POSSIBLE | LMS_SCORE_RELEASED,
    .class_id = TEXT("algebra-1"),
    .class_sis_id = TEXT("c-4011"),
    .activity_id = TEXT("essay"),
    .student_id = TEXT("ana"),
    .student_sis_id = TEXT("u-1001"),
    .points = 87.5,
    .points_possible = 100,
    .scored_at_unix_ms = 1789000000000};

static int failed(const char *call, lms_status status, const lms_error *error) {
  if (status != LMS_OK) {
    fprintf(stderr, "%s: %d %s: %s %s\n", call, (int)status, error->code, error->message, error->next_step);
  }
  return status != LMS_OK;
}

int main(int argc, char **argv) {
  const struct timespec moment = {0, 100000000};
  lms_error error = {.struct_size = sizeof error};
  lms_outcome outcome = {.struct_size = sizeof outcome};
  lms_instance plugin = 0;
  const lms_plugin_api *(LMS_CALL * query)(uint32_t) = NULL;
  void *library = argc == 3 ? dlopen(argv[1], RTLD_NOW | RTLD_LOCAL) : NULL;
  *(void **)&query = library != NULL ? dlsym(library, "lms_plugin_query") : NULL;
  const lms_plugin_api *api = query != NULL ? query(LMS_ABI_MAJOR) : NULL;
  if (api == NULL) {
    fprintf(stderr, "usage: tier0_host MODULE CONFIG_JSON\n");
    return 2;
  }
  if (failed("create", api->create(&kHost, argv[2], strlen(argv[2]), &plugin, &error), &error) ||
      failed("start", api->start(plugin, &error), &error) ||
      failed("on_activity", api->on_activity(plugin, &kEssay, 2000, NULL, &error), &error)) {
    return 1;
  }
  for (int i = 0; i < 300 && outcome.disposition != LMS_UNCHANGED; i++) { /* asking again costs nothing */
    if (failed("on_score", api->on_score(plugin, &kScore, 2000, &outcome, &error), &error) ||
        failed("pump", api->pump(plugin, 50, NULL, &error), &error)) {
      return 1;
    }
    nanosleep(&moment, NULL);
  }
  printf("disposition %u %s\n", (unsigned)outcome.disposition, outcome.reason);
  failed("stop", api->stop(plugin, 2000, &error), &error);
  api->destroy(plugin);
  return outcome.disposition == LMS_UNCHANGED ? 0 : 1;
}

/* scores_host.c MODULE CONFIG_JSON - a host of tier 0 that is told line by line what to report, and
 * says in a line what it was answered: STATUS, the error's code and its message, with tabs between
 * them. It first says so of create and of start. What the module logs goes to stderr. It is compiled
 * with the headers of the module that it loads. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lms_plugin/lms_plugin.h"

#define TEXT(literal) {literal, sizeof(literal) - 1}

enum { kWords = 5, kDeadlineMs = 5000 };

static void write_log(void *ctx, const lms_log_record *line) {
  (void)ctx;
  fprintf(stderr, "%u %s: %s\n", (unsigned)line->level, line->event.ptr, line->message.ptr);
}
/* This host has no vault: secrets come with the settings file, and the plugin keeps them. */
static void get_secret(void *ctx, const lms_reply *reply, const char *name, uint64_t name_len) {
  (void)ctx, (void)name, (void)name_len;
  reply->fail(reply, LMS_E_UNSUPPORTED, "no vault", 8);
}
/* What stands in a document is not asked, only whether there is one. */
static void leave_out(void *ctx, const char *data, uint64_t len) {
  (void)ctx, (void)data, (void)len;
}

static const lms_host_info kInfo = {.struct_size = sizeof(lms_host_info),
                                    .name = TEXT("scores_host"),
                                    .site_id = TEXT("format-break"),
                                    .site_url = TEXT("http://localhost/")};
static const lms_host kHost = {.struct_size = sizeof(lms_host),
                               .abi_major = LMS_ABI_MAJOR,
                               .abi_minor = LMS_ABI_MINOR,
                               .flags = LMS_HOST_CALLS_PUMP,
                               .info = &kInfo,
                               .log = write_log,
                               .secret_get = get_secret};

static const char *name_of(lms_status status) {
  static char number[16];
  switch (status) {
  case LMS_OK:
    return "LMS_OK";
  case LMS_E_BUSY:
    return "LMS_E_BUSY";
  case LMS_E_STATE:
    return "LMS_E_STATE";
  case LMS_E_STORAGE:
    return "LMS_E_STORAGE";
  case LMS_E_STORE_VERSION:
    return "LMS_E_STORE_VERSION";
  default:
    snprintf(number, sizeof number, "%d", (int)status);
    return number;
  }
}
/* A call that went well leaves the error as an earlier one filled it. */
static lms_status answer(lms_status status, lms_error *error) {
  for (char *at = error->message; *at != '\0'; at++) {
    *at = *at == '\t' || *at == '\n' ? ' ' : *at;
  }
  printf("%s\t%s\t%s\n", name_of(status), status == LMS_OK ? "" : error->code,
         status == LMS_OK ? "" : error->message);
  fflush(stdout);
  return status;
}
static lms_str str(const char *text) {
  return (lms_str){text, strlen(text)};
}

/* activity CLASS ACTIVITY: the ids are those of the SIS, and the activity's is its title. */
static lms_status report_activity(const lms_plugin_api *api, lms_instance plugin, char **words,
                                  lms_error *error) {
  const lms_activity_event activity = {.struct_size = sizeof activity,
                                       .flags = LMS_ACTIVITY_HAS_POSSIBLE | LMS_ACTIVITY_PUBLISHED |
                                                LMS_ACTIVITY_COUNTS,
                                       .kind = LMS_ACTIVITY_ASSIGNMENT,
                                       .class_id = str(words[1]),
                                       .class_sis_id = str(words[1]),
                                       .activity_id = str(words[2]),
                                       .title = str(words[2]),
                                       .category_sis_id = TEXT("cat-hw"),
                                       .points_possible = 1000,
                                       .assigned_at_unix_ms = 1788220800000,
                                       .due_at_unix_ms = 1789084800000};
  return api->on_activity(plugin, &activity, kDeadlineMs, NULL, error);
}

/* score CLASS ACTIVITY STUDENT POINTS */
static lms_status report_score(const lms_plugin_api *api, lms_instance plugin, char **words,
                               lms_error *error) {
  const lms_score_event score = {.struct_size = sizeof score,
                                 .flags = LMS_SCORE_HAS_POINTS | LMS_SCORE_HAS_POSSIBLE |
                                          LMS_SCORE_RELEASED,
                                 .class_id = str(words[1]),
                                 .class_sis_id = str(words[1]),
                                 .activity_id = str(words[2]),
                                 .student_id = str(words[3]),
                                 .student_sis_id = str(words[3]),
                                 .points = strtod(words[4], NULL),
                                 .points_possible = 1000,
                                 .scored_at_unix_ms = 1789000000000};
  return api->on_score(plugin, &score, kDeadlineMs, NULL, error);
}

static lms_status done_as_told(const lms_plugin_api *api, lms_instance plugin, char *line,
                               lms_error *error) {
  static const lms_sink kSink = {.struct_size = sizeof(lms_sink), .write = leave_out};
  char *words[kWords] = {"", "", "", "", ""};
  int count = 0;
  for (char *at = strtok(line, " \n"); at != NULL && count < kWords; at = strtok(NULL, " \n")) {
    words[count++] = at;
  }
  if (count == 3 && strcmp(words[0], "activity") == 0) {
    return report_activity(api, plugin, words, error);
  }
  if (count == 5 && strcmp(words[0], "score") == 0) {
    return report_score(api, plugin, words, error);
  }
  if (strcmp(words[0], "pump") == 0) {
    return api->pump(plugin, 50, NULL, error);
  }
  if (strcmp(words[0], "status") == 0) {
    return api->status(plugin, NULL, 0, &kSink, error);
  }
  if (strcmp(words[0], "stop") == 0) {
    return api->stop(plugin, kDeadlineMs, error);
  }
  fprintf(stderr, "scores_host: cannot %s\n", words[0]);
  exit(2);
}

int main(int argc, char **argv) {
  char line[512];
  lms_error error = {.struct_size = sizeof error};
  lms_instance plugin = 0;
  const lms_plugin_api *(LMS_CALL * query)(uint32_t) = NULL;
  void *library = argc == 3 ? dlopen(argv[1], RTLD_NOW | RTLD_LOCAL) : NULL;
  *(void **)&query = library != NULL ? dlsym(library, "lms_plugin_query") : NULL;
  const lms_plugin_api *api = query != NULL ? query(LMS_ABI_MAJOR) : NULL;
  if (api == NULL) {
    fprintf(stderr, "usage: scores_host MODULE CONFIG_JSON\n");
    return 2;
  }
  if (answer(api->create(&kHost, argv[2], strlen(argv[2]), &plugin, &error), &error) != LMS_OK ||
      answer(api->start(plugin, &error), &error) != LMS_OK) {
    return 1;
  }
  while (fgets(line, sizeof line, stdin) != NULL) {
    answer(done_as_told(api, plugin, line, &error), &error);
  }
  api->destroy(plugin);
  return 0;
}

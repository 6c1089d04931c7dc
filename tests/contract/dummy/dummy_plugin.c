/* dummy_plugin.c - the smallest plugin that keeps every promise of the contract, and with
 * DUMMY_FAULT_... one that breaks exactly one of them. It delivers nothing: what it accepts it
 * appends to a file in its data directory.
 *
 * It shows what the validator asks for, and with its faults that each check of the validator can
 * fail.
 */
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "dummy_text.h"
#include "lms_plugin/lms_plugin.h"

enum { kCreated = 1, kStarted, kStopped, kAwaitsFork };
enum { kSlots = 8, kDataDir = 512, kMode = 16 };

typedef struct Slot {
  uint64_t generation;
  uint64_t seq;
  uint64_t log_number;
  lms_host host;
  lms_request_id open_request;
  int state;
  int in_service;
  int replies;
  int misbehaved;
  int denied;
  pid_t pid;
  int file;
  char data_dir[kDataDir];
  char run_mode[kMode];
} Slot;

static Slot g_slots[kSlots];
static uint64_t g_generation;
static pthread_mutex_t g_mutex = PTHREAD_MUTEX_INITIALIZER;

static lms_status fail(lms_error* err, lms_status status, const char* code, const char* message) {
  if (err != NULL && LMS_HAS(err, lms_error, next_step)) {
    err->status = status;
    err->http_status = 0;
    err->flags = status <= -100 && status > -200 ? LMS_ERROR_RETRYABLE : 0;
    snprintf(err->code, sizeof err->code, "%s", code);
    snprintf(err->message, sizeof err->message, "%s", message);
    snprintf(err->next_step, sizeof err->next_step, "%s", "See docs/host-guide.md.");
#if defined(DUMMY_FAULT_SILENT_ERRORS)
    err->code[0] = '\0';
#endif
  }
  return status;
}

static lms_status dead(lms_error* err) {
#if defined(DUMMY_FAULT_DEAD_HANDLES)
  (void)err;
  return LMS_OK;
#else
  return fail(err, LMS_E_STATE, "call.dead_handle", "There is no such instance.");
#endif
}

/* A handle is the slot's generation times the number of slots, plus the slot's index. */
static Slot* slot_of(lms_instance handle) {
  Slot* slot = &g_slots[handle % kSlots];
  return handle >= kSlots && slot->state != 0 && slot->generation == handle / kSlots ? slot : NULL;
}

static lms_status enter(lms_instance handle, Slot** out, lms_error* err) {
  *out = slot_of(handle);
  if (*out == NULL) {
    return dead(err);
  }
  if (err != NULL && !LMS_HAS(err, lms_error, next_step)) {
    return LMS_E_STRUCT_SIZE;
  }
#if !defined(DUMMY_FAULT_FORK)
  if ((*out)->pid != 0 && (*out)->pid != getpid()) {
    return fail(err, LMS_E_FORKED, "call.forked", "This process was forked without before_fork.");
  }
#endif
  return LMS_OK;
}

static lms_status enter_started(lms_instance handle, Slot** out, lms_error* err) {
  lms_status status = enter(handle, out, err);
#if !defined(DUMMY_FAULT_ORDER)
  if (status == LMS_OK && (*out)->state != kStarted) {
    return fail(err, LMS_E_STATE, "call.not_started", "The instance is not started.");
  }
#endif
  return status;
}

/* Host services. */

static void take_reply(const lms_reply* reply, int later, const char* data, uint64_t len) {
  Slot* slot = reply->ctx;
  if (slot->replies++ > 0) {
    slot->misbehaved++;
    return;
  }
  slot->denied = !(len == 3 && memcmp(data, "yes", 3) == 0);
  slot->open_request = later ? reply->request_id : 0;
}
static void reply_ok(const lms_reply* reply, const char* data, uint64_t len) {
  take_reply(reply, 0, data, len);
}
static void reply_fail(const lms_reply* reply, lms_status status, const char* message,
                       uint64_t len) {
  (void)status;
  (void)message;
  (void)len;
  take_reply(reply, 0, "", 0);
}
static void reply_later(const lms_reply* reply) {
  take_reply(reply, 1, "", 0);
}

static lms_reply ask(Slot* slot) {
  static lms_request_id next_request;
  lms_reply reply = {sizeof(lms_reply), 0, ++next_request, slot, reply_ok, reply_fail, reply_later};
  slot->replies = 0;
  slot->in_service = 1;
  return reply;
}

static void log_line(Slot* slot, uint32_t level, const char* event, const char* message) {
  lms_log_record record;
  memset(&record, 0, sizeof record);
  record.struct_size = sizeof record;
  record.level = level;
  record.at_unix_ms = (int64_t)time(NULL) * 1000;
  record.number = ++slot->log_number;
  record.event.ptr = event;
  record.event.len = strlen(event);
  record.message.ptr = message;
  record.message.len = strlen(message);
  slot->in_service = 1;
  slot->host.log(slot->host.ctx, &record);
  slot->in_service = 0;
}

/* Menu item. */

static const char kItem[] = "gradebook.tools/dummy";

static lms_status LMS_CALL item_state_of(void* ctx, const lms_action_context* who,
                                         lms_item_state* out, lms_error* err) {
  (void)ctx;
  if (who == NULL || out == NULL) {
    return fail(err, LMS_E_ARGUMENT, "call.missing", "who and out are required.");
  }
  if (!LMS_HAS(who, lms_action_context, locale) || !LMS_HAS(out, lms_item_state, reason)) {
    return fail(err, LMS_E_STRUCT_SIZE, "call.struct_size",
                "A struct is smaller than its 1.0 form.");
  }
  out->flags = LMS_ITEM_SHOWN | LMS_ITEM_ENABLED;
  out->reason_code[0] = out->reason[0] = '\0';
  return LMS_OK;
}

static lms_status LMS_CALL item_invoke_of(void* ctx, const lms_action_context* who,
                                          const char* input, uint64_t input_len,
                                          const lms_sink* output, lms_error* err) {
  static const char kReply[] = "{\"schema\":\"dummy.form/1\"}";
  Slot* slot = ctx;
  lms_reply reply;
  (void)input;
  (void)input_len;
  if (who == NULL || output == NULL) {
    return fail(err, LMS_E_ARGUMENT, "call.missing", "who and output are required.");
  }
  reply = ask(slot);
  slot->denied = 1;
  slot->host.permission_check(slot->host.ctx, &reply, who, LMS_PERMISSION_SYNC_GRADES,
                              strlen(LMS_PERMISSION_SYNC_GRADES));
  slot->in_service = 0;
#if !defined(DUMMY_FAULT_PERMISSION)
  if (slot->denied) {
    return fail(err, LMS_E_DENIED, "action.denied", "This user may not do that here.");
  }
#endif
  output->write(output->ctx, kReply, sizeof kReply - 1);
  return LMS_OK;
}

/* Events. */

static lms_status store(Slot* slot, lms_outcome* out, lms_error* err) {
  if (strcmp(slot->run_mode, "deliver_only") == 0) {
    return fail(err, LMS_E_STATE, "call.deliver_only", "This instance only delivers.");
  }
  if (slot->file < 0) {
    char path[kDataDir + 16];
    snprintf(path, sizeof path, "%s/dummy.log", slot->data_dir);
    slot->file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  }
  if (slot->file < 0 || write(slot->file, "event\n", 6) != 6) {
    return fail(err, LMS_E_STORAGE, "storage.write", "The data directory cannot be written.");
  }
  slot->seq++;
  if (out != NULL) {
    out->disposition = LMS_QUEUED;
    out->seq = slot->seq;
    out->reason[0] = '\0';
  }
  return LMS_OK;
}

static lms_status check_ids(const lms_str* const ids[], int required, int count, lms_error* err) {
#if defined(DUMMY_FAULT_TEXT)
  (void)ids;
  (void)required;
  (void)count;
  (void)err;
#else
  int i;
  for (i = 0; i < count; i++) {
    const lms_status status = dummy_check_id(ids[i], i < required);
    if (status != LMS_OK) {
      return fail(err, status, "call.bad_text", "An id is missing, too long or not clean UTF-8.");
    }
  }
#endif
  return LMS_OK;
}

static lms_status take_event(lms_instance handle, int complete, const lms_str* const ids[],
                             int required, int count, lms_outcome* out, lms_error* err) {
  Slot* slot;
  lms_status status = enter_started(handle, &slot, err);
  if (status != LMS_OK) {
    return status;
  }
  if (!complete || (out != NULL && !LMS_HAS(out, lms_outcome, reason))) {
    return fail(err, LMS_E_STRUCT_SIZE, "call.struct_size",
                "A struct is smaller than its 1.0 form.");
  }
  status = check_ids(ids, required, count, err);
  return status == LMS_OK ? store(slot, out, err) : status;
}

/* Before anything of an event is read: the instance lives, and there is an event. */
static lms_status begin(lms_instance handle, const void* event, lms_error* err) {
  Slot* slot;
  const lms_status status = enter_started(handle, &slot, err);
  if (status == LMS_OK && event == NULL) {
    return fail(err, LMS_E_ARGUMENT, "call.missing", "event is required.");
  }
  return status;
}

#if defined(DUMMY_FAULT_STRUCT_SIZE)
#define COMPLETE(event, type, last) 1
#else
#define COMPLETE(event, type, last) LMS_HAS(event, type, last)
#endif

static lms_status LMS_CALL on_score(lms_instance handle, const lms_score_event* e,
                                    uint32_t deadline_ms, lms_outcome* out, lms_error* err) {
  lms_status status = begin(handle, e, err);
  (void)deadline_ms;
  if (status != LMS_OK) {
    return status;
  }
  if (COMPLETE(e, lms_score_event, objectives_stride)) {
    const lms_str* const ids[] = {&e->class_id,       &e->activity_id, &e->student_id,
                                  &e->domain_id,      &e->school_year, &e->class_sis_id,
                                  &e->student_sis_id, &e->scored_by};
    if ((e->flags & LMS_SCORE_HAS_POINTS) != 0 && !isfinite(e->points)) {
      return fail(err, LMS_E_RANGE, "call.not_finite", "points is not a finite number.");
    }
    return take_event(handle, 1, ids, 3, 8, out, err);
  }
  return take_event(handle, 0, NULL, 0, 0, out, err);
}

static lms_status LMS_CALL on_scores(lms_instance handle, const lms_score_event* events,
                                     uint64_t count, uint64_t stride, uint32_t deadline_ms,
                                     lms_batch_outcome* out, lms_error* err) {
  lms_status status = begin(handle, events, err);
  const char* at = (const char*)events;
  uint64_t i;
  for (i = 0; i < count && status == LMS_OK; i++) {
    const lms_score_event* event = (const void*)at;
    lms_outcome* outcome = NULL;
    if (out != NULL && out->outcomes != NULL && i < out->outcomes_size) {
      outcome = (void*)((char*)out->outcomes + i * out->outcomes->struct_size);
    }
    status = on_score(handle, event, deadline_ms, outcome, err);
    at += stride != 0 ? stride : event->struct_size;
    if (out != NULL && status == LMS_OK) {
      out->committed = i + 1;
    }
  }
  return status;
}

#define SIMPLE_EVENT(function, type, last, required, ...)                                          \
  static lms_status LMS_CALL function(lms_instance handle, const type* e, uint32_t deadline_ms,    \
                                      lms_outcome* out, lms_error* err) {                          \
    const lms_status status = begin(handle, e, err);                                               \
    (void)deadline_ms;                                                                             \
    if (status != LMS_OK) {                                                                        \
      return status;                                                                               \
    }                                                                                              \
    if (COMPLETE(e, type, last)) {                                                                 \
      const lms_str* const ids[] = {__VA_ARGS__};                                                  \
      return take_event(handle, 1, ids, required, (int)(sizeof ids / sizeof ids[0]), out, err);    \
    }                                                                                              \
    return take_event(handle, 0, NULL, 0, 0, out, err);                                            \
  }

SIMPLE_EVENT(on_activity, lms_activity_event, student_dates_stride, 3, &e->class_id,
             &e->activity_id, &e->title, &e->domain_id)
SIMPLE_EVENT(on_class, lms_class_event, class_incarnation, 1, &e->class_id, &e->domain_id,
             &e->class_sis_id)
SIMPLE_EVENT(on_enrolment, lms_enrolment_event, class_incarnation, 2, &e->class_id, &e->user_id,
             &e->domain_id)
SIMPLE_EVENT(on_domain, lms_domain_event, host_epoch, 1, &e->domain_id, &e->parent_id)

/* The same as callbacks: ctx is the slot. */
static lms_instance handle_of(const Slot* slot) {
  return slot->generation * kSlots + (uint64_t)(slot - g_slots);
}
#define CALLBACK(function, type)                                                                   \
  static lms_status LMS_CALL callback_##function(void* ctx, const type* e, uint32_t deadline_ms,   \
                                                 lms_outcome* out, lms_error* err) {               \
    return function(handle_of(ctx), e, deadline_ms, out, err);                                     \
  }
CALLBACK(on_score, lms_score_event)
CALLBACK(on_activity, lms_activity_event)
CALLBACK(on_class, lms_class_event)
CALLBACK(on_enrolment, lms_enrolment_event)
CALLBACK(on_domain, lms_domain_event)
static lms_status LMS_CALL callback_on_scores(void* ctx, const lms_score_event* events,
                                              uint64_t count, uint64_t stride, uint32_t deadline_ms,
                                              lms_batch_outcome* out, lms_error* err) {
  return on_scores(handle_of(ctx), events, count, stride, deadline_ms, out, err);
}

/* Life cycle. */

#include "dummy_life.inc"

static const lms_plugin_info kInfo = {sizeof(lms_plugin_info),
                                      LMS_PLUGIN_STAYS_LOADED,
                                      {"org.example.dummy", 17},
                                      {"Dummy", 5},
                                      {"Example", 7},
                                      {"1.2.3", 5},
                                      {"test", 4},
                                      {"Apache-2.0", 10},
                                      {"none", 4},
                                      {"none", 4},
                                      {"1", 1}};

static const lms_plugin_api kApi = {sizeof(lms_plugin_api),
                                    LMS_ABI_MAJOR,
                                    LMS_ABI_MINOR,
                                    0,
                                    &kInfo,
                                    create,
                                    start,
                                    on_score,
                                    on_scores,
                                    on_activity,
                                    on_class,
                                    on_enrolment,
                                    on_domain,
                                    item_state,
                                    item_invoke,
                                    answer,
                                    pump,
                                    status,
                                    stop,
                                    destroy,
                                    before_fork,
                                    after_fork,
                                    get_extension,
                                    reconcile};

LMS_EXPORT_ATTRIBUTE const lms_plugin_api* LMS_CALL lms_plugin_query(uint32_t abi_major) {
#if defined(DUMMY_FAULT_QUERY)
  setenv("DUMMY_WAS_HERE", "1", 1);
#endif
#if defined(DUMMY_FAULT_MAJOR)
  (void)abi_major;
  return &kApi;
#else
  return abi_major == LMS_ABI_MAJOR ? &kApi : NULL;
#endif
}

#if defined(DUMMY_FAULT_SYMBOLS)
LMS_EXPORT_ATTRIBUTE void dummy_helper(void) {}
#endif

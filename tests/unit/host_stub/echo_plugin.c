/* echo_plugin.c - the smallest plugin that uses every service of a host, to test the host with: it
 * stores nothing and sends nothing. Its one menu item answers with what the host answered. Compiled
 * twice, the second time with another version than its manifest's.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>
#include <string.h>

#include "lms_plugin/lms_plugin.h"

#ifndef ECHO_VERSION
#define ECHO_VERSION "1.0.0"
#endif
#define STR(text) {text, sizeof(text) - 1}

/* One instance a process; `last` is what the host's latest reply said. */
static struct {
  lms_host host;
  int started;
  lms_request_id open;
  lms_request_id asked;
  char last[4096];
} echo;

static void keep(lms_status status, const char* data, uint64_t len) {
  snprintf(echo.last, sizeof echo.last, "%d %.*s", status, (int)len, data == NULL ? "" : data);
}
static void LMS_CALL ok(const lms_reply* reply, const char* data, uint64_t len) {
  (void)reply;
  keep(LMS_OK, data, len);
}
static void LMS_CALL fail(const lms_reply* reply, lms_status status, const char* message,
                          uint64_t len) {
  (void)reply;
  keep(status, message, len);
}
static void LMS_CALL later(const lms_reply* reply) {
  echo.open = reply->request_id;
}

static lms_reply new_reply(void) {
  lms_reply reply = {sizeof(lms_reply), 0, 0, NULL, ok, fail, later};
  reply.request_id = ++echo.asked;
  return reply;
}

static lms_status LMS_CALL create(const lms_host* host, const char* config, uint64_t len,
                                  lms_instance* out, lms_error* err) {
  (void)config;
  (void)len;
  (void)err;
  echo.host = *host;
  *out = 7;
  return LMS_OK;
}

static lms_status LMS_CALL on_scores(void* ctx, const lms_score_event* events, uint64_t count,
                                     uint64_t stride, uint32_t deadline_ms, lms_batch_outcome* out,
                                     lms_error* err) {
  const char* at = (const char*)events;
  (void)ctx;
  (void)deadline_ms;
  for (uint64_t i = 0; i < count; ++i, at += stride) {
    const lms_score_event* event = (const lms_score_event*)at;
    if (event->points == 13) {
      err->status = LMS_E_RANGE;
      snprintf(err->code, sizeof err->code, "echo.thirteen");
      snprintf(err->message, sizeof err->message, "Thirteen is refused.");
      return LMS_E_RANGE;
    }
    out->outcomes[i].disposition = event->flags & LMS_SCORE_EXEMPT ? LMS_HELD : LMS_QUEUED;
    out->committed = i + 1;
  }
  return LMS_OK;
}

static lms_status LMS_CALL item_state(void* ctx, const lms_action_context* who, lms_item_state* out,
                                      lms_error* err) {
  (void)ctx;
  (void)err;
  out->flags = LMS_ITEM_SHOWN | (who->class_id.len != 0 ? LMS_ITEM_ENABLED : 0);
  return LMS_OK;
}

/* The input names the service to ask. */
static lms_status LMS_CALL item_invoke(void* ctx, const lms_action_context* who, const char* input,
                                       uint64_t len, const lms_sink* output, lms_error* err) {
  const lms_reply reply = new_reply();
  (void)ctx;
  (void)err;
  if (len == 10 && memcmp(input, "permission", 10) == 0) {
    echo.host.permission_check(echo.host.ctx, &reply, who, LMS_PERMISSION_SYNC_GRADES,
                               strlen(LMS_PERMISSION_SYNC_GRADES));
  } else if (len == 4 && memcmp(input, "path", 4) == 0) {
    echo.host.domain_path(echo.host.ctx, &reply, who->domain_id.ptr, who->domain_id.len);
  } else if (len == 4 && memcmp(input, "list", 4) == 0) {
    echo.host.domain_list(echo.host.ctx, &reply, who->domain_id.ptr, who->domain_id.len);
  } else if (len == 3 && memcmp(input, "put", 3) == 0) {
    echo.host.secret_put(echo.host.ctx, &reply, "key", 3, "s3cret", 6);
  } else if (len == 3 && memcmp(input, "get", 3) == 0) {
    echo.host.secret_get(echo.host.ctx, &reply, "key", 3);
  } else {
    echo.host.gradebook_read(echo.host.ctx, &reply, input, len);
  }
  output->write(output->ctx, echo.last, strlen(echo.last));
  return LMS_OK;
}

static lms_status LMS_CALL start(lms_instance instance, lms_error* err) {
  const lms_reply reply = new_reply();
  lms_menu_item item = {0};
  lms_callbacks callbacks = {0};
  const lms_notice notice = {.struct_size = sizeof(lms_notice),
                             .severity = LMS_NOTICE_WARNING,
                             .domain_id = STR("root"),
                             .dedupe_key = STR("k"),
                             .title = STR("Hello"),
                             .body = STR("from echo")};
  const lms_str id = STR("test.tools/echo"), place = STR("test.tools"), label = STR("Echo");
  const lms_str permission = STR(LMS_PERMISSION_SYNC_GRADES);
  (void)instance;
  (void)err;
  item.struct_size = sizeof item;
  item.id = id;
  item.place = place;
  item.label = label;
  item.permission = permission;
  item.state = item_state;
  item.invoke = item_invoke;
  callbacks.struct_size = sizeof callbacks;
  callbacks.on_scores = on_scores;
  echo.host.register_menu(echo.host.ctx, &reply, &item, 1, sizeof item);
  echo.host.register_callbacks(echo.host.ctx, &reply, &callbacks);
  echo.host.notify(echo.host.ctx, &notice);
  echo.started = 1;
  return LMS_OK;
}

static lms_status LMS_CALL answer(lms_instance instance, lms_request_id id, lms_status status,
                                  const char* data, uint64_t len, lms_error* err) {
  (void)instance;
  (void)err;
  if (id == echo.open) {
    keep(status, data, len);
  }
  return LMS_OK;
}

static lms_status LMS_CALL pump(lms_instance instance, uint32_t budget_ms, lms_pump_result* out,
                                lms_error* err) {
  (void)instance;
  (void)budget_ms;
  (void)out;
  (void)err;
  return LMS_OK;
}

static lms_status LMS_CALL status(lms_instance instance, const char* query, uint64_t len,
                                  const lms_sink* output, lms_error* err) {
  (void)instance;
  (void)query;
  (void)len;
  (void)err;
  output->write(output->ctx, echo.last, strlen(echo.last));
  return LMS_OK;
}

static lms_status LMS_CALL stop(lms_instance instance, uint32_t deadline_ms, lms_error* err) {
  (void)instance;
  (void)deadline_ms;
  (void)err;
  echo.started = 0;
  return LMS_OK;
}

static void LMS_CALL destroy(lms_instance instance) {
  (void)instance;
}

static const lms_ext_header* LMS_CALL get_extension(lms_instance instance, const char* id,
                                                    uint64_t len) {
  (void)instance;
  (void)id;
  (void)len;
  return NULL;
}

static const lms_plugin_info info = {.struct_size = sizeof(lms_plugin_info),
                                     .id = STR("org.passback.echo"),
                                     .name = STR("Echo"),
                                     .version = STR(ECHO_VERSION)};

static const lms_plugin_api api = {.struct_size = sizeof(lms_plugin_api),
                                   .abi_major = LMS_ABI_MAJOR,
                                   .info = &info,
                                   .create = create,
                                   .start = start,
                                   .answer = answer,
                                   .pump = pump,
                                   .status = status,
                                   .stop = stop,
                                   .destroy = destroy,
                                   .get_extension = get_extension};

LMS_EXPORT_ATTRIBUTE const lms_plugin_api* LMS_CALL lms_plugin_query(uint32_t abi_major) {
  return abi_major == LMS_ABI_MAJOR ? &api : NULL;
}

/* host.h - what a host offers to a plugin.
 *
 * A service returns nothing and answers through its reply, because the return value of a callback that
 * threw is garbage in Python and stale in Node. Success is an act, not a number: a service that neither
 * answers nor says "later" has failed (LMS_E_HOST_NO_REPLY).
 *
 * All services are [in-call]: they run on the host's thread, inside a call that the host made, never on a
 * thread of the plugin's; `wake` alone is [worker]. A service may call on_score and its kin; it may not
 * call start, stop, destroy, pump, before_fork or after_fork (LMS_E_REENTRANT).
 *
 * Tiers: 0 = log, secret_get; 1 = + register_menu, register_callbacks, permission_check,
 * gradebook_read; 2 = + domain_path, domain_list, secret_put, notify, wake, get_extension. A service
 * that the host does not have is NULL, or lies beyond its struct_size.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef LMS_PLUGIN_HOST_H
#define LMS_PLUGIN_HOST_H

#include "lms_plugin/events.h"
#include "lms_plugin/menu.h"

/* How a host answers a service call. Plugin-owned; the pointer is valid until the service returns, the
 * request_id for longer. Exactly one of ok, fail and later; a second act is ignored and logged. Since 1.0. */
typedef struct lms_reply {
  uint32_t struct_size;
  uint32_t reserved;
  lms_request_id request_id;
  void *ctx;
  /* The answer; data is copied before ok returns. What it holds is said at each service. */
  void(LMS_CALL *ok)(const struct lms_reply *reply, const char *data, uint64_t len);
  /* The service failed: an LMS_E_ status and a sentence for the log. */
  void(LMS_CALL *fail)(const struct lms_reply *reply, lms_status status, const char *message,
                       uint64_t len);
  /* The host keeps request_id and calls `answer` of the plugin's table when it knows. */
  void(LMS_CALL *later)(const struct lms_reply *reply);
} lms_reply;

/* Levels of lms_log_record. */
#define LMS_LOG_DEBUG 1u
#define LMS_LOG_INFO 2u
#define LMS_LOG_WARNING 3u
#define LMS_LOG_ERROR 4u
#define LMS_LOG_HOST_MISBEHAVING 5u   /* the host broke the contract; the message says how */
#define LMS_LOG_PLUGIN_MISBEHAVING 6u /* the plugin met a defect of its own                */

/* A line of the log. Borrowed. No secrets, no names, no scores; ids at debug level only. Since 1.0. */
typedef struct lms_log_record {
  uint32_t struct_size;
  uint32_t level;
  int64_t at_unix_ms;
  uint64_t number;     /* counts up per instance, so that a gap shows dropped lines */
  lms_str event;       /* stable name, "delivery.account_down"                      */
  lms_str message;     /* a plain sentence                                          */
  lms_str fields_json; /* a flat JSON object, or empty                              */
} lms_log_record;

/* Severities of lms_notice. */
#define LMS_NOTICE_INFO 1u
#define LMS_NOTICE_WARNING 2u
#define LMS_NOTICE_PROBLEM 3u

/* Audiences of lms_notice. Since 1.1. */
#define LMS_AUDIENCE_ADMINISTRATORS                                                                \
  0u                              /* those of domain_id; where it has none, of the nearest above */
#define LMS_AUDIENCE_TEACHERS 1u  /* those of class_id                                           */
#define LMS_AUDIENCE_USER 2u      /* user_id alone                                               */
#define LMS_AUDIENCE_ADDRESSES 3u /* the e-mail addresses of addresses_json */

/* Flags of lms_notice. Since 1.1. */
#define LMS_NOTICE_OVER                                                                            \
  0x1u /* what the notice of this dedupe_key told is over: take it away, send no mail */

/* Something that a person should know. Borrowed. The host shows it, and mails it where it does so:
 * the plugin has no mail server. No student's name, score or comment stands in one. A host that
 * reads the members of 1.0 alone shows it to the administrators of the domain; it is handed those
 * of that audience only. Since 1.0. */
typedef struct lms_notice {
  uint32_t struct_size;
  uint32_t severity;
  lms_str domain_id;
  lms_str dedupe_key; /* the same key replaces an earlier notice */
  lms_str title;
  lms_str body;
  lms_str item_id; /* the menu item that helps, or empty */

  /* Since 1.1. */
  uint32_t audience; /* one of LMS_AUDIENCE_ */
  uint32_t flags;    /* LMS_NOTICE_OVER */
  lms_str kind; /* what it is about, a stable name: "account", "digest", "period_end"; a reader may
                   turn a kind off */
  lms_str class_id; /* the class that it is about, or empty */
  lms_str school_year;
  lms_str user_id;        /* of LMS_AUDIENCE_USER */
  lms_str addresses_json; /* of LMS_AUDIENCE_ADDRESSES: a JSON array of e-mail addresses */
  lms_str text_key;       /* names title and body for a host that words them itself */
  lms_str values_json;    /* a flat JSON object: what the text is made with, by name */
} lms_notice;

/* Who the host is. Static for the life of the instance, or copied in create: a temporary will do. Since 1.0. */
typedef struct lms_host_info {
  uint32_t struct_size;
  uint32_t reserved;
  lms_str name;     /* "Moodle" */
  lms_str version;
  lms_str site_id;  /* stays the same for the life of the site; a copy for testing has another */
  lms_str site_url;
} lms_host_info;

/* Permissions that permission_check is asked for: of a class where `who` has a class_id, else of a
 * domain. Answer "no" to one that you do not know. */
#define LMS_PERMISSION_SYNC_GRADES "sync_grades"       /* send grades of a class: its teachers       */
#define LMS_PERMISSION_MANAGE_SYNC "manage_sis_sync"   /* the SIS settings card: administrators      */
/* Since 1.1; a host whose abi_minor is 0 is not asked for them. */
#define LMS_PERMISSION_VIEW_SYNC                                                                   \
  "view_sync" /* see settings, previews, statuses; change nothing: a principal, a counsellor,      \
                 support */
#define LMS_PERMISSION_ACT_FOR_TEACHER                                                             \
  "act_for_teacher" /* do in a class what its teachers may; the history says who did */
#define LMS_PERMISSION_OPERATE_SYNC                                                                \
  "operate_sync" /* on the root: what concerns the whole site. Of a host of 1.0: manage_sis_sync   \
                    there */

/* The callbacks that a plugin registers; the same functions are in its table. All [any]; see plugin.h
 * for each. ctx is handed back as the first argument. Since 1.0. */
typedef struct lms_callbacks {
  uint32_t struct_size;
  uint32_t reserved;
  void *ctx;
  lms_status(LMS_CALL *on_score)(void *ctx, const lms_score_event *event, uint32_t deadline_ms,
                                 lms_outcome *out, lms_error *err);
  lms_status(LMS_CALL *on_scores)(void *ctx, const lms_score_event *events, uint64_t count,
                                  uint64_t stride, uint32_t deadline_ms, lms_batch_outcome *out,
                                  lms_error *err);
  lms_status(LMS_CALL *on_activity)(void *ctx, const lms_activity_event *event,
                                    uint32_t deadline_ms, lms_outcome *out, lms_error *err);
  lms_status(LMS_CALL *on_class)(void *ctx, const lms_class_event *event, uint32_t deadline_ms,
                                 lms_outcome *out, lms_error *err);
  lms_status(LMS_CALL *on_enrolment)(void *ctx, const lms_enrolment_event *event,
                                     uint32_t deadline_ms, lms_outcome *out, lms_error *err);
  lms_status(LMS_CALL *on_domain)(void *ctx, const lms_domain_event *event, uint32_t deadline_ms,
                                  lms_outcome *out, lms_error *err);
} lms_callbacks;

/* Flags of lms_host. None is the safest host. */
#define LMS_HOST_CALLS_PUMP 0x1u /* pump is called at least every 5 seconds */
#define LMS_HOST_MAY_FORK 0x2u   /* before_fork and after_fork will be called around forks */

/* The host's table. Copied by the plugin inside create: may be a temporary. Its smallest form ends after
 * secret_get (tier 0): a smaller one is refused with LMS_E_STRUCT_SIZE, a NULL log or secret_get with
 * LMS_E_HOST_MISSING. Since 1.0. */
typedef struct lms_host {
  uint32_t struct_size;
  uint32_t abi_major;
  uint32_t abi_minor;
  uint32_t flags;
  void *ctx; /* first argument of everything below */
  const lms_host_info *info;

  /* Tier 0, required. */

  /* Writes a line to the host's log. No answer. */
  void(LMS_CALL *log)(void *ctx, const lms_log_record *record);
  /* Answers with the secret's value (bytes), or fails with LMS_E_UNSUPPORTED if it has none of that name. */
  void(LMS_CALL *secret_get)(void *ctx, const lms_reply *reply, const char *name,
                             uint64_t name_len);

  /* Tier 1. */

  /* Puts items into the host's menus. Answer: empty. items are borrowed and must be copied; the functions
   * and ctx that they hold stay valid until destroy. Ids are stable and may be persisted. */
  void(LMS_CALL *register_menu)(void *ctx, const lms_reply *reply, const lms_menu_item *items,
                                uint64_t count, uint64_t stride);
  /* Tells the host what to call when something changes. Answer: empty. Borrowed, to be copied. */
  void(LMS_CALL *register_callbacks)(void *ctx, const lms_reply *reply,
                                     const lms_callbacks *callbacks);
  /* May this user do that here? Answer: "yes" or "no". permission is one of LMS_PERMISSION_. */
  void(LMS_CALL *permission_check)(void *ctx, const lms_reply *reply,
                                   const lms_action_context *who, const char *permission,
                                   uint64_t permission_len);
  /* Reads the gradebook: cells and activities by their ids, or a page of a class, or a page of the list of classes.
   * query: a JSON document lms.gradebook_query/1; the answer: lms.gradebook/1 (docs/documents.md). */
  void(LMS_CALL *gradebook_read)(void *ctx, const lms_reply *reply, const char *query_json,
                                 uint64_t query_len);

  /* Tier 2. */

  /* Answer: a JSON array of domain ids from the root to the domain, both included. */
  void(LMS_CALL *domain_path)(void *ctx, const lms_reply *reply, const char *domain_id,
                              uint64_t domain_id_len);
  /* Answer: a JSON array of {"id","parent_id","title"} of the domain and everything below it; empty id = all. */
  void(LMS_CALL *domain_list)(void *ctx, const lms_reply *reply, const char *domain_id,
                              uint64_t domain_id_len);
  /* Keeps a secret under a name. Answer: empty. A value of no bytes removes it. */
  void(LMS_CALL *secret_put)(void *ctx, const lms_reply *reply, const char *name,
                             uint64_t name_len, const char *value, uint64_t value_len);
  /* Shows a notice to people. No answer. */
  void(LMS_CALL *notify)(void *ctx, const lms_notice *notice);
  /* [worker] "please call pump soon". Must not block and must not call the plugin. No answer. */
  void(LMS_CALL *wake)(void *ctx);
  /* Sets *out to the extension's table (static), or leaves it NULL. Ids never change once used. */
  void(LMS_CALL *get_extension)(void *ctx, const char *id, uint64_t id_len,
                                const lms_ext_header **out);
} lms_host;

#endif

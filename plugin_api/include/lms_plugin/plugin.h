/* plugin.h - what a plugin offers to a host: one exported function and the table that it returns.
 *
 * Life of an instance
 *   none -create-> created -start-> started -stop-> stopped -destroy-> none; stop and destroy are allowed
 *   in any state; start after stop is allowed. Any other order answers LMS_E_STATE and changes nothing.
 *   Several instances may live at once, each on a data directory of its own. After stop no thread of the
 *   plugin runs. The library stays loaded for the life of the process; leaving without stop is harmless.
 *
 * Run modes (in the configuration document given to create)
 *   inline        takes events in and delivers them from its own worker thread
 *   enqueue_only  takes events in; no thread, and nothing is opened before the first event
 *   deliver_only  delivers; refuses events with LMS_E_STATE
 *
 * Forks
 *   The process id is noted at start. In a child every call answers LMS_E_FORKED, unless the parent called
 *   before_fork first; then parent and child each call after_fork.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef LMS_PLUGIN_PLUGIN_H
#define LMS_PLUGIN_PLUGIN_H

#include "lms_plugin/host.h"

LMS_EXTERN_C_BEGIN

/* Flags of lms_plugin_info. */
#define LMS_PLUGIN_STAYS_LOADED 0x1u /* never unload the library                                        */
#define LMS_PLUGIN_OWNS_THREADS 0x2u /* has a worker of its own; it never calls the host, `wake` aside  */

/* What the plugin is. Static for the life of the process. id and version equal the manifest's. Since 1.0. */
typedef struct lms_plugin_info {
  uint32_t struct_size;
  uint32_t flags;
  lms_str id;             /* reverse DNS                                              */
  lms_str name;
  lms_str vendor;
  lms_str version;        /* semantic version of the package                          */
  lms_str build_id;       /* compiler and build                                       */
  lms_str license;        /* SPDX expression                                          */
  lms_str standards;      /* "OneRoster 1.1, OneRoster 1.2"                           */
  lms_str transport_info; /* the libraries it really runs with: HTTP, TLS, storage    */
  lms_str state_format;   /* version of what it keeps on disk                         */
} lms_plugin_info;

/* How a pump went. The caller owns it. Since 1.0. */
typedef struct lms_pump_result {
  uint32_t struct_size;
  uint32_t done;         /* host-bound pieces of work done: log lines, notices, questions */
  uint32_t pending;      /* what is left for the next pump                                */
  uint32_t next_hint_ms; /* call again after this long at the latest                      */
} lms_pump_result;

/* The plugin's table. Static and immutable. Since 1.0.
 *
 * Every function that takes an lms_error accepts NULL. LMS_E_ARGUMENT, LMS_E_STRUCT_SIZE, LMS_E_UTF8,
 * LMS_E_RANGE, LMS_E_STATE, LMS_E_FORKED and LMS_E_INTERNAL can come from every function that takes an instance and
 * are not repeated below. Before start and after stop, everything but create, start, stop and destroy answers
 * LMS_E_STATE. */
typedef struct lms_plugin_api {
  uint32_t struct_size;
  uint32_t abi_major;
  uint32_t abi_minor;
  uint32_t reserved;
  const lms_plugin_info *info;

  /* [host] Makes an instance. host is copied. config: a JSON document lms.config/1 (docs/documents.md), at least
   * {"schema":"lms.config/1","data_dir":"…"}. Touches no network and starts no thread.
   * Errors: LMS_E_CONFIG, LMS_E_DOCUMENT, LMS_E_HOST_MISSING, LMS_E_UNSUPPORTED (another major), LMS_E_STATE if this process already has one on that data directory. */
  lms_status(LMS_CALL *create)(const lms_host *host, const char *config_json, uint64_t config_len,
                               lms_instance *out, lms_error *err);
  /* [host] Registers menu items and callbacks, opens the outbox (not in enqueue_only), fetches secrets of
   * accounts with work, starts the worker. Errors: the storage family, LMS_E_CONFIG. */
  lms_status(LMS_CALL *start)(lms_instance instance, lms_error *err);

  /* [any] A score changed. Returns LMS_OK only after it is committed; does no network I/O. deadline_ms: past it
   * LMS_E_BUSY and nothing stored; 0 = 2 s. Errors: LMS_E_BUSY, the storage family; the host family if
   * domain_path had to be asked and failed (a host that answers it later gets LMS_E_BUSY and reports again). */
  lms_status(LMS_CALL *on_score)(lms_instance instance, const lms_score_event *event,
                                 uint32_t deadline_ms, lms_outcome *out, lms_error *err);
  /* [any] Many scores, committed in chunks; out->committed says how far it came. The first bad event stops it. */
  lms_status(LMS_CALL *on_scores)(lms_instance instance, const lms_score_event *events,
                                  uint64_t count, uint64_t stride, uint32_t deadline_ms,
                                  lms_batch_outcome *out, lms_error *err);
  /* [any] An activity was made, changed or withdrawn. As on_score. */
  lms_status(LMS_CALL *on_activity)(lms_instance instance, const lms_activity_event *event,
                                    uint32_t deadline_ms, lms_outcome *out, lms_error *err);
  /* [any] A class was made, changed, reset or withdrawn. As on_score. */
  lms_status(LMS_CALL *on_class)(lms_instance instance, const lms_class_event *event,
                                 uint32_t deadline_ms, lms_outcome *out, lms_error *err);
  /* [any] An enrolment was made, changed or ended. As on_score. */
  lms_status(LMS_CALL *on_enrolment)(lms_instance instance, const lms_enrolment_event *event,
                                     uint32_t deadline_ms, lms_outcome *out, lms_error *err);
  /* [any] A domain was made, moved or withdrawn. As on_score. */
  lms_status(LMS_CALL *on_domain)(lms_instance instance, const lms_domain_event *event,
                                  uint32_t deadline_ms, lms_outcome *out, lms_error *err);

  /* [any] As lms_menu_item.state, for hosts without register_menu. LMS_E_UNSUPPORTED: no such item. */
  lms_status(LMS_CALL *item_state)(lms_instance instance, const char *item_id, uint64_t item_id_len,
                                   const lms_action_context *who, lms_item_state *out,
                                   lms_error *err);
  /* [host] As lms_menu_item.invoke. */
  lms_status(LMS_CALL *item_invoke)(lms_instance instance, const char *item_id,
                                    uint64_t item_id_len, const lms_action_context *who,
                                    const char *input_json, uint64_t input_len,
                                    const lms_sink *output, lms_error *err);

  /* [any] The late answer to a service that said "later". status LMS_OK with data as that service would have
   * given it, or an LMS_E_ status. Unknown, answered or expired ids: LMS_E_ARGUMENT. */
  lms_status(LMS_CALL *answer)(lms_instance instance, lms_request_id request_id, lms_status status,
                               const char *data, uint64_t len, lms_error *err);
  /* [host] Does the host-bound work that has gathered, at most about budget_ms long (0 = 50 ms): writes log
   * lines, shows notices, fetches secrets, asks for unknown activities and for pages of the gradebook. Call it from a timer, at the end of a
   * request, or after `wake`; a daemon at least every 5 seconds. */
  lms_status(LMS_CALL *pump)(lms_instance instance, uint32_t budget_ms, lms_pump_result *out,
                             lms_error *err);
  /* [any] Writes a JSON document lms.status/1. query: lms.status_query/1 or empty for the whole. */
  lms_status(LMS_CALL *status)(lms_instance instance, const char *query_json, uint64_t query_len,
                               const lms_sink *output, lms_error *err);

  /* [host] Ends the worker: what is in flight gets half the deadline, then is cut off and left in doubt (it is
   * sent again later). Nothing accepted is lost. Idempotent. LMS_E_DEADLINE: it could not end in time; the
   * instance stays sealed and harmless. */
  lms_status(LMS_CALL *stop)(lms_instance instance, uint32_t deadline_ms, lms_error *err);
  /* [host] Forgets the instance; stops it first if need be. A dead handle is ignored. */
  void(LMS_CALL *destroy)(lms_instance instance);

  /* [host] In the parent, before fork: ends the worker and closes everything. */
  lms_status(LMS_CALL *before_fork)(lms_instance instance, lms_error *err);
  /* [host] After fork, in the parent and in each child: goes on. In a child the run mode may be changed to
   * enqueue_only by passing its name; empty keeps it. */
  lms_status(LMS_CALL *after_fork)(lms_instance instance, const char *run_mode,
                                   uint64_t run_mode_len, lms_error *err);

  /* [any] The extension's table (static), or NULL. */
  const lms_ext_header *(LMS_CALL *get_extension)(lms_instance instance, const char *id,
                                                  uint64_t id_len);

  /* The members below are there if struct_size reaches them (LMS_HAS). */

  /* [host] Since 1.1. Reads the gradebook anew, page by page through gradebook_read, and finds what no event told
   * of. query: a JSON document lms.reconcile_query/1 (docs/documents.md): a domain with all below it, one class, or
   * empty for the whole site. Reads a page or two; the rest is read by pump, a page or two in each. Writes
   * lms.reconcile/1: what is left to read. Not inside a service (LMS_E_REENTRANT).
   * Errors: LMS_E_DOCUMENT, LMS_E_HOST_MISSING (no gradebook_read), LMS_E_BUSY, the storage family. */
  lms_status(LMS_CALL *reconcile)(lms_instance instance, const char *query_json, uint64_t query_len,
                                  const lms_sink *output, lms_error *err);
} lms_plugin_api;

/* [query] The only exported function. Returns the table for that ABI major, or NULL if the plugin does not
 * speak it. Allocates nothing, starts nothing, does no I/O, takes less than a millisecond. Since 1.0. */
LMS_EXPORT_ATTRIBUTE const lms_plugin_api *LMS_CALL lms_plugin_query(uint32_t abi_major);

LMS_EXTERN_C_END

#endif

/* status.h - status codes and the error that a caller can hand in.
 *
 * An error is for what went wrong with the call. That a score may not be sent (off, excluded, not
 * ready) is no error: it is LMS_OK with a disposition (events.h).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef LMS_PLUGIN_STATUS_H
#define LMS_PLUGIN_STATUS_H

#include "lms_plugin/types.h"

#define LMS_OK 0

/* -1 .. -99: the caller's mistake. Repeating the call unchanged fails again. */
#define LMS_E_ARGUMENT (-1)    /* a required pointer or id is missing or malformed          */
#define LMS_E_STATE (-2)       /* not now: dead handle, wrong order, stopped                */
#define LMS_E_STRUCT_SIZE (-3) /* a struct is smaller than its 1.0 form                     */
#define LMS_E_UTF8 (-4)        /* a string is not UTF-8, or an id holds control characters  */
#define LMS_E_UNSUPPORTED (-5) /* this plugin does not know that kind, item or extension    */
#define LMS_E_REENTRANT (-6)   /* start, stop, pump or a fork call inside a host service */
#define LMS_E_RANGE (-7)       /* too long, too large, not a finite number                  */
#define LMS_E_DOCUMENT (-8)    /* a JSON document is broken or not of the schema expected   */
#define LMS_E_DENIED (-9)      /* the host's permission check said no                       */
#define LMS_E_CONFIG (-10)     /* the configuration cannot be used; the message says where  */

/* -100 .. -199: this machine. */
#define LMS_E_BUSY (-100)          /* the deadline passed; nothing was stored: try again, or sweep    */
#define LMS_E_STORAGE (-101)       /* the outbox cannot be read or written                            */
#define LMS_E_DISK_FULL (-102)     /* no space; nothing was stored                                    */
#define LMS_E_READ_ONLY (-103)     /* the data directory cannot be written                            */
#define LMS_E_CORRUPT (-104)       /* the outbox failed its integrity check                           */
#define LMS_E_STORE_VERSION (-105) /* the outbox was written by a release too far ahead or behind     */
#define LMS_E_NETWORK_FS (-106)    /* SQLite on a network file system; use PostgreSQL                 */
#define LMS_E_FORKED (-107)        /* this process was forked without before_fork                     */
#define LMS_E_DEADLINE (-108)      /* the work goes on, but not within the deadline                   */
#define LMS_E_INTERNAL (-199)      /* a defect of the plugin; its message helps its makers            */

/* -200 .. -299: the SIS. */
#define LMS_E_REMOTE (-200) /* the SIS refused or did not answer     */
#define LMS_E_AUTH (-201)   /* the SIS refused the credentials       */

/* -300 .. -399: the host's own services. */
#define LMS_E_HOST_NO_REPLY (-300) /* a host service neither answered nor said "later"    */
#define LMS_E_HOST_REPLY (-301)    /* a host service answered with something unusable     */
#define LMS_E_HOST_MISSING (-302)  /* the call needs a service that the host does not have */

/* Flags of lms_error. */
#define LMS_ERROR_RETRYABLE 0x1u    /* the same call may succeed later      */
#define LMS_ERROR_USER_FIXABLE 0x2u /* a person can mend it; see next_step  */

/* What went wrong. The caller owns it and may pass NULL instead; it must set struct_size. The plugin
 * fills it only when the status is not LMS_OK. Texts are English, NUL-terminated, cut at a UTF-8
 * boundary, without secrets and without students' data. `code` is stable and listed in docs/codes.md.
 * Since 1.0. */
typedef struct lms_error {
  uint32_t struct_size;
  lms_status status;
  int32_t http_status; /* of the SIS's answer; 0 = none */
  uint32_t flags;
  char code[64];       /* "storage.disk_full"           */
  char message[512];   /* what happened, to which thing */
  char next_step[256]; /* what to do next               */
} lms_error;

#endif

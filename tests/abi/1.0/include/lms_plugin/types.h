/* types.h - the shapes that everything else is made of.
 *
 * The diet: fixed-width integers, double, pointer + length strings, opaque handles, function pointers
 * with a leading context. No unions, bit-fields, enums or bools as members, no size_t, no struct by
 * value, no varargs. A host in PHP, Ruby, Python, Java, C# or Node can bind all of it by hand.
 *
 * Rules that hold everywhere
 *   struct_size   first member of every struct; the writer sets it to sizeof as it compiled the
 *                 struct. Structs only grow at the end. Zero means "not given" for every member.
 *   strings       UTF-8, counted in bytes; what the plugin hands out is NUL-terminated as well. Of what
 *                 the host hands in only the length is trusted. Ids hold no control characters and are
 *                 at most LMS_ID_MAX bytes.
 *   memory        never changes owner. Inputs are borrowed for the call and copied; outputs go into a
 *                 sink or into a struct that the caller owns. There is nothing to free.
 *   times         int64_t Unix milliseconds, UTC. Durations: uint32_t milliseconds.
 *   arrays        pointer, count and stride (bytes from one element to the next; 0 = struct_size of the
 *                 first element): the reader steps by stride, so that elements may grow.
 *
 * Thread words used in these headers
 *   [query]    any thread, any time, no instance needed
 *   [host]     any thread of the host, one call at a time per instance
 *   [any]      any thread of the host, concurrently
 *   [in-call]  plugin -> host, on the host's thread, inside a call that the host made
 *   [worker]   plugin -> host, from the plugin's own thread: `wake` and nothing else
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef LMS_PLUGIN_TYPES_H
#define LMS_PLUGIN_TYPES_H

#include <stddef.h>
#include <stdint.h>

#include "lms_plugin/macros.h"

/* Longest id, in bytes; longer ones are refused with LMS_E_RANGE. Since 1.0. */
#define LMS_ID_MAX 255
/* Longest JSON document that either side sends, in bytes; longer ones are refused with LMS_E_RANGE. Since 1.0. */
#define LMS_DOCUMENT_MAX 1048576

/* A counted string. ptr may be NULL when len is 0. Borrowed: valid for the call it is passed in. Since 1.0. */
typedef struct lms_str {
  const char *ptr;
  uint64_t len;
} lms_str;

/* What a host holds of a plugin instance: a checked number, never 0, below 2^53 (so that a JavaScript
 * number holds it). A call on a destroyed or invented one answers LMS_E_STATE. Since 1.0. */
typedef uint64_t lms_instance;

/* Names a question that the host said it would answer later. Below 2^53, never reused. Since 1.0. */
typedef uint64_t lms_request_id;

/* LMS_OK or an LMS_E_ code of status.h. Since 1.0. */
typedef int32_t lms_status;

/* Where a JSON document or a text goes. The caller owns it and lends it for the call; `write` may be
 * called several times, in order, each with the next piece. Since 1.0. */
typedef struct lms_sink {
  uint32_t struct_size;
  uint32_t reserved;
  void *ctx;
  /* data is borrowed, NUL-terminated at data[len]. Thread: that of the call. */
  void(LMS_CALL *write)(void *ctx, const char *data, uint64_t len);
} lms_sink;

/* First members of every extension table (see get_extension). Since 1.0. */
typedef struct lms_ext_header {
  uint32_t struct_size;
  uint32_t revision;
} lms_ext_header;

#endif

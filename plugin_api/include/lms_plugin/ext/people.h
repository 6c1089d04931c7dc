/* people.h - an extension of a host: the names of people, for a page that is drawn now.
 *
 * A plugin knows people by their ids. Where a page for people names them, it asks the host; a name is written into the
 * document that is answered, and nowhere else. A host offers it by answering LMS_EXT_PEOPLE in get_extension of its
 * table with an lms_ext_people. Without it people are named by their ids.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef LMS_PLUGIN_EXT_PEOPLE_H
#define LMS_PLUGIN_EXT_PEOPLE_H

#include "lms_plugin/host.h"

/* The extension's id; it never changes. Since revision 1. */
#define LMS_EXT_PEOPLE "lms.people/1"

/* revision 1. A later revision only adds members at the end; check header.struct_size before using one. */
typedef struct lms_ext_people {
  lms_ext_header header;
  /* [in-call] ctx is that of lms_host. query: a JSON document lms.people_query/1, at most 200 ids and who is asking; the
   * answer: lms.people/1, the names that `who` may see (docs/documents.md). Since revision 1. */
  void(LMS_CALL *people_read)(void *ctx, const lms_reply *reply, const char *query_json,
                              uint64_t query_len);
} lms_ext_people;

#endif

/* custom_data.h - an extension of a host: ids of the SIS that stand in fields of the LMS other than its roster sync's.
 *
 * Where an administrator says that SIS ids of users, classes and enrolments stand in custom fields, in an external id,
 * or are found by e-mail or identifier, the plugin asks the host for these, page by page, in `pump`. A host offers it
 * by answering LMS_EXT_CUSTOM_DATA in get_extension of its table with an lms_ext_custom_data. Without it these choices
 * are not offered.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef LMS_PLUGIN_EXT_CUSTOM_DATA_H
#define LMS_PLUGIN_EXT_CUSTOM_DATA_H

#include "lms_plugin/host.h"

/* The extension's id; it never changes. Since revision 1. */
#define LMS_EXT_CUSTOM_DATA "lms.custom_data/1"

/* revision 1. A later revision only adds members at the end; check header.struct_size before using one. */
typedef struct lms_ext_custom_data {
  lms_ext_header header;
  /* [in-call] ctx is that of lms_host. query: a JSON document lms.custom_data_query/1: users,
   * classes or enrolments of a class, at most 100 by their ids, and the fields that are wanted; or
   * which fields there are. The answer: lms.custom_data/1 (docs/documents.md). Since revision 1. */
  void(LMS_CALL *custom_data_read)(void *ctx, const lms_reply *reply, const char *query_json,
                                   uint64_t query_len);
} lms_ext_custom_data;

#endif

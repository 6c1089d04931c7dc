/* passback_profiles.h - an extension of Passback: what an SIS profile says, before anybody uses it.
 *
 * An SIS profile is a YAML file that says what one student information system does differently
 * (docs/sis-profiles-format.md). Its writer wants to know whether the plugin can read it and what it would do.
 *
 *   api->get_extension(0, LMS_EXT_PASSBACK_PROFILES, sizeof LMS_EXT_PASSBACK_PROFILES - 1)
 *
 * answers an lms_ext_passback_profiles, or NULL from a plugin that does not have it. No instance is needed: pass 0.
 * The table is static and lives as long as the process.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef LMS_PLUGIN_EXT_PASSBACK_PROFILES_H
#define LMS_PLUGIN_EXT_PASSBACK_PROFILES_H

#include "lms_plugin/plugin.h"

LMS_EXTERN_C_BEGIN

/* The extension's id; it never changes. Since revision 1. */
#define LMS_EXT_PASSBACK_PROFILES "passback.profiles/1"

/* revision 1. A later revision only adds members at the end; check header.struct_size before using one. */
typedef struct lms_ext_passback_profiles {
  lms_ext_header header;

  /* [query] Reads one profile and writes a JSON document passback.profile/1 (docs/documents.md): what it says in plain
   * words and what it leaves open or, under "problem", the line that cannot be used and why. A file that cannot be
   * used is an answer, not an error: LMS_OK.
   * yaml: the text of the file, borrowed for the call. file: its name, for messages; may be empty.
   * No state, no I/O; no instance has to exist.
   * Errors: LMS_E_ARGUMENT, LMS_E_STRUCT_SIZE, LMS_E_UTF8, LMS_E_RANGE (yaml longer than LMS_DOCUMENT_MAX, file
   * longer than LMS_PATH_LENGTH_MAX), LMS_E_INTERNAL. Since revision 1. */
  lms_status(LMS_CALL *describe)(const char *yaml, uint64_t yaml_len, const char *file,
                                 uint64_t file_len, const lms_sink *output, lms_error *err);
} lms_ext_passback_profiles;

/* Longest file name, in bytes. Since revision 1. */
#define LMS_PATH_LENGTH_MAX 4096

LMS_EXTERN_C_END

#endif

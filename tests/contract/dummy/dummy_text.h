/* dummy_text.h - text checks of the dummy plugin. */
#ifndef DUMMY_TEXT_H
#define DUMMY_TEXT_H

#include "lms_plugin/lms_plugin.h"

/* 1 if text is UTF-8 (no overlong forms, surrogates or values above U+10FFFF). */
int dummy_is_utf8(const char* text, uint64_t len);
/* LMS_OK, LMS_E_ARGUMENT, LMS_E_RANGE or LMS_E_UTF8. */
lms_status dummy_check_id(const lms_str* id, int required);
/* 1 and the value of a string member of a flat JSON object, as far as the dummy's configuration
 * needs it. */
int dummy_json_string(const char* json, uint64_t len, const char* name, char* out, uint64_t size);

#endif

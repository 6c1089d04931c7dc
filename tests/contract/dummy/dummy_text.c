#include "dummy_text.h"

#include <string.h>

int dummy_is_utf8(const char* text, uint64_t len) {
  const unsigned char* s = (const unsigned char*)text;
  uint64_t i = 0;
  while (i < len) {
    const uint64_t size = s[i] < 0x80 ? 1 : s[i] >= 0xF0 ? 4 : s[i] >= 0xE0 ? 3 : 2;
    uint64_t k;
    if (s[i] >= 0x80 && (s[i] < 0xC2 || s[i] > 0xF4 || len - i < size)) {
      return 0;
    }
    for (k = 1; k < size; k++) {
      if ((s[i + k] & 0xC0U) != 0x80) {
        return 0;
      }
    }
    if ((s[i] == 0xE0 && s[i + 1] < 0xA0) || (s[i] == 0xED && s[i + 1] > 0x9F) ||
        (s[i] == 0xF0 && s[i + 1] < 0x90) || (s[i] == 0xF4 && s[i + 1] > 0x8F)) {
      return 0;
    }
    i += size;
  }
  return 1;
}

lms_status dummy_check_id(const lms_str* id, int required) {
  uint64_t i;
  if (id->len == 0) {
    return required ? LMS_E_ARGUMENT : LMS_OK;
  }
  if (id->ptr == NULL) {
    return LMS_E_ARGUMENT;
  }
  if (id->len > LMS_ID_MAX) {
    return LMS_E_RANGE;
  }
  for (i = 0; i < id->len; i++) {
    if ((unsigned char)id->ptr[i] < 0x20 || id->ptr[i] == 0x7F) {
      return LMS_E_UTF8;
    }
  }
  return dummy_is_utf8(id->ptr, id->len) ? LMS_OK : LMS_E_UTF8;
}

int dummy_json_string(const char* json, uint64_t len, const char* name, char* out, uint64_t size) {
  const uint64_t name_len = strlen(name);
  uint64_t i;
  for (i = 0; i + name_len + 4 < len; i++) {
    if (json[i] == '"' && memcmp(json + i + 1, name, name_len) == 0 &&
        memcmp(json + i + 1 + name_len, "\":\"", 3) == 0) {
      const char* value = json + i + name_len + 4;
      const char* end = memchr(value, '"', len - (uint64_t)(value - json));
      if (end == NULL || (uint64_t)(end - value) >= size) {
        return 0;
      }
      memcpy(out, value, (uint64_t)(end - value));
      out[end - value] = '\0';
      return 1;
    }
  }
  return 0;
}

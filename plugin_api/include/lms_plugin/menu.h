/* menu.h - menu items and cards that a plugin puts into a host, and who is asking when one is used.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef LMS_PLUGIN_MENU_H
#define LMS_PLUGIN_MENU_H

#include "lms_plugin/status.h"

/* Ids of the items that a grade passback plugin registers: place, slash, name. They never change. */
#define LMS_ITEM_SYNC_GRADES_SETTINGS "gradebook.tools/sync_grades_settings"
#define LMS_ITEM_SYNC_GRADES_TO_SIS "gradebook.tools/sync_grades_to_sis"
#define LMS_ITEM_SIS_SETTINGS "admin.sis_sync/sis_settings"
/* Since 1.1. */
#define LMS_ITEM_SYNC_CONSOLE                                                                      \
  "admin.sis_sync/console" /* how all classes of a domain stand            */
#define LMS_ITEM_ACTIVITY_SYNC                                                                     \
  "gradebook.activity/sync" /* on the page of an activity; who.activity_id  */

/* Who uses an item, and where. Borrowed. user_id is required; class_id for gradebook items, domain_id for
 * admin items. The host has authenticated the user; the plugin asks permission_check before it acts. Since 1.0. */
typedef struct lms_action_context {
  uint32_t struct_size;
  uint32_t deadline_ms; /* 0 = the plugin's default, 10 s */
  lms_str user_id;
  lms_str domain_id;
  lms_str class_id;
  lms_str school_year;
  lms_str activity_id; /* when the item was opened on one activity */
  lms_str locale;      /* BCP 47; empty = en */
} lms_action_context;

/* Flags of lms_item_state. */
#define LMS_ITEM_SHOWN 0x1u
#define LMS_ITEM_ENABLED 0x2u

/* How to draw an item for this user, here, now. The caller owns it. Since 1.0. */
typedef struct lms_item_state {
  uint32_t struct_size;
  uint32_t flags;
  char reason_code[64]; /* why it is hidden or disabled; empty when enabled */
  char reason[256];     /* the same for people */
} lms_item_state;

/* A menu item or card. Texts are borrowed for the registering call; ctx and functions last until destroy. Since 1.0. */
typedef struct lms_menu_item {
  uint32_t struct_size;
  uint32_t order;      /* within its place, ascending */
  lms_str id;          /* one of LMS_ITEM_ */
  lms_str place;       /* the id up to the slash */
  lms_str label;       /* English */
  lms_str labels_json; /* {"es": "…"}; may be empty */
  lms_str permission;  /* one of LMS_PERMISSION_: whom the host may show it to */
  void *ctx;
  /* [any] Shown or not, enabled or not, and why. Reads local state only; never waits for the network. */
  lms_status(LMS_CALL *state)(void *ctx, const lms_action_context *who, lms_item_state *out,
                              lms_error *err);
  /* [host] Does what the item does: a JSON document in (empty = open it), a JSON document out. Returns
   * LMS_E_DENIED if permission_check says no, LMS_E_DOCUMENT for input that does not fit. */
  lms_status(LMS_CALL *invoke)(void *ctx, const lms_action_context *who, const char *input_json,
                               uint64_t input_len, const lms_sink *output, lms_error *err);
  /* Whoever has this permission may be shown the item too: it opens, and changes nothing. Empty:
   * nobody. Since 1.1. */
  lms_str view_permission;
} lms_menu_item;

#endif

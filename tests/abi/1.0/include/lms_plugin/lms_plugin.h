/* lms_plugin.h - the whole contract between a learning management system and its plugins.
 *
 * Start with plugin.h (what a plugin offers) and host.h (what a host offers); types.h has the rules
 * that hold everywhere. docs/host-guide.md walks through a first integration.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef LMS_PLUGIN_LMS_PLUGIN_H
#define LMS_PLUGIN_LMS_PLUGIN_H

#include "lms_plugin/plugin.h"

#endif

// Menu items, the settings card and the status of an instance.
#pragma once

#include <string_view>

#include "lms_plugin/lms_plugin.h"
#include "plugin/platform/result.hpp"

namespace passback::abi {

class Instance;

/// Hands the host the items and the callbacks, each as (function, context); nothing where the host
/// lacks the services.
Status register_with_host(Instance& instance, lms_instance self);

Status show_item(Instance& instance, std::string_view item_id, const lms_action_context* who,
                 lms_item_state* out);
Status invoke_item(Instance& instance, std::string_view item_id, const lms_action_context* who,
                   std::string_view input, const lms_sink* output);
Status write_status(Instance& instance, std::string_view query, const lms_sink* output);

} // namespace passback::abi

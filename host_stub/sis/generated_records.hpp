#pragma once
// Records that the system makes itself: places for final grades, grading periods beside those of
// the roster, and the blank results of a new line item.
#include "host_stub/sis/context.hpp"

namespace host_stub::sis {

/// Makes what the settings ask for and is not there yet. Called when the roster or the settings
/// changed.
void generate_records(Store& store, const SisConfig& config, RecordFlags& record_flags,
                      std::int64_t now_ms);

/// A blank result for each student of the line item's class, where the settings say so.
void precreate_results(const Context& context, const std::string& line_item);

} // namespace host_stub::sis

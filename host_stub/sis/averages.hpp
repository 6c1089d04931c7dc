#pragma once
// The grade that the system works out by itself for each student of a class: points earned of
// points possible, over everything that counts.
#include "host_stub/sis/json.hpp"
#include "host_stub/sis/record_flags.hpp"
#include "host_stub/sis/store.hpp"

namespace host_stub::sis {

/// {"class": id, "students": {id: {"earned", "possible", "average", "items"}}, "slots": {id: {line
/// item: score}}}. Exempt results and those without a score do not count, nor do the results of
/// final slots.
json::object averages_of_class(const Store& store, const RecordFlags& record_flags,
                               std::string_view class_id);

} // namespace host_stub::sis

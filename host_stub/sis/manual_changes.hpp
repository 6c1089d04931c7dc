#pragma once
// What a person does in the system's own screens, past every rule of the API: types a grade,
// renames a category, deletes a line item, locks one.
#include "host_stub/sis/record_flags.hpp"
#include "host_stub/sis/store.hpp"

namespace host_stub::sis {

/// {"kind": "lineItems", "sourcedId": "li-1", "set": {…}, "remove": ["score"], "delete": true,
/// "lock": true}; all but the first two may be absent. `set` merges members as the API shows them.
/// For a result, "lineItem" and "student" (their ids) may stand for "sourcedId". Throws
/// std::runtime_error in plain words; gives the id.
std::string change_by_hand(const json::value& document, Store& store, RecordFlags& record_flags,
                           std::int64_t now_ms);

} // namespace host_stub::sis

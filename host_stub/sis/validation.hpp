#pragma once
// Is a written object what the data model of its version says? Only the object itself is looked at:
// whether what it refers to exists is references.hpp's question. Strict and lenient are explained
// in config.hpp.
#include <string>
#include <vector>

#include "host_stub/sis/config.hpp"
#include "host_stub/sis/json.hpp"
#include "host_stub/sis/model.hpp"

namespace host_stub::sis {

struct Problem {
  std::string member; ///< "lineItem.class.href"
  std::string message;
};

/// Every way in which the object departs from the model. `base` is the stored object that a merging
/// PUT completes: what it has need not be given again; nullptr otherwise.
std::vector<Problem> check_object(Kind kind, Version version, const json::object& object,
                                  const SisConfig& config, const json::object* base = nullptr);

/// The object as the store keeps it: known members only, no nulls, references without href, flags
/// as text. Expects an object that check_object found nothing wrong with.
json::object canonical(Kind kind, Version version, const json::object& object);

/// "lineItem.dueDate: is required; …", at most five of them.
std::string describe(const std::vector<Problem>& problems);

} // namespace host_stub::sis

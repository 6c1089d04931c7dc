#pragma once
// What PUT and POST have in common: may this be written, is the body JSON in the right envelope,
// and does the object fit.
#include <optional>
#include <string>
#include <variant>

#include "host_stub/sis/context.hpp"
#include "host_stub/sis/errors.hpp"

namespace host_stub::sis {

/// 403 for what cannot be changed in this system; the same for its own slots, for what is locked
/// and while the grading window is shut. `id`: what is written, as far as it has an id yet.
std::optional<Failure> check_writable(const Context& context, Kind kind, const std::string& id);

/// What the one member of the body's envelope holds.
std::variant<json::value, Failure> read_envelope(const Context& context, std::string_view name);

/// Checked against the model and the provider's data; the canonical object, ready to be stored
/// under `id`. `base`: the stored object that a merging PUT completes, or nullptr.
std::variant<json::object, Failure> accept_object(const Context& context, Kind kind,
                                                  const json::object& given, const std::string& id,
                                                  const Record* base);

/// An id that this system gives.
std::string new_id(const Context& context);

} // namespace host_stub::sis

#pragma once
// Writing: PUT by id, DELETE by id, and the four POSTs of 1.2 that take a set and answer with pairs
// of ids.
#include "host_stub/sis/context.hpp"

namespace host_stub::sis {

/// Creates or replaces (or merges) the object whose id is context.ids[0].
http::Response put_one(const Context& context, Kind kind);
/// Creates an object under an id that the system gives, and answers with it.
http::Response put_new(const Context& context, Kind kind);
/// Deletes the object whose id is context.ids[0]; the results of a deleted line item go with it.
http::Response delete_one(const Context& context, Kind kind);

/// Where a POST says that its items belong; what an item leaves out in lenient mode is filled in
/// from here.
struct PostParent {
  Kind kind;          ///< of context.ids[i]
  const char* member; ///< the item's member that must name it; "" = checked otherwise
};
http::Response post_set(const Context& context, Kind kind, const std::vector<PostParent>& parents);

} // namespace host_stub::sis

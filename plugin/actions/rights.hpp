// Which right each operation of each item needs: one table, by which the boundary asks the host and
// the documents say what may be done. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "plugin/actions/actions.hpp"

namespace passback::actions {

enum class Need {
  see,     ///< shows, and changes nothing: view_sync will do
  act,     ///< the item's own permission; in a class act_for_teacher stands in for it
  operate, ///< concerns the whole site: the operation asks for operate_sync itself, of each domain
           ///< tree that it concerns
  each_class, ///< concerns all classes that somebody teaches: the operation asks for `act` itself,
              ///< of each of them
};

struct Operation {
  std::string_view item, op;
  Need need;
};

/// All operations of all items.
const std::vector<Operation>& all_operations();

/// The operation that an input asks for, by the item's own rule: "op", or what goes without saying.
/// Input that is no JSON object asks for none.
std::string operation_of(std::string_view item_id, std::string_view input);

/// An operation that is not in the table needs the item's own permission: it is refused, but not to
/// somebody who may only look.
Need need_of(std::string_view item_id, std::string_view op);

/// The operations of an item that somebody in that capacity may use.
std::vector<std::string_view> operations_for(std::string_view item_id, Capacity capacity);

/// The same for the document of an item that is open.
boost::json::array operations_document(std::string_view item_id, Capacity capacity);

/// Who did it, for the history: "u-2001", or "u-2001 for a teacher".
std::string actor_of(const Asker& asker);

/// The same document for somebody who uses the item in another capacity than its own: it says so,
/// and a viewer is offered nothing that she may not do.
std::string said_for(const Asker& asker, const texts::Words& words, std::string_view item_id,
                     std::string document);

} // namespace passback::actions

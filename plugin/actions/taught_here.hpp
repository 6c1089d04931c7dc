// Which classes somebody teaches and may send in.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/class_key.hpp"
#include "plugin/actions/input.hpp"

namespace passback::actions {

/// A class that an input names, with what else the input says of it.
struct NamedClass {
  ClassKey key;
  std::string token; ///< of its preview, if there is one
};

/// "classes": [{"class_id", "school_year", "token"}], at most 100, each once. nullopt: there is no
/// such member. What is wrong with it becomes a problem.
std::optional<std::vector<NamedClass>> read_classes(const boost::json::object& input,
                                                    std::vector<Problem>& problems);

/// All classes that the asker teaches, by class and year. Code::denied: none.
Result<std::vector<ClassKey>> classes_taught(const ActionParts& parts, const Asker& asker);

/// The asker as she stands in that class; her right there is not known yet.
Asker in_class(const Asker& asker, const ClassKey& key, const gradebook::DomainId& domain);

/// Asks the host, outside of any transaction, in which of the classes she may send, and tells each
/// asker her right; those in which she may not are taken out. Code::busy: the host says later, and
/// has then been asked about all of them.
Status keep_those_she_may_send(const ActionParts& parts, std::vector<Asker>& askers);

/// The classes that were named, in their order, each with the asker's right there. One that she
/// does not teach or may not send in becomes a problem that names it. Code::denied: she teaches
/// none.
Result<std::vector<Asker>> those_named(const ActionParts& parts, const Asker& asker,
                                       const std::vector<NamedClass>& named,
                                       std::vector<Problem>& problems);

/// The same of an input that has to name some; `named` are those.
Result<std::vector<Asker>> those_chosen(const ActionParts& parts, const Asker& asker,
                                        const boost::json::object& input,
                                        std::vector<NamedClass>& named,
                                        std::vector<Problem>& problems);

/// lms.result/1: nothing was shown or sent of any class, and why.
Reply refuse_classes(const texts::Words& words, const std::vector<Problem>& problems);

} // namespace passback::actions

// One record of each connection shows what becomes of the ids that we give, before others are made
// there. Belongs to the worker's thread.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "plugin/delivery/worker/carried.hpp"

namespace passback::delivery {

class IdProofs {
 public:
  /// True if it makes something and another one is about to show that; else it shows it itself.
  bool must_wait(const CarriedPtr& carried);
  /// True if nobody knew it of that connection.
  bool shown(const std::string& connection_id) { return shown_.insert(connection_id).second; }

 private:
  std::set<std::string> shown_; ///< connections
  std::map<std::string, std::weak_ptr<Carried>> showing_;
};

} // namespace passback::delivery

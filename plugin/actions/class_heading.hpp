// How a class is introduced in a document about several, and how long it takes until all that goes
// of them is in their SISs.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include <boost/json.hpp>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/class_key.hpp"

namespace passback::actions {

ClassKey class_key_of(const Asker& asker);

/// {"class_id","school_year","title"}; the school year and the title where there are any.
boost::json::object class_heading(const ClassKey& key, const std::string& title);
/// The same with the title that the host told.
Result<boost::json::object> class_heading(decision::UnitOfWork& work, const ClassKey& key);

/// Whether it is allowed or why not, automatic or not, the SIS and the way to it, a trial.
void put_standing(boost::json::object& row, const texts::Words& words,
                  const decision::ClassView& view);

/// Why nothing can be said of one class, or not everything of it went: "ok" and "reason".
void put_failure(boost::json::object& row, const texts::Words& words, const Error& error);

/// Requests to several SISs at once: the one that is ready last is waited for.
class SharedEstimate {
 public:
  explicit SharedEstimate(const oneroster::ProfileCatalog& profiles) : profiles_(profiles) {}
  void add(const decision::ClassView& view, std::int64_t requests);
  /// "estimate", where there is something to say.
  void put(boost::json::object& document, const texts::Words& words) const;

 private:
  const oneroster::ProfileCatalog& profiles_;
  std::map<std::string, std::pair<settings::Connection, std::int64_t>> of_sis_; ///< by connection
};

} // namespace passback::actions

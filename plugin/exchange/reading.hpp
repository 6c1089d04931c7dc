// One read of an exchange: the class, its grading periods, or a collection of it, page by page, by
// the ways that SISs offer. Pure: whoever carries the exchange sends url() and hands the answer in.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "plugin/exchange/lookup.hpp"
#include "plugin/exchange/planned_request.hpp"
#include "plugin/oneroster/reads/paging.hpp"

namespace passback::exchange {

class Reading {
 public:
  /// `way`: which of the addresses that a class and its grading periods are found at, 0 = the
  /// first. None: the SIS has no such address.
  static std::optional<Reading> begin(const PlannedRequest& planned, Lookup what,
                                      std::size_t way = 0);

  enum class Took {
    more,       ///< url() is the next page
    all,        ///< records() are complete
    no_record,  ///< the answer for one record holds none
    unreadable, ///< a page cannot be read: "not among them" would mean nothing
  };
  Took take(const oneroster::HttpAnswer& answer);

  const std::string& url() const { return loop_ ? *loop_->next_url() : urls_.front(); }
  Lookup what() const { return what_; }
  std::size_t way() const { return way_; }
  const std::vector<boost::json::object>& records() const { return records_; }

 private:
  Reading(Lookup what, std::size_t way) : what_(what), way_(way) {}
  void begin_next_list();

  Lookup what_;
  std::size_t way_;
  std::string collection_; ///< the envelope's member
  int page_limit_ = 0;
  std::deque<std::string> urls_; ///< still to be read; of the pages, the loop knows
  std::optional<oneroster::PageLoop> loop_;
  std::vector<boost::json::object> records_;
};

} // namespace passback::exchange

// Reads a collection page by page, with every SIS that was seen: next links, totals, neither of
// them, pages shorter than asked, servers that do not page at all, links that lead in a circle.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "plugin/oneroster/wire/http.hpp"
#include "plugin/platform/result.hpp"

namespace passback::oneroster {

struct PageOptions {
  bool keep_deleted = false; ///< records with status tobedeleted or inactive too
  std::size_t max_pages = 1000;
  std::size_t max_items = 100'000;
};

/// The caller sends next_url() and hands the answer to add(), until next_url() is empty. Then
/// complete() says whether that was everything: only then does "not among the items" mean that the
/// SIS does not have it.
///
/// After each page, in this order: the Link header's rel="next", if it stays at this origin; more,
/// if X-Total-Count says so; else another page until one is empty. A short page is never taken for
/// the last, because servers lower the limit. A value: copy it, keep it; not for several threads.
class PageLoop {
 public:
  /// first_url may hold a limit and an offset already; a limit is added if it does not. page_limit
  /// 0: none is asked for. `collection` is the envelope's member, "lineItems".
  PageLoop(std::string first_url, std::string collection, int page_limit, PageOptions options = {});

  /// Where to go next; empty when the loop has ended.
  const std::optional<std::string>& next_url() const { return next_; }

  /// Takes the answer to next_url(). answer_unreadable for anything but a page of the collection in
  /// a 2xx: the loop has ended then, incomplete, and what was read so far stays.
  Status add(const HttpAnswer& answer);

  /// Without repeats of a sourcedId; records without one are left out.
  const std::vector<boost::json::object>& items() const { return items_; }
  bool complete() const { return complete_; }
  std::size_t pages() const { return pages_; }
  /// The most records that came in one page although fewer than asked and more followed: the
  /// server's own ceiling. 0 = not seen.
  std::size_t page_ceiling() const { return ceiling_; }

 private:
  void finish(bool complete);
  void go_on(const HttpAnswer& answer, std::size_t received, std::size_t fresh);

  std::string collection_;
  std::size_t asked_ = 0;
  PageOptions options_;
  std::string first_url_;
  std::optional<std::string> next_;
  std::vector<boost::json::object> items_;
  std::set<std::string> ids_; ///< of every record seen, also of those that were left out
  std::set<std::string> visited_;
  std::optional<std::size_t> total_;
  std::size_t offset_ = 0, pages_ = 0, ceiling_ = 0, first_page_ = 0, last_page_ = 0;
  std::size_t barren_ = 0; ///< pages in a row that brought nothing new
  bool complete_ = false;
};

} // namespace passback::oneroster

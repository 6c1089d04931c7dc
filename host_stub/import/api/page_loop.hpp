#pragma once
// Which page of a collection to ask for next, and when all of them are there.
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "host_stub/import/api/http_answer.hpp"
#include "host_stub/import/api/url.hpp"

namespace host_stub::import {

// Reads a collection page by page, by what all providers have in common: a link to the next page
// on the same origin, else the total count, else until a page is empty. A short page is not the
// last one, because servers send fewer objects than they were asked for. What could leave objects
// out (a link that leads back, a total that is never reached) is an error: a roster with a hole
// would end people who are still there. Pure.
class PageLoop {
 public:
  struct Limits {
    std::size_t pages = 100000;
    std::size_t objects = 10000000;
  };

  // `member`: the name that the collection has in an answer ("classes"). Other names, one object
  // instead of a list, and a list without a name are read as well.
  PageLoop(Url collection, std::string member, std::size_t page_size)
      : PageLoop(std::move(collection), std::move(member), page_size, Limits{}) {}
  PageLoop(Url collection, std::string member, std::size_t page_size, Limits limits);

  // The page to ask for; nothing when all pages were read.
  const std::optional<Url>& next() const { return next_; }
  // Takes the answer (of status 200) for `next()`. Returns what is wrong with it, in words, or
  // nothing.
  std::optional<std::string> add(const HttpAnswer& answer);

  // In the order in which they came; an object that came on two pages is there once.
  std::vector<boost::json::value>& objects() { return objects_; }
  std::optional<std::size_t> total() const { return total_; }

 private:
  std::optional<Url> next_link(const HttpAnswer& answer) const;
  std::optional<std::string> go_on(const HttpAnswer& answer, std::size_t on_page, bool any_new);
  Url page_at(std::size_t offset) const;

  Url collection_;
  std::string member_;
  std::size_t page_size_;
  Limits limits_;
  std::optional<Url> next_;
  std::set<std::string> asked_;
  std::set<std::string> ids_;
  std::vector<boost::json::value> objects_;
  std::size_t received_ = 0; // with repeated ones: what an offset counts
  std::optional<std::size_t> total_;
};

// The objects of an answer in whatever envelope they came; nothing if it is no JSON, or has none.
std::optional<boost::json::array> objects_in(const std::string& body, const std::string& member,
                                             std::string& why);

} // namespace host_stub::import

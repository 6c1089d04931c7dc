#pragma once
// What makes a recorded talk with an SIS and the talk of now alike: ids that each talk makes up for
// itself, the day on which it is held, and the address of the server. Pure.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

namespace host_stub::replay {

class Likeness {
 public:
  // `days`: how many days later than the recorded talk this one is. `origins`: those of the
  // recording; `here`: the server that plays it.
  Likeness(int days, std::vector<std::string> origins, std::string here)
      : days_(days), origins_(std::move(origins)), here_(std::move(here)) {}

  // Whether the request of now goes where the recorded one went. An id that was made up for the
  // talk is learnt; what the recording has removed fits anything. Path with query.
  bool same_address(std::string_view recorded, std::string_view now);
  // Learns made-up ids and times from what was written then and is written now. Gives back what
  // differs otherwise, a line each.
  std::vector<std::string> compare(const boost::json::value& recorded,
                                   const boost::json::value& now);
  // A recorded answer as it has to be now.
  boost::json::value as_of_now(const boost::json::value& recorded) const;
  std::string as_of_now(std::string_view recorded) const;

 private:
  void compare_at(const std::string& path, const boost::json::value& recorded,
                  const boost::json::value& now, std::vector<std::string>& differences);
  bool same_text(std::string_view recorded, std::string_view now);

  int days_;
  std::vector<std::string> origins_;
  std::string here_;
  std::map<std::string, std::string, std::less<>> now_by_recorded_;
};

// "https://sis.example:8443/x/y" without what stands before the path.
std::string path_of(std::string_view url);
std::string origin_of(std::string_view url);

// The day, so many days later; empty if the text begins with no day.
std::string later_day(std::string_view day, int days);
// Days from one to the other.
int days_between(std::string_view from, std::string_view to);

} // namespace host_stub::replay

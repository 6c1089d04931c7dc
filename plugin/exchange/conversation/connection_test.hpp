// The test of a connection: token, reach, clock, versions, operations, pages, permissions. Reads
// only, a few entries each; nothing is written.
//
// The report is lms.connection_report/1 (docs/documents.md). What was found is learned as
// sis_capabilities.hpp. Checks, in their order:
//
//   address        where grades will go, and that it is https
//   token          kind and lifetime; skipped where no token is fetched
//   scopes         what was granted of what was asked for
//   read_classes   the first answer: reach, certificate, the right service, the right version
//   clock          the Date header against our own clock
//   paging         whether longer lists come in one piece
//   other_version  does the other OneRoster version answer there?
//   class, categories, line_items, results, grading_periods, score_scales, discovery
//   write          what can be said about writing without writing
//   metadata       members that the SIS adds of its own; their names only
#pragma once

#include <cstddef>
#include <deque>
#include <set>

#include "plugin/exchange/conversation/conversation.hpp"
#include "plugin/exchange/conversation/sis_capabilities.hpp"

namespace passback::exchange {

class ConnectionTest final : public Conversation {
 public:
  explicit ConnectionTest(Partner partner);
  boost::json::object report() const override;

 private:
  /// An answer that is a collection: its entries. Anything else becomes a failed check.
  struct Page {
    std::size_t entries = 0, total = 0; ///< total 0 = the SIS does not say
    bool more = false;                  ///< there is more than came
    boost::json::object first;
  };
  std::optional<Page> read_page(const Response& response, std::string_view member_name);

  void check_address();
  /// Without it no grade is taken.
  std::string write_scope() const;
  void check_scopes(const oneroster::Token& token);
  void check_clock(const Response& response);
  void ask_for_classes();
  void classes_answered(const Response& response);
  void classes_refused(const Response& response);
  void ask_for_pages();
  void ask_other_version(bool ours_is_missing);
  void ask_about_class(const boost::json::object& first_class);
  void ask_for_categories(const gradebook::SourcedId& class_id);
  void ask_for_line_items(const gradebook::SourcedId& class_id);
  void ask_for_results(const gradebook::SourcedId& class_id);
  void ask_for_grading_periods(const std::vector<gradebook::SourcedId>& terms);
  void ask_for_the_rest(const gradebook::SourcedId& class_id);
  void check_writing();
  void check_metadata();

  /// A list that may be had at one of two addresses. `found` is told which one answered: 0, 1, or
  /// nothing.
  struct ListRoute {
    oneroster::HttpRequest first;
    std::optional<oneroster::HttpRequest> second;
    std::string id, member_name;
    Phrase what;    ///< "The categories of a class"
    Phrase without; ///< what it means that neither is there
    std::function<void(int)> found;
    bool may_be_refused = false; ///< where the SIS did not grant what it needs: no failure then
  };
  void ask_route(ListRoute route);
  void list_refused(const ListRoute& route, const Response& response);
  void list_accepted(const ListRoute& route, bool usual_way, const boost::json::object& entry);

  /// The addresses that may list grading periods, asked in turn until one shows any.
  struct PeriodSearch {
    struct Address {
      std::string url;
      oneroster::PeriodRoute route;
    };
    std::deque<Address> left = {};
    /// A class without a term says nothing about the way by terms.
    bool usual_way_asked = true;
    std::optional<oneroster::PeriodRoute> answered =
        {};                            ///< by which the first list came, if only an empty one
    std::optional<Response> refused = {}; ///< what may be there, but was not shown
  };
  void ask_next(PeriodSearch search, const ListRoute& route);
  void not_shown(const PeriodSearch& search, const ListRoute& route, const Response& last);
  void note_metadata(std::string_view of, const boost::json::object& entry);

  SisCapabilities found_;
  bool found_anything_ = false;
  std::optional<bool> other_version_;
  std::set<std::string> metadata_;
};

} // namespace passback::exchange

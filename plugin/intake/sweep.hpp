// The sweep: reading the host's gradebook page by page, to find what no event told of. It is asked
// for when more may go than before (sync is switched on, connected, un-excluded, moved to another
// SIS), when the host was restored from a backup, and by hand; while sync is off nothing new is
// stored, so what was graded then is known to the host alone.
//
// What is still to be read stands in the outbox (SweepRow), in the same transaction as the change
// that asked for it. First the host lists the classes of a domain, each becoming a row; then each
// class is read a page at a time. A process that dies leaves the row with the last page done.
//
// A page is older than whatever the host says while it is on its way: its facts are committed only
// if the record has not moved since the page was asked for.
//
// [intake] Everything runs on the host's thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plugin/decision/class_view.hpp"
#include "plugin/intake/events.hpp"
#include "plugin/outbox/record.hpp"
#include "plugin/outbox/transaction.hpp"

namespace passback::intake {

/// Which part of the gradebook is to be read.
struct SweepRequest {
  gradebook::DomainId domain_id; ///< with all below it; empty = the whole site
  gradebook::ClassId class_id;   ///< not empty: this class alone
  gradebook::SchoolYear school_year;
};

/// The domain and all below it. A host without domains does not know the name of the root, under
/// which its settings lie: there it is the whole site.
SweepRequest all_below(const gradebook::DomainId& domain,
                       const gradebook::DomainId& default_domain);

/// Writes down that this is to be read, from its beginning.
Status ask_to_sweep(outbox::Transaction& transaction, const SweepRequest& request);

/// After this change classes may send that could not before, or send to another SIS.
bool opens_more(const settings::DomainSettings& before, const settings::DomainSettings& after);
/// After this change activities of the class may go that could not before.
bool opens_more(const settings::ClassSettings& before, const settings::ClassSettings& after);

/// A restored host tells of it by a higher host_epoch: then the whole site is asked for. Returns
/// the epoch that was known before; -1 = none.
Result<std::int64_t> note_epoch(outbox::Transaction& transaction, std::int64_t host_epoch);

/// One page to ask the host for.
struct SweepQuestion {
  outbox::SweepOf of = outbox::SweepOf::lms_class;
  std::string id; ///< of the domain or class
  gradebook::SchoolYear school_year;
  std::string after;    ///< the host's mark of the page before; empty = from the beginning
  int limit = 0;        ///< classes, or activities and scores together, at most
  std::int64_t seq = 0; ///< when it is asked: what has a higher seq is newer than the page
};

/// A class as the host lists it.
struct ListedClass {
  gradebook::ClassId class_id;
  gradebook::SchoolYear school_year;
  gradebook::DomainId domain_id;
  std::int64_t scores = -1; ///< -1 = the host did not count
};

/// What the host answered.
struct SweepPage {
  std::vector<ListedClass> classes = {};
  std::vector<ActivityEvent> activities = {};
  std::vector<ScoreEvent> scores = {};
  std::string next = {};             ///< mark of the next page; empty = this was the last
  std::int64_t scores_of_class = -1; ///< all of them; -1 = the host did not count
};

/// Takes the next page from the queue, so that no other process asks for it at the same time.
/// nullopt: nothing is left that may be asked for now.
Result<std::optional<SweepQuestion>> next_question(decision::UnitOfWork& work);
/// Puts a listed class into the queue, if anything may go there.
Status queue_class(decision::UnitOfWork& work, const ListedClass& listed);
/// The page has been taken: the row goes on with the next one, or is done. A row that was asked for
/// anew meanwhile begins again.
Status finish_page(decision::UnitOfWork& work, const SweepQuestion& question,
                   const SweepPage& page);
/// There was no page: the host is asked again, later each time.
Status postpone(decision::UnitOfWork& work, const SweepQuestion& question);

/// What is left of all that was asked for.
struct SweepState {
  outbox::SweepTotals totals;
  bool not_listed = false; ///< the host did not offer its gradebook in pages when it was asked last
  bool told = false;       ///< and people were told so of the newest that is asked for
  bool nothing_left() const { return totals.domains == 0 && totals.classes == 0; }
  Code why() const { return not_listed ? Code::not_listed : Code::not_looked_at; }
};
Result<SweepState> sweep_state(outbox::Transaction& transaction);
/// The host does not offer its gradebook in pages, and people are being told.
Status note_not_listed(outbox::Transaction& transaction);

/// A page of the class is on its way, which may hold a cell as it was before. What needs no row
/// otherwise needs one then, to be newer than the page.
Result<bool> has_page_out(outbox::Transaction& transaction, const decision::ClassView& view);

/// The facts of a page are those that the record was observed with, to the letter (what the SIS
/// cannot see may hold a grade back), so that nothing has to be stored. A higher revision is
/// stored, because it has to turn older events away; a record that waits is placed anew.
bool is_as_observed(const outbox::Record& record, outbox::Form form, const outbox::Facts& facts,
                    const decision::Origin& origin);

/// What of a class has not been looked at.
struct NotLookedAt {
  std::optional<std::int64_t> scores; ///< as far as it is known
  Code why = Code::not_looked_at;
};
/// nullopt: nothing is still to be read there, or nothing may go there.
Result<std::optional<NotLookedAt>> not_looked_at(decision::UnitOfWork& work,
                                                 const decision::ClassView& view);

} // namespace passback::intake

// What the SIS settings card opens with: what is set and where that comes from, how the connection
// stands, and what waits for a person. Read-only; "Edit settings" leads to the form.
#pragma once

#include <chrono>

#include <boost/json.hpp>

#include "plugin/actions/card_advice.hpp"
#include "plugin/actions/sis_card.hpp"
#include "plugin/actions/trial_words.hpp"

namespace passback::actions {

/// What summary and set-up report are made from, read in one transaction.
struct CardFacts {
  SisCard card;
  RosterCounts roster;
  std::string open_period_start;   ///< "2026-08-24"; empty = not known, or not needed
  std::int64_t classes_to_see = 0; ///< with grades that need somebody
  TrialFigures trial;              ///< of the domain and all below it
};
/// The numbers of the outbox are counted only where they are shown.
enum class Counted { no, yes };
Result<CardFacts> read_card_facts(const ActionParts& parts, const gradebook::DomainId& domain,
                                  Counted counted);

/// How the connection stands: "state" with "outcome" none, ok, unknown or problem.
void put_state(boost::json::object& document, const texts::Words& words, const SisCard& card);

/// lms.sis_summary/1
Result<boost::json::object> sis_summary(const ActionParts& parts, const Asker& asker);

} // namespace passback::actions

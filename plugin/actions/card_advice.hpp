// What the SIS settings card says besides its fields: what the form proposes for a new connection,
// whose product it is and whom to ask, and whether the roster is there.
#pragma once

#include <boost/json.hpp>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/form.hpp"
#include "plugin/actions/readiness.hpp"
#include "plugin/actions/sis_card.hpp"

namespace passback::actions {

/// Puts "proposed" into the fields of a finished form for whoever connects an SIS for the first
/// time. Nothing of it is stored before it is saved.
void add_proposals(boost::json::object& form);

/// "branding": each member of branding.yaml, or what stands for it.
void put_branding(boost::json::object& document, const texts::Words& words,
                  const settings::Branding& branding, std::string_view sis_name);
settings::Branding branding_of(const ActionParts& parts);
/// Who helps.
Phrase support_of(const settings::Branding& branding);

/// The roster must come first: how many classes and students there are, and how many lack an id.
Phrase roster_words(const RosterCounts& counts);
/// "roster": the numbers and their sentence.
void put_roster(boost::json::object& document, const texts::Words& words,
                const RosterCounts& counts);

/// Notes of the form: time zone, roster before the first save, standards, the vendor's file.
void add_advice(FormDocument& form, const SisCard& card, const RosterCounts& roster,
                const settings::Branding& branding);

/// The first day of the grading period that is open now, "2026-08-24"; empty = nobody knows: no
/// class of the domain has its periods read from the SIS.
Result<std::string> start_of_open_period(decision::UnitOfWork& work, const SisCard& card,
                                         const gradebook::DomainId& domain,
                                         const oneroster::ProfileCatalog& profiles);

} // namespace passback::actions

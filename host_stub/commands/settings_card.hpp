#pragma once
// How commands use the plugin's SIS settings card: what it is sent, and what its reply means to
// a person.
#include <string>

#include <boost/json/object.hpp>

#include "host_stub/commands/common.hpp"
#include "host_stub/gradebook/roster_store.hpp"

namespace host_stub::commands {

// What the settings card wants to be sent to save these values (docs/documents.md). A file that is
// such a request already stays as it is.
boost::json::object save_request(boost::json::object values);

// Domains are named to people by their sourcedIds too, as after --domain; the plugin knows the
// host's ids alone. What nobody knows stays: the card refuses it by name.
void name_domains_by_host_ids(gradebook::RosterStore& roster, boost::json::object& settings);

// The card's reply in words; a card that points out wrong fields has refused.
Answer answer_of_card(boost::json::value reply, const std::string& domain_title);

} // namespace host_stub::commands

// Whether a domain, or a class of the SIS, is in trial: asked of what is written for no record of a
// gradebook, a test grade, when a person asks for it and again when it begins.
#pragma once

#include "plugin/decision/settings_view.hpp"
#include "plugin/outbox/transaction.hpp"

namespace passback::decision {

/// Settings that cannot be read are no trial: they stop what is below them on their own.
Result<bool> is_domain_in_trial(outbox::Transaction& transaction, SettingsView& settings,
                                const gradebook::DomainId& domain);

/// The domain is in trial, or one in which a class of the LMS is that class of the SIS.
Result<bool> is_place_in_trial(outbox::Transaction& transaction, SettingsView& settings,
                               const gradebook::DomainId& domain,
                               const gradebook::SourcedId& sis_class_id);

} // namespace passback::decision

// What an administrator can have done at the SIS from the SIS settings card: test the connection,
// send a test grade, look at readiness; and read what came of it.
#pragma once

#include <chrono>
#include <string_view>

#include <boost/json.hpp>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/form.hpp"
#include "plugin/outbox/job.hpp"

namespace passback::actions {

/// True for test_connection, test_grade, readiness and job.
bool is_job_op(std::string_view op);

/// lms.result/1 or lms.job/1.
Result<Reply> use_sis_jobs(const ActionParts& parts, const Asker& asker,
                           const gradebook::DomainId& domain, const boost::json::object& input,
                           std::chrono::milliseconds deadline);

/// The last one of that kind that was asked for in the domain.
Result<std::optional<outbox::JobRow>>
last_job_of(outbox::Transaction& transaction, const std::string& connection_id,
            std::string_view kind, const gradebook::DomainId& domain, bool owns_connection);

/// What the last test of the connection said, as notes of the card.
void add_test_notes(FormDocument& form, const outbox::JobRow& last_test, std::int64_t now_unix_ms);

} // namespace passback::actions

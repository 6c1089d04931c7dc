// Operations of Sync grades to SIS where grades go as files: make_file, files, file, file_taken and
// file_not_taken (docs/documents.md). A file is made and remembered here; what stands in it, and
// what a person's word does, is intake/file_delivery.hpp.
#pragma once

#include <chrono>
#include <string_view>

#include <boost/json.hpp>

#include "plugin/actions/action_transaction.hpp"

namespace passback::actions {

bool is_file_op(std::string_view op);

/// skipped: what the send before it left out, for the reply of make_file.
Result<Reply> use_grade_files(const ActionParts& parts, const Asker& asker, std::string_view op,
                              const boost::json::object& object, boost::json::array skipped,
                              std::chrono::milliseconds deadline);

} // namespace passback::actions

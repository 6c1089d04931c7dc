// What a person is told when the SIS shows what was sent: the same, or how it differs. Pure.
#pragma once

#include <boost/json/object.hpp>

#include "plugin/exchange/conversation/check_list.hpp"
#include "plugin/exchange/conversation/test_grade_plan.hpp"

namespace passback::exchange::test_grade {

Check compare_line_item(const oneroster::Profile& profile, const oneroster::LineItemInput& sent,
                        const boost::json::object& in_sis);

/// `sent`: the record of the document that was sent, out of its envelope.
Check compare_result(const oneroster::Profile& profile, Stage stage,
                     const boost::json::object& sent, const boost::json::object& in_sis);

} // namespace passback::exchange::test_grade

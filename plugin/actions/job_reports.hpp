// The report of an ended job, read from what the job kept: each text in the language of whoever
// reads it now. What an earlier release kept has English only, and is handed on as it is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "plugin/actions/phrase_members.hpp"

namespace passback::actions {

/// The report as a document: beside each text its key and what stands for its placeholders, as in
/// forms. Null for what is no report.
boost::json::value report_document(const texts::Words& words, std::string_view kept);

/// What a check of a report says.
struct ToldCheck {
  std::string outcome; ///< "ok", "warning", "failed", "skipped"
  Phrase text;         ///< its sentence, and what to do next
};

struct ToldReport {
  std::string outcome; ///< empty = it is no report
  std::vector<ToldCheck> checks;
};
ToldReport told_in(std::string_view kept_report);

} // namespace passback::actions

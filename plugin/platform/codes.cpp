#include "plugin/platform/codes.hpp"

#include <algorithm>
#include <array>

namespace passback {
namespace {

constexpr std::string_view kNothing{};
constexpr std::string_view kWaits = "Nothing: it goes by itself when this is over.";
constexpr std::string_view kAskAdministrator = "Tell your administrator.";
constexpr std::string_view kReportDefect =
    "Report it with the log lines around it; nothing that was accepted is lost.";

constexpr auto kCatalogue = std::to_array<CodeInfo>({
    {Code::none, "none", "Nothing is wrong.", kNothing, kNothing, kNothing},

    {Code::argument, "call.argument", "A required value is missing or malformed.", kNothing,
     kNothing, "Mend the call in the LMS's integration."},
    {Code::state, "call.state", "This call is not possible now.", kNothing, kNothing,
     "Check the order of calls: create, start, events, stop, destroy."},
    {Code::struct_size, "call.struct_size", "A struct is smaller than the contract's first form.",
     kNothing, kNothing, "Set struct_size and build against the headers of this ABI."},
    {Code::utf8, "call.utf8", "A text is not valid UTF-8, or an id holds control characters.",
     kNothing, kNothing, "Send UTF-8; strip control characters from ids."},
    {Code::unsupported, "call.unsupported", "This is not known here.", kNothing, kNothing,
     "Check the name and the versions of host and plugin."},
    {Code::reentrant, "call.reentrant", "This call may not be made inside a host service.",
     kNothing, kNothing, "Make it after the service has returned."},
    {Code::range, "call.range", "A value is too long, too large or not a finite number.", kNothing,
     kNothing, "Keep ids within 255 bytes, documents within 1 MiB and numbers finite."},
    {Code::document, "call.document", "A document does not have the form it should have.",
     "Check what you entered.", "Check what you entered.",
     "Compare with docs/documents.md; the message names the member."},
    {Code::denied, "call.denied", "You do not have permission to do this here.",
     "Ask your administrator for the permission.", "Give the person the role that may do this.",
     kNothing},
    {Code::config, "call.config", "The configuration cannot be used.", kAskAdministrator,
     "Correct the setting that the message names.", kNothing},

    {Code::busy, "storage.busy", "The outbox was busy until the deadline; nothing was stored.",
     kNothing, kNothing, "Call again, or leave the cell to the sweep."},
    {Code::storage, "storage.error", "The outbox cannot be read or written.", kAskAdministrator,
     "Check the data directory and its disk.", "See the log for the operating system's words."},
    {Code::disk_full, "storage.disk_full", "The disk is full; nothing was stored.",
     kAskAdministrator, "Make room on the disk of the data directory.", kNothing},
    {Code::read_only, "storage.read_only", "The data directory cannot be written.",
     kAskAdministrator, "Give the LMS's process write access to the data directory.", kNothing},
    {Code::corrupt, "storage.corrupt", "The outbox is damaged.", kAskAdministrator,
     "Put the last copy in place, or restore a backup.",
     "Keep the damaged file; docs/outbox.md says how to look into it."},
    {Code::store_version, "storage.version",
     "The outbox was written by a release that is too far from this one; it was not touched.",
     kAskAdministrator, "Install the release that wrote it, or the one after.", kNothing},
    {Code::network_fs, "storage.network_file_system",
     "The data directory is on a network file system, where SQLite cannot keep it safe.",
     kAskAdministrator, "Put the data directory on a local disk, or use PostgreSQL.", kNothing},
    {Code::forked, "call.forked", "This process was forked without telling the plugin.", kNothing,
     kNothing, "Call before_fork and after_fork, or create the instance after the fork."},
    {Code::deadline, "call.deadline", "The work could not end within the deadline.", kNothing,
     kNothing, "Give it more time; the instance is sealed and harmless."},
    {Code::internal, "plugin.defect", "The plugin met a defect of its own.", kAskAdministrator,
     kReportDefect, kReportDefect},

    {Code::host_no_reply, "host.no_reply", "A service of the LMS did not answer.",
     kAskAdministrator, "Look into the LMS's log.",
     "Each service must answer, fail or say that it will answer later."},
    {Code::host_reply, "host.reply", "A service of the LMS gave an answer that cannot be used.",
     kAskAdministrator, "Look into the LMS's log.", "Compare the answer with docs/documents.md."},
    {Code::host_missing, "host.missing", "The LMS does not offer a service that this needs.",
     kAskAdministrator, "Use an integration of a higher tier.", kNothing},

    {Code::sync_off, "policy.off", "Sending grades to the SIS is switched off here.",
     kAskAdministrator, "Switch on \"Allow grades to be sent to the SIS\" in SIS settings.",
     kNothing},
    {Code::domain_excluded, "policy.domain_excluded",
     "This part of the site is excluded from sync.", kAskAdministrator,
     "Take the domain out of \"Excluded domains\" in SIS settings.", kNothing},
    {Code::activity_excluded, "policy.activity_excluded", "This activity is excluded from sync.",
     "Include it in Sync grades settings if it should go.", kNothing, kNothing},
    {Code::not_configured, "policy.not_configured", "No SIS is connected yet.", kAskAdministrator,
     "Fill in the connection in SIS settings.", kNothing},
    {Code::site_moved, "policy.site_moved",
     "This site's id or address has changed, so nothing is sent until an administrator says why.",
     kAskAdministrator, "Open SIS settings and answer: \"this site moved\" or \"this is a copy\".",
     kNothing},

    {Code::activity_unknown, "line_item.activity_unknown",
     "The details of the activity have not arrived from the LMS yet.", kWaits, kWaits,
     "The LMS must report the activity, or answer gradebook_read in pump."},
    {Code::class_unlinked, "class.unlinked", "The class is not linked to a class of the SIS.",
     kAskAdministrator, "Run the roster sync, or enter the class's SIS id.", kNothing},
    {Code::student_unlinked, "student.unlinked",
     "The student is not linked to a person of the SIS.", kAskAdministrator,
     "Run the roster sync, or enter the student's SIS id.", kNothing},
    {Code::category_missing, "line_item.category_missing",
     "The SIS needs a category, and none is chosen for this activity.",
     "Choose a category in Sync grades settings.", kNothing, kNothing},
    {Code::category_not_allowed, "category.not_allowed",
     "The category does not exist in the SIS and may not be made from here.",
     "Choose one of the SIS's own categories in Sync grades settings.",
     "Make the category in the SIS.", kNothing},
    {Code::title_missing, "line_item.title_missing", "The activity has no title.",
     "Give the activity a title.", kNothing, kNothing},
    {Code::points_possible_missing, "line_item.points_possible_missing",
     "The activity has no points possible.", "Set the points possible of the activity.", kNothing,
     kNothing},
    {Code::due_date_missing, "line_item.due_date_missing",
     "The SIS needs a due date, and the activity has none.", "Give the activity a due date.",
     kNothing, kNothing},
    {Code::school_unknown, "line_item.school_unknown",
     "The SIS needs the school of the class, and it is not known yet.", kWaits,
     "If it stays: check that the class still exists in the SIS.", kNothing},
    {Code::grading_period_missing, "line_item.grading_period_missing",
     "The SIS needs a grading period, and none fits.",
     "Check the due date, or ask your administrator.", "Check the grading periods in the SIS.",
     kNothing},
    {Code::score_not_number, "result.not_a_number",
     "The SIS takes numbers only, and this score has none.", "Enter points for this score.",
     kNothing, "OneRoster 1.1 has no text scores."},
    {Code::not_released, "result.not_released", "The score is not released to students yet.",
     "Release it; it goes then.", kNothing, kNothing},
    {Code::draft, "result.draft", "The score is a draft.", "Finish it; it goes then.", kNothing,
     kNothing},
    {Code::parent_not_confirmed, "result.line_item_first",
     "The SIS does not have the activity yet; it goes first.", kWaits, kWaits, kNothing},
    {Code::secret_missing, "account.secret_missing",
     "The password of the SIS account has not been fetched from the LMS yet.", kWaits,
     "If it stays: enter the API Secret or Access token again in SIS settings.",
     "The LMS must call pump and answer secret_get."},
    {Code::profile_missing, "connection.profile_missing",
     "The description of this SIS is not installed here.", kAskAdministrator,
     "Choose another SIS type in SIS settings, or install the profile.", kNothing},
    {Code::withdrawal_unsupported, "record.withdrawal_unsupported",
     "The SIS cannot take records back from here.", "Remove it by hand in the SIS.",
     "Remove it by hand in the SIS.", kNothing},
    {Code::kind_unsupported, "record.kind_unsupported",
     "Grades of this kind are not sent to this SIS.", kNothing, kNothing, kNothing},

    {Code::sis_unreachable, "account.unreachable", "The SIS cannot be reached.", kWaits,
     "If it lasts: check the API Base URL and the network.", kNothing},
    {Code::sis_tls, "account.tls", "The SIS's certificate is not trusted.", kWaits,
     "Check the address; if the SIS uses a private authority, add its certificate.", kNothing},
    {Code::sis_timeout, "account.timeout", "The SIS did not answer in time.", kWaits, kWaits,
     kNothing},
    {Code::sis_error, "account.error", "The SIS answered with an error of its own.", kWaits,
     "If it lasts: ask the SIS's support, with the request id.", kNothing},
    {Code::sis_busy, "account.busy", "The SIS asked us to slow down.", kWaits, kWaits, kNothing},
    {Code::token_refused, "account.token_refused", "The SIS refused our key and secret.",
     kAskAdministrator, "Check API Key, API Secret and API Token URL in SIS settings.",
     "The token answer's error code is in the details."},
    {Code::unauthorised, "account.unauthorised", "The SIS does not accept our credentials.",
     kAskAdministrator, "Enter fresh credentials in SIS settings; they may have expired.",
     kNothing},
    {Code::forbidden, "account.forbidden", "The SIS does not allow us to do this.",
     kAskAdministrator, "Ask the SIS's administrator to grant write access to grades.",
     "The credentials work, but not for this verb and kind; check scopes."},
    {Code::window_shut, "account.window_shut", "The grading window of the SIS is closed.", kWaits,
     "Open the grading window in the SIS if grades should go now.", kNothing},
    {Code::address_refused, "account.address",
     "What answers at this address is not the OneRoster service.", kAskAdministrator,
     "Check the API Base URL in SIS settings.", "The answer was a redirect or not JSON."},

    {Code::rejected_content, "record.rejected", "The SIS did not accept it.",
     "Look at the SIS's own words below; correct and send again.", kNothing,
     "The SIS's answer is kept with the record."},
    {Code::rejected_conflict, "record.conflict",
     "The SIS refused it because something there stands against it.",
     "Look at the activity in the SIS: it may be locked or changed by hand.", kNothing, kNothing},
    {Code::record_forbidden, "record.forbidden",
     "The SIS does not allow this record to be changed.",
     "Ask your administrator whether you may grade this class in the SIS.",
     "Check the rights of the account on this class.", kNothing},
    {Code::record_unknown, "record.unknown",
     "The SIS only updates records that it already has, and it does not have this one.",
     kAskAdministrator, "Make the activity in the SIS first, or choose another SIS type.",
     kNothing},
    {Code::line_item_gone, "line_item.gone", "The activity was removed in the SIS.",
     "Decide whether it should be made again.", kNothing, kNothing},
    {Code::student_gone, "result.student_gone", "The SIS does not know this student in the class.",
     "Check the enrolment in the SIS.", "Check the enrolment in the SIS.", kNothing},
    {Code::answer_unreadable, "account.answer_unreadable", "The SIS's answer could not be read.",
     kWaits, "If it lasts: ask the SIS's support, with the request id.", kNothing},
    {Code::method_refused, "record.method_refused",
     "The SIS does not offer this operation over OneRoster.", kAskAdministrator,
     "Ask the SIS's administrator whether grade passback is licensed and switched on.", kNothing},
});

} // namespace

std::span<const CodeInfo> all_codes() {
  return kCatalogue;
}

const CodeInfo& info(Code code) {
  return kCatalogue[static_cast<std::size_t>(code)];
}

const CodeInfo* find_code(std::string_view id) {
  const auto row = std::ranges::find(kCatalogue, id, &CodeInfo::id);
  return row == kCatalogue.end() ? nullptr : &*row;
}

} // namespace passback

#include "plugin/actions/credentials_end.hpp"

#include "plugin/actions/actions.hpp"
#include "plugin/actions/due_days.hpp"
#include "plugin/platform/time_zone.hpp"

namespace passback::actions {
namespace {

using settings::Connection;
using texts::Phrase;
using texts::say;

DueNotice credentials_notice(const CredentialsQuery& query) {
  DueNotice notice;
  notice.kind = "credentials_end";
  notice.domain = query.domain;
  notice.key = "credentials_end." + query.domain.value;
  notice.item = kSisSettings;
  return notice;
}

DueNotice credentials_over(const CredentialsQuery& query) {
  auto notice = credentials_notice(query);
  notice.over = true;
  notice.text_key = "notice.credentials_end_over";
  notice.values = {{"sis", sis_text(settings::shown_name(query.connection))}};
  return notice;
}

DueNotice credentials_telling(const CredentialsQuery& query, std::int64_t days_left) {
  auto notice = credentials_notice(query);
  notice.text_key = "notice.credentials_end";
  notice.values = {{"sis", sis_text(settings::shown_name(query.connection))},
                   {"when", when_text(days_left)},
                   {"ends_on", query.connection.credentials_end}};
  return notice;
}

// Files need no credentials.
std::string end_of(const Connection& connection) {
  return goes_by_file(connection) ? std::string() : connection.credentials_end;
}

} // namespace

bool is_over(const std::optional<CredentialsTold>& told, const Connection& connection) {
  return told && told->ends_on != end_of(connection);
}

std::vector<DueNotice> credentials_notices(const CredentialsQuery& query,
                                           std::optional<CredentialsTold>& told) {
  std::vector<DueNotice> notices;
  if (is_over(told, query.connection)) {
    notices.push_back(credentials_over(query));
    told.reset();
  }
  const auto ends_on = end_of(query.connection);
  const auto days_left = days_until(query.today, ends_on).value_or(-1);
  const auto step = step_to_tell(kBeforeCredentialsEnd, days_left,
                                 told ? std::optional(told->step) : std::nullopt);
  if (query.may_tell && step) {
    notices.push_back(credentials_telling(query, days_left));
    told = CredentialsTold{ends_on, *step};
  }
  return notices;
}

void add_credentials_note(FormDocument& form, const Connection& connection,
                          std::int64_t now_unix_ms) {
  const auto today = platform::local_date(now_unix_ms, platform::zone_or_utc(connection.time_zone));
  const auto ends_on = end_of(connection);
  const auto days_left = today ? days_until(*today, ends_on) : std::nullopt;
  if (!days_left || *days_left > kBeforeCredentialsEnd[0]) {
    return;
  }
  const auto sis = sis_text(settings::shown_name(connection));
  if (*days_left < 0) {
    form.note("problem", Code::none,
              say("card.credentials_ended", {{"sis", sis}, {"ends_on", ends_on}}));
    return;
  }
  form.note("warning", Code::none,
            say("card.credentials_end",
                {{"sis", sis}, {"when", when_text(*days_left)}, {"ends_on", ends_on}}));
}

} // namespace passback::actions

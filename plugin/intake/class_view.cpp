#include "plugin/intake/class_view.hpp"

#include "plugin/intake/restored.hpp"
#include "plugin/oneroster/profile/with_choices.hpp"
#include "plugin/platform/try.hpp"

namespace passback::intake {
namespace {

void use_connection(ClassView& view, const oneroster::ProfileCatalog& profiles) {
  if (!view.effective.connection) {
    return;
  }
  view.profile = profiles.find(view.effective.connection->profile);
  if (view.profile == nullptr) {
    view.unusable = Code::profile_missing;
    return;
  }
  if (oneroster::changes_profile(*view.profile, view.effective.grading)) {
    view.own_profile = std::make_shared<const oneroster::Profile>(
        oneroster::with_choices(*view.profile, view.effective.grading));
    view.profile = view.own_profile.get();
  }
  auto endpoint = oneroster::resolve_endpoint(*view.effective.connection, *view.profile);
  if (endpoint) {
    view.endpoint = std::move(*endpoint);
  } else {
    view.unusable = endpoint.error().code;
  }
}

} // namespace

Result<ClassView> Desk::open_class(const Origin& origin) {
  if (last_ && last_->origin.class_id == origin.class_id &&
      last_->origin.school_year == origin.school_year &&
      last_->origin.domain_id == origin.domain_id &&
      last_->origin.class_incarnation == origin.class_incarnation) {
    return last_->view;
  }
  ClassView view;
  view.class_id = origin.class_id;
  view.school_year = origin.school_year;
  view.domain_id = origin.domain_id;
  view.incarnation = origin.class_incarnation;
  PASSBACK_TRY_AS(auto row, transaction.lms_class(origin.class_id, origin.school_year));
  if (row) {
    if (!row->domain_id.empty()) {
      view.domain_id = row->domain_id;
    }
    if (view.incarnation == 0) {
      view.incarnation = row->incarnation;
    }
    PASSBACK_TRY_AS(auto links, outbox::links_of(row));
    view.links = std::move(links);
  }
  if (view.domain_id.empty()) {
    view.domain_id = default_domain_;
  }
  auto path = known_path(transaction, view.domain_id);
  if (!path) {
    return path.error();
  }
  if (path->empty() && !accept_unknown_) {
    unknown_domain_ = view.domain_id;
    return Error{Code::state, "the path of a domain is not known"};
  }
  if (path->empty()) {
    path->push_back(view.domain_id);
  }
  PASSBACK_TRY_AS(auto effective, settings_.effective(*path, origin.class_id));
  view.effective = std::move(effective);
  PASSBACK_TRY_AS(view.settings_generation, settings_.generation());
  use_connection(view, profiles_);
  last_ = Last{origin, view};
  return view;
}

Result<decision::ClassInSis> Desk::class_in_sis(const ClassView& view,
                                                const gradebook::SourcedId& sis_class_id) {
  if (!view.effective.connection) {
    return decision::ClassInSis{};
  }
  const auto& connection = *view.effective.connection;
  return in_sis.judged({connection.id, connection.generation, sis_class_id}, view.profile);
}

Result<std::int64_t> Desk::restored_seq() {
  if (!restored_seq_) {
    PASSBACK_TRY_AS(restored_seq_, read_restored_seq(transaction));
  }
  return *restored_seq_;
}

} // namespace passback::intake

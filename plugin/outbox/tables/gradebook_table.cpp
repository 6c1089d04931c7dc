#include "plugin/outbox/tables/gradebook_table.hpp"

#include "plugin/outbox/tables/query.hpp"

namespace passback::outbox {

namespace {

ClassRow read_class(Statement& row) {
  ClassRow out;
  out.class_id.value = row.text();
  out.school_year.value = row.text();
  out.domain_id.value = row.text();
  out.incarnation = row.integer();
  out.host_rev = row.integer();
  out.host_epoch = row.integer();
  out.facts = row.text();
  out.custom = gradebook::custom_id_from_text(row.text());
  return out;
}

EnrolmentRow read_enrolment(Statement& row) {
  EnrolmentRow out;
  out.class_id.value = row.text();
  out.school_year.value = row.text();
  out.user_id = row.text();
  out.role = row.integer_as<std::int32_t>();
  out.class_sis_id.value = row.text();
  out.user_sis_id.value = row.text();
  out.ended = row.integer() != 0;
  out.host_rev = row.integer();
  out.host_epoch = row.integer();
  out.seq = row.integer();
  out.domain_id.value = row.text();
  out.custom_class = gradebook::custom_id_from_text(row.text());
  out.custom_user = gradebook::custom_id_from_text(row.text());
  return out;
}

} // namespace

Result<std::optional<DomainRow>> GradebookTable::domain(const gradebook::DomainId& id) {
  return first_row<DomainRow>(
      database_.prepare("SELECT parent_id, title FROM domain WHERE id = ?1", id.value),
      [&](Statement& row) {
        DomainRow out{id, gradebook::DomainId(row.text()), {}};
        out.title = row.text();
        return out;
      });
}

Status GradebookTable::put_domain(const DomainRow& row) {
  return database_.run("INSERT INTO domain (id, parent_id, title) VALUES (?1, ?2, ?3) "
                       "ON CONFLICT (id) DO UPDATE SET parent_id = excluded.parent_id, "
                       "title = excluded.title",
                       row.id.value, row.parent_id.value, row.title);
}

Result<std::optional<ClassRow>> GradebookTable::lms_class(const gradebook::ClassId& id,
                                                          const gradebook::SchoolYear& year) {
  return first_row<ClassRow>(
      database_.prepare(
          "SELECT class_id, school_year, domain_id, incarnation, host_rev, host_epoch, facts, "
          "custom FROM class WHERE class_id = ?1 AND school_year = ?2",
          id.value, year.value),
      read_class);
}

Status GradebookTable::put_class(const ClassRow& row) {
  return database_.run(
      "INSERT INTO class (class_id, school_year, domain_id, incarnation, host_rev, host_epoch, "
      "facts) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (class_id, school_year) DO UPDATE "
      "SET domain_id = excluded.domain_id, incarnation = excluded.incarnation, "
      "host_rev = excluded.host_rev, host_epoch = excluded.host_epoch, facts = excluded.facts",
      row.class_id.value, row.school_year.value, row.domain_id.value, row.incarnation, row.host_rev,
      row.host_epoch, row.facts);
}

Result<std::optional<EnrolmentRow>> GradebookTable::enrolment(const gradebook::ClassId& id,
                                                              const gradebook::SchoolYear& year,
                                                              std::string_view user_id) {
  return first_row<EnrolmentRow>(
      database_.prepare("SELECT class_id, school_year, user_id, role, class_sis_id, user_sis_id, "
                        "ended, host_rev, host_epoch, seq, domain_id, custom_class, custom_user "
                        "FROM enrolment WHERE class_id = ?1 "
                        "AND school_year = ?2 AND user_id = ?3",
                        id.value, year.value, user_id),
      read_enrolment);
}

Status GradebookTable::put_enrolment(const EnrolmentRow& row) {
  return database_.run(
      "INSERT INTO enrolment (class_id, school_year, user_id, role, class_sis_id, user_sis_id, "
      "ended, host_rev, host_epoch, seq, domain_id, custom_class, custom_user) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) ON CONFLICT (class_id, "
      "school_year, "
      "user_id) DO UPDATE SET role = excluded.role, "
      "class_sis_id = excluded.class_sis_id, user_sis_id = excluded.user_sis_id, "
      "ended = excluded.ended, host_rev = excluded.host_rev, host_epoch = excluded.host_epoch, "
      "seq = excluded.seq, domain_id = excluded.domain_id, "
      "custom_class = excluded.custom_class, custom_user = excluded.custom_user",
      row.class_id.value, row.school_year.value, row.user_id, row.role, row.class_sis_id.value,
      row.user_sis_id.value, row.ended, row.host_rev, row.host_epoch, row.seq, row.domain_id.value,
      gradebook::to_text(row.custom_class), gradebook::to_text(row.custom_user));
}

Result<std::vector<ClassRow>> GradebookTable::classes(const gradebook::SchoolYear& year) {
  return all_rows<ClassRow>(
      database_.prepare(
          "SELECT class_id, school_year, domain_id, incarnation, host_rev, host_epoch, facts, "
          "custom FROM class WHERE ?1 = '' OR school_year = ?1 ORDER BY class_id, school_year",
          year.value),
      read_class);
}

Result<std::vector<EnrolmentRow>> GradebookTable::enrolments(const gradebook::ClassId& id,
                                                             const gradebook::SchoolYear& year) {
  return all_rows<EnrolmentRow>(
      database_.prepare("SELECT class_id, school_year, user_id, role, class_sis_id, user_sis_id, "
                        "ended, host_rev, host_epoch, seq, domain_id, custom_class, custom_user "
                        "FROM enrolment WHERE class_id = ?1 "
                        "AND school_year = ?2 ORDER BY user_id",
                        id.value, year.value),
      read_enrolment);
}

Status GradebookTable::put_custom_id(const ClassRow& row) {
  return database_.run("UPDATE class SET custom = ?3 WHERE class_id = ?1 AND school_year = ?2",
                       row.class_id.value, row.school_year.value, gradebook::to_text(row.custom));
}

Result<std::vector<EnrolmentRow>>
GradebookTable::enrolments_after(const gradebook::ClassId& id, const gradebook::SchoolYear& year,
                                 std::string_view after, int limit) {
  return all_rows<EnrolmentRow>(
      database_.prepare("SELECT class_id, school_year, user_id, role, class_sis_id, user_sis_id, "
                        "ended, host_rev, host_epoch, seq, domain_id, custom_class, custom_user "
                        "FROM enrolment WHERE class_id = ?1 "
                        "AND school_year = ?2 AND user_id > ?3 ORDER BY user_id LIMIT ?4",
                        id.value, year.value, after, static_cast<std::int64_t>(limit)),
      read_enrolment);
}

Result<std::vector<gradebook::DomainId>>
GradebookTable::own_domains(const gradebook::ClassId& id, const gradebook::SchoolYear& year) {
  return all_rows<gradebook::DomainId>(
      database_.prepare("SELECT DISTINCT domain_id FROM enrolment WHERE class_id = ?1 "
                        "AND (?2 = '' OR school_year = ?2) AND domain_id <> '' ORDER BY domain_id",
                        id.value, year.value),
      [](Statement& row) { return gradebook::DomainId(row.text()); });
}

Result<std::vector<OwnDomainRow>> GradebookTable::own_domains() {
  return all_rows<OwnDomainRow>(
      database_.prepare("SELECT DISTINCT class_id, school_year, domain_id FROM enrolment "
                        "WHERE domain_id <> '' ORDER BY class_id, school_year, domain_id"),
      [](Statement& row) {
        OwnDomainRow out;
        out.class_id.value = row.text();
        out.school_year.value = row.text();
        out.domain_id.value = row.text();
        return out;
      });
}

Status GradebookTable::forget_own_domain(const ClassRow& row, const gradebook::DomainId& domain) {
  return database_.run("UPDATE enrolment SET domain_id = '' WHERE class_id = ?1 "
                       "AND school_year = ?2 AND domain_id <> '' AND domain_id = ?3",
                       row.class_id.value, row.school_year.value, domain.value);
}

} // namespace passback::outbox

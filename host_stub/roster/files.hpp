#pragma once
// The files of a made roster, each from the plan: what make_roster() puts together.
#include <cstddef>
#include <string>

#include "host_stub/csv/writer.hpp"
#include "host_stub/roster/dice.hpp"
#include "host_stub/roster/made_roster.hpp"
#include "host_stub/roster/plan.hpp"

namespace host_stub::roster {

// Ids from places in the plan, counted from 1: "s-1", "c-12".
std::string numbered(const char* prefix, std::size_t place);
std::string course_id(std::size_t school, std::size_t course);

// A class that ends with the first term; every fifth does.
bool is_half_year(std::size_t class_place);

// orgs, academicSessions, courses, classes, categories.
void add_structure(const Plan& plan, std::size_t schools, Dice& dice, Files& files);
// users, enrollments.
void add_people(const Plan& plan, std::size_t schools, Dice& dice, Files& files);
// lineItems and, where they are wanted, results.
void add_grades(const Plan& plan, const RosterSize& size, Dice& dice, Files& files);

} // namespace host_stub::roster

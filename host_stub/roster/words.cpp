#include "host_stub/roster/words.hpp"

namespace host_stub::roster {
namespace {

constexpr std::array<std::string_view, 40> kGivenNames = {
    "Ada",   "Amara", "Anouk", "Arjun", "Beatriz", "Callum", "Chloé", "Dario", "Edith", "Emeka",
    "Farid", "Freya", "Gwen",  "Hana",  "Idris",   "Imani",  "Jonas", "José",  "Kaito", "Keira",
    "Leila", "Liam",  "Mateo", "Mina",  "Nadia",   "Noor",   "Odin",  "Oona",  "Pavel", "Priya",
    "Quinn", "Rosa",  "Ruben", "Søren", "Tariq",   "Thea",   "Uma",   "Viggo", "Willa", "Zoë"};

constexpr std::array<std::string_view, 24> kBeginnings = {
    "Alder",  "Amber", "Birk",  "Bram",   "Corl",    "Dun",   "Elder",  "Fenn",
    "Garn",   "Hazel", "Ivel",  "Kest",   "Lark",    "Marl",  "Nettle", "O'Bram",
    "Penner", "Quill", "Rowan", "Sorrel", "Thistle", "Ulver", "Wren",   "Yarrow"};
constexpr std::array<std::string_view, 20> kEndings = {
    "brook", "by",   "combe", "croft", "dale", "den",  "fell",  "field",  "ford", "garth",
    "holt",  "lock", "ley",   "mere",  "moor", "sett", "stead", "thorpe", "wick", "worth"};

constexpr CourseList kHighSchool = {
    {{"Algebra 1", "MATH-101", "Mathematics", "09"},
     {"Geometry", "MATH-201", "Mathematics", "10"},
     {"Statistics", "MATH-401", "Mathematics", "12"},
     {"English 9", "ELA-101", "English", "09"},
     {"American Literature", "ELA-301", "English", "11"},
     {"Biology", "SCI-201", "Science", "10"},
     {"Chemistry", "SCI-301", "Science", "11"},
     {"World History", "SOC-101", "Social Studies", "09"},
     {"Government, Law and Economics", "SOC-401", "Social Studies", "12"},
     {"Spanish 2", "LANG-202", "Languages", "10"},
     {"Studio Art", "ART-101", "Arts", "09"},
     {"Physical Education", "PE-101", "Physical Education", "09"}}};

constexpr CourseList kMiddleSchool = {{{"Mathematics 6", "MATH-6", "Mathematics", "06"},
                                       {"Mathematics 7", "MATH-7", "Mathematics", "07"},
                                       {"Pre-Algebra", "MATH-8", "Mathematics", "08"},
                                       {"English Language Arts 6", "ELA-6", "English", "06"},
                                       {"English Language Arts 7", "ELA-7", "English", "07"},
                                       {"Earth Science", "SCI-6", "Science", "06"},
                                       {"Life Science", "SCI-7", "Science", "07"},
                                       {"Ancient Civilizations", "SOC-6", "Social Studies", "06"},
                                       {"Geography", "SOC-7", "Social Studies", "07"},
                                       {"French 1", "LANG-101", "Languages", "08"},
                                       {"Music, Band and Choir", "MUS-6", "Arts", "06"},
                                       {"Physical Education", "PE-6", "Physical Education", "06"}}};

template <std::size_t N>
std::string one_of(const std::array<std::string_view, N>& words, Dice& dice) {
  return std::string(words[dice.below(N)]);
}

} // namespace

PersonName invent_person(Dice& dice) {
  auto given = one_of(kGivenNames, dice);
  auto family = one_of(kBeginnings, dice);
  return {std::move(given), std::move(family) + one_of(kEndings, dice)};
}

std::string invent_place(Dice& dice) {
  auto place = one_of(kBeginnings, dice);
  return std::move(place) + one_of(kEndings, dice);
}

bool is_high_school(std::size_t school) {
  return school % 2 == 0;
}

const CourseList& courses_of(std::size_t school) {
  return is_high_school(school) ? kHighSchool : kMiddleSchool;
}

} // namespace host_stub::roster

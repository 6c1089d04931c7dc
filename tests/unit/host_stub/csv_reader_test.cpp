#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host_stub/csv/reader.hpp"
#include "host_stub/import/problem.hpp"

namespace host_stub::csv {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class CsvReader : public testing::Test {
 protected:
  std::vector<std::vector<std::string>> read(std::string_view text) {
    auto read = csv::read(text);
    std::vector<std::vector<std::string>> rows;
    for (Row& row : read.rows) {
      lines.push_back(row.line);
      rows.push_back(std::move(row.fields));
    }
    faults = std::move(read.faults);
    return rows;
  }

  std::string only_fault() {
    EXPECT_EQ(faults.size(), 1U);
    return faults.empty()
               ? ""
               : "line " + std::to_string(faults.front().line) + ": " + faults.front().message;
  }

  std::vector<Fault> faults;
  std::vector<std::size_t> lines;
};

TEST_F(CsvReader, SplitsFieldsAtCommasAndRowsAtLineBreaks) {
  EXPECT_THAT(read("a,b\n1,2\n"), ElementsAre(ElementsAre("a", "b"), ElementsAre("1", "2")));
  EXPECT_TRUE(faults.empty());
}

TEST_F(CsvReader, ReadsTheLastRowWithoutALineBreakBehindIt) {
  EXPECT_THAT(read("a,b\n1,2"), ElementsAre(ElementsAre("a", "b"), ElementsAre("1", "2")));
}

TEST_F(CsvReader, KeepsEmptyFieldsAtBothEnds) {
  EXPECT_THAT(read(",x,\n"), ElementsAre(ElementsAre("", "x", "")));
  EXPECT_THAT(read("x,"), ElementsAre(ElementsAre("x", "")));
}

TEST_F(CsvReader, TakesCrLfAndLoneCrAsLineBreaks) {
  EXPECT_THAT(read("a\r\nb\rc\n"),
              ElementsAre(ElementsAre("a"), ElementsAre("b"), ElementsAre("c")));
  EXPECT_THAT(lines, ElementsAre(1, 2, 3));
}

TEST_F(CsvReader, SkipsTheByteOrderMark) {
  EXPECT_THAT(read("\xEF\xBB\xBFsourcedId\n"), ElementsAre(ElementsAre("sourcedId")));
}

TEST_F(CsvReader, KeepsCommasQuotesAndLineBreaksInsideQuotes) {
  EXPECT_THAT(read("\"a,\"\"b\"\"\r\nc\",d\nnext,row\n"),
              ElementsAre(ElementsAre("a,\"b\"\r\nc", "d"), ElementsAre("next", "row")));
  EXPECT_THAT(lines, ElementsAre(1, 3)) << "a quoted line break counts as a line";
}

TEST_F(CsvReader, SkipsEmptyLinesButCountsThem) {
  EXPECT_THAT(read("a\n\n\r\nb\n"), ElementsAre(ElementsAre("a"), ElementsAre("b")));
  EXPECT_THAT(lines, ElementsAre(1, 4));
}

TEST_F(CsvReader, ReadsNothingFromNothing) {
  EXPECT_THAT(read(""), IsEmpty());
  EXPECT_TRUE(faults.empty());
}

TEST_F(CsvReader, NamesTheLineWhereAQuoteIsNeverClosed) {
  EXPECT_THAT(read("a,b\nc,\"open\nmore\n"), ElementsAre(ElementsAre("a", "b")));
  EXPECT_THAT(only_fault(), HasSubstr("line 2: A double quote is opened here and never closed."));
}

TEST_F(CsvReader, RefusesTextBehindAClosingQuote) {
  EXPECT_THAT(read("\"a\"b,c\nd,e\n"), ElementsAre(ElementsAre("d", "e")));
  EXPECT_THAT(only_fault(), HasSubstr("line 1: There is text behind a closing double quote"));
}

TEST_F(CsvReader, RefusesAQuoteInsideAnUnquotedField) {
  EXPECT_THAT(read("a\"b,c\n"), IsEmpty());
  EXPECT_THAT(only_fault(), HasSubstr("line 1: A double quote stands inside a field"));
}

TEST_F(CsvReader, SaysHowToSaveAFileThatIsUtf16) {
  EXPECT_THAT(read(std::string_view("a\0b\0\n", 5)), IsEmpty());
  EXPECT_THAT(only_fault(), HasSubstr("UTF-16"));
}

TEST_F(CsvReader, RefusesBytesThatAreNotUtf8) {
  EXPECT_THAT(read("Bergstr\xF6m,Liam\n"), IsEmpty());
  EXPECT_THAT(only_fault(), HasSubstr("not UTF-8"));
}

TEST(Problems, KeepsFiftyAndCountsTheOthers) {
  import::Problems problems;
  for (std::size_t line = 1; line <= 73; ++line) {
    problems.add({"users.csv", line, "role", "It is empty."});
  }
  EXPECT_EQ(problems.shown().size(), 50U);
  EXPECT_EQ(problems.count(), 73U);
}

} // namespace
} // namespace host_stub::csv

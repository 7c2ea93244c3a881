// The field tables against the documents' own.
#include <gtest/gtest.h>
#include <sstream>

#include "isa/command.hpp"
#include "shared_files.hpp"

namespace quern::bm1684::test {
namespace {

template <size_t N>
void expect_table(const std::array<FieldInfo, N>& table, const char* file) {
  std::istringstream lines(read_file(chip_folder() / file));
  std::string line;
  std::getline(lines, line);
  ASSERT_EQ(line.substr(0, 17), "name,bit_lo,width");
  size_t row = 0;
  for (; std::getline(lines, line); ++row) {
    ASSERT_LT(row, N);
    std::istringstream cells(line);
    std::string name, bit, width;
    std::getline(cells, name, ',');
    std::getline(cells, bit, ',');
    std::getline(cells, width, ',');
    EXPECT_EQ(name, table[row].name);
    EXPECT_EQ(std::stoi(bit), table[row].bit) << name;
    EXPECT_EQ(std::stoi(width), table[row].width) << name;
  }
  EXPECT_EQ(row, N);
}

TEST(Fields, BdTableIsTheDocumentsTable) {
  QUERN_NEEDS_CHIP_FILES();
  expect_table(kBdFields, "bdc_fields.csv");
}

TEST(Fields, GdmaTableIsTheDocumentsTable) {
  QUERN_NEEDS_CHIP_FILES();
  expect_table(kGdmaFields, "gdma_fields.csv");
}

template <size_t N>
void expect_no_overlap(const std::array<FieldInfo, N>& table) {
  for (size_t i = 0; i + 1 < N; ++i)
    EXPECT_LE(table[i].bit + table[i].width, table[i + 1].bit) << table[i].name;
  EXPECT_LE(table[N - 1].bit + table[N - 1].width, 1024);
}

TEST(Fields, DoNotOverlap) {
  expect_no_overlap(kBdFields);
  expect_no_overlap(kGdmaFields);
}

}  // namespace
}  // namespace quern::bm1684::test

#pragma once
// The rules of docs/STYLE.md that a program can check.

#include <vector>

#include "tidy/source_file.h"

namespace certhall::tidy {

constexpr std::size_t kMostLinesOfAFile = 600;
constexpr std::size_t kMostLinesOfAFunction = 70;
constexpr std::size_t kWidestLine = 100;
constexpr std::size_t kWidestWebLine = 120;  // 100 is the aim, which attributes in templates miss
constexpr std::size_t kWidestTable = 160;    // between `clang-format off` and `on`

[[nodiscard]] std::vector<Finding> check_sizes(const SourceFile& file);
/// Functions are found by their braces: what stands before `{` ends like a function's head.
[[nodiscard]] std::vector<Finding> check_functions(const SourceFile& file);
/// What C++ and TypeScript may not contain, each with what to write instead.
[[nodiscard]] std::vector<Finding> check_words(const SourceFile& file);
[[nodiscard]] std::vector<Finding> check_headers(const SourceFile& file);
/// A `default:` in a switch over an enum hides the enumerator that somebody adds next year.
[[nodiscard]] std::vector<Finding> check_switches(const SourceFile& file);
[[nodiscard]] std::vector<Finding> check_sql(const SourceFile& file);
/// TEST(Suite, SaysWhatIsTrue): several words, no underscore.
[[nodiscard]] std::vector<Finding> check_test_names(const SourceFile& file);
/// Lock files name no registry, so that every machine uses its own.
[[nodiscard]] std::vector<Finding> check_lock_file(const SourceFile& file);

}  // namespace certhall::tidy

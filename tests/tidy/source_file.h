#pragma once
// A file of the project as the style checks see it.

#include <string>
#include <string_view>
#include <vector>

namespace certhall::tidy {

struct SourceFile {
  std::string path;  // from the project's root: "src/base/time.h"
  std::string text;
};

/// One thing that is wrong: where, what, and what to do.
struct Finding {
  std::string where;  // "src/base/time.h:12"
  std::string what;
};

struct Include {
  std::size_t line;  // from 1
  std::string path;
  bool quoted;  // "ours", not <theirs>
};

[[nodiscard]] std::vector<std::string_view> lines_of(std::string_view text);
[[nodiscard]] Finding finding_at(const SourceFile& file, std::size_t line, std::string what);
/// "base" for src/base/time.h, nothing outside src/.
[[nodiscard]] std::string_view room_of(std::string_view path);
[[nodiscard]] bool is_cpp(const SourceFile& file);
[[nodiscard]] bool is_web(const SourceFile& file);
/// The text of C++ with comments and the insides of literals blanked; lines stay where they are.
[[nodiscard]] std::string code_of(std::string_view text);
/// The opposite: only the insides of string literals are left.
[[nodiscard]] std::string literals_of(std::string_view text);
[[nodiscard]] std::vector<Include> includes_of(const SourceFile& file);

/// The files below the project's folders, without what is installed, built or generated.
[[nodiscard]] std::vector<SourceFile> read_project();

}  // namespace certhall::tidy

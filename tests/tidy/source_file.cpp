#include "tidy/source_file.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

namespace certhall::tidy {
namespace {

namespace fs = std::filesystem;

enum class Part { code, line_comment, block_comment, text, character, raw_text };

bool is_literal(Part part) {
  return part == Part::text || part == Part::character || part == Part::raw_text;
}

// Walks through C++ and tells for every byte what it is part of.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  // The part that the byte at `i` belongs to; `i` goes up by one from call to call.
  Part next(std::size_t i) {
    if (i < resume_) return part_;
    switch (part_) {
      case Part::code:
        return begin(i);
      case Part::line_comment:
        if (text_[i] == '\n') part_ = Part::code;
        return part_;
      case Part::block_comment:
        return end_with(i, "*/");
      case Part::raw_text:
        return end_with(i, raw_end_);
      case Part::text:
        return end_quoted(i, '"');
      case Part::character:
        return end_quoted(i, '\'');
    }
    return part_;
  }

 private:
  Part begin(std::size_t i) {
    const std::string_view rest = text_.substr(i);
    const bool in_word = i > 0 && (std::isalnum(static_cast<unsigned char>(text_[i - 1])) != 0);
    if (rest.starts_with("//")) part_ = Part::line_comment;
    if (rest.starts_with("/*")) part_ = Part::block_comment;
    if (rest.starts_with("'") && !in_word) part_ = Part::character;  // not in 1'000
    if (rest.starts_with("\"")) {
      part_ = i > 0 && text_[i - 1] == 'R' ? Part::raw_text : Part::text;
      raw_end_ = ")" + std::string(rest.substr(1, rest.find('(') - 1)) + "\"";
      return Part::code;  // the quote itself
    }
    return is_literal(part_) ? Part::code : part_;
  }

  Part end_with(std::size_t i, std::string_view end) {
    if (!text_.substr(i).starts_with(end)) return part_;
    const Part before = part_;
    resume_ = i + end.size();
    part_ = Part::code;
    return before == Part::raw_text ? Part::code : before;
  }

  Part end_quoted(std::size_t i, char quote) {
    if (text_[i] == '\\') resume_ = i + 2;
    if (text_[i] == quote || text_[i] == '\n') part_ = Part::code;
    return part_;
  }

  std::string_view text_;
  Part part_ = Part::code;
  std::string raw_end_;
  std::size_t resume_ = 0;
};

template <class Keep>
std::string filter(std::string_view text, Keep keep) {
  Scanner scanner(text);
  std::string kept(text);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const Part part = scanner.next(i);
    if (text[i] != '\n' && !keep(part)) kept[i] = ' ';
  }
  return kept;
}

bool is_ours(const fs::path& path) {
  static const std::set<std::string> kSkipped = {"node_modules", "dist", "build", "vectors",
                                                 "schema.d.ts"};
  return std::ranges::none_of(
      path, [](const fs::path& part) { return kSkipped.contains(part.string()); });
}

bool is_text(const fs::path& path) {
  static const std::set<std::string> kEndings = {".h",  ".cpp", ".ts", ".vue",   ".css", ".html",
                                                 ".sh", ".sql", ".md", ".cmake", ".json"};
  return kEndings.contains(path.extension().string());
}

}  // namespace

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

Finding finding_at(const SourceFile& file, std::size_t line, std::string what) {
  return {file.path + ":" + std::to_string(line), std::move(what)};
}

std::string_view room_of(std::string_view path) {
  if (!path.starts_with("src/")) return {};
  path.remove_prefix(4);
  const std::size_t slash = path.find('/');
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

bool is_cpp(const SourceFile& file) {
  return file.path.ends_with(".h") || file.path.ends_with(".cpp");
}

bool is_web(const SourceFile& file) {
  return file.path.ends_with(".ts") || file.path.ends_with(".vue");
}

std::string code_of(std::string_view text) {
  return filter(text, [](Part part) { return part == Part::code; });
}

std::string literals_of(std::string_view text) { return filter(text, is_literal); }

std::vector<Include> includes_of(const SourceFile& file) {
  static const std::regex kInclude(R"(^\s*#\s*include\s*(["<])([^">]+)[">])");
  std::vector<Include> includes;
  std::size_t number = 0;
  for (const std::string_view line : lines_of(file.text)) {
    ++number;
    std::cmatch match;
    if (!std::regex_search(line.data(), line.data() + line.size(), match, kInclude)) continue;
    includes.push_back({number, match[2].str(), match[1].str() == "\""});
  }
  return includes;
}

std::vector<SourceFile> read_project() {
  const fs::path root = CERTHALL_SOURCE_DIR;
  std::vector<SourceFile> files;
  for (const char* folder : {"src", "tests", "web", "scripts", "cmake", "db", "docs"}) {
    if (!fs::exists(root / folder)) continue;
    for (auto it = fs::recursive_directory_iterator(root / folder);
         it != fs::recursive_directory_iterator(); ++it) {
      const fs::path path = fs::relative(it->path(), root);
      if (!is_ours(path)) {
        it.disable_recursion_pending();
      } else if (it->is_regular_file() && is_text(path)) {
        std::ifstream file(it->path(), std::ios::binary);
        files.push_back({path.string(), {std::istreambuf_iterator<char>(file), {}}});
      }
    }
  }
  std::ranges::sort(files, {}, &SourceFile::path);
  return files;
}

}  // namespace certhall::tidy

#pragma once
// The pages as the web build left them, held in memory: nothing else on the disk can be reached.

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "http/message.h"

namespace certhall::http {

class StaticFiles {
 public:
  /// Reads everything below `folder` (web/dist) with what lies beside it precompressed (x.js.br,
  /// x.js.gz). A folder that is not there has no pages. Throws where a file cannot be read.
  StaticFiles(const std::filesystem::path& folder, bool sandbox);

  /// The file, or the page that belongs to the path, or the page that says there is none.
  [[nodiscard]] Response answer(const Request& request) const;

 private:
  struct File {
    std::string content_type;
    std::string tag;                  // ETag, with its quotes
    std::string bytes, gzip, brotli;  // of the last two, empty: not there
  };

  /// Where a page was wanted, the portal says in its own frame that there is none.
  [[nodiscard]] Response missing(const Request& request) const;
  [[nodiscard]] const File* find(std::string_view path) const;

  const bool sandbox_;
  std::map<std::string, File, std::less<>> files_;  // "/assets/hall-1a2b3c.js"
};

}  // namespace certhall::http

#include "http/static_files.h"

#include <array>

#include "base/crypto.h"
#include "base/encoding.h"
#include "base/files.h"
#include "http/problem.h"

namespace certhall::http {
namespace {

struct ContentType {
  std::string_view extension, type;
};
constexpr std::array kContentTypes{
    ContentType{".html", "text/html; charset=utf-8"},
    ContentType{".js", "text/javascript; charset=utf-8"},
    ContentType{".css", "text/css; charset=utf-8"},
    ContentType{".json", "application/json"},
    ContentType{".svg", "image/svg+xml"},
    ContentType{".png", "image/png"},
    ContentType{".jpg", "image/jpeg"},
    ContentType{".webp", "image/webp"},
    ContentType{".ico", "image/x-icon"},
    ContentType{".woff2", "font/woff2"},
    ContentType{".woff", "font/woff"},
    ContentType{".txt", "text/plain; charset=utf-8"},
    ContentType{".webmanifest", "application/manifest+json"},
};

// Each entry has its own router, which reads the rest of the path.
struct Entry {
  std::string_view path, page;
};
constexpr std::array kEntries{
    Entry{"/apply", "/index.html"},         Entry{"/query", "/index.html"},
    Entry{"/verify", "/index.html"},        Entry{"/service", "/index.html"},
    Entry{"/help", "/index.html"},          Entry{"/guide", "/index.html"},
    Entry{"/announcements", "/index.html"}, Entry{"/hall", "/hall.html"},
    Entry{"/phone", "/phone.html"},         Entry{"/console", "/console.html"},
    Entry{"/sandbox", "/sandbox.html"}};
constexpr std::string_view kSandboxPage = "/sandbox.html";
constexpr std::string_view kHashed = "/assets/";  // Vite puts a digest into these names

std::string content_type(const std::filesystem::path& file) {
  const std::string extension = file.extension().string();
  for (const auto& [known, type] : kContentTypes) {
    if (known == extension) return std::string(type);
  }
  return "application/octet-stream";
}

bool is_compressed(const std::filesystem::path& file) {
  return file.extension() == ".gz" || file.extension() == ".br";
}

std::string_view page_of(std::string_view path) {
  if (path == "/") return "/index.html";
  for (const auto& [entry, page] : kEntries) {
    const bool below = path.starts_with(entry) && path.substr(entry.size()).starts_with('/');
    if (path == entry || below) return page;
  }
  return path;
}

}  // namespace

StaticFiles::StaticFiles(const std::filesystem::path& folder, bool sandbox) : sandbox_(sandbox) {
  if (!std::filesystem::is_directory(folder)) return;
  for (const auto& each : std::filesystem::recursive_directory_iterator(folder)) {
    if (!each.is_regular_file() || is_compressed(each.path())) continue;
    File file{.content_type = content_type(each.path()), .bytes = *read_file(each.path())};
    file.gzip = read_file(each.path().string() + ".gz").value_or("");
    file.brotli = read_file(each.path().string() + ".br").value_or("");
    file.tag = '"' + to_hex(sha256(file.bytes)).substr(0, 32) + '"';
    files_.emplace("/" + each.path().lexically_relative(folder).generic_string(), std::move(file));
  }
}

Response StaticFiles::answer(const Request& request) const {
  const File* file = find(request.target.path);
  if (file == nullptr) return missing(request);

  const bool hashed = request.target.path.starts_with(kHashed);
  Response response{
      .headers = {{"ETag", file->tag},
                  {"Vary", "Accept-Encoding"},
                  {"Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache"}}};
  if (request.header("if-none-match").find(file->tag) != std::string_view::npos) {
    response.status = 304;
    return response;
  }
  response.headers.emplace_back("Content-Type", file->content_type);
  const std::string_view accepted = request.header("accept-encoding");
  if (!file->brotli.empty() && accepted.find("br") != accepted.npos) {
    response.headers.emplace_back("Content-Encoding", "br");
    response.body = file->brotli;
  } else if (!file->gzip.empty() && accepted.find("gzip") != accepted.npos) {
    response.headers.emplace_back("Content-Encoding", "gzip");
    response.body = file->gzip;
  } else {
    response.body = file->bytes;
  }
  return response;
}

Response StaticFiles::missing(const Request& request) const {
  const auto portal = files_.find("/index.html");
  const bool wants_page = request.header("accept").find("text/html") != std::string_view::npos;
  if (!wants_page || portal == files_.end()) return not_found_page();
  return {.status = 404,
          .headers = {{"Content-Type", portal->second.content_type}, {"Cache-Control", "no-cache"}},
          .body = portal->second.bytes};
}

const StaticFiles::File* StaticFiles::find(std::string_view path) const {
  const std::string_view page = page_of(path);
  if (page == kSandboxPage && !sandbox_) return nullptr;
  const auto found = files_.find(page);
  return found == files_.end() ? nullptr : &found->second;
}

}  // namespace certhall::http

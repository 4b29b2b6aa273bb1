#include "http/handlers.h"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "base/encoding.h"

namespace certhall::http {
namespace {

constexpr std::size_t kFileNameBytes = 255;

// "application/json; charset=utf-8" → "application/json".
std::string media_type(const Request& request) {
  const std::string_view header = request.header("content-type");
  std::string type(header.substr(0, header.find(';')));
  type.erase(type.find_last_not_of(' ') + 1);
  std::ranges::transform(type, type.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  return type;
}

// Browsers of old sent whole paths. What is left is only ever shown, never opened.
Result<std::string> read_file_name(const Request& request) {
  const auto decoded = percent_decode(request.header("x-file-name"));
  if (!decoded || decoded->empty() || !is_utf8(*decoded)) {
    return fail(ErrorCode::malformed, "缺少文件名（X-File-Name）或文件名不是 UTF-8 百分号编码");
  }
  std::string name = decoded->substr(decoded->find_last_of("/\\") + 1);
  std::erase_if(name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
  if (name.empty() || name.size() > kFileNameBytes) {
    return fail(ErrorCode::malformed, "文件名为空或太长，请改名后重新上传");
  }
  return name;
}

bool fits(const api::Route& route, const Handlers::Handler& handler) {
  return route.body == handler.body && route.answer == handler.answer &&
         route.request_schema == handler.request_schema &&
         route.response_schema == handler.response_schema;
}

}  // namespace

void Handlers::check(std::span<const api::Route> routes, bool sandbox) const {
  std::string wrong;
  std::set<std::string_view> known;
  for (const api::Route& route : routes) {
    known.insert(route.operation);
    const Handler* handler = find(route.operation);
    const bool needed = sandbox || route.permission != api::Permission::sandbox;
    if (handler == nullptr && needed) wrong.append(" no handler: ").append(route.operation);
    if (handler != nullptr && !fits(route, *handler)) {
      wrong.append(" other types: ").append(route.operation);
    }
  }
  for (const auto& [operation, handler] : handlers_) {
    if (!known.contains(operation)) wrong.append(" no route: ").append(operation);
  }
  if (!wrong.empty()) throw std::logic_error("routes and handlers differ:" + wrong);
}

const Handlers::Handler* Handlers::find(std::string_view operation) const {
  const auto found = handlers_.find(operation);
  return found == handlers_.end() ? nullptr : &found->second;
}

void Handlers::insert(std::string_view operation, Handler handler) {
  if (!handlers_.emplace(operation, std::move(handler)).second) {
    throw std::logic_error("two handlers for " + std::string(operation));
  }
}

Result<Json> Handlers::read_json(const Request& request) {
  if (media_type(request) != "application/json") {
    return fail(ErrorCode::unsupported_type, "请求内容应为 application/json");
  }
  return parse_json(request.body, {.bytes = kJsonBytes});
}

Result<Upload> Handlers::read_upload(const Request& request) {
  Upload upload{.bytes = {}, .content_type = media_type(request), .file_name = {}};
  if (std::ranges::find(api::kUploadTypes, upload.content_type) == api::kUploadTypes.end()) {
    return fail(ErrorCode::unsupported_type, "只能上传 JPG、PNG 图片或 PDF 文件");
  }
  ASSIGN_OR_RETURN(name, read_file_name(request));
  if (request.body.empty()) return fail(ErrorCode::invalid, "文件是空的，请重新选择文件");
  upload.file_name = name;
  upload.bytes = request.body;
  return upload;
}

Status Handlers::check_bytes(const Request& request) {
  if (media_type(request) != "application/octet-stream")
    return fail(ErrorCode::unsupported_type, "Content-Type 应为 application/octet-stream");
  if (request.body.empty()) return fail(ErrorCode::invalid, "文件是空的，请重新选择文件");
  return {};
}

Response Handlers::json_answer(std::string text) {
  return {.headers = {{"Content-Type", "application/json"}}, .body = std::move(text)};
}

Response Handlers::file_answer(FileAnswer file) {
  const std::string disposition = file.inline_ ? "inline" : "attachment";
  Response response{.body = std::move(file.bytes)};
  response.headers = {
      {"Content-Type", std::move(file.content_type)},
      {"Content-Disposition", disposition + "; filename*=UTF-8''" + percent_encode(file.file_name)},
      // Pages of ours show it in a frame; a full policy would keep the browser's PDF viewer out.
      {"Content-Security-Policy", "frame-ancestors 'self'"},
      {"X-Frame-Options", "SAMEORIGIN"}};
  return response;
}

}  // namespace certhall::http

#include "app/directory.h"
#include "app/tsp.h"
#include "http/hall_handlers.h"
#include "http/problem.h"

namespace certhall::http {
namespace {

constexpr std::string_view kTimeStampQuery = "application/timestamp-query";
constexpr std::string_view kTimeStampReply = "application/timestamp-reply";
constexpr std::string_view kTimeStamps = "/tsa";
constexpr std::string_view kAuthorities = "/ca/";

Response bytes(std::string body, std::string_view type, std::string_view cache) {
  return {.status = 200,
          .headers = {{"Content-Type", std::string(type)}, {"Cache-Control", std::string(cache)}},
          .body = std::move(body),
          .route = ""};
}

Response nothing(unsigned status) {
  return {.status = status, .headers = {}, .body = "", .route = ""};
}

Response authority(const app::Hall& hall, const Request& request) {
  auto file =
      app::authority_file(hall, std::string_view(request.target.path).substr(kAuthorities.size()));
  if (!file) return nothing(404);
  return bytes(std::move(file->bytes), file->media_type, "public, max-age=3600");
}

/// RFC 3161 3.4. "/tsa" chooses the signer by the digest, "/tsa/sm2" is that of an authority.
Response time_stamp(const app::Hall& hall, const Request& request) {
  const std::string_view type = request.header("content-type");
  if (type.substr(0, type.find(';')) != kTimeStampQuery)
    return problem(Error{.code = ErrorCode::unsupported_type,
                         .message = "时间戳请求的 Content-Type 应为 application/timestamp-query"},
                   request.request_id);
  std::string_view issuing = std::string_view(request.target.path).substr(kTimeStamps.size());
  if (issuing.starts_with('/')) issuing.remove_prefix(1);
  auto answer = app::answer_time_stamp(hall, request.body, issuing, request.remote_address);
  if (!answer) return problem(answer.error(), request.request_id);
  return bytes(*std::move(answer), kTimeStampReply, "no-store");
}

}  // namespace

std::vector<RawEndpoint> directory_endpoints(const app::Hall& hall) {
  return {
      {.prefix = std::string(kAuthorities),
       .answer = [&hall](const Request& request) { return authority(hall, request); }},
      {.prefix = std::string(kTimeStamps),
       .methods = {"POST"},
       .body_limit = app::kTimeStampRequestLimit,
       .answer = [&hall](const Request& request) { return time_stamp(hall, request); }},
  };
}

}  // namespace certhall::http

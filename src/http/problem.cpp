#include "http/problem.h"

#include <stdexcept>

#include "api/problem_dto.h"
#include "base/json.h"

namespace certhall::http {
namespace {

std::string_view code_text(ErrorCode code) {
  switch (code) {
    case ErrorCode::malformed:
      return "malformed";
    case ErrorCode::unauthenticated:
      return "unauthenticated";
    case ErrorCode::forbidden:
      return "forbidden";
    case ErrorCode::not_found:
      return "not_found";
    case ErrorCode::wrong_state:
      return "wrong_state";
    case ErrorCode::stale:
      return "stale";
    case ErrorCode::duplicate:
      return "duplicate";
    case ErrorCode::gone:
      return "gone";
    case ErrorCode::too_large:
      return "too_large";
    case ErrorCode::unsupported_type:
      return "unsupported_type";
    case ErrorCode::invalid:
      return "invalid";
    case ErrorCode::too_many:
      return "too_many";
    case ErrorCode::internal:
      return "internal";
    case ErrorCode::upstream:
      return "upstream";
    case ErrorCode::unavailable:
      return "unavailable";
  }
  throw std::logic_error("an error code outside its enum");
}

}  // namespace

unsigned status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::malformed:
      return 400;
    case ErrorCode::unauthenticated:
      return 401;
    case ErrorCode::forbidden:
      return 403;
    case ErrorCode::not_found:
      return 404;
    case ErrorCode::wrong_state:
    case ErrorCode::stale:
    case ErrorCode::duplicate:
      return 409;
    case ErrorCode::gone:
      return 410;
    case ErrorCode::too_large:
      return 413;
    case ErrorCode::unsupported_type:
      return 415;
    case ErrorCode::invalid:
      return 422;
    case ErrorCode::too_many:
      return 429;
    case ErrorCode::internal:
      return 500;
    case ErrorCode::upstream:
      return 502;
    case ErrorCode::unavailable:
      return 503;
  }
  throw std::logic_error("an error code outside its enum");
}

Response problem(const Error& error, std::string_view request_id, unsigned status) {
  api::Problem body{.type = "urn:certhall:problem:" + std::string(code_text(error.code)),
                    .title = error.message,
                    .status = status != 0 ? status : status_of(error.code),
                    .code = std::string(code_text(error.code)),
                    .request_id = std::string(request_id)};
  for (const FieldError& field : error.fields) body.fields.push_back({field.field, field.message});
  Response response{.status = static_cast<unsigned>(body.status)};
  response.headers.emplace_back("Content-Type", "application/problem+json");
  if (error.retry_after_seconds > 0) {
    body.retry_after_seconds = error.retry_after_seconds;
    response.headers.emplace_back("Retry-After", std::to_string(error.retry_after_seconds));
  }
  response.body = to_json_text(body);
  return response;
}

Response not_found_page() {
  return {.status = 404,
          .headers = {{"Content-Type", "text/html; charset=utf-8"}},
          .body =
              "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\">"
              "<meta name=\"viewport\" content=\"width=device-width\"><title>没有这个页面</title>"
              "<h1>没有这个页面</h1><p>网址可能输错了，或者页面已经搬走。</p>"
              "<p><a href=\"/\">回到首页</a></p></html>\n"};
}

}  // namespace certhall::http

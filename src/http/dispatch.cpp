#include "http/dispatch.h"

#include <algorithm>
#include <stdexcept>

#include <boost/core/demangle.hpp>

#include "base/log.h"
#include "http/problem.h"

namespace certhall::http {
namespace {

constexpr std::uint64_t kIgnoredBodyBytes = 1024;  // of a request that needs none

bool is_api(std::string_view path) { return path == "/api" || path.starts_with("/api/"); }

bool changes_state(std::string_view method) { return method != "GET" && method != "HEAD"; }

// HEAD is GET without the body, which the server leaves out.
std::string_view asked(std::string_view method) { return method == "HEAD" ? "GET" : method; }

bool is_parameter(std::string_view segment) { return segment.starts_with('{'); }

bool fits(const std::vector<std::string_view>& pattern,
          const std::vector<std::string_view>& segments) {
  return std::ranges::equal(pattern, segments, [](std::string_view wanted, std::string_view is) {
    return is_parameter(wanted) || wanted == is;
  });
}

/// Like api::split, but an empty segment counts: "/api//x" is not "/api/x".
std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments;
  for (path.remove_prefix(1);;) {
    const std::size_t end = path.find('/');
    segments.push_back(path.substr(0, end));
    if (end == path.npos) return segments;
    path.remove_prefix(end + 1);
  }
}

/// "/ocsp" and "/ocsp/x" lie below "/ocsp"; "/ocspx" does not.
bool lies_below(std::string_view path, std::string_view prefix) {
  if (!path.starts_with(prefix)) return false;
  return prefix.ends_with('/') || path.size() == prefix.size() || path[prefix.size()] == '/';
}

Error method_not_allowed() {
  return {.code = ErrorCode::malformed, .message = "这个网址不支持这种请求方法"};
}

std::string_view session_text(SessionKind kind) {
  switch (kind) {
    case SessionKind::applicant:
      return "登录已过期，请重新登录";
    case SessionKind::phone:
      return "认证链接已失效，请在电脑上重新生成二维码";
    case SessionKind::staff:
      return "登录已过期，请重新登录后台";
  }
  throw std::logic_error("a session kind outside its enum");
}

}  // namespace

Dispatcher::Dispatcher(std::span<const api::Route> routes, DispatchOptions options,
                       DispatchParts parts, std::vector<RawEndpoint> raw_endpoints)
    : options_(std::move(options)),
      parts_(parts),
      raw_endpoints_(std::move(raw_endpoints)),
      rate_limiter_(options_.rate_limit) {
  parts_.handlers.check(routes, options_.sandbox);
  for (const api::Route& route : routes) {
    if (route.permission == api::Permission::sandbox && !options_.sandbox) continue;
    rows_.push_back({&route, segments_of(route.path)});
  }
  // '{' sorts behind all letters: what is spelled out is found before what is a parameter.
  std::ranges::sort(rows_, {}, &Row::segments);
}

std::uint64_t Dispatcher::body_limit(const Request& head) const {
  if (!is_api(head.target.path)) {
    const RawEndpoint* raw = find_raw(head.target.path);
    return raw == nullptr ? 0 : std::max(raw->body_limit, kIgnoredBodyBytes);
  }
  const Match match = find_route(head);
  if (match.route == nullptr) return kIgnoredBodyBytes;
  switch (match.route->body) {
    case api::BodyKind::none:
      return kIgnoredBodyBytes;
    case api::BodyKind::json:
      return kJsonBytes;
    case api::BodyKind::upload:
    case api::BodyKind::bytes:
      return kUploadBytes;
  }
  throw std::logic_error("a body kind outside its enum");
}

bool Dispatcher::answer_at_once(const QuickRequest& request, std::string& out) {
  const auto asked = [&](const RawEndpoint& raw) {
    return raw.at_once && lies_below(request.target, raw.prefix);
  };
  const auto raw = std::ranges::find_if(raw_endpoints_, asked);
  return raw != raw_endpoints_.end() && raw->at_once(request, out);
}

Response Dispatcher::answer(const Request& request) {
  const log::Scope scope(request.request_id);
  Response response;
  try {
    response = dispatch(request);
  } catch (const app::Conflict&) {
    const Error beaten{.code = ErrorCode::stale, .message = "刚刚有人先一步改动了，请刷新后重试"};
    return refuse(request, beaten, 0);
  } catch (const std::exception& error) {
    log::error("http.exception",
               {{"type", boost::core::demangle(typeid(error).name())}, {"what", error.what()}});
    const Error broken{.code = ErrorCode::internal,
                       .message = "系统出了问题，我们已经记录。请稍后再试；如仍不成功，请把编号 " +
                                  request.request_id + " 告诉客服"};
    return refuse(request, broken, 0);
  }
  add_security_headers(response,
                       {.secure = secure(request), .no_store = is_api(request.target.path)});
  return response;
}

Response Dispatcher::refuse(const Request& head, const Error& error, unsigned status) const {
  Response response = problem(error, head.request_id, status);
  add_security_headers(response, {.secure = secure(head), .no_store = true});
  return response;
}

Response Dispatcher::dispatch(const Request& request) {
  if (!is_api(request.target.path)) return answer_raw(request);
  if (auto allowed = rate_limiter_.take(request.remote_address, parts_.clock.now()); !allowed) {
    return problem(allowed.error(), request.request_id);
  }
  Match match = find_route(request);
  if (match.route != nullptr) return answer_operation(request, std::move(match));
  if (match.allowed.empty()) {
    return problem({.code = ErrorCode::not_found, .message = "没有这个接口"}, request.request_id);
  }
  Response response = problem(method_not_allowed(), request.request_id, 405);
  response.headers.emplace_back("Allow", match.allowed);
  return response;
}

Dispatcher::Match Dispatcher::find_route(const Request& request) const {
  const auto segments = segments_of(request.target.path);
  Match match;
  for (const Row& row : rows_) {
    if (!fits(row.segments, segments)) continue;
    const std::string_view verb = api::verb(row.route->method);
    if (verb != asked(request.method)) {
      if (match.allowed.find(verb) != match.allowed.npos) continue;
      match.allowed.append(match.allowed.empty() ? "" : ", ").append(verb);
      if (verb == "GET") match.allowed += ", HEAD";
      continue;
    }
    for (std::size_t i = 0; i < segments.size(); ++i) {
      const std::string_view name = row.segments[i];
      if (!is_parameter(name)) continue;
      if (segments[i].empty()) return {};
      match.parameters.emplace(name.substr(1, name.size() - 2), segments[i]);
    }
    match.route = row.route;
    return match;
  }
  return match;
}

const RawEndpoint* Dispatcher::find_raw(std::string_view path) const {
  const RawEndpoint* best = nullptr;
  for (const RawEndpoint& raw : raw_endpoints_) {
    const bool longer = best == nullptr || raw.prefix.size() > best->prefix.size();
    if (longer && lies_below(path, raw.prefix)) best = &raw;
  }
  return best;
}

Response Dispatcher::answer_raw(const Request& request) const {
  const RawEndpoint* raw = find_raw(request.target.path);
  if (raw == nullptr) return not_found_page();
  if (std::ranges::find(raw->methods, asked(request.method)) == raw->methods.end()) {
    Response response = problem(method_not_allowed(), request.request_id, 405);
    std::string allowed;
    for (const std::string& method : raw->methods) {
      allowed += (allowed.empty() ? "" : ", ") + method + (method == "GET" ? ", HEAD" : "");
    }
    response.headers.emplace_back("Allow", allowed);
    return response;
  }
  Response response = raw->answer(request);
  response.route = raw->prefix;
  return response;
}

Response Dispatcher::answer_operation(const Request& request, Match match) {
  Context context({.request = request,
                   .now = parts_.clock.now(),
                   .secure = secure(request),
                   .parameters = std::move(match.parameters),
                   .sessions = parts_.sessions,
                   .random = parts_.random});
  const Result<Response> result = run(*match.route, context);
  if (!result && !result.error().detail.empty()) {
    log::warning("http.refused",
                 {{"operation", match.route->operation}, {"detail", result.error().detail}});
  }
  Response response = result ? *result : problem(result.error(), request.request_id);
  for (const std::string& cookie : context.cookies()) {
    response.headers.emplace_back("Set-Cookie", cookie);
  }
  response.route = match.route->path;
  return response;
}

Result<Response> Dispatcher::run(const api::Route& route, Context& context) {
  const Request& request = context.request();
  if (changes_state(request.method)) {
    RETURN_IF_ERROR(check_origin(request, options_.public_url));
  }
  ASSIGN_OR_RETURN(caller, admit(route, context));
  context.set_caller(caller);
  const auto handle = [&] { return parts_.handlers.find(route.operation)->run(context); };
  if (!api::takes_idempotency_key(route)) return handle();
  return once(parts_.idempotency, request, caller_text(caller), context.now(), handle);
}

Result<Caller> Dispatcher::admit(const api::Route& route, const Context& context) const {
  const auto kind = api::session_for(route.permission);
  if (!kind) return Caller();
  auto caller = context.find_caller(*kind);
  if (!caller) return fail(ErrorCode::unauthenticated, std::string(session_text(*kind)));
  const auto* staff = std::get_if<StaffCaller>(&*caller);
  if (staff == nullptr) return *caller;
  if (api::permits_staff(route.permission, staff->roles, staff->must_enrol)) return *caller;
  if (staff->must_enrol) {
    return fail(ErrorCode::forbidden, "请先修改一次性密码并绑定动态口令");
  }
  return fail(ErrorCode::forbidden, "您的岗位不能做这项操作");
}

bool Dispatcher::secure(const Request& request) const {
  return request.secure || options_.public_url.starts_with("https://");
}

}  // namespace certhall::http

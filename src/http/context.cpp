#include "http/context.h"

#include "base/crypto.h"
#include "base/encoding.h"

namespace certhall::http {
namespace {

constexpr std::size_t kTokenBytes = 32;

SameSite same_site(SessionKind kind) {
  return kind == SessionKind::staff ? SameSite::strict : SameSite::lax;
}

}  // namespace

const std::string& Context::parameter(const std::string& name) const {
  return parts_.parameters.at(name);
}

std::optional<std::string> Context::query(const std::string& name) const {
  const auto& query = parts_.request.target.query;
  const auto found = query.find(name);
  if (found == query.end()) return std::nullopt;
  return found->second;
}

const ApplicantCaller& Context::applicant() const { return std::get<ApplicantCaller>(caller_); }
const PhoneCaller& Context::phone() const { return std::get<PhoneCaller>(caller_); }
const StaffCaller& Context::staff() const { return std::get<StaffCaller>(caller_); }

std::optional<Caller> Context::find_caller(SessionKind kind) const {
  const std::string digest = token_digest(kind);
  if (digest.empty()) return std::nullopt;
  return parts_.sessions.find(kind, digest, parts_.now);
}

std::string Context::token_digest(SessionKind kind) const {
  const std::string_view token = cookie(session_cookie(kind));
  return token.empty() ? std::string() : to_hex(sha256(token));
}

void Context::start_session(SessionKind kind, std::string_view token) {
  set_cookies_.push_back(set_cookie(session_cookie(kind), token, parts_.secure, same_site(kind)));
}

void Context::end_session(SessionKind kind) { start_session(kind, ""); }

std::string Context::browser_token() {
  if (const std::string_view token = cookie(kBrowserCookie); !token.empty()) {
    return std::string(token);
  }
  std::string token = to_base64url(parts_.random.bytes(kTokenBytes));
  set_cookies_.push_back(set_cookie(kBrowserCookie, token, parts_.secure, SameSite::lax));
  return token;
}

std::string_view Context::cookie(std::string_view base) const {
  const auto& cookies = parts_.request.cookies;
  const auto found = cookies.find(cookie_name(base, parts_.secure));
  return found == cookies.end() ? std::string_view() : std::string_view(found->second);
}

}  // namespace certhall::http

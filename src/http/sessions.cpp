#include "http/sessions.h"

#include <stdexcept>

namespace certhall::http {
namespace {

struct CallerText {
  std::string operator()(std::monostate) const { return {}; }
  std::string operator()(const ApplicantCaller& caller) const {
    return "applicant:" + caller.account.value;
  }
  std::string operator()(const PhoneCaller& caller) const {
    return "phone:" + caller.identity.value;
  }
  std::string operator()(const StaffCaller& caller) const { return "staff:" + caller.id.value; }
};

}  // namespace

std::string caller_text(const Caller& caller) { return std::visit(CallerText{}, caller); }

std::string_view session_cookie(SessionKind kind) {
  switch (kind) {
    case SessionKind::applicant:
      return "certhall";
    case SessionKind::phone:
      return "certhall_phone";
    case SessionKind::staff:
      return "certhall_staff";
  }
  throw std::logic_error("a session kind outside its enum");
}

std::string cookie_name(std::string_view base, bool secure) {
  return (secure ? "__Host-" : "") + std::string(base);
}

std::string set_cookie(std::string_view base, std::string_view value, bool secure,
                       SameSite same_site) {
  std::string text = cookie_name(base, secure) + "=" + std::string(value) + "; Path=/; HttpOnly";
  text += same_site == SameSite::strict ? "; SameSite=Strict" : "; SameSite=Lax";
  if (secure) text += "; Secure";
  if (value.empty()) text += "; Max-Age=0";
  return text;
}

}  // namespace certhall::http

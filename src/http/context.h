#pragma once
// What a handler is told about the request that it answers, and the cookies that it may set.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "base/time.h"
#include "http/message.h"
#include "http/sessions.h"

namespace certhall::http {

class Context {
 public:
  struct Parts {
    const Request& request;
    Timestamp now;
    bool secure = false;  // cookies get Secure and __Host-
    std::map<std::string, std::string> parameters;
    SessionLookup& sessions;
    Random& random;
  };
  explicit Context(Parts parts) : parts_(std::move(parts)) {}

  [[nodiscard]] const Request& request() const { return parts_.request; }
  [[nodiscard]] Timestamp now() const { return parts_.now; }
  [[nodiscard]] const std::string& address() const { return parts_.request.remote_address; }
  /// From the path: parameter("id"). Throws for one that the route does not have.
  [[nodiscard]] const std::string& parameter(const std::string& name) const;
  [[nodiscard]] std::optional<std::string> query(const std::string& name) const;

  /// Who calls, of the kind that the route's permission asks for; throws where it asks for another.
  [[nodiscard]] const ApplicantCaller& applicant() const;
  [[nodiscard]] const PhoneCaller& phone() const;
  [[nodiscard]] const StaffCaller& staff() const;
  [[nodiscard]] const Caller& caller() const { return caller_; }
  void set_caller(Caller caller) { caller_ = std::move(caller); }

  /// For routes that are open to everyone: whether somebody is signed in all the same.
  [[nodiscard]] std::optional<Caller> find_caller(SessionKind kind) const;
  /// SHA-256 in hex of the session cookie that came with the request; empty where none did.
  [[nodiscard]] std::string token_digest(SessionKind kind) const;
  void start_session(SessionKind kind, std::string_view token);
  void end_session(SessionKind kind);
  /// The token that login codes are bound to; a new browser gets one with the answer.
  [[nodiscard]] std::string browser_token();

  [[nodiscard]] const std::vector<std::string>& cookies() const { return set_cookies_; }

 private:
  [[nodiscard]] std::string_view cookie(std::string_view base) const;

  Parts parts_;
  Caller caller_;
  std::vector<std::string> set_cookies_;
};

}  // namespace certhall::http

#pragma once
// Login of applicants: a code by SMS, once, for five minutes, in the browser that asked for it.

#include <optional>
#include <string>
#include <string_view>

#include "app/hall.h"
#include "domain/account.h"

namespace certhall::app {

inline constexpr std::int64_t kLoginCodeSeconds = 300;
inline constexpr std::int64_t kLoginCodeResendSeconds = 60;
inline constexpr std::int64_t kLoginCodeTries = 5;

/// A new opaque token for a cookie; only its digest is stored.
[[nodiscard]] std::string new_session_token(Random& random);
[[nodiscard]] std::string session_token_digest(std::string_view token);

/// Sends a code, unless the number (1 a minute, 10 a day), the address (20 an hour) or the hall
/// (2,000 an hour) has had enough: `too_many`. The answer is the same for known and unknown
/// numbers.
[[nodiscard]] Status request_login_code(const Hall& hall, std::string_view mobile,
                                        std::string_view browser_token, std::string_view address);

struct Login {
  domain::Account account;
  std::string token;  // for the cookie
  Timestamp expires_at;
};
/// `invalid` on the code's field: wrong, used, expired or too many tries; the text says which
/// helps.
[[nodiscard]] Result<Login> login(const Hall& hall, std::string_view mobile, std::string_view code,
                                  std::string_view browser_token, std::string_view address);
void logout(const Hall& hall, SessionKind kind, std::string_view token_digest);

/// Nothing when there is no such session, or it has ended (applicants: 12 hours after the last
/// request, 7 days at most; staff: 30 minutes, 10 hours).
[[nodiscard]] std::optional<Session> find_session(const Hall& hall, SessionKind kind,
                                                  std::string_view token_digest);
/// A new session; the old one of the same browser is the caller's to end.
[[nodiscard]] std::string start_session(Transaction& tx, const Hall& hall, SessionKind kind,
                                        std::string_view subject);

}  // namespace certhall::app

#pragma once
// Rows about people: applicants, their logins and consents, and the staff.

#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/time.h"
#include "domain/account.h"
#include "domain/consent.h"
#include "domain/staff.h"

namespace certhall::app {

class AccountStore {
 public:
  virtual ~AccountStore() = default;
  [[nodiscard]] virtual std::optional<domain::Account> find(const AccountId& id) = 0;
  [[nodiscard]] virtual std::optional<domain::Account> find_by_mobile(std::string_view mobile) = 0;
  virtual void insert(const domain::Account& account) = 0;
};

/// A login code that is out: one per mobile number and browser, the newest counts.
struct LoginCode {
  std::string mobile;
  std::string browser_digest;  // SHA-256 of the pre-login cookie that it is bound to, hex
  std::string code_digest;     // keyed; the code itself is only in the SMS
  std::int64_t tries_left = 5;
  Timestamp expires_at;
};

class LoginCodeStore {
 public:
  virtual ~LoginCodeStore() = default;
  /// Replaces the one before it.
  virtual void put(const LoginCode& code) = 0;
  [[nodiscard]] virtual std::optional<LoginCode> find(std::string_view mobile,
                                                      std::string_view browser_digest) = 0;
  virtual void set_tries_left(std::string_view mobile, std::string_view browser_digest,
                              std::int64_t tries_left) = 0;
  virtual void erase(std::string_view mobile, std::string_view browser_digest) = 0;
  /// Returns how many went.
  virtual std::int64_t erase_expired(Timestamp now) = 0;
};

enum class SessionKind { applicant, staff };
BOOST_DESCRIBE_ENUM(SessionKind, applicant, staff)

struct Session {
  SessionId id;
  SessionKind kind = SessionKind::applicant;
  std::string token_digest;  // SHA-256 of the cookie, hex
  std::string subject;       // AccountId or StaffId
  Timestamp created_at;
  Timestamp last_seen_at;
  Timestamp expires_at;
};

class SessionStore {
 public:
  virtual ~SessionStore() = default;
  virtual void insert(const Session& session) = 0;
  [[nodiscard]] virtual std::optional<Session> find(SessionKind kind,
                                                    std::string_view token_digest) = 0;
  virtual void touch(const SessionId& id, Timestamp last_seen_at) = 0;
  virtual void erase(const SessionId& id) = 0;
  virtual void erase_of(SessionKind kind, std::string_view subject) = 0;
  virtual std::int64_t erase_expired(Timestamp now) = 0;
  /// Of those that are not expired.
  [[nodiscard]] virtual std::int64_t count(SessionKind kind, Timestamp now) = 0;
};

class StaffStore {
 public:
  virtual ~StaffStore() = default;
  virtual void insert(const domain::Staff& staff) = 0;
  [[nodiscard]] virtual std::optional<domain::Staff> find(const StaffId& id) = 0;
  [[nodiscard]] virtual std::optional<domain::Staff> find_by_login(std::string_view login) = 0;
  [[nodiscard]] virtual std::vector<domain::Staff> list() = 0;
  [[nodiscard]] virtual bool update(domain::Staff& staff) = 0;
};

class ConsentStore {
 public:
  virtual ~ConsentStore() = default;
  /// Newest version of every document, in the order of the wizard.
  [[nodiscard]] virtual std::vector<domain::ConsentDocument> documents_in_force() = 0;
  /// Does nothing when this code and version is there with the same digest; Conflict when the
  /// digest differs: a published text never changes.
  virtual void publish(const domain::ConsentDocument& document, std::int64_t position) = 0;
  /// A new version of a document that is there: it keeps its place.
  virtual void publish_next(const domain::ConsentDocument& document) = 0;
  [[nodiscard]] virtual bool has_version(std::string_view code, std::string_view version) = 0;
  virtual void insert(const domain::Consent& consent) = 0;
  [[nodiscard]] virtual std::vector<domain::Consent> of_application(const ApplicationId& id) = 0;
  /// Number and address go; what was agreed to, and when, stays.
  virtual void erase_persons(const ApplicationId& id) = 0;
};

}  // namespace certhall::app

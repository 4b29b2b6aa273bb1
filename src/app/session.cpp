#include "app/session.h"

#include <chrono>

#include "app/act.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "domain/sms_text.h"
#include "domain/validation.h"

namespace certhall::app {
namespace {

using namespace std::chrono_literals;

struct Lifetime {
  std::chrono::milliseconds idle, total;
};

Lifetime lifetime(SessionKind kind) {
  switch (kind) {
    case SessionKind::applicant:
      return {12h, 24h * 7};
    case SessionKind::staff:
      return {30min, 10h};
  }
  return {};
}

constexpr auto kTouchEvery = 60s;  // not a write for every request

std::string code_digest(const Hall& hall, std::string_view mobile, std::string_view code) {
  return hall.sealer.digest(std::string(mobile) + "/" + std::string(code), "login_code");
}

struct Limit {
  std::string key;
  std::int64_t window_seconds;
  std::int64_t most;
  std::string_view text;
};

/// Every limit counts, also where an earlier one says no: a flood must not find a cheap way.
Status within(Transaction& tx, Timestamp now, std::initializer_list<Limit> limits) {
  const Limit* broken = nullptr;
  for (const auto& limit : limits) {
    if (tx.limits().hit(limit.key, limit.window_seconds, now) > limit.most && broken == nullptr)
      broken = &limit;
  }
  if (broken == nullptr) return {};
  const std::int64_t left = broken->window_seconds - now.seconds() % broken->window_seconds;
  return fail(Error{.code = ErrorCode::too_many,
                    .message = std::string(broken->text),
                    .retry_after_seconds = left});
}

Status within_sending_limits(Transaction& tx, const Hall& hall, std::string_view mobile,
                             std::string_view address) {
  const std::string number = hall.sealer.digest(mobile, "limit");
  const std::string from = hall.sealer.digest(address, "limit");
  return within(
      tx, hall.clock.now(),
      {{"code/minute/" + number, kLoginCodeResendSeconds, 1, "验证码刚刚发送过，请一分钟后再获取"},
       {"code/day/" + number, 86'400, 10,
        "该号码今天获取验证码的次数已用完，请明天再试或拨打客服热线"},
       {"code/address/" + from, 3'600, 20, "当前网络获取验证码过于频繁，请一小时后再试"},
       {"code/total", 3'600, 2'000, "当前获取验证码的人较多，请稍后再试"}});
}

}  // namespace

std::string new_session_token(Random& random) { return to_base64url(random.bytes(32)); }

std::string session_token_digest(std::string_view token) { return to_hex(sha256(token)); }

Status request_login_code(const Hall& hall, std::string_view mobile, std::string_view browser_token,
                          std::string_view address) {
  if (const auto problem = domain::check_mobile(mobile)) return fail_fields({{"mobile", *problem}});
  // The counters must stay although nothing is sent, so they commit on their own.
  Status allowed;
  (void)write(hall.store, [&](Transaction& tx) -> Status {
    allowed = within_sending_limits(tx, hall, mobile, address);
    return {};
  });
  RETURN_IF_ERROR(allowed);
  return act(hall, [&](Transaction& tx) -> Status {
    const Timestamp now = hall.clock.now();
    const std::string code = hall.random.digits(6);
    tx.login_codes().put({.mobile = std::string(mobile),
                          .browser_digest = session_token_digest(browser_token),
                          .code_digest = code_digest(hall, mobile, code),
                          .tries_left = kLoginCodeTries,
                          .expires_at = now + std::chrono::seconds{kLoginCodeSeconds}});
    send_sms(tx, hall, mobile, domain::login_code_sms(voice_of(tx, hall), code), "login",
             "login_code");
    return {};
  });
}

namespace {

enum class CodeCheck { good, none, wrong, exhausted };

CodeCheck use_code(Transaction& tx, const Hall& hall, std::string_view mobile,
                   std::string_view code, std::string_view browser_digest) {
  const auto sent = tx.login_codes().find(mobile, browser_digest);
  if (!sent || sent->expires_at <= hall.clock.now()) return CodeCheck::none;
  if (sent->tries_left <= 0) return CodeCheck::exhausted;
  if (equal_constant_time(sent->code_digest, code_digest(hall, mobile, code))) {
    tx.login_codes().erase(mobile, browser_digest);
    return CodeCheck::good;
  }
  tx.login_codes().set_tries_left(mobile, browser_digest, sent->tries_left - 1);
  return sent->tries_left > 1 ? CodeCheck::wrong : CodeCheck::exhausted;
}

Status code_problem(CodeCheck check) {
  switch (check) {
    case CodeCheck::good:
      return {};
    case CodeCheck::none:
      return fail_fields({{"code", "验证码已失效，请重新获取"}}, "登录未成功");
    case CodeCheck::wrong:
      return fail_fields({{"code", "验证码不正确，请核对短信后重新输入"}}, "登录未成功");
    case CodeCheck::exhausted:
      return fail_fields({{"code", "输错次数过多，该验证码已作废，请重新获取"}}, "登录未成功");
  }
  return {};
}

domain::Account account_of(Transaction& tx, const Hall& hall, std::string_view mobile) {
  if (auto known = tx.accounts().find_by_mobile(mobile)) return *known;
  domain::Account account{.id = AccountId::create(hall.clock, hall.random),
                          .mobile = std::string(mobile),
                          .created_at = hall.clock.now()};
  tx.accounts().insert(account);
  audit(tx, hall.clock.now(), applicant(account.id), "account.create",
        "account/" + account.id.value);
  return account;
}

}  // namespace

Result<Login> login(const Hall& hall, std::string_view mobile, std::string_view code,
                    std::string_view browser_token, std::string_view address) {
  if (const auto problem = domain::check_mobile(mobile)) return fail_fields({{"mobile", *problem}});
  // A wrong try must be remembered, so the outcome travels beside the transaction's own result.
  CodeCheck check = CodeCheck::none;
  Status allowed;
  Login done;
  auto saved = write(hall.store, [&](Transaction& tx) -> Status {
    allowed = within(tx, hall.clock.now(),
                     {{"login/address/" + hall.sealer.digest(address, "limit"), 3'600, 100,
                       "当前网络登录尝试过于频繁，请一小时后再试"},
                      {"login/mobile/" + hall.sealer.digest(mobile, "limit"), 3'600, 30,
                       "该号码登录尝试过于频繁，请一小时后再试"}});
    if (!allowed) return {};
    check = use_code(tx, hall, mobile, code, session_token_digest(browser_token));
    if (check != CodeCheck::good) return {};
    done.account = account_of(tx, hall, mobile);
    done.token = start_session(tx, hall, SessionKind::applicant, done.account.id.value);
    done.expires_at = hall.clock.now() + lifetime(SessionKind::applicant).total;
    audit(tx, hall.clock.now(), applicant(done.account.id), "session.create",
          "account/" + done.account.id.value);
    return {};
  });
  RETURN_IF_ERROR(saved);
  RETURN_IF_ERROR(allowed);
  RETURN_IF_ERROR(code_problem(check));
  return done;
}

std::string start_session(Transaction& tx, const Hall& hall, SessionKind kind,
                          std::string_view subject) {
  const Timestamp now = hall.clock.now();
  std::string token = new_session_token(hall.random);
  tx.sessions().insert({.id = SessionId::create(hall.clock, hall.random),
                        .kind = kind,
                        .token_digest = session_token_digest(token),
                        .subject = std::string(subject),
                        .created_at = now,
                        .last_seen_at = now,
                        .expires_at = now + lifetime(kind).total});
  return token;
}

void logout(const Hall& hall, SessionKind kind, std::string_view token_digest) {
  (void)write(hall.store, [&](Transaction& tx) -> Status {
    if (const auto session = tx.sessions().find(kind, token_digest))
      tx.sessions().erase(session->id);
    return {};
  });
}

std::optional<Session> find_session(const Hall& hall, SessionKind kind,
                                    std::string_view token_digest) {
  const Timestamp now = hall.clock.now();
  auto session =
      read(hall.store, [&](Transaction& tx) { return tx.sessions().find(kind, token_digest); });
  if (!session || session->expires_at <= now) return std::nullopt;
  if (now - session->last_seen_at > lifetime(kind).idle) return std::nullopt;
  if (now - session->last_seen_at > kTouchEvery) {
    (void)write(hall.store, [&](Transaction& tx) -> Status {
      tx.sessions().touch(session->id, now);
      return {};
    });
  }
  return session;
}

}  // namespace certhall::app

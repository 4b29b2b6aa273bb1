#include "app/staff.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "app/act.h"
#include "app/session.h"
#include "app/totp.h"
#include "base/encoding.h"
#include "base/json.h"
#include "print/qr_svg.h"

namespace certhall::app {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kFailuresUntilLock = 5;
constexpr auto kLockTime = 15min;
constexpr std::int64_t kTriesWindowSeconds = 3'600;
constexpr std::int64_t kMostTries = 100;  // of one address in the window
constexpr std::size_t kPasswordCharacters = 12;
// No characters that look alike: the password is read off a screen once.
constexpr std::string_view kOneTimeAlphabet = "abcdefghjkmnpqrstuvwxyz23456789";

std::string staff_subject(const domain::Staff& staff) { return "staff/" + staff.id.value; }

/// The same for a wrong login, a wrong password and a locked account: nobody learns which exist.
auto login_refused() {
  return fail(ErrorCode::unauthenticated,
              "账号、密码或动态口令不正确，或账号已锁定、停用。请核对后重试；连续输错 5 次将锁定 "
              "15 分钟，仍不能登录请联系管理员");
}

}  // namespace

namespace {

constexpr std::int64_t kDecidingTogether = 2;

Status check_staff(const NewStaff& wanted) {
  if (const auto wrong = domain::check_login(wanted.login)) return fail_fields({{"login", *wrong}});
  if (const auto wrong = domain::check_staff_name(wanted.name))
    return fail_fields({{"name", *wrong}});
  if (const auto wrong = domain::check_roles(wanted.roles)) return fail_fields({{"roles", *wrong}});
  return {};
}

/// `allowed(Transaction&) -> Status` is asked in the transaction that makes the account.
template <class Allowed>
Result<SecretText> make_staff(const Hall& hall, const NewStaff& wanted, const domain::Actor& by,
                              Allowed allowed) {
  RETURN_IF_ERROR(check_staff(wanted));
  SecretText password = new_one_time_password(hall.random);
  domain::Staff staff{.id = StaffId::create(hall.clock, hall.random),
                      .login = wanted.login,
                      .name = wanted.name,
                      .roles = wanted.roles,
                      .password_hash = hall.passwords.hash(password)};
  RETURN_IF_ERROR(write(hall.store, [&](Transaction& tx) -> Status {
    RETURN_IF_ERROR(allowed(tx));
    if (tx.staff().find_by_login(staff.login))
      return fail(ErrorCode::duplicate, "账号「" + staff.login + "」已存在，请换一个");
    tx.staff().insert(staff);
    audit(tx, hall.clock.now(), by, "staff.create", staff_subject(staff),
          {{"login", staff.login}, {"roles", to_json(staff.roles.list())}});
    return {};
  }));
  return password;
}

}  // namespace

SecretText new_one_time_password(Random& random) {
  return SecretText{random.text(16, kOneTimeAlphabet)};
}

std::int64_t count_administrators(Transaction& tx) {
  const auto all = tx.staff().list();
  return std::ranges::count_if(all, [](const domain::Staff& staff) {
    return staff.enabled && staff.roles.has(domain::Role::administrator);
  });
}

Result<SecretText> add_staff(const Hall& hall, const NewStaff& wanted, const domain::Actor& by) {
  return make_staff(hall, wanted, by, [](Transaction&) { return Status{}; });
}

Result<SecretText> add_staff_by_command(const Hall& hall, const NewStaff& wanted) {
  return make_staff(hall, wanted, system_actor("command_line"), [](Transaction& tx) -> Status {
    if (count_administrators(tx) < kDecidingTogether) return {};
    return fail(ErrorCode::forbidden,
                "已有两名管理员，命令行不再新建账号：请由一名管理员在后台「系统管理」提出，"
                "另一名管理员批准");
  });
}

Result<std::vector<FirstAccount>> seed_staff(const Hall& hall) {
  std::vector<FirstAccount> accounts;
  if (!read(hall.store, [](Transaction& tx) { return tx.staff().list(); }).empty()) return accounts;
  const std::array<NewStaff, 5> first{{
      {"reviewer", "审核员甲", {domain::Role::reviewer}},
      {"finance", "财务员甲", {domain::Role::finance}},
      {"producer", "制证员甲", {domain::Role::producer}},
      {"administrator", "管理员甲", {domain::Role::administrator}},
      {"auditor", "审计员甲", {domain::Role::auditor}},
  }};
  for (const auto& wanted : first) {
    ASSIGN_OR_RETURN(password, add_staff(hall, wanted, system_actor("first_start")));
    auto staff =
        read(hall.store, [&](Transaction& tx) { return tx.staff().find_by_login(wanted.login); });
    accounts.push_back({.staff = *staff, .one_time_password = password});
  }
  return accounts;
}

namespace {

struct Proof {
  std::string password_hash;  // that the password was found to match; empty: none
  std::string totp;
};

bool proves(const Proof& proof, domain::Staff& staff, Timestamp now) {
  bool good = staff.password_hash == proof.password_hash;
  if (staff.must_change_password) return good;
  const auto step = totp_step(staff.totp_secret.reveal(), proof.totp, now, staff.totp_last_step);
  good = good && step;
  if (good) staff.totp_last_step = *step;
  return good;
}

/// Counts the failure, or forgets earlier ones and starts the session, which `done` then has. The
/// row is read in the same transaction: guesses at the same moment count one by one.
Status settle_login(Transaction& tx, const Hall& hall, const StaffId& id, const Proof& proof,
                    StaffLogin& done) {
  const Timestamp now = hall.clock.now();
  auto staff = tx.staff().find(id);
  if (!staff || !staff->enabled || staff->locked_until > now) return {};
  const bool good = proves(proof, *staff, now);
  staff->failed_logins = good ? 0 : staff->failed_logins + 1;
  if (staff->failed_logins >= kFailuresUntilLock) {
    staff->failed_logins = 0;
    staff->locked_until = now + kLockTime;
    audit(tx, now, staff_actor(*staff), "staff.lock", staff_subject(*staff));
  }
  if (!tx.staff().update(*staff)) return stale();
  if (!good) return {};
  done.token = start_session(tx, hall, SessionKind::staff, id.value);
  done.staff = *staff;
  audit(tx, now, staff_actor(*staff), "staff.login", staff_subject(*staff));
  return {};
}

}  // namespace

Result<StaffLogin> staff_login(const Hall& hall, std::string_view login, const SecretText& password,
                               const std::optional<std::string>& totp, std::string_view address) {
  const Timestamp now = hall.clock.now();
  std::int64_t tries = 0;
  std::optional<domain::Staff> staff;
  (void)write(hall.store, [&](Transaction& tx) -> Status {
    tries = tx.limits().hit("staff/address/" + hall.sealer.digest(address, "limit"),
                            kTriesWindowSeconds, now);
    staff = tx.staff().find_by_login(login);
    return {};
  });
  if (tries > kMostTries)
    return fail({.code = ErrorCode::too_many,
                 .message = "登录尝试过于频繁，请一小时后再试",
                 .retry_after_seconds = kTriesWindowSeconds - now.seconds() % kTriesWindowSeconds});
  // An unknown login costs the same time as a known one.
  static constexpr std::string_view kNobody =
      "$argon2id$v=19$m=65536,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$"
      "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  const bool matches = hall.passwords.matches(password, staff ? staff->password_hash : kNobody);
  if (!staff) return login_refused();
  const Proof proof{matches ? staff->password_hash : "", totp.value_or("")};
  StaffLogin done;
  RETURN_IF_ERROR(write(
      hall.store, [&](Transaction& tx) { return settle_login(tx, hall, staff->id, proof, done); }));
  if (done.token.empty()) return login_refused();
  return done;
}

std::optional<domain::Staff> find_staff(const Hall& hall, const StaffId& id) {
  auto staff = read(hall.store, [&](Transaction& tx) { return tx.staff().find(id); });
  if (staff && !staff->enabled) return std::nullopt;
  return staff;
}

Result<TotpOffer> begin_totp(const Hall& hall, const StaffId& id) {
  const SecretText secret{hall.random.bytes(20)};
  std::string login;
  RETURN_IF_ERROR(write(hall.store, [&](Transaction& tx) -> Status {
    auto staff = tx.staff().find(id);
    if (!staff || !staff->must_change_password)
      return fail(ErrorCode::wrong_state, "该账号已完成首次登录设置");
    staff->totp_secret = secret;
    login = staff->login;
    if (!tx.staff().update(*staff)) return stale();
    return {};
  }));
  const std::string text = to_base32(secret.reveal());
  const std::string uri =
      "otpauth://totp/certhall:" + login + "?secret=" + text + "&issuer=certhall";
  return TotpOffer{.secret_base32 = text, .uri = uri, .qr_svg = print::qr_svg(uri)};
}

Result<StaffLogin> enrol_staff(const Hall& hall, const StaffId& id, const SecretText& new_password,
                               std::string_view totp) {
  if (to_code_points(new_password.reveal()).size() < kPasswordCharacters)
    return fail_fields({{"new_password", "新密码至少 12 位，可以是一句只有您知道的话"}});
  const std::string hash = hall.passwords.hash(new_password);
  StaffLogin done;
  RETURN_IF_ERROR(write(hall.store, [&](Transaction& tx) -> Status {
    auto staff = tx.staff().find(id);
    if (!staff || !staff->must_change_password)
      return fail(ErrorCode::wrong_state, "该账号已完成首次登录设置");
    if (hall.passwords.matches(new_password, staff->password_hash))
      return fail_fields({{"new_password", "新密码不能与一次性密码相同"}});
    const auto step = totp_step(staff->totp_secret.reveal(), totp, hall.clock.now(), 0);
    if (staff->totp_secret.empty() || !step)
      return fail_fields(
          {{"totp", "动态口令不正确，请确认手机时间准确，并输入当前显示的 6 位数字"}});
    staff->password_hash = hash;
    staff->totp_last_step = *step;
    staff->must_change_password = false;
    if (!tx.staff().update(*staff)) return stale();
    tx.sessions().erase_of(SessionKind::staff, id.value);
    tx.one_time_shares().erase_of(id);
    done.token = start_session(tx, hall, SessionKind::staff, id.value);
    done.staff = *staff;
    audit(tx, hall.clock.now(), staff_actor(*staff), "staff.enrol", staff_subject(*staff));
    return {};
  }));
  return done;
}

}  // namespace certhall::app

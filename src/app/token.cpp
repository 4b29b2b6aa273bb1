#include "app/token.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <stdexcept>

#include "app/act.h"
#include "app/production.h"
#include "pki/certificate.h"

namespace certhall::app {
namespace {

using domain::Token;
using domain::TokenEvent;
using domain::TokenFact;
using domain::TokenStatus;

constexpr std::size_t kSoPinDigits = 16;  // the most that GM/T 0016 tokens take

std::string subject_of(const Token& token) { return "token/" + token.serial; }

/// A suspended one may be released.
bool in_force(const domain::Certificate& certificate) {
  return certificate.status != domain::CertificateStatus::revoked &&
         certificate.status != domain::CertificateStatus::voided;
}

bool holds_nothing_in_force(Transaction& tx, const Token& token) {
  const auto all = tx.certificates().of_application(token.application_id);
  return std::ranges::none_of(all, [&](const auto& certificate) {
    return in_force(certificate) && certificate.token_serial == token.serial;
  });
}

/// What somebody still uses is not erased, whoever issued it.
Status check_found(Transaction& tx, const Hall& hall, const Device& device) {
  if (device.certificate.empty()) return {};
  const auto found = pki::parse_certificate(device.certificate);
  if (!found) return fail_fields({{"certificate", "介质中的证书无法解析，请确认介质完好后重试"}});
  const auto ours = tx.certificates().find_by_serial(found->serial);
  const bool is_ours = ours && ours->der == device.certificate;
  if (is_ours ? in_force(*ours) : found->not_after > hall.clock.now())
    return fail(ErrorCode::duplicate, "介质 " + device.serial + " 中有" +
                                          (is_ours ? "其他持有人的" : "其他机构签发的") +
                                          "有效证书，不能初始化：请换一支空白介质");
  return {};
}

/// Made once and kept as long as the row: a crash between here and the device leaves no device with
/// an unknown PIN.
SecretText so_pin_of(Transaction& tx, const Hall& hall, const Token& token) {
  if (auto known = tx.tokens().find_so_pin(token.id)) return *std::move(known);
  SecretText made{hall.random.digits(kSoPinDigits)};
  tx.tokens().put_so_pin(token.id, made);
  return made;
}

Result<Token> bind_known(Transaction& tx, const Hall& hall, const domain::Actor& producer,
                         const ApplicationId& id, Token token) {
  if (token.application_id == id && token.status == TokenStatus::initialised) return token;
  if (token.status != TokenStatus::spare)
    return fail(ErrorCode::duplicate, "介质 " + token.serial + " 已登记（" +
                                          std::string(domain::text_of(token.status)) +
                                          "），不能用于这张业务单：请换一支空白介质");
  domain::EnumSet<TokenFact> facts;
  facts.add(TokenFact::certificates_ended, holds_nothing_in_force(tx, token));
  ASSIGN_OR_RETURN(decision,
                   domain::decide(token.status, TokenEvent::initialise_again, producer, facts));
  token.status = decision.to;
  token.application_id = id;
  token.updated_at = hall.clock.now();
  if (!tx.tokens().update(token)) return stale();
  return token;
}

}  // namespace

Status check_token_serial(std::string_view serial) {
  const bool fits =
      serial.size() >= 4 && serial.size() <= 32 && std::ranges::all_of(serial, [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '-' || c == '_';
      });
  if (fits) return {};
  return fail_fields({{"token_serial", "介质序列号应为 4 到 32 个字母、数字或横线"}});
}

Result<Token> bind_token(Transaction& tx, const Hall& hall, const domain::Actor& producer,
                         const ApplicationId& id, std::string_view serial) {
  if (const auto other = tx.tokens().of_application(id); other && other->serial != serial)
    return fail(ErrorCode::duplicate, "该业务单已在介质 " + other->serial +
                                          " 上制作：请用该介质继续，或先报废该介质再换一支");
  if (auto known = tx.tokens().find_by_serial(serial))
    return bind_known(tx, hall, producer, id, *std::move(known));
  const Timestamp now = hall.clock.now();
  const Token token{.id = TokenId::create(hall.clock, hall.random),
                    .application_id = id,
                    .serial = std::string(serial),
                    .created_at = now,
                    .updated_at = now};
  tx.tokens().insert(token);
  return token;
}

Status move_token(Transaction& tx, const Hall& hall, const domain::Actor& actor, Token token,
                  TokenEvent event, domain::EnumSet<TokenFact> facts) {
  ASSIGN_OR_RETURN(decision, domain::decide(token.status, event, actor, facts));
  token.status = decision.to;
  token.updated_at = hall.clock.now();
  if (!tx.tokens().update(token)) return stale();
  return {};
}

Result<SecretText> begin_token(const Hall& hall, const domain::Actor& producer,
                               const ApplicationId& id, const Device& device) {
  RETURN_IF_ERROR(check_token_serial(device.serial));
  return write(hall.store, [&](Transaction& tx) -> Result<SecretText> {
    RETURN_IF_ERROR(claimed_application(tx, hall, producer, id));
    ASSIGN_OR_RETURN(token, bind_token(tx, hall, producer, id, device.serial));
    RETURN_IF_ERROR(check_found(tx, hall, device));
    audit(tx, hall.clock.now(), producer, "token.begin", app::subject_of(id),
          {{"token", token.serial}});
    return so_pin_of(tx, hall, token);
  });
}

std::string begun_on(const Hall& hall, const ApplicationId& id) {
  const auto token =
      read(hall.store, [&](Transaction& tx) { return tx.tokens().of_application(id); });
  return token && token->status == TokenStatus::initialised ? token->serial : std::string{};
}

Result<domain::UnlockSession> authorise_unlock(const Hall& hall, const domain::Actor& reviewer,
                                               std::string_view serial) {
  if (!reviewer.roles.has(domain::Role::reviewer))
    return fail(ErrorCode::forbidden, "只有审核员可以批准解锁");
  return write(hall.store, [&](Transaction& tx) -> Result<domain::UnlockSession> {
    const auto token = tx.tokens().find_by_serial(serial);
    if (!token) return fail(ErrorCode::not_found, "没有序列号为该号码的介质，请核对介质上的编号");
    if (token->status != TokenStatus::locked)
      return fail(ErrorCode::wrong_state, "介质 " + token->serial + " 未登记为锁定，不能解锁");
    const Timestamp now = hall.clock.now();
    const domain::UnlockSession session{.id = domain::UnlockId::create(hall.clock, hall.random),
                                        .token_id = token->id,
                                        .authorised_by = StaffId{reviewer.id},
                                        .authorised_at = now,
                                        .expires_at = now + std::chrono::seconds{kUnlockSeconds},
                                        .released_to = {}};
    tx.tokens().insert_unlock(session);
    audit(tx, now, reviewer, "token.unlock_authorise", subject_of(*token));
    return session;
  });
}

namespace {

Status may_release(const domain::UnlockSession& session, const domain::Actor& producer,
                   Timestamp now) {
  if (!producer.roles.has(domain::Role::producer))
    return fail(ErrorCode::forbidden, "只有制证员可以执行解锁");
  if (session.authorised_by.value == producer.id)
    return fail(ErrorCode::forbidden, "批准解锁的人不能自己执行，请由其他制证员办理");
  if (!session.released_to.empty())
    return fail(ErrorCode::gone, "这次解锁的授权已使用，请重新批准");
  if (session.expires_at <= now)
    return fail(ErrorCode::gone, "这次解锁的授权已超过 15 分钟，请重新批准");
  return {};
}

}  // namespace

Result<SecretText> release_so_pin(const Hall& hall, const domain::Actor& producer,
                                  const domain::UnlockId& id) {
  Status allowed;
  auto released = write(hall.store, [&](Transaction& tx) -> Result<SecretText> {
    auto session = tx.tokens().find_unlock(id);
    if (!session) return fail(ErrorCode::not_found, "没有这次解锁的授权");
    const Timestamp now = hall.clock.now();
    allowed = may_release(*session, producer, now);
    audit(tx, now, producer, allowed ? "token.so_pin_release" : "token.so_pin_refused",
          "unlock/" + id.value);
    if (!allowed) return SecretText{};  // the refusal is on record; told below
    session->released_to = producer.id;
    session->released_at = now;
    if (!tx.tokens().release_unlock(*session)) return stale();
    auto so_pin = tx.tokens().find_so_pin(session->token_id);
    if (!so_pin) return fail(ErrorCode::not_found, "该介质没有托管的管理员 PIN，请按补办处理");
    return *std::move(so_pin);
  });
  if (released && !allowed) return fail(allowed.error());
  return released;
}

}  // namespace certhall::app

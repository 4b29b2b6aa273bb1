#include "kmc/desk.h"

#include <charconv>
#include <optional>

#include "base/crypto.h"
#include "base/encoding.h"
#include "base/json.h"
#include "base/log.h"

namespace certhall::kmc {
namespace {

std::optional<pki::Algorithm> algorithm_of(std::string_view text) {
  for (const auto each :
       {pki::Algorithm::sm2_sm3, pki::Algorithm::p256_sha256, pki::Algorithm::rsa_sha256})
    if (pki::to_text(each) == text) return each;
  return std::nullopt;
}

template <class T>
Result<T> parsed(std::string_view body) {
  ASSIGN_OR_RETURN(json, parse_json(body));
  return from_json<T>(json);
}

wire::Handed to_wire(const app::HandedKey& key) {
  return {.id = key.id.value, .spki = to_base64(key.spki), .envelope = to_base64(key.envelope)};
}

Result<std::string> issue(app::KeyCentre& centre, std::string_view body) {
  ASSIGN_OR_RETURN(call, parsed<wire::IssueCall>(body));
  const auto algorithm = algorithm_of(call.algorithm);
  if (!algorithm) return fail(ErrorCode::invalid, "密钥管理中心没有 " + call.algorithm + " 密钥");
  ASSIGN_OR_RETURN(key, centre.issue({.request = call.request,
                                      .subscriber = call.subscriber,
                                      .algorithm = *algorithm,
                                      .recipient = from_base64(call.recipient).value_or(""),
                                      .form = call.form}));
  return to_json_text(to_wire(key));
}

Result<std::string> history(app::KeyCentre& centre, std::string_view body) {
  ASSIGN_OR_RETURN(call, parsed<wire::HistoryCall>(body));
  ASSIGN_OR_RETURN(records, centre.history(call.subscriber));
  wire::History rows;
  for (const auto& each : records)
    rows.keys.push_back(
        {.id = each.id.value, .spki = to_base64(each.spki), .issued_at = each.issued_at.ms});
  return to_json_text(rows);
}

Result<std::string> ask_recovery(app::KeyCentre& centre, std::string_view body) {
  ASSIGN_OR_RETURN(call, parsed<wire::AskCall>(body));
  ASSIGN_OR_RETURN(id, centre.ask_recovery({.request = call.request,
                                            .subscriber = call.subscriber,
                                            .key = {call.key},
                                            .recipient = from_base64(call.recipient).value_or(""),
                                            .reason = call.reason,
                                            .requested_by = call.requested_by}));
  return to_json_text(wire::Asked{id.value});
}

Result<std::string> recover(app::KeyCentre& centre, std::string_view body) {
  ASSIGN_OR_RETURN(call, parsed<wire::RecoverCall>(body));
  ASSIGN_OR_RETURN(key, centre.recover({call.recovery}, call.form));
  return to_json_text(to_wire(key));
}

}  // namespace

Desk::Desk(app::KeyCentre& centre, SecretText key, const Clock& clock)
    : centre_(centre), key_(std::move(key)), clock_(clock) {}

Status Desk::admit(const Call& call) {
  const auto expected = wire::call_mac(key_.reveal(), call.path, call.time, call.nonce, call.body);
  if (!equal_constant_time(call.mac, expected))
    return fail(ErrorCode::unauthenticated, "调用方的认证码不正确，请核对认证密钥文件");
  std::int64_t time = 0;
  std::from_chars(call.time.data(), call.time.data() + call.time.size(), time);
  const Timestamp now = clock_.now();
  if (time < now.ms - wire::kTolerance || time > now.ms + wire::kTolerance)
    return fail(ErrorCode::unauthenticated, "调用时间与密钥管理中心的时钟相差过大，请校准时钟");
  const std::lock_guard lock(mutex_);
  std::erase_if(nonces_, [&](const auto& each) { return each.second < now; });
  if (!nonces_.emplace(call.nonce, Timestamp{time + wire::kTolerance}).second)
    return fail(ErrorCode::unauthenticated, "同一次调用重复到达，已拒绝");
  return {};
}

Result<std::string> Desk::perform(const Call& call) {
  RETURN_IF_ERROR(admit(call));
  if (call.path == wire::kIssue) return issue(centre_, call.body);
  if (call.path == wire::kHistory) return history(centre_, call.body);
  if (call.path == wire::kAskRecovery) return ask_recovery(centre_, call.body);
  if (call.path == wire::kRecover) return recover(centre_, call.body);
  return fail(ErrorCode::not_found, "密钥管理中心没有这个接口");
}

std::string Desk::answer(const Call& call) {
  Result<std::string> done;
  try {
    done = perform(call);
  } catch (const std::exception& error) {
    log::error("key_centre.failed", {{"path", call.path}, {"detail", error.what()}});
    done = fail(ErrorCode::unavailable, "密钥管理中心暂时不能办理，请稍后重试");
  }
  if (done) return wire::write_answer(key_.reveal(), call.nonce, {.good = true, .json = *done});
  const wire::Failure failure{std::string(enum_to_text(done.error().code)), done.error().message};
  return wire::write_answer(key_.reveal(), call.nonce,
                            {.good = false, .json = to_json_text(failure)});
}

}  // namespace certhall::kmc

#include "adapters/key_centre/remote_key_centre.h"

#include "adapters/web/http_post.h"
#include "base/encoding.h"
#include "base/json.h"
#include "kmc/ports/wire.h"

namespace certhall::adapters {
namespace {

namespace wire = kmc::wire;

template <class T>
Result<T> parsed(const std::string& text) {
  ASSIGN_OR_RETURN(json, parse_json(text));
  return from_json<T>(json);
}

app::HandedKey from_wire(const wire::Handed& key) {
  return {.id = {key.id},
          .spki = from_base64(key.spki).value_or(""),
          .envelope = from_base64(key.envelope).value_or("")};
}

}  // namespace

RemoteKeyCentre::RemoteKeyCentre(KeyCentrePost post, SecretText key, const Clock& clock,
                                 Random& random)
    : post_(std::move(post)), key_(std::move(key)), clock_(clock), random_(random) {}

Result<std::string> RemoteKeyCentre::call(std::string_view path, const std::string& body) {
  const std::string time = std::to_string(clock_.now().ms);
  const std::string nonce = to_hex(random_.bytes(16));
  const auto text = post_(
      std::string(path),
      {{std::string(wire::kTimeHeader), time},
       {std::string(wire::kNonceHeader), nonce},
       {std::string(wire::kMacHeader), wire::call_mac(key_.reveal(), path, time, nonce, body)}},
      body);
  if (!text)
    return fail(Error{.code = ErrorCode::unavailable,
                      .message = "密钥管理中心没有应答，请稍后重试",
                      .detail = text.error().detail});
  ASSIGN_OR_RETURN(answer, wire::read_answer(key_.reveal(), nonce, *text));
  if (answer.good) return std::move(answer.json);
  ASSIGN_OR_RETURN(failure, parsed<wire::Failure>(answer.json));
  const auto code = enum_from_text<ErrorCode>(failure.code).value_or(ErrorCode::upstream);
  // It is the hall that is not believed, not whoever asked the hall.
  return fail(code == ErrorCode::unauthenticated ? ErrorCode::upstream : code, failure.message);
}

Result<app::HandedKey> RemoteKeyCentre::issue(const app::KeyRequest& request) {
  ASSIGN_OR_RETURN(answer,
                   call(wire::kIssue, to_json_text(wire::IssueCall{
                                          .request = request.request,
                                          .subscriber = request.subscriber,
                                          .algorithm = std::string(pki::to_text(request.algorithm)),
                                          .recipient = to_base64(request.recipient),
                                          .form = request.form})));
  ASSIGN_OR_RETURN(key, parsed<wire::Handed>(answer));
  return from_wire(key);
}

Result<std::vector<app::KeyRecord>> RemoteKeyCentre::history(std::string_view subscriber) {
  ASSIGN_OR_RETURN(answer,
                   call(wire::kHistory, to_json_text(wire::HistoryCall{std::string(subscriber)})));
  ASSIGN_OR_RETURN(rows, parsed<wire::History>(answer));
  std::vector<app::KeyRecord> records;
  for (const auto& each : rows.keys)
    records.push_back({.id = {each.id},
                       .spki = from_base64(each.spki).value_or(""),
                       .issued_at = {each.issued_at}});
  return records;
}

Result<KeyRecoveryId> RemoteKeyCentre::ask_recovery(const app::KeyRecoveryRequest& request) {
  ASSIGN_OR_RETURN(
      answer,
      call(wire::kAskRecovery, to_json_text(wire::AskCall{.request = request.request,
                                                          .subscriber = request.subscriber,
                                                          .key = request.key.value,
                                                          .recipient = to_base64(request.recipient),
                                                          .reason = request.reason,
                                                          .requested_by = request.requested_by})));
  ASSIGN_OR_RETURN(asked, parsed<wire::Asked>(answer));
  return KeyRecoveryId{asked.recovery};
}

Result<app::HandedKey> RemoteKeyCentre::recover(const KeyRecoveryId& id, pki::EnvelopeForm form) {
  ASSIGN_OR_RETURN(answer, call(wire::kRecover, to_json_text(wire::RecoverCall{id.value, form})));
  ASSIGN_OR_RETURN(key, parsed<wire::Handed>(answer));
  return from_wire(key);
}

Status RemoteKeyCentre::adopt(const app::EarlierKeyHandover&) {
  return fail(ErrorCode::forbidden,
              "营业厅数据库里还有早期的加密密钥：请先去掉配置项 key_centre_url 启动一次，使其移入"
              "本机的密钥管理中心，再把 kmc.db 与 secrets/kmc 移到单独的密钥管理中心");
}

KeyCentrePost post_to(std::string base) {
  while (base.ends_with('/')) base.pop_back();
  return [base](const std::string& path, const auto& headers,
                const std::string& body) -> Result<std::string> {
    HttpHeaders all = headers;
    all.emplace_back("Content-Type", "application/json");
    ASSIGN_OR_RETURN(answer, http_post(base + path, all, body));
    if (answer.status >= 500)  // busy, or something else stands there
      return fail(Error{.code = ErrorCode::upstream,
                        .message = "",
                        .detail = "HTTP " + std::to_string(answer.status)});
    return std::move(answer.body);
  };
}

}  // namespace certhall::adapters

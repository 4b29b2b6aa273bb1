#include "kmc/recovery.h"

#include <algorithm>
#include <set>

#include "base/crypto.h"
#include "base/encoding.h"
#include "kmc/issue.h"
#include "pki/envelope.h"

namespace certhall::kmc {
namespace {

constexpr std::size_t kLongestText = 1'000;

std::string subject_of(const KeyRecoveryId& id) { return "recovery/" + id.value; }

boost::json::array texts_of(const std::vector<KeyId>& keys) {
  boost::json::array texts;
  for (const auto& key : keys) texts.push_back(boost::json::string(key.value));
  return texts;
}

domain::Actor requester(const Recovery& recovery) {
  return {.kind = domain::ActorKind::staff, .id = recovery.requested_by};
}

Status check_texts(const Recovery& recovery) {
  const auto fits = [](std::string_view text) {
    return !text.empty() && text.size() <= kLongestText;
  };
  if (!fits(recovery.reason)) return fail(ErrorCode::invalid, "请填写理由，不超过 1000 字节");
  if (!fits(recovery.requested_by)) return fail(ErrorCode::invalid, "请写明由谁提出");
  if (recovery.kind == RecoveryKind::judicial && !fits(recovery.order_number))
    return fail(ErrorCode::invalid, "请填写司法文书的文号");
  return {};
}

/// Each is the subscriber's, and the recipient's key can carry it.
Status check_keys(Transaction& tx, const Recovery& recovery) {
  ASSIGN_OR_RETURN(recipient, pki::PublicKey::from_spki(recovery.recipient));
  for (const auto& id : recovery.keys) {
    const auto issue = tx.keys().issue_of_key(id);
    const auto key = tx.keys().find(id);
    if (!issue || !key || issue->subscriber != recovery.subscriber)
      return fail(ErrorCode::not_found, "该用户没有密钥 " + id.value + "，请先查询其密钥历史");
    ASSIGN_OR_RETURN(spki, pki::PublicKey::from_spki(key->public_key));
    RETURN_IF_ERROR(pki::check_carrier(recipient.algorithm(), spki.algorithm()));
  }
  if (recovery.keys.empty()) return fail(ErrorCode::not_found, "该用户没有加密密钥");
  return {};
}

Status record(Transaction& tx, const Recovery& recovery) {
  if (tx.officers().list().empty())
    return fail(ErrorCode::wrong_state,
                "密钥管理中心还没有任命管理员，请先用 certhall kmc officers found 任命");
  tx.recoveries().insert(recovery);
  audit(tx, recovery.requested_at, requester(recovery), "recovery.ask", subject_of(recovery.id),
        {{"kind", enum_to_text(recovery.kind)},
         {"subscriber", recovery.subscriber},
         {"keys", texts_of(recovery.keys)},
         {"order_number", recovery.order_number},
         {"needed", recovery.needed},
         {"statement_sha256", to_hex(sha256(statement_of(recovery)))}});
  return {};
}

Recovery draft(const Centre& centre, RecoveryKind kind, std::string_view requested_by,
               std::string_view reason) {
  Recovery recovery;
  recovery.id = KeyRecoveryId::create(centre.clock, centre.random);
  recovery.request = recovery.id.value;
  recovery.kind = kind;
  recovery.requested_by = requested_by;
  recovery.reason = reason;
  recovery.requested_at = centre.clock.now();
  return recovery;
}

Result<Recovery> find_open(Transaction& tx, const Centre& centre, const KeyRecoveryId& id) {
  auto recovery = tx.recoveries().find(id);
  if (!recovery) return fail(ErrorCode::not_found, "没有编号为 " + id.value + " 的密钥恢复申请");
  if (centre.clock.now() > recovery->requested_at + kRecoveryTime)
    return fail(ErrorCode::gone, "该密钥恢复申请已超过 30 天，请重新提出");
  return *std::move(recovery);
}

Status require_approval(Transaction& tx, const Recovery& recovery) {
  const auto given = count_approvals(tx, recovery);
  if (given >= recovery.needed) return {};
  return fail(ErrorCode::wrong_state, "该申请需要 " + std::to_string(recovery.needed) +
                                          " 名密钥管理员同意，目前 " + std::to_string(given) +
                                          " 名");
}

boost::json::array approvers(Transaction& tx, const KeyRecoveryId& id) {
  boost::json::array logins;
  for (const auto& each : tx.recoveries().approvals(id))
    logins.push_back(boost::json::string(each.login));
  return logins;
}

}  // namespace

Result<KeyRecoveryId> ask_recovery(const Centre& centre, const app::KeyRecoveryRequest& request) {
  auto recovery = draft(centre, RecoveryKind::user, request.requested_by, request.reason);
  recovery.request = "user/" + request.request;
  recovery.subscriber = request.subscriber;
  recovery.keys = {request.key};
  recovery.recipient = request.recipient;
  RETURN_IF_ERROR(check_texts(recovery));
  return app::write(centre.store, [&](Transaction& tx) -> Result<KeyRecoveryId> {
    if (const auto known = tx.recoveries().find_by_request(recovery.request)) {
      if (known->keys == recovery.keys && known->recipient == recovery.recipient) return known->id;
      return fail(ErrorCode::invalid, "同一编号的恢复申请内容与先前的不同，请换一个编号");
    }
    RETURN_IF_ERROR(check_keys(tx, recovery));
    RETURN_IF_ERROR(record(tx, recovery));
    return recovery.id;
  });
}

Result<KeyRecoveryId> ask_judicial(const Centre& centre, const JudicialOrder& order) {
  auto recovery = draft(centre, RecoveryKind::judicial, order.requested_by, order.reason);
  recovery.subscriber = order.subscriber;
  recovery.keys = order.keys;
  recovery.recipient = order.recipient;
  recovery.order_number = order.order_number;
  RETURN_IF_ERROR(check_texts(recovery));
  return app::write(centre.store, [&](Transaction& tx) -> Result<KeyRecoveryId> {
    if (recovery.keys.empty())
      for (const auto& issue : tx.keys().history(recovery.subscriber))
        recovery.keys.push_back(issue.key_id);
    recovery.needed = tx.officers().quorum();
    RETURN_IF_ERROR(check_keys(tx, recovery));
    RETURN_IF_ERROR(record(tx, recovery));
    return recovery.id;
  });
}

Result<KeyRecoveryId> ask_officers(const Centre& centre, const OfficerSet& set,
                                   std::string_view reason, std::string_view requested_by) {
  auto recovery = draft(centre, RecoveryKind::officers, requested_by, reason);
  RETURN_IF_ERROR(check_texts(recovery));
  ASSIGN_OR_RETURN(officers, make_officers(centre, set));
  recovery.after = officers;
  recovery.quorum_after = set.quorum;
  return app::write(centre.store, [&](Transaction& tx) -> Result<KeyRecoveryId> {
    recovery.needed = tx.officers().quorum();
    RETURN_IF_ERROR(record(tx, recovery));
    return recovery.id;
  });
}

std::string statement_of(const Recovery& recovery) {
  const boost::json::object all{
      {"id", recovery.id.value},
      {"kind", enum_to_text(recovery.kind)},
      {"subscriber", recovery.subscriber},
      {"keys", texts_of(recovery.keys)},
      {"recipient", to_base64(recovery.recipient)},
      {"order_number", recovery.order_number},
      {"reason", recovery.reason},
      {"officers_sha256", recovery.kind == RecoveryKind::officers
                              ? digest_of(recovery.after, recovery.quorum_after)
                              : ""},
      {"requested_by", recovery.requested_by},
      {"requested_at", to_rfc3339(recovery.requested_at)},
      {"needed", recovery.needed}};
  return "certhall key recovery 1\n" + boost::json::serialize(all) + "\n";
}

std::int64_t count_approvals(Transaction& tx, const Recovery& recovery) {
  const auto officers = tx.officers().list();
  const std::string statement = statement_of(recovery);
  return std::ranges::count_if(
      tx.recoveries().approvals(recovery.id), [&](const RecoveryApproval& approval) {
        const auto officer = std::ranges::find(officers, approval.login, &KeyOfficer::login);
        if (officer == officers.end() || officer->public_key != approval.public_key) return false;
        const auto key = pki::PublicKey::from_spki(from_base64(approval.public_key).value_or(""));
        return key && key->verify(statement, approval.signature);
      });
}

Status approve(const Centre& centre, const KeyRecoveryId& id, std::string_view login,
               std::string_view signature) {
  return app::write(centre.store, [&](Transaction& tx) -> Status {
    ASSIGN_OR_RETURN(recovery, find_open(tx, centre, id));
    const auto officers = tx.officers().list();
    const auto officer = std::ranges::find(officers, login, &KeyOfficer::login);
    if (officer == officers.end())
      return fail(ErrorCode::forbidden, "没有密钥管理员 " + std::string(login));
    if (recovery.requested_by == login)
      return fail(ErrorCode::forbidden, "提出申请的人不能自己同意，请由另一名密钥管理员决定");
    ASSIGN_OR_RETURN(key, pki::PublicKey::from_spki(from_base64(officer->public_key).value_or("")));
    if (!key.verify(statement_of(recovery), signature))
      return fail(ErrorCode::forbidden, "签名不是 " + std::string(login) +
                                            " 的密钥对该申请所作：请核对申请编号与所用密钥");
    for (const auto& each : tx.recoveries().approvals(id))
      if (each.login == login) return {};
    const Timestamp now = centre.clock.now();
    tx.recoveries().approve({.recovery_id = id,
                             .login = officer->login,
                             .public_key = officer->public_key,
                             .signature = std::string(signature),
                             .approved_at = now});
    audit(tx, now, {.kind = domain::ActorKind::staff, .id = officer->login}, "recovery.approve",
          subject_of(id),
          {{"kind", enum_to_text(recovery.kind)},
           {"order_number", recovery.order_number},
           {"public_key_sha256", to_hex(sha256(officer->public_key))},
           {"signature_sha256", to_hex(sha256(signature))}});
    return {};
  });
}

Result<std::vector<app::HandedKey>> collect(const Centre& centre, const KeyRecoveryId& id,
                                            pki::EnvelopeForm form) {
  Recovery recovery;
  auto keys = app::write(centre.store, [&](Transaction& tx) -> Result<std::vector<StoredKey>> {
    ASSIGN_OR_RETURN(found, find_open(tx, centre, id));
    recovery = found;
    if (recovery.kind == RecoveryKind::officers)
      return fail(ErrorCode::wrong_state, "这是更换密钥管理员的申请，没有密钥可取");
    RETURN_IF_ERROR(require_approval(tx, recovery));
    RETURN_IF_ERROR(check_keys(tx, recovery));
    const Timestamp now = centre.clock.now();
    if (recovery.done_at.ms == 0) {
      recovery.done_at = now;
      if (!tx.recoveries().update(recovery)) throw std::logic_error("two writers at once");
    }
    audit(tx, now, requester(recovery), "key.recover", subject_of(id),
          {{"kind", enum_to_text(recovery.kind)},
           {"subscriber", recovery.subscriber},
           {"keys", texts_of(recovery.keys)},
           {"order_number", recovery.order_number},
           {"approved_by", approvers(tx, id)},
           {"recipient_sha256", to_hex(sha256(recovery.recipient))}});
    std::vector<StoredKey> all;
    for (const auto& key : recovery.keys) all.push_back(*tx.keys().find(key));
    return all;
  });
  RETURN_IF_ERROR(keys);
  std::vector<app::HandedKey> handed;
  for (const auto& key : *keys) {
    ASSIGN_OR_RETURN(one, hand_over(centre, key, recovery.recipient, form));
    handed.push_back(std::move(one));
  }
  return handed;
}

Status install_officers(const Centre& centre, const KeyRecoveryId& id) {
  return app::write(centre.store, [&](Transaction& tx) -> Status {
    ASSIGN_OR_RETURN(recovery, find_open(tx, centre, id));
    if (recovery.kind != RecoveryKind::officers)
      return fail(ErrorCode::wrong_state, "这不是更换密钥管理员的申请");
    if (recovery.done_at.ms != 0) return {};
    RETURN_IF_ERROR(require_approval(tx, recovery));
    const Timestamp now = centre.clock.now();
    appoint(tx, now, requester(recovery), recovery.after, recovery.quorum_after, id.value);
    recovery.done_at = now;
    if (!tx.recoveries().update(recovery)) throw std::logic_error("two writers at once");
    return {};
  });
}

}  // namespace certhall::kmc

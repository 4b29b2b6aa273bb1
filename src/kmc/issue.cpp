#include "kmc/issue.h"

#include <algorithm>
#include <optional>

#include "base/crypto.h"
#include "base/encoding.h"
#include "base/log.h"
#include "pki/envelope.h"

namespace certhall::kmc {
namespace {

constexpr std::int64_t kRound = 64;
constexpr std::size_t kLongestName = 128;

domain::Actor hall_actor() { return {.kind = domain::ActorKind::system, .id = "hall"}; }
domain::Actor pool_actor() { return {.kind = domain::ActorKind::system, .id = "key_pool"}; }

std::string subject_of(const KeyId& id) { return "key/" + id.value; }
std::string digest_of(std::string_view bytes) { return to_hex(sha256(bytes)); }

StoredKey stored(const pki::PrivateKey& key, KeyId id, Timestamp created_at) {
  const std::string& spki = key.public_key().spki();
  return {.id = std::move(id),
          .algorithm = std::string(pki::to_text(key.algorithm())),
          .public_key = spki,
          .public_key_digest = digest_of(spki),
          .private_key = key.to_pkcs8(),
          .created_at = created_at};
}

StoredKey make_key(const Centre& centre, pki::Algorithm algorithm) {
  return stored(pki::PrivateKey::generate(algorithm), KeyId::create(centre.clock, centre.random),
                centre.clock.now());
}

Status check(const app::KeyRequest& request) {
  const auto fits = [](std::string_view text) {
    return !text.empty() && text.size() <= kLongestName;
  };
  if (!fits(request.request) || !fits(request.subscriber))
    return fail(ErrorCode::invalid, "密钥申请的编号与用户编号应为 1 到 128 个字符");
  ASSIGN_OR_RETURN(recipient, pki::PublicKey::from_spki(request.recipient));
  return pki::check_carrier(recipient.algorithm(), request.algorithm);
}

Result<StoredKey> key_of(Transaction& tx, const KeyIssue& issue, const app::KeyRequest& request) {
  auto key = tx.keys().find(issue.key_id);
  if (!key) throw std::runtime_error("a key that was issued is missing: " + issue.key_id.value);
  if (issue.subscriber != request.subscriber || issue.recipient != request.recipient ||
      key->algorithm != pki::to_text(request.algorithm))
    return fail(ErrorCode::invalid, "同一编号的密钥申请内容与先前的不同，请换一个编号");
  return *std::move(key);
}

/// What the request has, or a key of the pool, or `spare`; nothing where all of these are missing.
Result<std::optional<StoredKey>> take(Transaction& tx, const Centre& centre,
                                      const app::KeyRequest& request,
                                      const std::optional<StoredKey>& spare) {
  if (const auto issue = tx.keys().issue_of_request(request.request))
    return key_of(tx, *issue, request);
  auto key = tx.keys().oldest_in_pool(pki::to_text(request.algorithm));
  if (!key && !spare) return std::nullopt;
  if (!key) {
    tx.keys().insert(*spare);
    key = spare;
  }
  const Timestamp now = centre.clock.now();
  tx.keys().issue({.request = request.request,
                   .key_id = key->id,
                   .subscriber = request.subscriber,
                   .recipient = request.recipient,
                   .issued_at = now});
  audit(tx, now, hall_actor(), "key.issue", subject_of(key->id),
        {{"request", request.request},
         {"subscriber", request.subscriber},
         {"public_key_sha256", key->public_key_digest},
         {"recipient_sha256", digest_of(request.recipient)}});
  return key;
}

/// Repeated requests, which are answered without writing.
Result<std::optional<StoredKey>> known(const Centre& centre, const app::KeyRequest& request) {
  return app::read(centre.store, [&](Transaction& tx) -> Result<std::optional<StoredKey>> {
    const auto issue = tx.keys().issue_of_request(request.request);
    if (!issue) return std::nullopt;
    return key_of(tx, *issue, request);
  });
}

}  // namespace

Result<app::HandedKey> hand_over(const Centre& centre, const StoredKey& key,
                                 std::string_view recipient, pki::EnvelopeForm form) {
  ASSIGN_OR_RETURN(private_key, pki::PrivateKey::from_pkcs8(key.private_key));
  if (private_key.public_key().spki() != key.public_key)
    throw std::runtime_error("a kept private key does not belong to its public key: " +
                             key.id.value);
  ASSIGN_OR_RETURN(carrier, pki::PublicKey::from_spki(recipient));
  ASSIGN_OR_RETURN(envelope, pki::seal_key(private_key, carrier, form, centre.random));
  return app::HandedKey{.id = key.id, .spki = key.public_key, .envelope = std::move(envelope)};
}

Result<app::HandedKey> issue_key(const Centre& centre, const app::KeyRequest& request) {
  RETURN_IF_ERROR(check(request));
  ASSIGN_OR_RETURN(key, known(centre, request));
  std::optional<StoredKey> spare;
  while (!key) {
    auto taken =
        app::write(centre.store, [&](Transaction& tx) { return take(tx, centre, request, spare); });
    RETURN_IF_ERROR(taken);
    key = *std::move(taken);
    if (key) break;
    log::warning("key_pool.empty", {{"algorithm", pki::to_text(request.algorithm)}});
    spare = make_key(centre, request.algorithm);  // not inside a transaction: RSA takes its time
  }
  return hand_over(centre, *key, request.recipient, request.form);
}

std::vector<app::KeyRecord> history(const Centre& centre, std::string_view subscriber) {
  return app::read(centre.store, [&](Transaction& tx) {
    std::vector<app::KeyRecord> records;
    for (const auto& issue : tx.keys().history(subscriber))
      records.push_back({.id = issue.key_id,
                         .spki = tx.keys().find(issue.key_id).value_or(StoredKey{}).public_key,
                         .issued_at = issue.issued_at});
    return records;
  });
}

Status adopt_key(const Centre& centre, const app::EarlierKeyHandover& earlier) {
  RETURN_IF_ERROR(check(earlier.request));
  ASSIGN_OR_RETURN(private_key, pki::PrivateKey::from_pkcs8(earlier.private_key));
  const auto key = stored(private_key, earlier.id, earlier.created_at);
  return app::write(centre.store, [&](Transaction& tx) -> Status {
    if (const auto there = tx.keys().find(key.id)) {
      if (there->public_key == key.public_key) return {};
      return fail(ErrorCode::duplicate, "密钥管理中心已有另一把编号相同的密钥");
    }
    tx.keys().insert(key);
    tx.keys().issue({.request = earlier.request.request,
                     .key_id = key.id,
                     .subscriber = earlier.request.subscriber,
                     .recipient = earlier.request.recipient,
                     .issued_at = earlier.created_at});
    audit(tx, centre.clock.now(), hall_actor(), "key.adopt", subject_of(key.id),
          {{"request", earlier.request.request},
           {"subscriber", earlier.request.subscriber},
           {"public_key_sha256", key.public_key_digest}});
    return {};
  });
}

std::int64_t withdraw_pool(const Centre& centre) {
  std::int64_t count = 0;
  const auto done = app::write(centre.store, [&](Transaction& tx) -> Status {
    count = tx.keys().withdraw_pool();
    audit(tx, centre.clock.now(), {.kind = domain::ActorKind::system, .id = "restore"},
          "key.withdraw", "key_pool", {{"count", count}});
    return {};
  });
  if (!done) throw std::runtime_error(done.error().message);
  return count;
}

std::int64_t fill_pool(const Centre& centre) {
  std::int64_t made = 0;
  for (const auto& mark : centre.pool) {
    const auto name = pki::to_text(mark.algorithm);
    const auto there =
        app::read(centre.store, [&](Transaction& tx) { return tx.keys().count_pool(name); });
    if (there >= mark.low) continue;
    std::vector<StoredKey> keys;
    const auto round =
        mark.algorithm == pki::Algorithm::rsa_sha256 ? 1 : kRound;  // it takes seconds
    for (auto n = std::min(round, 2 * mark.low - there); n > 0; --n)
      keys.push_back(make_key(centre, mark.algorithm));
    const auto done = app::write(centre.store, [&](Transaction& tx) -> Status {
      for (const auto& key : keys) tx.keys().insert(key);
      audit(tx, centre.clock.now(), pool_actor(), "key.make", "key_pool",
            {{"algorithm", name}, {"count", keys.size()}});
      return {};
    });
    if (done) made += static_cast<std::int64_t>(keys.size());
  }
  return made;
}

}  // namespace certhall::kmc

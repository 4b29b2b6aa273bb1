#include "app/key_handover.h"

#include <stdexcept>

#include "base/crypto.h"
#include "base/encoding.h"
#include "pki/certificate_parts.h"

namespace certhall::app {
namespace {

constexpr std::int64_t kPage = 100;

/// The signing certificate that was made with this encryption key: of the same token.
domain::Certificate signing_of(Transaction& tx, const EncryptionKey& key) {
  const auto all = tx.certificates().of_application(key.application_id);
  std::string token;
  for (const auto& each : all)
    if (each.public_key_digest == key.public_key_digest) token = each.token_serial;
  for (const auto& each : all)
    if (each.usage == domain::CertificateUsage::signing && each.token_serial == token) return each;
  throw std::runtime_error("no signing certificate beside the encryption key " + key.id.value);
}

/// It may never have been signed: the bytes that were recorded say it all.
std::string spki_of(const domain::Certificate& certificate) {
  const auto tbs = pki::parse_tbs(certificate.tbs);
  if (!tbs) throw std::runtime_error("a recorded certificate that cannot be read");
  return tbs->spki;
}

}  // namespace

KeyRequest key_request(const ApplicationId& id, std::string_view token_serial,
                       const std::string& signing_spki, pki::Algorithm algorithm) {
  const std::string text =
      id.value + "\n" + std::string(token_serial) + "\n" + to_hex(sha256(signing_spki));
  return {.request = "token/" + to_hex(sha256(text)),
          .subscriber = id.value,
          .algorithm = algorithm,
          .recipient = signing_spki};
}

Result<std::int64_t> hand_earlier_keys_over(const Hall& hall) {
  std::int64_t count = 0;
  for (;;) {
    const auto page =
        read(hall.store, [](Transaction& tx) { return tx.encryption_keys().earlier(kPage); });
    for (const auto& each : page) {
      const auto signing =
          read(hall.store, [&](Transaction& tx) { return signing_of(tx, each.key); });
      RETURN_IF_ERROR(hall.key_centre.adopt(
          {.request = key_request(each.key.application_id, signing.token_serial, spki_of(signing),
                                  pki::Algorithm::sm2_sm3),
           .id = each.key.id,
           .private_key = each.private_key,
           .created_at = each.key.created_at}));
      RETURN_IF_ERROR(write(hall.store, [&](Transaction& tx) -> Status {
        tx.encryption_keys().forget_private_key(each.key.id);
        return {};
      }));
      ++count;
    }
    if (page.empty()) return count;
  }
}

}  // namespace certhall::app

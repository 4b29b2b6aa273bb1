#pragma once
// Typed identifiers, so that an application's id can never be passed for a payment's.

#include <compare>
#include <string>
#include <string_view>

namespace certhall {

class Clock;
class Random;

/// 26 characters of Crockford base32 in lower case: 48 bits of milliseconds, 80 random bits, so
/// that new rows land at the end of an index and nobody can guess one.
[[nodiscard]] std::string new_id_text(const Clock& clock, Random& random);

template <class Tag>
struct Id {
  std::string value;

  [[nodiscard]] static Id create(const Clock& clock, Random& random) {
    return Id{new_id_text(clock, random)};
  }
  [[nodiscard]] bool empty() const { return value.empty(); }
  friend auto operator<=>(const Id&, const Id&) = default;
};

using AccountId = Id<struct AccountTag>;
using SessionId = Id<struct SessionTag>;
using StaffId = Id<struct StaffTag>;
using ApplicationId = Id<struct ApplicationTag>;
using MaterialId = Id<struct MaterialTag>;
using PaymentId = Id<struct PaymentTag>;
using CertificateId = Id<struct CertificateTag>;
using KeyId = Id<struct KeyTag>;
using KeyOfficerId = Id<struct KeyOfficerTag>;
using KeyRecoveryId = Id<struct KeyRecoveryTag>;
using TokenId = Id<struct TokenTag>;
using DeliveryId = Id<struct DeliveryTag>;
using IdentityId = Id<struct IdentityTag>;
using OutboxId = Id<struct OutboxTag>;
using ObjectId = Id<struct ObjectTag>;
using RevocationListId = Id<struct RevocationListTag>;
using ChangeId = Id<struct ChangeTag>;
using InvoiceId = Id<struct InvoiceTag>;
using PaymentOrderId = Id<struct PaymentOrderTag>;
using AccountCheckId = Id<struct AccountCheckTag>;

}  // namespace certhall

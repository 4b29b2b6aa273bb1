#include "app/crl.h"

#include <algorithm>
#include <chrono>

#include "app/act.h"
#include "app/authority.h"
#include "app/revocation_reason.h"
#include "pki/crl.h"

namespace certhall::app {
namespace {

using namespace std::chrono_literals;

struct PendingCrl {
  StoredCrl row;
  pki::UnsignedCrl unsigned_crl;
};

/// Rises with the time as well, so that a hall restored from an older backup, which does not know
/// the numbers given since, stays above them.
std::int64_t next_number(std::int64_t last, Timestamp now) {
  return std::max(last + 1, now.seconds());
}

/// The next list with its number taken and its bytes recorded. Made inside the transaction, so that
/// its number and its entries belong together.
PendingCrl record_crl(Transaction& tx, const Hall& hall, const LoadedAuthority& authority) {
  const std::string& issuer = authority.row.name;
  const Timestamp now = hall.clock.now();
  StoredCrl row{
      .issuer = issuer,
      .number = next_number(tx.authorities().last_crl_number(issuer), now),
      .this_update = {now.seconds() * 1000},
      .next_update = Timestamp{now.seconds() * 1000} + std::chrono::hours{authority.row.crl_hours},
      .der = ""};
  pki::CrlBuilder crl({.issuer = authority.issuer,
                       .number = static_cast<std::uint64_t>(row.number),
                       .this_update = row.this_update,
                       .next_update = row.next_update});
  for (const auto& entry : tx.certificates().revoked(issuer, now))
    crl.add(
        {.serial = entry.serial, .revoked_at = entry.revoked_at, .reason = to_pki(entry.reason)});
  auto unsigned_crl = std::move(crl).build();
  tx.authorities().insert_crl(row);
  tx.authorities().record(
      record_of(hall, unsigned_crl.tbs, "crl", "crl/" + issuer + "/" + std::to_string(row.number)));
  return {std::move(row), std::move(unsigned_crl)};
}

}  // namespace

Status publish_crl(const Hall& hall, std::string_view issuer) {
  const auto authority = load_authority(hall, issuer);
  std::optional<PendingCrl> pending;
  try {
    RETURN_IF_ERROR(write(hall.store, [&](Transaction& tx) -> Status {
      pending = record_crl(tx, hall, authority);
      return {};
    }));
  } catch (const Conflict&) {
    return {};  // another node published this number a moment ago
  }
  pending->row.der = pki::sign(pending->unsigned_crl, *authority.signer);
  return write(hall.store, [&](Transaction& tx) -> Status {
    tx.authorities().finish_crl(pending->row);
    return {};
  });
}

Status publish_due_crls(const Hall& hall) {
  for (const auto& issuer : crl_signers(hall)) {
    const auto newest =
        read(hall.store, [&](Transaction& tx) { return tx.authorities().newest_crl(issuer); });
    if (newest &&
        newest->this_update + (newest->next_update - newest->this_update) / 2 > hall.clock.now())
      continue;
    RETURN_IF_ERROR(publish_crl(hall, issuer));
  }
  return {};
}

std::optional<StoredCrl> current_crl(const Hall& hall, std::string_view issuer) {
  auto newest =
      read(hall.store, [&](Transaction& tx) { return tx.authorities().newest_crl(issuer); });
  if (newest && newest->next_update <= hall.clock.now()) return std::nullopt;
  return newest;
}

}  // namespace certhall::app

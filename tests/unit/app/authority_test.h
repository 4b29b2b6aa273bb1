#pragma once
// A hall with its authorities and keys in memory, and subscribers' certificates as rows.

#include "app/authority.h"
#include "app/directory.h"
#include "app/tsp.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "pki/ceremony.h"
#include "pki/oid.h"
#include "pki/serial.h"
#include "unit/app/authority_hall.h"

namespace certhall::app {

class AuthorityTest : public AuthorityHall {
 protected:
  AuthorityTest() { EXPECT_TRUE(prepare_time_stamping(hall_)); }

  struct Subscriber {
    pki::KeySigner key;
    domain::Certificate row;
  };
  /// Named so; an organization where `person` is empty.
  Subscriber put_subscriber(const std::string& organization, const std::string& person = "",
                            bool record = true) {
    Subscriber made{.key = pki::KeySigner(pki::PrivateKey::generate(pki::Algorithm::sm2_sm3)),
                    .row = {}};
    const auto application = put_application(domain::ApplicationStatus::produced);
    const auto issuing = load_authority(hall_, kIssuing);
    const Timestamp start{clock_.now().seconds() * 1000};
    auto& row = made.row;
    row = {.id = CertificateId::create(clock_, random_),
           .application_id = application.id,
           .account_id = application.account_id,
           .issuer = std::string(kIssuing),
           .serial = pki::new_serial(1, random_),
           .public_key_digest = to_hex(sha256(made.key.spki())),
           .not_before = start,
           .not_after = start + std::chrono::days{365},
           .created_at = clock_.now()};
    const pki::TbsRequest request{
        .profile = look([&](Transaction& tx) {
          return with_addresses(profile_in_force(tx, hall_, "organization_signing"), settings_,
                                issuing.row, 0);
        }),
        .issuer = issuing.issuer,
        .subject = {{std::string(pki::oid::kCountry), "CN"},
                    {std::string(pki::oid::kOrganization), organization},
                    {std::string(pki::oid::kCommonName), person.empty() ? organization : person}},
        .subject_spki = made.key.spki(),
        .serial = row.serial,
        .not_before = row.not_before,
        .not_after = row.not_after,
        .identity = {}};
    row.tbs = pki::build_tbs(request);
    row.der = pki::issue(request, *issuing.signer).value();
    if (record)
      commit([&](Transaction& tx) {
        tx.certificates().reserve(row);
        row.status = domain::CertificateStatus::issued;
        EXPECT_TRUE(tx.certificates().update(row));
        enter_in_directory(tx, row);
      });
    return made;
  }
  void revoke(domain::Certificate& row) {
    row.status = domain::CertificateStatus::revoked;
    row.revoked_at = clock_.now();
    row.revocation_reason = domain::RevocationReason::key_compromise;
    commit([&](Transaction& tx) { EXPECT_TRUE(tx.certificates().update(row)); });
  }

  const Hall& hall_ = hall();
};

}  // namespace certhall::app

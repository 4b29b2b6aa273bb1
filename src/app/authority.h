#pragma once
// The certificate authority itself: its hierarchy, and what its keys sign for itself.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/hall.h"
#include "pki/certificate.h"
#include "pki/profile.h"

namespace certhall::app {

inline constexpr std::string_view kRoot = "root-sm2";
inline constexpr std::string_view kIssuing = "sm2";
inline constexpr std::string_view kResponder = "ocsp-sm2";

/// Every authority and signer of this hall, of every generation.
[[nodiscard]] std::vector<Authority> list_authorities(const Hall& hall);

/// The names of those whose certificates can be revoked: all roots and issuing authorities.
[[nodiscard]] std::vector<std::string> list_issuers(const Hall& hall);
/// Those of them whose key is in this hall, which sign lists: retired ones too, offline roots not.
[[nodiscard]] std::vector<std::string> crl_signers(const Hall& hall);
/// The issuing authorities alone: what subscribers' certificates come from. All generations.
[[nodiscard]] std::vector<std::string> issuing_authorities(const Hall& hall);
/// Where new certificates of this algorithm come from: the newest active generation. `unavailable`
/// where there is none.
[[nodiscard]] Result<std::string> issuing_for(const Hall& hall, pki::Algorithm algorithm);
/// The signer of this kind ("ocsp", "tsa") below an authority. Throws when there is none.
[[nodiscard]] std::string signer_below(const Hall& hall, std::string_view issuer,
                                       std::string_view kind);
[[nodiscard]] inline std::string responder_of(const Hall& hall, std::string_view issuer) {
  return signer_below(hall, issuer, "ocsp");
}
/// Over how many lists its new certificates are spread (0: one list of all), and for how many hours
/// they are valid: its own setting, or the configuration's.
[[nodiscard]] std::int64_t crl_shards_of(const Settings& settings, const Authority& issuer);
[[nodiscard]] std::int64_t crl_hours_of(const Settings& settings, const Authority& issuer);
/// What certificates of this authority say about where its list and answers are. `shard` as from
/// shard_of() (app/crl.h): 0 names the list of everything, "…/crl/sm2.crl", 3 "…/crl/sm2/3.crl". No
/// OCSP for what a root issues: its list is enough.
[[nodiscard]] pki::StatusAddresses status_addresses(const Settings& settings,
                                                    const Authority& issuer, std::int64_t shard);
/// What is noted of bytes that an authority's key is about to sign.
[[nodiscard]] SignatureRecord record_of(const Hall& hall, std::string_view tbs,
                                        std::string_view kind, std::string_view subject);

/// First start: keys, root, issuing authority, OCSP signer. Does nothing where they are. A start
/// that was cut off goes on with the keys that it had made.
[[nodiscard]] Status hold_first_ceremony(const Hall& hall);
/// A new certificate for every OCSP signer whose old one has less than 30 days left.
[[nodiscard]] Status renew_responder_if_due(const Hall& hall);

/// A hall's authority with its certificate read.
struct LoadedAuthority {
  Authority row;
  pki::CertificateInfo certificate;
  pki::Issuer issuer;
  std::shared_ptr<const pki::Signer> signer;  // null: its key is not in this hall
};
/// Throws when there is none of that name: the first ceremony makes them all.
[[nodiscard]] LoadedAuthority load_authority(const Hall& hall, std::string_view name);
/// Leaf to root, DER: what a station writes and people download.
[[nodiscard]] std::vector<std::string> chain_of(const Hall& hall, std::string_view issuing);
[[nodiscard]] std::string chain_pem(const Hall& hall, std::string_view issuing);
/// RFC 4514 text.
[[nodiscard]] std::string subject_text(const Hall& hall, std::string_view name);

}  // namespace certhall::app

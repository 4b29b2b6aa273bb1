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

/// The names of those whose certificates can be revoked, and which sign a list of them: all roots
/// and issuing authorities.
[[nodiscard]] std::vector<std::string> list_issuers(const Hall& hall);
/// The issuing authorities alone: what subscribers' certificates come from.
[[nodiscard]] std::vector<std::string> issuing_authorities(const Hall& hall);
/// What is noted of bytes that an authority's key is about to sign.
[[nodiscard]] SignatureRecord record_of(const Hall& hall, std::string_view tbs,
                                        std::string_view kind, std::string_view subject);

/// The profiles, with this hall's status addresses in them.
[[nodiscard]] pki::Profiles profiles_of(const Settings& settings);

/// First start: keys, root, issuing authority, OCSP signer. Does nothing where they are. A start
/// that was cut off goes on with the keys that it had made.
[[nodiscard]] Status hold_first_ceremony(const Hall& hall);
/// A new certificate for the OCSP signer when the old one has less than 30 days left.
[[nodiscard]] Status renew_responder_if_due(const Hall& hall);

/// A hall's authority with its certificate read.
struct LoadedAuthority {
  Authority row;
  pki::CertificateInfo certificate;
  pki::Issuer issuer;
  std::shared_ptr<const pki::Signer> signer;
};
/// Throws when there is none of that name: the first ceremony makes them all.
[[nodiscard]] LoadedAuthority load_authority(const Hall& hall, std::string_view name);
/// Leaf to root, DER: what a station writes and people download.
[[nodiscard]] std::vector<std::string> chain_of(const Hall& hall, std::string_view issuing);
[[nodiscard]] std::string chain_pem(const Hall& hall, std::string_view issuing);
/// RFC 4514 text.
[[nodiscard]] std::string subject_text(const Hall& hall, std::string_view name);

}  // namespace certhall::app

#pragma once
// The certificate authority itself: its hierarchy, its revocation lists, its OCSP answers.

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

// Revocation lists. Valid for a day, made anew after half of it and at once after a revocation.

/// Makes and stores the next list, with a number above every earlier one.
[[nodiscard]] Status publish_crl(const Hall& hall, std::string_view issuer);
/// publish_crl() where the newest list has run half of its time.
[[nodiscard]] Status publish_crl_if_due(const Hall& hall, std::string_view issuer);
/// The newest list, DER; nothing when there is none or it is no longer fresh: stale is never
/// served.
[[nodiscard]] std::optional<StoredCrl> current_crl(const Hall& hall, std::string_view issuer);

/// The answer to a DER OCSPRequest. Looked up for every question, so that a revocation is answered
/// as soon as it is acknowledged, on every node. Never throws for input; a database that is away is
/// answered with tryLater.
[[nodiscard]] std::string answer_ocsp(const Hall& hall, std::string_view request);

}  // namespace certhall::app

#pragma once
// Object identifiers by name, as dotted text, each group with the document that assigns it.

#include <string_view>

namespace certhall::pki::oid {

// RFC 5480; GB/T 33560-2017 (GM/T 0006).
inline constexpr std::string_view kEcPublicKey = "1.2.840.10045.2.1";
inline constexpr std::string_view kCurveP256 = "1.2.840.10045.3.1.7";
inline constexpr std::string_view kCurveSm2 = "1.2.156.10197.1.301";
inline constexpr std::string_view kEcdsaWithSha256 = "1.2.840.10045.4.3.2";
inline constexpr std::string_view kSm2WithSm3 = "1.2.156.10197.1.501";
inline constexpr std::string_view kSm4 = "1.2.156.10197.1.104";  // bare: met in key envelopes
inline constexpr std::string_view kSm4Ecb = "1.2.156.10197.1.104.1";
inline constexpr std::string_view kSm4Cbc = "1.2.156.10197.1.104.2";
inline constexpr std::string_view kSm2Signing = "1.2.156.10197.1.301.1";
inline constexpr std::string_view kSm2Encryption = "1.2.156.10197.1.301.3";

// RSA: RFC 8017, RFC 4055.
inline constexpr std::string_view kRsaEncryption = "1.2.840.113549.1.1.1";
inline constexpr std::string_view kRsaWithSha256 = "1.2.840.113549.1.1.11";

// Attributes of certification requests: RFC 2985.
inline constexpr std::string_view kChallengePassword = "1.2.840.113549.1.9.7";
inline constexpr std::string_view kExtensionRequest = "1.2.840.113549.1.9.14";

// Digests: RFC 3279, RFC 5754, GB/T 33560-2017.
inline constexpr std::string_view kSha1 = "1.3.14.3.2.26";
inline constexpr std::string_view kSha256 = "2.16.840.1.101.3.4.2.1";
inline constexpr std::string_view kSha384 = "2.16.840.1.101.3.4.2.2";
inline constexpr std::string_view kSha512 = "2.16.840.1.101.3.4.2.3";
inline constexpr std::string_view kSm3 = "1.2.156.10197.1.401";

// Attributes of names: RFC 4519, RFC 2985 (e-mail address).
inline constexpr std::string_view kCommonName = "2.5.4.3";
inline constexpr std::string_view kSurname = "2.5.4.4";
inline constexpr std::string_view kSerialNumber = "2.5.4.5";
inline constexpr std::string_view kCountry = "2.5.4.6";
inline constexpr std::string_view kLocality = "2.5.4.7";
inline constexpr std::string_view kState = "2.5.4.8";
inline constexpr std::string_view kOrganization = "2.5.4.10";
inline constexpr std::string_view kOrganizationalUnit = "2.5.4.11";
inline constexpr std::string_view kTitle = "2.5.4.12";
inline constexpr std::string_view kGivenName = "2.5.4.42";
inline constexpr std::string_view kDomainComponent = "0.9.2342.19200300.100.1.25";
inline constexpr std::string_view kUserId = "0.9.2342.19200300.100.1.1";
inline constexpr std::string_view kEmailAddress = "1.2.840.113549.1.9.1";

// Extensions of certificates and CRLs: RFC 5280.
inline constexpr std::string_view kSubjectKeyIdentifier = "2.5.29.14";
inline constexpr std::string_view kKeyUsage = "2.5.29.15";
inline constexpr std::string_view kBasicConstraints = "2.5.29.19";
inline constexpr std::string_view kCrlNumber = "2.5.29.20";
inline constexpr std::string_view kReasonCode = "2.5.29.21";
inline constexpr std::string_view kDeltaCrlIndicator = "2.5.29.27";
inline constexpr std::string_view kIssuingDistributionPoint = "2.5.29.28";
inline constexpr std::string_view kCrlDistributionPoints = "2.5.29.31";
inline constexpr std::string_view kCertificatePolicies = "2.5.29.32";
inline constexpr std::string_view kAuthorityKeyIdentifier = "2.5.29.35";
inline constexpr std::string_view kFreshestCrl = "2.5.29.46";
inline constexpr std::string_view kExpiredCertsOnCrl = "2.5.29.60";  // X.509 9.5.2.8
inline constexpr std::string_view kExtendedKeyUsage = "2.5.29.37";
inline constexpr std::string_view kAuthorityInfoAccess = "1.3.6.1.5.5.7.1.1";
inline constexpr std::string_view kAccessOcsp = "1.3.6.1.5.5.7.48.1";
inline constexpr std::string_view kAccessCaIssuers = "1.3.6.1.5.5.7.48.2";

// Purposes: RFC 5280 4.2.1.12.
inline constexpr std::string_view kServerAuth = "1.3.6.1.5.5.7.3.1";
inline constexpr std::string_view kClientAuth = "1.3.6.1.5.5.7.3.2";
inline constexpr std::string_view kEmailProtection = "1.3.6.1.5.5.7.3.4";
inline constexpr std::string_view kOcspSigning = "1.3.6.1.5.5.7.3.9";

// OCSP: RFC 6960.
inline constexpr std::string_view kOcspBasic = "1.3.6.1.5.5.7.48.1.1";
inline constexpr std::string_view kOcspNonce = "1.3.6.1.5.5.7.48.1.2";
inline constexpr std::string_view kOcspNoCheck = "1.3.6.1.5.5.7.48.1.5";

// Identity extensions of GM/T 0015 / GB/T 20518. Editions differ, hence settings of a profile.
inline constexpr std::string_view kIdentityCode = "1.2.156.10260.4.1.1";
inline constexpr std::string_view kOrganizationCode = "1.2.156.10260.4.1.4";

// CMS signed data and data: RFC 5652; their SM2 forms: GB/T 35275-2017 (GM/T 0010).
inline constexpr std::string_view kCmsData = "1.2.840.113549.1.7.1";
inline constexpr std::string_view kCmsSignedData = "1.2.840.113549.1.7.2";
inline constexpr std::string_view kSm2SignedData = "1.2.156.10197.6.1.4.2.2";

// Time stamps: RFC 3161, RFC 5035.
inline constexpr std::string_view kTimeStampInfo = "1.2.840.113549.1.9.16.1.4";
inline constexpr std::string_view kTimeStampToken = "1.2.840.113549.1.9.16.2.14";
inline constexpr std::string_view kSigningCertificate2 = "1.2.840.113549.1.9.16.2.47";
inline constexpr std::string_view kSm2CmsData = "1.2.156.10197.6.1.4.2.1";
inline constexpr std::string_view kSm2CmsSignedAndEnveloped = "1.2.156.10197.6.1.4.2.4";

}  // namespace certhall::pki::oid

#pragma once
// The portal: services, vendors, the hand-over to a vendor's hall, and 证书查询.

#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/time.h"
#include "domain/catalogue.h"
#include "domain/certificate.h"
#include "domain/consent.h"
#include "domain/vendor.h"

namespace certhall::api {

using domain::HandoverKind;
using domain::PortalService;

struct ServiceView {
  PortalService code = PortalService::apply;
  std::string name;     // CA证书办理
  std::string summary;  // a line for the tile
  bool open = false;    // false: leads to a page that says how it is done today
};
BOOST_DESCRIBE_STRUCT(ServiceView, (), (code, name, summary, open))

struct VendorView {
  std::string code;
  std::string name;
  std::string mark;  // stands where a logo would
  std::string summary;
  std::string hotline;
  std::vector<PortalService> services;
  bool own = false;  // this site's hall; false: one leaves for `site`
  std::string site;  // "ca.example.cn": whose pages come next
};
BOOST_DESCRIBE_STRUCT(VendorView, (), (code, name, mark, summary, hotline, services, own, site))

struct PortalView {
  std::string name;  // 湖南省CA证书与电子签章资源共享平台
  std::vector<ServiceView> services;
  std::vector<VendorView> vendors;
};
BOOST_DESCRIBE_STRUCT(PortalView, (), (name, services, vendors))

/// What has been typed; empty is allowed. A personal certificate has no organization: its name and
/// mobile are the person's own.
struct HandoverRequest {
  std::string vendor;
  HandoverKind kind = HandoverKind::enterprise;
  std::string organization_name;
  std::string credit_code;
  std::string organization_address;
  std::string agent_name;
  std::string agent_mobile;
};
BOOST_DESCRIBE_STRUCT(HandoverRequest, (),
                      (vendor, kind, organization_name, credit_code, organization_address,
                       agent_name, agent_mobile))

struct Handover {
  std::string location;  // where the browser goes next: the vendor's hall, with a signed token
};
BOOST_DESCRIBE_STRUCT(Handover, (), (location))

/// Another portal's link, as it came with the browser.
struct HandoverArrival {
  std::string token;
};
BOOST_DESCRIBE_STRUCT(HandoverArrival, (), (token))

struct AnnouncementSummary {
  std::string code;
  std::string title;
  bool pinned = false;
  Date published;
};
BOOST_DESCRIBE_STRUCT(AnnouncementSummary, (), (code, title, pinned, published))

struct AnnouncementList {
  std::vector<AnnouncementSummary> announcements;  // pinned ones first, then the newest
};
BOOST_DESCRIBE_STRUCT(AnnouncementList, (), (announcements))

struct AnnouncementView {
  std::string code;
  std::string title;
  std::string body;  // Markdown
  Date published;
};
BOOST_DESCRIBE_STRUCT(AnnouncementView, (), (code, title, body, published))

struct CatalogueView {
  std::vector<domain::RelyingApplication> relying_applications;
  std::vector<domain::PriceList> prices;  // those in force today
};
BOOST_DESCRIBE_STRUCT(CatalogueView, (), (relying_applications, prices))

struct ConsentDocuments {
  std::vector<domain::ConsentDocument> documents;
};
BOOST_DESCRIBE_STRUCT(ConsentDocuments, (), (documents))

enum class PublicCertificateStatus { good, suspended, revoked, expired };
BOOST_DESCRIBE_ENUM(PublicCertificateStatus, good, suspended, revoked, expired)

/// What anyone may know of a certificate whose serial he holds.
struct PublicCertificate {
  std::string serial;
  PublicCertificateStatus status = PublicCertificateStatus::good;
  domain::CertificateUsage usage = domain::CertificateUsage::signing;
  std::optional<std::string> subject;  // nothing where the subscriber did not want to be published
  std::string issuer;
  Timestamp not_before;
  Timestamp not_after;
  std::optional<Timestamp> revoked_at;
  std::optional<domain::RevocationReason> revocation_reason;
  std::optional<std::string> certificate_url;  // where everybody may have it
};
BOOST_DESCRIBE_STRUCT(PublicCertificate, (),
                      (serial, status, usage, subject, issuer, not_before, not_after, revoked_at,
                       revocation_reason, certificate_url))

struct IssuerView {
  std::string name;  // "sm2-2026"
  std::string subject;
  std::string certificate_url;  // /ca/sm2-2026.cer
  std::string crl_url;          // /crl/sm2-2026.crl
  std::string ocsp_url;         // /ocsp/sm2-2026
  std::string chain_url;        // /ca/sm2-2026.pem
  std::string bundle_url;       // /ca/sm2-2026.p7b
};
BOOST_DESCRIBE_STRUCT(IssuerView, (),
                      (name, subject, certificate_url, crl_url, ocsp_url, chain_url, bundle_url))

struct Issuers {
  std::vector<IssuerView> issuers;
};
BOOST_DESCRIBE_STRUCT(Issuers, (), (issuers))

}  // namespace certhall::api

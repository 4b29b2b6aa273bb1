#pragma once
// Who stands on the portal: the services, the vendors (证书办理厂商) that one may choose from, and
// the other portals that may hand applicants over to this hall.

#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace certhall::domain {

enum class PortalService { apply, replace, change, unlock, renew, query };
BOOST_DESCRIBE_ENUM(PortalService, apply, replace, change, unlock, renew, query)

/// 企业证书 or 个人证书, as portals call them.
enum class HandoverKind { enterprise, personal };
BOOST_DESCRIBE_ENUM(HandoverKind, enterprise, personal)

enum class VendorKind {
  own,      // this hall
  outside,  // another company's hall, reached by a sealed link
};
BOOST_DESCRIBE_ENUM(VendorKind, own, outside)

struct Vendor {
  std::string code;  // "szca": the audience of its hand-over links, the name of its key file
  VendorKind kind = VendorKind::own;
  std::string name;
  std::string mark;  // one or two characters that stand where a logo would
  std::string summary;
  std::string hotline;
  std::vector<PortalService> services;
  std::string hall_address;  // where a hand-over leads: https://…, of this site only in the demo
  friend bool operator==(const Vendor&, const Vendor&) = default;
};
BOOST_DESCRIBE_STRUCT(Vendor, (),
                      (code, kind, name, mark, summary, hotline, services, hall_address))

/// Another portal that may hand over to this hall.
struct Portal {
  std::string code;  // the issuer of its links, the name of its key file
  std::string name;
  std::string address;  // where people go back to
  friend bool operator==(const Portal&, const Portal&) = default;
};
BOOST_DESCRIBE_STRUCT(Portal, (), (code, name, address))

struct VendorDirectory {
  std::string portal;  // the issuer of our own links
  std::vector<Vendor> vendors;
  std::vector<Portal> portals;
};
BOOST_DESCRIBE_STRUCT(VendorDirectory, (), (portal, vendors, portals))

/// Nothing where there is none of that code.
[[nodiscard]] const Vendor* find_vendor(const VendorDirectory& directory, std::string_view code);
[[nodiscard]] const Portal* find_portal(const VendorDirectory& directory, std::string_view code);
[[nodiscard]] bool offers(const Vendor& vendor, PortalService service);
/// The demo's outside vendor, a page of the sandbox.
[[nodiscard]] bool is_sandbox(const Vendor& vendor);

}  // namespace certhall::domain

#include "pki/cms.h"

#include "pki/der.h"
#include "pki/oid.h"

namespace certhall::pki {

std::string build_certificate_bundle(const std::vector<std::string>& certificates) {
  // A SET OF under an implicit tag: the ordered content without its own tag.
  bool ok = true;
  const std::string set = der::set_of(certificates);
  const auto ordered = der::Reader(set, ok).take(der::kSet).content;
  const std::string signed_data = der::sequence(
      {der::integer(std::uint64_t{1}), der::set_of({}), der::sequence({der::oid(oid::kCmsData)}),
       der::element(der::context_constructed(0), ordered), der::set_of({})});
  return der::sequence({der::oid(oid::kCmsSignedData), der::explicitly(0, signed_data)});
}

}  // namespace certhall::pki

#pragma once
// data/catalogue.json: what a new hall starts with.

#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/result.h"
#include "domain/catalogue.h"
#include "domain/text_lines.h"

namespace certhall::domain {

struct Catalogue {
  std::vector<RelyingApplication> relying_applications;
  std::vector<PriceList> price_lists;
};
BOOST_DESCRIBE_STRUCT(Catalogue, (), (relying_applications, price_lists))

/// `invalid` when a code is there twice, a list names an unknown application, a fee is negative, or
/// something is offered that no list prices.
[[nodiscard]] Result<Catalogue> parse_catalogue(std::string_view json);

/// One relying application as administrators write it. Nothing where `problems` has something.
/// `priced`: the certificate types that have a price; no other can be offered.
[[nodiscard]] std::optional<RelyingApplication> read_relying_application_text(
    std::string_view json, std::string_view code, const std::vector<CertificateType>& priced,
    TextProblems& problems);

}  // namespace certhall::domain

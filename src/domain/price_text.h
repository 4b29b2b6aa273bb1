#pragma once
// A price list as administrators write it, in yuan, a line for each certificate type:
//
//   证书类型,证书费(元/年),介质费(元),签章费(元)
//   机构证书,200.00,100.00,50.00

#include <string>
#include <string_view>
#include <vector>

#include "domain/catalogue.h"
#include "domain/text_lines.h"

namespace certhall::domain {

/// The newest list of each certificate type, of one relying application.
[[nodiscard]] std::string price_text(const std::vector<PriceList>& lists);

struct PriceText {
  std::vector<PriceList> lists;  // without relying application and day
  TextProblems problems;         // where there are any, the lists mean nothing
};
/// `offered`: the types that must have a price.
[[nodiscard]] PriceText read_price_text(std::string_view text,
                                        const std::vector<CertificateType>& offered);

}  // namespace certhall::domain

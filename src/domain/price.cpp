#include "domain/price.h"

namespace certhall::domain {

Price price_of(const PriceList& list, std::int64_t years) {
  Price price;
  const auto add = [&](const char* name, Fen amount) {
    price.parts.push_back({name, amount});
    price.total = price.total + amount;
  };
  add("证书费", list.certificate_per_year * years);
  add("介质费", list.token_once);
  add("签章费", list.seal_once);
  return price;
}

std::optional<PriceList> price_list_in_force(const std::vector<PriceList>& lists,
                                             std::string_view relying_application,
                                             CertificateType type, Date today) {
  const PriceList* newest = nullptr;
  for (const auto& list : lists) {
    if (list.relying_application != relying_application || list.certificate_type != type) continue;
    if (list.valid_from > today) continue;
    if (newest == nullptr || list.valid_from > newest->valid_from) newest = &list;
  }
  if (newest == nullptr) return std::nullopt;
  return *newest;
}

}  // namespace certhall::domain

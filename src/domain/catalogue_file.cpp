#include "domain/catalogue_file.h"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>

#include "base/json.h"

namespace certhall::domain {
namespace {

tl::unexpected<Error> wrong(const std::string& what) {
  return fail(ErrorCode::invalid, "目录数据有误:" + what);
}

Status check_applications(const std::vector<RelyingApplication>& applications) {
  std::set<std::string> codes;
  for (const auto& application : applications) {
    if (application.code.empty() || application.name.empty()) return wrong("应用缺少代码或名称");
    if (!codes.insert(application.code).second) return wrong("应用" + application.code + "重复");
  }
  return {};
}

Status check_lists(const Catalogue& catalogue) {
  std::set<std::tuple<std::string, CertificateType, Date>> seen;
  for (const auto& list : catalogue.price_lists) {
    const std::string name =
        "价目" + list.relying_application + "(" + to_text(list.valid_from) + ")";
    const auto known = std::ranges::find(catalogue.relying_applications, list.relying_application,
                                         &RelyingApplication::code);
    if (known == catalogue.relying_applications.end()) return wrong(name + "的应用不存在");
    if (list.certificate_per_year < Fen{} || list.token_once < Fen{} || list.seal_once < Fen{})
      return wrong(name + "的金额为负");
    if (!seen.emplace(list.relying_application, list.certificate_type, list.valid_from).second)
      return wrong(name + "重复");
  }
  return {};
}

Status check_everything_has_a_price(const Catalogue& catalogue) {
  for (const auto& application : catalogue.relying_applications)
    for (const auto type : application.certificate_types) {
      const bool priced = std::ranges::any_of(catalogue.price_lists, [&](const PriceList& list) {
        return list.relying_application == application.code && list.certificate_type == type;
      });
      if (!priced)
        return wrong("应用" + application.code + "的" + std::string(enum_to_text(type)) +
                     "没有价目");
    }
  return {};
}

}  // namespace

Result<Catalogue> parse_catalogue(std::string_view json) {
  ASSIGN_OR_RETURN(catalogue, from_json_text<Catalogue>(json));
  RETURN_IF_ERROR(check_applications(catalogue.relying_applications));
  RETURN_IF_ERROR(check_lists(catalogue));
  RETURN_IF_ERROR(check_everything_has_a_price(catalogue));
  return std::move(catalogue);
}

}  // namespace certhall::domain

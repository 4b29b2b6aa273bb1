#include "domain/catalogue_file.h"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>

#include "base/encoding.h"
#include "base/json.h"

namespace certhall::domain {
namespace {

tl::unexpected<Error> wrong(const std::string& what) {
  return fail(ErrorCode::invalid, "目录数据有误:" + what);
}

constexpr std::int64_t kMostDays = 365;
constexpr std::string_view kDaysRule = "提醒天数应为 1 到 365，取消天数应大于提醒天数且不超过 365";

bool days_fit(const RelyingApplication& application) {
  return application.remind_after_days >= 1 &&
         application.cancel_after_days > application.remind_after_days &&
         application.cancel_after_days <= kMostDays;
}

Status check_applications(const std::vector<RelyingApplication>& applications) {
  std::set<std::string> codes;
  for (const auto& application : applications) {
    if (application.code.empty() || application.name.empty()) return wrong("应用缺少代码或名称");
    if (!days_fit(application))
      return wrong("应用" + application.code + "的" + std::string(kDaysRule));
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

namespace {

constexpr std::size_t kMostCode = 32;
constexpr std::size_t kMostName = 40;    // characters: it stands in text messages
constexpr std::size_t kMostRegion = 30;  // characters

bool fits_code(std::string_view code) {
  return code.size() >= 2 && code.size() <= kMostCode && std::ranges::all_of(code, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

}  // namespace

std::optional<RelyingApplication> read_relying_application_text(
    std::string_view json, std::string_view code, const std::vector<CertificateType>& priced,
    TextProblems& problems) {
  auto read = read_json_text<RelyingApplication>(json, problems);
  if (!read) return std::nullopt;
  const JsonLines lines(json);
  const auto wrong = [&](std::string_view path, std::string message) {
    problems.push_back({lines.line_of(path), std::move(message)});
  };
  if (read->code != code) wrong("code", "代码应为「" + std::string(code) + "」，不能改名");
  if (!fits_code(read->code)) wrong("code", "代码应为 2 到 32 个小写字母、数字或横线");
  if (read->name.empty() || to_code_points(read->name).size() > kMostName)
    wrong("name", "请写明应用名称（不超过 40 字，会出现在短信中）");
  if (read->region.empty() || to_code_points(read->region).size() > kMostRegion)
    wrong("region", "请写明地区（不超过 30 字）");
  if (!days_fit(*read)) wrong("remind_after_days", std::string(kDaysRule));
  std::set<CertificateType> seen;
  for (std::size_t i = 0; i < read->certificate_types.size(); ++i) {
    const auto type = read->certificate_types[i];
    const std::string path = "certificate_types[" + std::to_string(i) + "]";
    if (!seen.insert(type).second) wrong(path, "证书类型重复");
    if (std::ranges::find(priced, type) == priced.end())
      wrong(path, "这种证书还没有价格，请先提出价目表并待其生效");
  }
  if (!problems.empty()) return std::nullopt;
  return read;
}

}  // namespace certhall::domain

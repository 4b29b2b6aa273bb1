#include "domain/vendor_directory.h"

#include <algorithm>
#include <set>

#include "base/json.h"
#include "domain/code_points.h"

namespace certhall::domain {
namespace {

constexpr std::string_view kSandboxAddress = "/sandbox/";
constexpr std::string_view kOwnAddress = "/hall/start";

tl::unexpected<Error> wrong(const std::string& what) {
  return fail(ErrorCode::invalid, "厂商名录 vendors.json 有误：" + what);
}

/// Also the name of a file: nothing but small letters, digits and hyphens.
bool is_code(std::string_view code) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !code.empty() && code.size() <= 40 && code.front() != '-' &&
         std::all_of(code.begin(), code.end(), plain);
}

bool is_https(std::string_view address) {
  constexpr std::string_view kScheme = "https://";
  return address.starts_with(kScheme) && address.size() > kScheme.size() &&
         address.find_first_of(" \"<>#") == address.npos;
}

Status check_vendor(const Vendor& vendor) {
  const std::string who = "厂商 " + vendor.code;
  if (!is_code(vendor.code)) return wrong(who + " 的代码只能用小写字母、数字和连字符");
  if (vendor.name.empty() || vendor.summary.empty() || vendor.hotline.empty())
    return wrong(who + " 缺少名称、简介或服务热线");
  const auto mark = character_count(vendor.mark);
  if (mark < 1 || mark > 2) return wrong(who + " 的标记应为一到两个字");
  if (vendor.services.empty()) return wrong(who + " 没有写明提供哪些服务");
  if (vendor.kind == VendorKind::own && vendor.hall_address != kOwnAddress)
    return wrong(who + " 是本厅，地址应为 " + std::string(kOwnAddress));
  const bool reachable = is_https(vendor.hall_address) || is_sandbox(vendor);
  if (vendor.kind == VendorKind::outside && !reachable)
    return wrong(who + " 的营业厅地址应以 https:// 开头");
  return {};
}

Status check_portal(const Portal& portal) {
  const std::string who = "门户 " + portal.code;
  if (!is_code(portal.code)) return wrong(who + " 的代码只能用小写字母、数字和连字符");
  if (portal.name.empty()) return wrong(who + " 缺少名称");
  if (!is_https(portal.address)) return wrong(who + " 的地址应以 https:// 开头");
  return {};
}

/// One key file a code: a vendor and a portal must not share one.
Status check_codes(const VendorDirectory& directory) {
  std::set<std::string, std::less<>> seen{directory.portal};
  for (const auto& vendor : directory.vendors)
    if (!seen.insert(vendor.code).second) return wrong("代码 " + vendor.code + " 重复");
  for (const auto& portal : directory.portals)
    if (!seen.insert(portal.code).second) return wrong("代码 " + portal.code + " 重复");
  return {};
}

}  // namespace

const Vendor* find_vendor(const VendorDirectory& directory, std::string_view code) {
  const auto found = std::find_if(directory.vendors.begin(), directory.vendors.end(),
                                  [&](const Vendor& each) { return each.code == code; });
  return found == directory.vendors.end() ? nullptr : &*found;
}

const Portal* find_portal(const VendorDirectory& directory, std::string_view code) {
  const auto found = std::find_if(directory.portals.begin(), directory.portals.end(),
                                  [&](const Portal& each) { return each.code == code; });
  return found == directory.portals.end() ? nullptr : &*found;
}

bool offers(const Vendor& vendor, PortalService service) {
  return std::find(vendor.services.begin(), vendor.services.end(), service) !=
         vendor.services.end();
}

bool is_sandbox(const Vendor& vendor) { return vendor.hall_address.starts_with(kSandboxAddress); }

Result<VendorDirectory> parse_vendor_directory(std::string_view json, bool sandbox) {
  ASSIGN_OR_RETURN(directory, from_json_text<VendorDirectory>(json));
  if (!is_code(directory.portal)) return wrong("本门户的代码只能用小写字母、数字和连字符");
  for (const auto& vendor : directory.vendors) RETURN_IF_ERROR(check_vendor(vendor));
  for (const auto& portal : directory.portals) RETURN_IF_ERROR(check_portal(portal));
  RETURN_IF_ERROR(check_codes(directory));
  const auto own = std::count_if(directory.vendors.begin(), directory.vendors.end(),
                                 [](const Vendor& each) { return each.kind == VendorKind::own; });
  if (own != 1) return wrong("应当有且只有一家厂商是本厅（kind 为 own）");
  if (!sandbox) std::erase_if(directory.vendors, is_sandbox);
  return std::move(directory);
}

}  // namespace certhall::domain

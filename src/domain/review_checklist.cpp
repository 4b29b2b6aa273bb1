#include "domain/review_checklist.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/json.h"
#include "domain/code_points.h"
#include "domain/material_rules.h"

namespace certhall::domain {
namespace {

constexpr std::size_t kLongestReason = 200;

constexpr std::array<ReviewPoint, 6> kOrganizationPoints{{
    {"form_stamped", "申请表已加盖单位公章，印章名称与机构名称一致"},
    {"form_matches", "申请表扫描件完整清晰，内容与填写信息一致"},
    {"licence_matches", "营业执照清晰有效，名称、统一社会信用代码、法人与填写信息一致"},
    {"licence_stamped", "营业执照已加盖单位公章"},
    {"seal_clear", "印章采集表印模清晰完整，印章名称与机构名称一致"},
    {"identity_matches", "经办人身份证照片清晰且在有效期内，姓名和号码与填写信息一致"},
}};

constexpr std::array<ReviewPoint, 4> kPersonPoints{{
    {"form_signed", "申请表已由申请人签字"},
    {"form_matches", "申请表扫描件完整清晰，内容与填写信息一致"},
    {"signature_clear", "印章采集表上的签名清晰完整，与申请人姓名一致"},
    {"identity_matches", "申请人身份证照片清晰且在有效期内，姓名和号码与填写信息一致"},
}};

using FieldTitle = std::pair<std::string_view, std::string_view>;

// In the order of the page. What the price depends on is missing: it cannot be changed once the
// payment is made (ApplicationFact::price_unchanged).
constexpr std::array kFieldTitles{
    FieldTitle{"organization.name", "机构名称"},
    FieldTitle{"organization.credit_code", "统一社会信用代码"},
    FieldTitle{"organization.address", "单位地址"},
    FieldTitle{"legal_representative.name", "法人姓名"},
    FieldTitle{"legal_representative.id_number", "法人身份证号码"},
    FieldTitle{"legal_representative.mobile", "法人移动电话"},
    FieldTitle{"agent.name", "经办人姓名"},
    FieldTitle{"agent.id_number", "经办人身份证号码"},
    FieldTitle{"agent.mobile", "经办人移动电话"},
    FieldTitle{"agent.email", "常用联系邮箱"},
    FieldTitle{"delivery.division", "收件省市区"},
    FieldTitle{"delivery.address", "收件地址"},
    FieldTitle{"delivery.postcode", "邮政编码"},
    FieldTitle{"invoice.title", "发票抬头"},
    FieldTitle{"invoice.tax_number", "纳税人识别号"},
};

/// The voucher is the finance desk's, and the card's photos belong to "identity".
bool is_returnable(MaterialKind kind) {
  return kind == MaterialKind::application_form || kind == MaterialKind::business_licence ||
         kind == MaterialKind::seal_impression;
}

bool is_organizations(std::string_view field) {
  return field.starts_with("organization.") || field.starts_with("legal_representative.");
}

}  // namespace

std::span<const ReviewPoint> review_checklist(CertificateType type) {
  if (type == CertificateType::natural_person) return kPersonPoints;
  return kOrganizationPoints;
}

bool checklist_complete(CertificateType type, const std::vector<std::string>& ticked) {
  return std::ranges::all_of(review_checklist(type), [&](const ReviewPoint& point) {
    return std::ranges::find(ticked, point.code) != ticked.end();
  });
}

std::optional<std::string> item_title(std::string_view item) {
  if (item == "identity") return "身份认证";
  const auto kind = enum_from_text<MaterialKind>(item);
  if (kind && is_returnable(*kind)) return std::string(title_of(*kind));
  for (const auto& [field, title] : kFieldTitles)
    if (field == item) return std::string(title);
  return std::nullopt;
}

std::vector<std::string> returnable_items(CertificateType type) {
  std::vector<std::string> items;
  for (const auto& required : required_materials(type))
    items.emplace_back(enum_to_text(required.kind));
  items.emplace_back("identity");
  for (const auto& [field, title] : kFieldTitles)
    if (!(type == CertificateType::natural_person && is_organizations(field)))
      items.emplace_back(field);
  return items;
}

std::vector<FieldError> validate_review_items(const std::vector<ReviewItem>& items) {
  std::vector<FieldError> errors;
  if (items.empty()) errors.push_back({"items", "请至少选择一项并写明原因。"});
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string path = "items[" + std::to_string(i) + "]";
    const auto& [item, reason] = items[i];
    if (!item_title(item)) errors.push_back({path + ".item", "没有这一项，请重新选择。"});
    if (!seen.insert(item).second)
      errors.push_back({path + ".item", "这一项已经选过，请把原因写在一起。"});
    if (const auto size = character_count(reason); size == 0 || size > kLongestReason)
      errors.push_back({path + ".reason", "请写明原因，1至200个字，让申请人知道怎样修改。"});
  }
  return errors;
}

std::string reasons_text(const std::vector<ReviewItem>& items) {
  std::string text;
  for (const auto& [item, reason] : items) {
    if (!text.empty()) text += ";";
    text += item_title(item).value_or(item) + ":";
    text += without_full_stop(reason);
  }
  return text;
}

}  // namespace certhall::domain

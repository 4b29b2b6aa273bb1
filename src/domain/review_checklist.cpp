#include "domain/review_checklist.h"

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>

#include "base/json.h"
#include "domain/certificate_type.h"
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

constexpr std::array<ReviewPoint, 7> kOrganizationPersonPoints{{
    {"form_stamped", "申请表已加盖单位公章，印章名称与机构名称一致"},
    {"form_signed", "申请表已由申请人和经办人签字"},
    {"form_matches", "申请表扫描件完整清晰，内容与填写信息一致"},
    {"licence_matches", "营业执照清晰有效，名称、统一社会信用代码与填写信息一致"},
    {"licence_stamped", "营业执照已加盖单位公章"},
    {"signature_clear", "印章采集表上的签名清晰完整，与申请人姓名一致，并已加盖单位公章"},
    {"identity_matches", "经办人身份证照片清晰且在有效期内，姓名和号码与填写信息一致"},
}};

constexpr std::array<ReviewPoint, 4> kPersonPoints{{
    {"form_signed", "申请表已由申请人签字"},
    {"form_matches", "申请表扫描件完整清晰，内容与填写信息一致"},
    {"signature_clear", "印章采集表上的签名清晰完整，与申请人姓名一致"},
    {"identity_matches", "申请人身份证照片清晰且在有效期内，姓名和号码与填写信息一致"},
}};

struct FieldTitle {
  std::string_view field, title;
};

// In the order of the page. What the price depends on is missing: it cannot be changed once the
// payment is made (ApplicationFact::price_unchanged).
constexpr std::array kOrganizationTitles{
    FieldTitle{"organization.name", "机构名称"},
    FieldTitle{"organization.credit_code", "统一社会信用代码"},
    FieldTitle{"organization.address", "单位地址"},
};
constexpr std::array kLegalTitles{
    FieldTitle{"legal_representative.name", "法人姓名"},
    FieldTitle{"legal_representative.id_number", "法人身份证号码"},
    FieldTitle{"legal_representative.mobile", "法人移动电话"},
};
constexpr std::array kHolderTitles{
    FieldTitle{"holder.name", "申请人姓名"},
    FieldTitle{"holder.id_number", "申请人身份证号码"},
    FieldTitle{"holder.mobile", "申请人移动电话"},
};
constexpr std::array kAgentTitles{
    FieldTitle{"agent.name", "经办人姓名"},
    FieldTitle{"agent.id_number", "经办人身份证号码"},
    FieldTitle{"agent.mobile", "经办人移动电话"},
};
constexpr std::array kPersonTitles{
    FieldTitle{"agent.name", "申请人姓名"},
    FieldTitle{"agent.id_number", "申请人身份证号码"},
    FieldTitle{"agent.mobile", "申请人移动电话"},
};
constexpr std::array kOtherTitles{
    FieldTitle{"agent.email", "常用联系邮箱"},  FieldTitle{"delivery.division", "收件省市区"},
    FieldTitle{"delivery.address", "收件地址"}, FieldTitle{"delivery.postcode", "邮政编码"},
    FieldTitle{"invoice.title", "发票抬头"},    FieldTitle{"invoice.tax_number", "纳税人识别号"},
};

/// The fields of this type's form.
std::vector<FieldTitle> field_titles(CertificateType type) {
  std::vector<FieldTitle> titles;
  const auto add = [&](std::span<const FieldTitle> part) {
    titles.insert(titles.end(), part.begin(), part.end());
  };
  if (has_organization(type)) add(kOrganizationTitles);
  if (has_legal_representative(type)) add(kLegalTitles);
  if (has_holder(type)) add(kHolderTitles);
  add(has_organization(type) ? std::span<const FieldTitle>(kAgentTitles) : kPersonTitles);
  add(kOtherTitles);
  return titles;
}

}  // namespace

std::span<const ReviewPoint> review_checklist(CertificateType type) {
  switch (type) {
    case CertificateType::organization:
      return kOrganizationPoints;
    case CertificateType::organization_person:
      return kOrganizationPersonPoints;
    case CertificateType::natural_person:
      return kPersonPoints;
  }
  throw std::logic_error("a certificate type outside its enum");
}

bool checklist_complete(CertificateType type, const std::vector<std::string>& ticked) {
  return std::ranges::all_of(review_checklist(type), [&](const ReviewPoint& point) {
    return std::ranges::find(ticked, point.code) != ticked.end();
  });
}

std::optional<std::string> item_title(CertificateType type, std::string_view item) {
  if (item == "identity") return "身份认证";
  for (const auto& required : required_materials(type))
    if (enum_to_text(required.kind) == item) return required.title;
  for (const auto& [field, title] : field_titles(type))
    if (field == item) return std::string(title);
  return std::nullopt;
}

std::vector<std::string> returnable_items(CertificateType type) {
  std::vector<std::string> items;
  for (const auto& required : required_materials(type))
    items.emplace_back(enum_to_text(required.kind));
  items.emplace_back("identity");
  for (const auto& each : field_titles(type)) items.emplace_back(each.field);
  return items;
}

std::vector<FieldError> validate_review_items(CertificateType type,
                                              const std::vector<ReviewItem>& items) {
  std::vector<FieldError> errors;
  if (items.empty()) errors.push_back({"items", "请至少选择一项并写明原因。"});
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string path = "items[" + std::to_string(i) + "]";
    const auto& [item, reason] = items[i];
    if (!item_title(type, item)) errors.push_back({path + ".item", "没有这一项，请重新选择。"});
    if (!seen.insert(item).second)
      errors.push_back({path + ".item", "这一项已经选过，请把原因写在一起。"});
    if (const auto size = character_count(reason); size == 0 || size > kLongestReason)
      errors.push_back({path + ".reason", "请写明原因，1至200个字，让申请人知道怎样修改。"});
  }
  return errors;
}

std::string reasons_text(CertificateType type, const std::vector<ReviewItem>& items) {
  std::string text;
  for (const auto& [item, reason] : items) {
    if (!text.empty()) text += ";";
    text += item_title(type, item).value_or(item) + ":";
    text += without_full_stop(reason);
  }
  return text;
}

}  // namespace certhall::domain

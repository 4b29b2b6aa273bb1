#include "domain/material_rules.h"

#include <algorithm>
#include <stdexcept>

namespace certhall::domain {

std::string_view title_of(MaterialKind kind) {
  switch (kind) {
    case MaterialKind::application_form:
      return "申请表扫描件";
    case MaterialKind::business_licence:
      return "营业执照扫描件";
    case MaterialKind::seal_impression:
      return "数字证书印章采集表";
    case MaterialKind::transfer_voucher:
      return "汇款流水单";
    case MaterialKind::id_card_front:
      return "身份证人像面";
    case MaterialKind::id_card_back:
      return "身份证国徽面";
  }
  throw std::logic_error("a material's kind outside its enum");
}

namespace {

MaterialRequirement required(MaterialKind kind, const char* hint, bool stamped) {
  return {kind, std::string(title_of(kind)), hint, stamped};
}

constexpr const char* kStampedLicence = "营业执照原件或复印件，加盖单位公章后扫描或拍照";

}  // namespace

std::vector<MaterialRequirement> required_materials(CertificateType type) {
  using enum MaterialKind;
  switch (type) {
    case CertificateType::organization:
      return {required(application_form, "打印申请表，加盖单位公章后扫描或拍照", true),
              required(business_licence, kStampedLicence, true),
              required(seal_impression, "打印印章采集表，在方框内清晰盖章后扫描或拍照", true)};
    case CertificateType::organization_person:
      return {required(application_form, "打印申请表，申请人和经办人签字、加盖单位公章后扫描或拍照",
                       true),
              required(business_licence, kStampedLicence, true),
              required(seal_impression,
                       "打印印章采集表，申请人在方框内签名，并加盖单位公章后扫描或拍照", true)};
    case CertificateType::natural_person:
      return {required(application_form, "打印申请表，申请人签字后扫描或拍照，无需盖章", false),
              required(seal_impression, "打印印章采集表，在方框内签名后扫描或拍照", false)};
  }
  throw std::logic_error("a certificate type outside its enum");
}

bool asks_for(CertificateType type, MaterialKind kind) {
  switch (kind) {
    case MaterialKind::transfer_voucher:
    case MaterialKind::id_card_front:
    case MaterialKind::id_card_back:
      return true;
    case MaterialKind::application_form:
    case MaterialKind::business_licence:
    case MaterialKind::seal_impression:
      break;
  }
  const auto all = required_materials(type);
  return std::ranges::find(all, kind, &MaterialRequirement::kind) != all.end();
}

const Material* find_material(const std::vector<Material>& materials, MaterialKind kind) {
  const auto found = std::ranges::find(materials, kind, &Material::kind);
  return found == materials.end() ? nullptr : &*found;
}

}  // namespace certhall::domain

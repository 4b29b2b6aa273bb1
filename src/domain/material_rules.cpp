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

std::vector<MaterialRequirement> required_materials(CertificateType type) {
  const auto of = [](MaterialKind kind, const char* hint, bool stamped) {
    return MaterialRequirement{kind, std::string(title_of(kind)), hint, stamped};
  };
  if (type == CertificateType::natural_person) {
    return {
        of(MaterialKind::application_form, "打印申请表，申请人签字后扫描或拍照，无需盖章", false),
        of(MaterialKind::seal_impression, "打印印章采集表，在方框内签名后扫描或拍照", false)};
  }
  return {
      of(MaterialKind::application_form, "打印申请表，加盖单位公章后扫描或拍照", true),
      of(MaterialKind::business_licence, "营业执照原件或复印件，加盖单位公章后扫描或拍照", true),
      of(MaterialKind::seal_impression, "打印印章采集表，在方框内清晰盖章后扫描或拍照", true)};
}

const Material* find_material(const std::vector<Material>& materials, MaterialKind kind) {
  const auto found = std::ranges::find(materials, kind, &Material::kind);
  return found == materials.end() ? nullptr : &*found;
}

}  // namespace certhall::domain

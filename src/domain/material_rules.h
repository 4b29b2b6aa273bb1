#pragma once
// Which materials a certificate type needs, with what to tell the applicant.

#include <optional>
#include <string_view>
#include <vector>

#include "domain/catalogue.h"

namespace certhall::domain {

/// In the order of the page. Without the transfer voucher (payment) and the card's photos (phone).
[[nodiscard]] std::vector<MaterialRequirement> required_materials(CertificateType type);
/// Voucher and card photos are asked for whatever the type.
[[nodiscard]] bool asks_for(CertificateType type, MaterialKind kind);
/// 申请表扫描件, 汇款流水单, …
[[nodiscard]] std::string_view title_of(MaterialKind kind);
/// The current one of a kind, or nullptr.
[[nodiscard]] const Material* find_material(const std::vector<Material>& materials,
                                            MaterialKind kind);

}  // namespace certhall::domain

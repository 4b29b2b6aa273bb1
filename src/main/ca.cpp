#include <iostream>

#include "app/authority_check.h"
#include "kmc/check.h"
#include "main/commands.h"
#include "main/wiring.h"

namespace certhall {

namespace {

/// The one in this process; one elsewhere is checked where it is (certhall kmc audit verify).
bool check_key_centre(const Wiring& wiring) {
  if (wiring.key_centre() == nullptr) return true;
  const auto report = kmc::check(*wiring.key_centre());
  for (const auto& finding : report.findings) std::cerr << finding << "\n";
  std::cout << "已核对密钥管理中心的 " << report.keys << " 把密钥、" << report.audit_rows
            << " 条审计记录，发现 " << report.findings.size() << " 处问题。\n";
  return report.findings.empty();
}

}  // namespace

int check_certificate_authority(const Config& config) {
  Wiring wiring(config, false);
  const auto report = app::check_authority(wiring.hall());
  for (const auto& finding : report.findings) std::cerr << finding << "\n";
  const auto centre = check_key_centre(wiring);
  std::cout << "已核对 " << report.certificates << " 张证书、" << report.signatures
            << " 条签名账，发现 " << report.findings.size() << " 处问题。\n";
  return report.findings.empty() && centre ? 0 : 1;
}

}  // namespace certhall

#include <iostream>

#include "app/authority_check.h"
#include "main/commands.h"
#include "main/wiring.h"

namespace certhall {

int check_certificate_authority(const Config& config) {
  Wiring wiring(config, false);
  const auto report = app::check_authority(wiring.hall());
  for (const auto& finding : report.findings) std::cerr << finding << "\n";
  std::cout << "已核对 " << report.certificates << " 张证书、" << report.signatures
            << " 条签名账，发现 " << report.findings.size() << " 处问题。\n";
  return report.findings.empty() ? 0 : 1;
}

}  // namespace certhall

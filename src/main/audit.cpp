#include <iostream>

#include "app/audit_trail.h"
#include "main/commands.h"
#include "main/wiring.h"

namespace certhall {

int verify_audit_chain(const Config& config) {
  Wiring wiring(config, false);
  const auto verdict = app::verify_audit(wiring.hall());
  if (verdict.damage) {
    std::cerr << "审计链不完整：" << *verdict.damage << "。请保留现场并联系安全负责人。\n";
    return 1;
  }
  std::cout << "审计链完整，共 " << verdict.rows << " 条。\n";
  return 0;
}

}  // namespace certhall

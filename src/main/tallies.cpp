#include <iostream>

#include "app/dashboard.h"
#include "main/commands.h"
#include "main/wiring.h"

namespace certhall {

int check_tallies(const Config& config, bool repair) {
  Wiring wiring(config, false);
  const auto differences = app::check_tallies(wiring.hall(), repair);
  for (const auto& each : differences)
    std::cout << each.name << " " << each.key << "：记为 " << each.kept << "，实为 " << each.counted
              << "\n";
  if (differences.empty()) {
    std::cout << "统计数字与业务记录一致。\n";
    return 0;
  }
  std::cout << (repair ? "以上各项已按业务记录改正。\n"
                       : "以上各项不一致，可用 certhall tallies --repair 改正。\n");
  return repair ? 0 : 1;
}

}  // namespace certhall

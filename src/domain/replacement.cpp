#include "domain/replacement.h"

#include "base/json.h"

namespace certhall::domain {
namespace {

template <class E>
std::string name(E value) {
  return std::string(enum_to_text(value));
}

std::string_view yes(bool answer) { return answer ? "yes" : "no"; }

}  // namespace

std::string replacement_markdown() {
  std::string page =
      "\n## replacement 补办\n\nWhat each reason does (src/domain/replacement.h). The signing key "
      "is always new.\n\n"
      "| reason | old token | signing certificate | encryption key | its certificate |"
      " new device | handed in first | paid | whose word |\n"
      "|---|---|---|---|---|---|---|---|---|\n";
  for (const auto& rule : kReplacementRules) {
    page += "| " + name(rule.reason) + " " + std::string(rule.text) + " | " + name(rule.old_token) +
            " | revoked: " + name(rule.signing_revocation) + " | " + name(rule.encryption_key) +
            " | " +
            (rule.encryption_revocation ? "revoked: " + name(*rule.encryption_revocation)
                                        : std::string("stays in force")) +
            " | ";
    page += yes(rule.new_device);
    page += " | ";
    page += yes(rule.hand_in);
    page += " | " + name(rule.charge) + " | " + name(rule.proof) + " |\n";
  }
  return page;
}

}  // namespace certhall::domain

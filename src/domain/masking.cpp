#include "domain/masking.h"

#include <algorithm>

#include "base/encoding.h"

namespace certhall::domain {
namespace {

/// `head` and `tail` characters stay; a text too short for both is all asterisks.
std::string mask_middle(std::string_view text, std::size_t head, std::size_t tail) {
  if (text.size() <= head + tail) return std::string(text.size(), '*');
  const std::size_t hidden = text.size() - head - tail;
  return std::string(text.substr(0, head)) + std::string(hidden, '*') +
         std::string(text.substr(head + hidden));
}

}  // namespace

std::string mask_mobile(std::string_view mobile) { return mask_middle(mobile, 3, 4); }

std::string mask_id_number(std::string_view number) { return mask_middle(number, 3, 4); }

std::string mask_person_name(std::string_view name) {
  const auto characters = to_code_points(name);
  if (characters.size() < 2) return std::string(characters.size(), '*');
  // Two asterisks at most: the length of a rare long name would give it away.
  return to_utf8(characters.substr(0, 1)) +
         std::string(std::min<std::size_t>(characters.size() - 1, 2), '*');
}

std::string mask_email(std::string_view email) {
  const auto at = email.find('@');
  if (at == std::string_view::npos || at == 0) return std::string(email.size(), '*');
  return std::string(email.substr(0, 1)) + "***" + std::string(email.substr(at));
}

Details mask_details(Details details) {
  auto& legal = details.legal_representative;
  legal.id_number = mask_id_number(legal.id_number);
  legal.mobile = mask_mobile(legal.mobile);
  auto& agent = details.agent;
  agent.id_number = mask_id_number(agent.id_number);
  agent.mobile = mask_mobile(agent.mobile);
  return details;
}

}  // namespace certhall::domain

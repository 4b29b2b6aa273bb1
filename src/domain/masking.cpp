#include "domain/masking.h"

#include <algorithm>

#include "base/encoding.h"

namespace certhall::domain {
namespace {

/// `head` and `tail` characters stay; a text too short for both is all asterisks.
std::string mask_middle(std::string_view text, std::size_t head, std::size_t tail) {
  auto characters = to_code_points(text);  // a draft may hold anything where digits belong
  const bool hides_all = characters.size() <= head + tail;
  const std::size_t from = hides_all ? 0 : head;
  const std::size_t to = hides_all ? characters.size() : characters.size() - tail;
  for (std::size_t i = from; i < to; ++i) characters[i] = U'*';
  return to_utf8(characters);
}

}  // namespace

std::string mask_mobile(std::string_view mobile) { return mask_middle(mobile, 3, 4); }

std::string mask_id_number(std::string_view number) { return mask_middle(number, 3, 4); }

std::string mask_bank_account(std::string_view number) { return mask_middle(number, 0, 4); }

std::string mask_person_name(std::string_view name) {
  const auto characters = to_code_points(name);
  if (characters.size() < 2) return std::string(characters.size(), '*');
  // Two asterisks at most: the length of a rare long name would give it away.
  return to_utf8(characters.substr(0, 1)) +
         std::string(std::min<std::size_t>(characters.size() - 1, 2), '*');
}

std::string mask_email(std::string_view email) {
  const auto at = email.find('@');
  if (at == std::string_view::npos || at == 0) return mask_middle(email, 0, 0);
  const auto local = to_code_points(email.substr(0, at));
  return to_utf8(local.substr(0, 1)) + "***" + std::string(email.substr(at));
}

std::string mask_address(std::string_view address) {
  const auto characters = to_code_points(address);
  if (characters.empty()) return "";
  // The street's first characters tell one from another; how long the rest is, nobody needs.
  return to_utf8(characters.substr(0, characters.size() > 4 ? 2 : 0)) + "****";
}

Details mask_details(Details details) {
  auto& legal = details.legal_representative;
  legal.id_number = mask_id_number(legal.id_number);
  legal.mobile = mask_mobile(legal.mobile);
  if (auto& holder = details.holder) {
    holder->id_number = mask_id_number(holder->id_number);
    holder->mobile = mask_mobile(holder->mobile);
  }
  auto& agent = details.agent;
  agent.id_number = mask_id_number(agent.id_number);
  agent.mobile = mask_mobile(agent.mobile);
  agent.email = mask_email(agent.email);
  details.delivery.address = mask_address(details.delivery.address);
  return details;
}

}  // namespace certhall::domain

// What a person means by what he typed; the checks are in validation.cpp.

#include <algorithm>

#include "domain/certificate_type.h"
#include "domain/code_points.h"
#include "domain/validation.h"

namespace certhall::domain {
namespace {

constexpr char32_t half_width(char32_t c) { return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c; }

constexpr bool is_dot_between_names(char32_t c) {
  return c == 0x2022 || c == 0x30FB || c == 0x2027 || c == 0x2219 || c == 0x22C5 || c == 0xFF0E;
}

std::u32string trimmed(std::u32string text) {
  const auto first = std::find_if_not(text.begin(), text.end(), is_blank);
  text.erase(text.begin(), first);
  while (!text.empty() && is_blank(text.back())) text.pop_back();
  return text;
}

void follow(std::string& value, const std::string& source) {
  if (value.empty()) value = source;
}

}  // namespace

std::string normalise_text(std::string_view text) { return to_utf8(trimmed(to_code_points(text))); }

std::string normalise_person_name(std::string_view name) {
  auto text = trimmed(to_code_points(name));
  std::replace_if(text.begin(), text.end(), is_dot_between_names, U'·');
  return to_utf8(text);
}

std::string normalise_plain(std::string_view text) {
  auto characters = to_code_points(text);
  std::erase_if(characters, is_blank);
  std::transform(characters.begin(), characters.end(), characters.begin(), half_width);
  return to_utf8(characters);
}

std::string normalise_code(std::string_view code) {
  auto text = normalise_plain(code);
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

std::string normalise_mobile(std::string_view mobile) {
  auto text = normalise_plain(mobile);
  std::erase(text, '-');
  for (const std::string_view prefix : {"+861", "861"})
    if (text.size() == prefix.size() + 10 && text.starts_with(prefix))
      return text.substr(prefix.size() - 1);
  return text;
}

Details normalise(Details details) {
  auto& organization = details.organization;
  organization.name = normalise_text(organization.name);
  organization.credit_code = normalise_code(organization.credit_code);
  organization.address = normalise_text(organization.address);

  auto& legal = details.legal_representative;
  legal.name = normalise_person_name(legal.name);
  legal.id_number = normalise_code(legal.id_number);
  legal.mobile = normalise_mobile(legal.mobile);

  auto& agent = details.agent;
  agent.name = normalise_person_name(agent.name);
  agent.id_number = normalise_code(agent.id_number);
  agent.mobile = normalise_mobile(agent.mobile);
  agent.email = normalise_plain(agent.email);

  if (has_holder(details.certificate_type) && !details.holder) details.holder.emplace();
  if (auto& holder = details.holder) {
    holder->name = normalise_person_name(holder->name);
    holder->id_number = normalise_code(holder->id_number);
    holder->mobile = normalise_mobile(holder->mobile);
  }

  auto& delivery = details.delivery;
  delivery.address = normalise_text(delivery.address);
  delivery.postcode = normalise_plain(delivery.postcode);

  auto& invoice = details.invoice;
  invoice.title = normalise_text(invoice.title);
  invoice.tax_number = normalise_code(invoice.tax_number);
  if (!invoice.wanted) return details;
  if (has_organization(details.certificate_type)) {
    follow(invoice.title, organization.name);
    follow(invoice.tax_number, organization.credit_code);
  } else {
    follow(invoice.title, agent.name);  // persons have no tax number
  }
  return details;
}

}  // namespace certhall::domain

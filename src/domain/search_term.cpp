#include "domain/search_term.h"

#include <algorithm>
#include <regex>

#include "domain/code_points.h"
#include "domain/validation.h"

namespace certhall::domain {
namespace {

constexpr std::size_t kLongest = 128;  // bytes; no name is longer

/// Half-width, capitals, one kind of dot: two people who type the same name find the same digest.
std::string normal_name(std::string_view name) {
  return normalise_code(normalise_person_name(name));
}

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

bool fits(const std::string& text, const char* pattern) {
  return std::regex_match(text, std::regex(pattern));
}

void add(std::vector<SearchTerm>& terms, SearchKind kind, std::string value) {
  if (!value.empty()) terms.push_back({kind, std::move(value)});
}

struct Shape {
  SearchKind kind;
  const char* pattern;
};
// Of what normalise_code() leaves: half-width capitals without blanks.
constexpr Shape kShapes[] = {
    {SearchKind::application_number, "[A-Z]{2}[0-9]{4,8}(-[0-9]{0,8})?"},
    {SearchKind::id_number, "[0-9]{17}[0-9X]"},
    {SearchKind::credit_code, "(?=.*[0-9])[0-9A-Z]{15,20}"},
    {SearchKind::remark_code, "[A-Z0-9]{8}"},
    {SearchKind::token_serial, "(?=.*[0-9])[0-9A-Z-]{4,32}"},
    {SearchKind::waybill, "(?=.*[0-9])[0-9A-Z]{8,32}"},
};

bool has_letter(const std::u32string& text) {
  return std::ranges::any_of(text, [](char32_t c) {
    return c >= 0x80 || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  });
}

}  // namespace

std::vector<SearchTerm> search_terms(const Details& details) {
  std::vector<SearchTerm> terms;
  const auto person = [&](const std::string& name, const std::string& number,
                          const std::string& mobile) {
    add(terms, SearchKind::name, normal_name(name));
    add(terms, SearchKind::id_number, normalise_code(number));
    add(terms, SearchKind::mobile, normalise_mobile(mobile));
  };
  add(terms, SearchKind::name, normal_name(details.organization.name));
  add(terms, SearchKind::credit_code, normalise_code(details.organization.credit_code));
  const auto& legal = details.legal_representative;
  person(legal.name, legal.id_number, legal.mobile);
  if (const auto& holder = details.holder) person(holder->name, holder->id_number, holder->mobile);
  person(details.agent.name, details.agent.id_number, details.agent.mobile);
  add(terms, SearchKind::email, lower(normalise_plain(details.agent.email)));
  std::ranges::sort(terms);
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
  return terms;
}

std::vector<SearchTerm> recognise(std::string_view typed) {
  std::vector<SearchTerm> terms;
  const auto name = normal_name(typed);
  const auto characters = to_code_points(name);
  if (characters.size() < 2 || name.size() > kLongest) return terms;
  if (name.find('@') != std::string::npos) {
    add(terms, SearchKind::email, lower(name));
    return terms;
  }
  if (const auto mobile = normalise_mobile(typed); !check_mobile(mobile))
    add(terms, SearchKind::mobile, mobile);
  for (const auto& shape : kShapes)
    if (fits(name, shape.pattern)) add(terms, shape.kind, name);
  std::string serial = name;
  std::erase(serial, ':');
  if (fits(serial, "[0-9A-F]{16,40}"))
    add(terms, SearchKind::certificate_serial, lower(std::move(serial)));
  if (has_letter(characters)) add(terms, SearchKind::name, name);
  return terms;
}

}  // namespace certhall::domain

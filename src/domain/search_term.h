#pragma once
// By what an application is found: what staff have in hand when somebody calls or a parcel comes
// back.

#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "domain/application.h"

namespace certhall::domain {

enum class SearchKind {
  application_number,  // or its beginning
  name,                // of an organization or a person
  credit_code,
  id_number,
  mobile,
  email,
  remark_code,
  certificate_serial,
  token_serial,
  waybill,
};
BOOST_DESCRIBE_ENUM(SearchKind, application_number, name, credit_code, id_number, mobile, email,
                    remark_code, certificate_serial, token_serial, waybill)

struct SearchTerm {
  SearchKind kind = SearchKind::name;
  std::string value;  // normalised
  friend auto operator<=>(const SearchTerm&, const SearchTerm&) = default;
};

/// Everything in the details by which the application is found, each once; what is not filled in
/// is left out.
[[nodiscard]] std::vector<SearchTerm> search_terms(const Details& details);
/// What `typed` may be, most telling first; nothing where it is too short to mean anything. The
/// same text may be a waybill and a token's serial: all are looked up.
[[nodiscard]] std::vector<SearchTerm> recognise(std::string_view typed);

}  // namespace certhall::domain

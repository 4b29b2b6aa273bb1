#pragma once
// The rules of what is filled in. The pages mirror the single-field rules in TypeScript; both
// languages run tests/vectors/validation.json and normalise.json.
//
// A check answers nothing where the value is right, and otherwise what is wrong and what to do, in
// one Chinese sentence. It expects the value as normalise() leaves it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "domain/application.h"
#include "domain/catalogue.h"
#include "domain/divisions.h"

namespace certhall::domain {

using Complaint = std::optional<std::string>;

/// 2 to 50 characters: Chinese with all extensions and one 「·」 between parts, or Latin letters
/// with blanks, hyphens, apostrophes and full stops between them.
[[nodiscard]] Complaint check_person_name(std::string_view name);
/// 2 to 64 characters: the most that a certificate can carry (RFC 5280 ub-organization-name).
[[nodiscard]] Complaint check_organization_name(std::string_view name);
/// GB 32100-2015: 18 of the alphabet without I O S V Z, digits at 3 to 8, check character.
[[nodiscard]] Complaint check_credit_code(std::string_view code);
/// GB 11643-1999: 18 characters, a real date of birth, check character of ISO 7064 MOD 11-2; at
/// least 16 years old `today`. Area codes are not judged: old ones stay valid for ever.
[[nodiscard]] Complaint check_id_number(std::string_view number, Date today);
/// Mainland China: 11 digits, 13 to 19 at the beginning.
[[nodiscard]] Complaint check_mobile(std::string_view mobile);
/// ASCII, at most 254 characters, a domain with a dot; no quoting.
[[nodiscard]] Complaint check_email(std::string_view email);
/// 4 to 200 characters: an organization's address, or street and number of the delivery address.
[[nodiscard]] Complaint check_address(std::string_view address);
/// Six digits or nothing.
[[nodiscard]] Complaint check_postcode(std::string_view postcode);
/// 15 to 20 digits and capital letters, or nothing (persons and authorities have none).
[[nodiscard]] Complaint check_tax_number(std::string_view number);
/// 2 to 100 characters.
[[nodiscard]] Complaint check_invoice_title(std::string_view title);
/// 1 to 5.
[[nodiscard]] Complaint check_years(std::int64_t years);
/// Six digits that name a district, or a city without districts.
[[nodiscard]] Complaint check_division(std::string_view code, const Divisions& divisions);

/// Everything that is wrong with the details, by path, in the order of the page; empty: complete.
/// `relying_application` nullptr: not chosen yet.
[[nodiscard]] std::vector<FieldError> validate_details(
    const Details& details, const RelyingApplication* relying_application,
    const Divisions& divisions, Date today);

/// What a person means by what he typed: blanks around and full-width digits and letters in codes,
/// lower-case x and credit codes, +86 before a mobile, look-alikes of 「·」; the tax number and
/// invoice title that follow the organization while they are empty (a natural person's title
/// follows his name). Changes nothing twice.
[[nodiscard]] Details normalise(Details details);

// What normalise() does to one field.
[[nodiscard]] std::string normalise_text(std::string_view text);  // blanks around
[[nodiscard]] std::string normalise_person_name(std::string_view name);
[[nodiscard]] std::string normalise_code(std::string_view code);  // half-width, capitals, no blanks
[[nodiscard]] std::string normalise_plain(std::string_view text);     // half-width, no blanks
[[nodiscard]] std::string normalise_mobile(std::string_view mobile);  // and no +86, no hyphens

}  // namespace certhall::domain

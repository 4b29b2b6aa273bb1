#include "domain/price.h"

#include <gtest/gtest.h>

#include "unit/domain/sample.h"

namespace certhall::domain {
namespace {

PriceList list_from(std::string_view day, std::int64_t per_year) {
  return {.relying_application = "hn-ggzy",
          .certificate_type = CertificateType::organization,
          .valid_from = sample::day(day),
          .certificate_per_year = {per_year},
          .token_once = {10000},
          .seal_once = {5000}};
}

TEST(Price, OfOneYearIsTheGuidesExample) {
  const auto price = price_of(list_from("2026-01-01", 20000), 1);
  EXPECT_EQ(price.total, Fen{35000});
  EXPECT_EQ(price.parts,
            (std::vector<PricePart>{{"证书费", {20000}}, {"介质费", {10000}}, {"签章费", {5000}}}));
}

TEST(Price, TakesTheCertificateFeePerYearAndTheRestOnce) {
  EXPECT_EQ(price_of(list_from("2026-01-01", 20000), 5).total, Fen{115000});
}

std::optional<PriceList> in_force(std::string_view day) {
  auto other = list_from("2026-03-01", 1);
  other.relying_application = "cs-ggzy";
  auto persons = list_from("2026-03-01", 2);
  persons.certificate_type = CertificateType::natural_person;
  const std::vector lists{list_from("2026-07-01", 18000), list_from("2026-01-01", 20000), other,
                          persons, list_from("2027-01-01", 15000)};
  return price_list_in_force(lists, "hn-ggzy", CertificateType::organization, sample::day(day));
}

TEST(PriceList, InForceIsTheNewestWhoseDayHasCome) {
  EXPECT_EQ(in_force("2026-06-30")->certificate_per_year, Fen{20000});
  EXPECT_EQ(in_force("2026-07-01")->certificate_per_year, Fen{18000});
  EXPECT_EQ(in_force("2030-01-01")->certificate_per_year, Fen{15000});
}

TEST(PriceList, IsMissingBeforeTheFirstDay) { EXPECT_EQ(in_force("2025-12-31"), std::nullopt); }

}  // namespace
}  // namespace certhall::domain

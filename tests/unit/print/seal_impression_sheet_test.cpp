#include "print/seal_impression_sheet.h"

#include <gtest/gtest.h>

#include "reading/qr_code.h"
#include "reading/stamp.h"
#include "reading/upload.h"
#include "tools/card_render.h"
#include "tools/pdf_text.h"
#include "tools/sample_form.h"

namespace certhall::print {
namespace {

using test::sample_sheet;

TEST(SealImpressionSheet, ShowsWhoseSealItIsOnOnePage) {
  const auto sheet = sample_sheet();
  const auto pages = test::pdf_text(render_seal_impression_sheet(sheet));
  ASSERT_EQ(pages.size(), 1U);
  for (const auto& value :
       {sheet.applicant_name, sheet.id_number, sheet.legal_representative, sheet.agent_name,
        sheet.agent_mobile, sheet.head.number, std::string("数字证书印章采集表"),
        std::string("单位公章"), std::string("法定代表人章")})
    EXPECT_NE(pages[0].find(value), std::string::npos) << value;
}

TEST(SealImpressionSheet, OfANaturalPersonAsksForASignature) {
  auto sheet = sample_sheet();
  sheet.natural_person = true;
  const auto page = test::pdf_text(render_seal_impression_sheet(sheet)).at(0);
  EXPECT_NE(page.find("手写签名"), std::string::npos);
  EXPECT_EQ(page.find("公章"), std::string::npos);
}

TEST(SealImpressionSheet, CarriesItsCodeAndShowsAnImpression) {
  const auto sheet = sample_sheet();
  const auto upload = reading::load_upload(render_seal_impression_sheet(sheet), {});
  ASSERT_TRUE(upload) << upload.error().message;
  const auto& page = upload->pages.at(0);
  EXPECT_EQ(reading::find_qr_codes(page), std::vector{sheet.head.qr_text});
  EXPECT_FALSE(reading::has_red_stamp(page));
  EXPECT_TRUE(reading::has_red_stamp(test::stamp_on(page, sheet.applicant_name, 0.28, 0.56)));
}

TEST(SealImpressionSheet, IsTheSameBytesForTheSameData) {
  EXPECT_EQ(render_seal_impression_sheet(sample_sheet()),
            render_seal_impression_sheet(sample_sheet()));
}

}  // namespace
}  // namespace certhall::print

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
       {sheet.organization->name, sheet.organization->id_number, sheet.legal_representative->name,
        sheet.agent.name, sheet.agent.mobile, sheet.head.number, std::string("数字证书印章采集表"),
        std::string("单位公章"), std::string("法定代表人章")})
    EXPECT_NE(pages[0].find(value), std::string::npos) << value;
}

TEST(SealImpressionSheet, OfANaturalPersonAsksForASignature) {
  const auto sheet = test::sheet_of(test::sample_persons_form());
  const auto page = test::pdf_text(render_seal_impression_sheet(sheet)).at(0);
  for (const auto& value : {std::string("手写签名"), sheet.agent.name, sheet.agent.id_number})
    EXPECT_NE(page.find(value), std::string::npos) << value;
  for (const auto* text : {"公章", "法定代表人", "经办人", "单位"})
    EXPECT_EQ(page.find(text), std::string::npos) << text;
}

TEST(SealImpressionSheet, OfAnOrganizationPersonAsksForHisSignatureAndTheSeal) {
  const auto sheet = test::sheet_of(test::sample_holders_form());
  const auto pages = test::pdf_text(render_seal_impression_sheet(sheet));
  ASSERT_EQ(pages.size(), 1U);
  for (const auto& value : {std::string("手写签名"), std::string("单位公章"), sheet.holder->name,
                            sheet.holder->id_number, sheet.organization->name, sheet.agent.name})
    EXPECT_NE(pages[0].find(value), std::string::npos) << value;
  EXPECT_EQ(pages[0].find("法定代表人"), std::string::npos);
}

TEST(SealImpressionSheet, CarriesItsCodeAndShowsAnImpression) {
  const auto sheet = sample_sheet();
  const auto upload = reading::load_upload(render_seal_impression_sheet(sheet), {});
  ASSERT_TRUE(upload) << upload.error().message;
  const auto& page = upload->pages.at(0);
  EXPECT_EQ(reading::find_qr_codes(page), std::vector{sheet.head.qr_text});
  EXPECT_FALSE(reading::has_red_stamp(page));
  EXPECT_TRUE(reading::has_red_stamp(test::stamp_on(page, sheet.organization->name, 0.28, 0.56)));
}

TEST(SealImpressionSheet, IsTheSameBytesForTheSameData) {
  EXPECT_EQ(render_seal_impression_sheet(sample_sheet()),
            render_seal_impression_sheet(sample_sheet()));
}

}  // namespace
}  // namespace certhall::print

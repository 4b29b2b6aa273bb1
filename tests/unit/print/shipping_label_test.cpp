#include "print/shipping_label.h"

#include <gtest/gtest.h>

#include "print/barcode.h"
#include "reading/qr_code.h"
#include "reading/upload.h"
#include "tools/pdf_text.h"

namespace certhall::print {
namespace {

ShippingLabels labels(int count) {
  ShippingLabels all{.sender_name = "示例电子认证有限公司",
                     .sender_hotline = "400-112-3838",
                     .printed_at = {1'764'000'000'000},
                     .labels = {}};
  for (int i = 0; i < count; ++i)
    all.labels.push_back({.number = "HN20261124-00000" + std::to_string(i),
                          .carrier_name = "顺丰速运",
                          .waybill = "SF123456789012" + std::to_string(i),
                          .recipient_name = "张三丰",
                          .recipient_mobile = "139****0001",
                          .address = "湖南省长沙市岳麓区示例路1号",
                          .postcode = "410000"});
  return all;
}

TEST(ShippingLabel, SaysWhereItGoesOnAPageOfItsOwn) {
  const auto pages = test::pdf_text(render_shipping_labels(labels(3), LabelPaper::label));
  ASSERT_EQ(pages.size(), 3U);
  for (const std::string& value :
       {std::string("张三丰"), std::string("139****0001"), std::string("SF1234567890121"),
        std::string("HN20261124-000001"), std::string("湖南省长沙市岳麓区示例路1号")})
    EXPECT_NE(pages[1].find(value), std::string::npos) << value;
}

TEST(ShippingLabel, FillsSheetsByFours) {
  const auto pages = test::pdf_text(render_shipping_labels(labels(5), LabelPaper::sheet));
  ASSERT_EQ(pages.size(), 2U);
  EXPECT_NE(pages[0].find("SF1234567890123"), std::string::npos);
  EXPECT_NE(pages[1].find("SF1234567890124"), std::string::npos);
}

TEST(ShippingLabel, SaysThatItsWaybillIsMissing) {
  auto all = labels(1);
  all.labels[0].waybill.clear();
  const auto pages = test::pdf_text(render_shipping_labels(all, LabelPaper::label));
  EXPECT_NE(pages.at(0).find("运单号待取得"), std::string::npos);
}

TEST(ShippingLabel, CarriesOurNumberAsAQrCode) {
  const auto upload =
      reading::load_upload(render_shipping_labels(labels(1), LabelPaper::label), {});
  ASSERT_TRUE(upload) << upload.error().message;
  EXPECT_EQ(reading::find_qr_codes(upload->pages.at(0)),
            std::vector<std::string>{"HN20261124-000000"});
}

TEST(ShippingLabel, NeedsAParcel) {
  EXPECT_THROW(static_cast<void>(render_shipping_labels(labels(0), LabelPaper::label)),
               std::invalid_argument);
}

// ISO/IEC 15417: each symbol takes eleven modules, the stop thirteen; "PJJ123C" has check value 55.
TEST(Barcode, HasStartCheckAndStop) {
  const auto widths = code128_widths("PJJ123C");
  EXPECT_EQ(widths.size(), 6U * (1 + 7 + 1) + 7U);
  EXPECT_TRUE(widths.starts_with("211214"));
  EXPECT_EQ(widths.substr(6 * 8, 6), "311321");
  EXPECT_TRUE(widths.ends_with("2331112"));
  EXPECT_THROW(static_cast<void>(code128_widths("顺丰")), std::invalid_argument);
}

}  // namespace
}  // namespace certhall::print

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reading/qr_code.h"
#include "reading/reader.h"
#include "reading/sharpness.h"
#include "reading/stamp.h"
#include "tools/pdf_text.h"
#include "unit/reading/sample.h"

namespace certhall::reading {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kCompany = "湖南示例建设有限公司";

cv::Mat stamped_form() { return test::stamp_on(test::form_page(), kCompany); }

TEST(Material, OfAStampedScanIsReadWhole) {
  const auto reading = check_material(encode_jpeg(stamped_form(), 85), "image/jpeg");
  ASSERT_TRUE(reading) << reading.error().message;
  EXPECT_EQ(reading->media_type, "image/jpeg");
  EXPECT_THAT(reading->qr_codes, ElementsAre(test::sample_form().head.qr_text));
  EXPECT_TRUE(reading->stamp_found);
  ASSERT_EQ(reading->pages.size(), 1U);
  EXPECT_GT(reading->pages[0].sharpness, kLeastSharpness);
  const auto preview = load_upload(reading->pages[0].jpeg, "image/jpeg");
  ASSERT_TRUE(preview);
  EXPECT_EQ(preview->pages.at(0).rows, reading->pages[0].height);
}

TEST(Material, OfAPdfHasAPreviewOfEveryPage) {
  const auto reading =
      check_material(print::render_application_form(test::sample_form()), "application/pdf");
  ASSERT_TRUE(reading) << reading.error().message;
  EXPECT_EQ(reading->media_type, "application/pdf");
  EXPECT_EQ(reading->pages.at(0).height, 2000);
  EXPECT_FALSE(reading->stamp_found);
}

TEST(Material, ThatIsBlankIsRefused) {
  const auto reading = check_material(test::empty_pdf(2), {});
  ASSERT_FALSE(reading);
  EXPECT_THAT(reading.error().message, HasSubstr("空白"));
}

TEST(Material, OnAPhoneIsReadThroughPerspectiveShadowAndNoise) {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const auto photo = test::photo_of(stamped_form(), test::kPhonePhoto, test::kMild, seed);
    const auto reading = check_material(photo, "image/jpeg");
    ASSERT_TRUE(reading) << reading.error().message;
    EXPECT_THAT(reading->qr_codes, ElementsAre(test::sample_form().head.qr_text)) << seed;
    EXPECT_TRUE(reading->stamp_found) << seed;
  }
}

TEST(Material, ThatIsBlurredIsRefusedWithTheRemedy) {
  auto look = test::kMild;
  look.blur = 5;
  const auto photo = test::photo_of(stamped_form(), test::kPhonePhoto, look);
  const auto reading = check_material(photo, "image/jpeg");
  ASSERT_FALSE(reading);
  EXPECT_EQ(reading.error().code, ErrorCode::invalid);
  EXPECT_THAT(reading.error().message, HasSubstr("太模糊"));
  EXPECT_THAT(reading.error().message, HasSubstr("重拍"));
}

TEST(Sharpness, FallsAsThePictureBlurs) {
  const auto page = test::form_page();
  double last = 1e9;
  for (const double blur : {0.0, 1.0, 2.0, 3.0, 5.0}) {
    const auto value = measure_sharpness(test::photograph(page, test::kPhonePhoto,
                                                          {.tilt_degrees = 2, .blur = blur}))
                           .value;
    EXPECT_LT(value, last) << blur;
    last = value;
  }
}

TEST(Sharpness, DoesNotTakeNoiseForDetail) {
  const auto blurred = test::photograph(test::form_page(), test::kPhonePhoto,
                                        {.tilt_degrees = 2, .blur = 5, .noise = 8});
  EXPECT_LT(measure_sharpness(blurred).value, kLeastSharpness);
}

TEST(Sharpness, AcceptsALicenceFromAScannerAndAPhone) {
  const auto licence = test::render_licence({});
  EXPECT_GT(measure_sharpness(licence).value, kLeastSharpness);
  const auto photo = test::photograph(licence, {2000, 1500}, test::kMild);
  EXPECT_GT(measure_sharpness(photo).value, kLeastSharpness);
}

TEST(QrCode, IsFoundUpsideDownAndSideways) {
  for (const int turn : {cv::ROTATE_90_CLOCKWISE, cv::ROTATE_180}) {
    cv::Mat turned;
    cv::rotate(test::form_page(), turned, turn);
    EXPECT_THAT(find_qr_codes(turned), ElementsAre(test::sample_form().head.qr_text));
  }
}

TEST(QrCode, IsNotFoundWhereNoneIs) {
  EXPECT_THAT(find_qr_codes(test::render_licence({})), IsEmpty());
}

TEST(Stamp, IsToldFromEmblemFrameAndDesk) {
  EXPECT_FALSE(has_red_stamp(test::form_page()));
  EXPECT_FALSE(has_red_stamp(test::render_card_back({})));  // an emblem, filled
  for (std::uint64_t seed = 1; seed <= 4; ++seed)
    EXPECT_FALSE(
        has_red_stamp(test::photograph(test::form_page(), test::kPhonePhoto, test::kMild, seed)))
        << seed;
}

TEST(Stamp, IsFoundOnFormAndLicenceEvenInPoorPhotos) {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    EXPECT_TRUE(
        has_red_stamp(test::photograph(stamped_form(), test::kPhonePhoto, test::kHard, seed)));
    EXPECT_TRUE(
        has_red_stamp(test::photograph(test::render_licence({}), {2000, 1500}, test::kHard, seed)));
  }
}

}  // namespace
}  // namespace certhall::reading

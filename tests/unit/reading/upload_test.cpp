#include "reading/upload.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/pdf_text.h"
#include "unit/reading/sample.h"

namespace certhall::reading {
namespace {

using testing::HasSubstr;

std::string jpeg(int width, int height) {
  cv::Mat picture(height, width, CV_8UC3, cv::Scalar(255, 255, 255));
  picture.rowRange(0, height / 4).setTo(cv::Scalar(0, 0, 255));  // the upper quarter is red
  return encode_jpeg(picture, 90);
}

Error refusal(const std::string& bytes, std::string_view claimed = {}) {
  const auto upload = load_upload(bytes, claimed);
  EXPECT_FALSE(upload);
  return upload ? Error{} : upload.error();
}

/// An APP1 segment with nothing but the orientation, little endian, behind the start of image.
std::string with_orientation(std::string bytes, char orientation) {
  std::string exif(
      "\xFF\xE1\x00\x22"
      "Exif\0\0"
      "II*\0\x08\0\0\0"
      "\x01\0"
      "\x12\x01\x03\0\x01\0\0\0"
      "?\0\0\0"
      "\0\0\0\0",
      36);
  exif[exif.find('?')] = orientation;
  return bytes.insert(2, exif);
}

/// A PNG that says it is `width` × `height` and has next to nothing inside.
std::string png_claiming(std::uint32_t width, std::uint32_t height) {
  const auto big = [](std::uint32_t n) {
    return std::string{static_cast<char>(n >> 24), static_cast<char>(n >> 16),
                       static_cast<char>(n >> 8), static_cast<char>(n)};
  };
  const std::string header = "IHDR" + big(width) + big(height) + std::string("\x08\x02\0\0\0", 5);
  std::uint32_t crc = 0xFFFFFFFF;  // ISO/IEC 15948 annex D
  for (const unsigned char c : header) {
    crc ^= c;
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
  }
  return "\x89PNG\r\n\x1A\n" + big(13) + header + big(~crc) + big(0) + "IDAT" + big(0x35AF061E);
}

TEST(Upload, TellsWhatItIsByItsFirstBytes) {
  EXPECT_EQ(load_upload(jpeg(900, 700), {})->type, FileType::jpeg);
  EXPECT_EQ(load_upload(test::empty_pdf(1), {})->type, FileType::pdf);
  EXPECT_EQ(media_type(FileType::webp), "image/webp");
}

TEST(Upload, RefusesTextThatIsCalledAPicture) {
  const auto error = refusal("Dear Sir or Madam, this is no picture.", "image/jpeg");
  EXPECT_EQ(error.code, ErrorCode::unsupported_type);
  EXPECT_THAT(error.message, HasSubstr("这不是 PDF 或图片文件"));
  EXPECT_THAT(error.message, HasSubstr(".jpg"));
}

TEST(Upload, RefusesAPictureThatIsCalledAPdf) {
  const auto error = refusal(jpeg(900, 700), "application/pdf");
  EXPECT_EQ(error.code, ErrorCode::unsupported_type);
  EXPECT_THAT(error.message, HasSubstr("JPG 图片"));
  EXPECT_THAT(error.message, HasSubstr(".pdf"));
}

TEST(Upload, NamesWhatPeopleSendByMistake) {
  EXPECT_THAT(refusal(std::string("\0\0\0\x18"
                                  "ftypheic",
                                  12))
                  .message,
              HasSubstr("HEIC"));
  EXPECT_THAT(refusal("PK\x03\x04"
                      "word/document.xml")
                  .message,
              HasSubstr("Word"));
  EXPECT_THAT(refusal("GIF89a").message, HasSubstr("GIF"));
  EXPECT_THAT(refusal("").message, HasSubstr("空"));
}

TEST(Upload, RefusesMoreThanTenMegabytes) {
  EXPECT_EQ(refusal(std::string((10U << 20) + 1, 'x')).code, ErrorCode::too_large);
}

TEST(Upload, RefusesAPngOfTooManyPixelsBeforeDecodingIt) {
  const auto error = refusal(png_claiming(60'000, 60'000), "image/png");
  EXPECT_EQ(error.code, ErrorCode::too_large);
  EXPECT_THAT(error.message, HasSubstr("60000×60000"));
}

TEST(Upload, RefusesAPngWithoutItsPixels) {
  EXPECT_THAT(refusal(png_claiming(1000, 1000)).message, HasSubstr("已损坏"));
}

TEST(Upload, RefusesACutOffJpeg) {
  const auto whole = test::photo_of(test::form_page(), {900, 1200}, test::kClean);
  ASSERT_TRUE(load_upload(whole, {}));
  for (const double share : {0.02, 0.3, 0.7, 0.95})
    EXPECT_THAT(refusal(whole.substr(0, static_cast<std::size_t>(share * whole.size()))).message,
                HasSubstr("已损坏"))
        << share;
}

TEST(Upload, AcceptsStrayBytesBehindAJpeg) {
  EXPECT_TRUE(load_upload(jpeg(900, 700) + std::string(100, '\0'), {}));
}

TEST(Upload, RefusesPicturesOnWhichNothingCanBeRead) {
  const auto error = refusal(jpeg(320, 240));
  EXPECT_EQ(error.code, ErrorCode::invalid);
  EXPECT_THAT(error.message, HasSubstr("320×240"));
}

TEST(Upload, ReducesLargePhotos) {
  const auto upload = load_upload(jpeg(6000, 4500), {});
  ASSERT_TRUE(upload);
  EXPECT_EQ(upload->pages.at(0).cols, kMostLongSide);
}

TEST(Upload, TurnsPhotosUpright) {
  // Where the red upper quarter goes, by orientation (Exif 2.32 clause 4.6.4).
  struct Case {
    char orientation;
    int width;
    cv::Point red;
  };
  for (const auto& c : {Case{1, 900, {450, 20}}, Case{2, 900, {450, 20}}, Case{3, 900, {450, 680}},
                        Case{4, 900, {450, 680}}, Case{5, 700, {20, 450}}, Case{6, 700, {680, 450}},
                        Case{7, 700, {680, 450}}, Case{8, 700, {20, 450}}}) {
    const auto upload = load_upload(with_orientation(jpeg(900, 700), c.orientation), {});
    ASSERT_TRUE(upload) << int{c.orientation};
    const auto& page = upload->pages.at(0);
    EXPECT_EQ(page.cols, c.width) << int{c.orientation};
    EXPECT_LT(page.at<cv::Vec3b>(c.red)[0], 60) << int{c.orientation};
  }
}

TEST(Upload, DrawsThePagesOfAPdf) {
  const auto upload = load_upload(test::empty_pdf(3), "application/pdf");
  ASSERT_TRUE(upload);
  ASSERT_EQ(upload->pages.size(), 3U);
  EXPECT_EQ(upload->pages[2].rows, 2000);
}

TEST(Upload, RefusesPdfsOfMoreThanTenPages) {
  EXPECT_TRUE(load_upload(test::empty_pdf(10), {}));
  const auto error = refusal(test::empty_pdf(11));
  EXPECT_EQ(error.code, ErrorCode::too_large);
  EXPECT_THAT(error.message, HasSubstr("11 页"));
}

TEST(Upload, RefusesADamagedPdf) {
  EXPECT_THAT(refusal("%PDF-1.7\nnothing else").message, HasSubstr("无法打开该 PDF"));
}

}  // namespace
}  // namespace certhall::reading

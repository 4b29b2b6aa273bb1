#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reading/card_picture.h"
#include "reading/id_card_text.h"
#include "reading/reader.h"
#include "unit/reading/sample.h"

namespace certhall::reading {
namespace {

using testing::HasSubstr;

TextLine line(std::string text, float x, float y, double confidence = 0.9) {
  return {.text = std::move(text), .confidence = confidence, .box = {x, y, 100, 30}};
}

std::vector<TextRow> rows_of(const std::vector<std::string>& texts) {
  std::vector<TextRow> rows;
  for (const auto& text : texts) rows.push_back({.text = text, .confidence = 0.9});
  return rows;
}

app::IdCardReading front_of(const std::vector<std::string>& texts) {
  app::IdCardReading card;
  parse_front(rows_of(texts), card);
  return card;
}

TEST(IdCardText, PutsTogetherWhatStandsSideBySide) {
  const auto rows = to_rows({line("号码", 10, 500), line("测 试甲", 200, 52, 0.7),
                             line("姓名", 10, 60), line("990101", 300, 505)});
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].text, "姓名测试甲");
  EXPECT_DOUBLE_EQ(rows[0].confidence, 0.7);
  EXPECT_EQ(rows[1].text, "号码990101");
}

TEST(IdCardText, TakesTheFrontApart) {
  const auto card = front_of({"姓名阿卜杜·测试", "性别男民族土家·", "出生1990年1月31日",
                              "住址湖南省示例市", "示例路一号", "公民身份号码99010119900131001x"});
  EXPECT_EQ(card.name.text, "阿卜杜·测试");
  EXPECT_EQ(card.sex.text, "男");
  EXPECT_EQ(card.nation.text, "土家");
  EXPECT_EQ(card.birth.text, "1990-01-31");
  EXPECT_EQ(card.address.text, "湖南省示例市示例路一号");
  EXPECT_EQ(card.id_number.text, "99010119900131001X");
  EXPECT_DOUBLE_EQ(card.name.confidence, 0.9);
}

TEST(IdCardText, FindsTheAddressAroundAMisplacedLabel) {
  const auto card = front_of(
      {"出生1990年1月31日", "湖南省示例市", "住址示例路一号", "公民身份号码990101199001310010"});
  EXPECT_EQ(card.address.text, "湖南省示例市示例路一号");
}

TEST(IdCardText, TakesMissedSexAndBirthFromTheNumber) {
  const auto card = front_of({"姓名测试甲", "99O1O1199203O4OO25"});
  EXPECT_EQ(card.id_number.text, "990101199203040025");
  EXPECT_EQ(card.sex.text, "女");
  EXPECT_EQ(card.birth.text, "1992-03-04");
  EXPECT_EQ(card.address.text, "");
}

TEST(IdCardText, TakesNoOtherDigitsForANumber) {
  EXPECT_EQ(front_of({"姓名测试甲", "9901011992030400251"}).id_number.text, "");
  EXPECT_EQ(front_of({"姓名测试甲", "99010119920304002"}).id_number.text, "");
}

TEST(IdCardText, TakesTheBackApart) {
  app::IdCardReading card;
  parse_back(rows_of({"中华人民共和国", "签发机关示例市公安局", "有效期限2018.05.20-长期"}), card);
  EXPECT_EQ(card.authority.text, "示例市公安局");
  EXPECT_EQ(card.valid_from.text, "2018-05-20");
  EXPECT_EQ(card.valid_until.text, "长期");
  parse_back(rows_of({"有效期限2018.05.20-2038.05.20"}), card);
  EXPECT_EQ(card.valid_until.text, "2038-05-20");
}

TEST(IdCardText, TellsTheSidesApart) {
  EXPECT_EQ(which_side(rows_of({"姓名测试", "出生", "住址某处"})), CardLooks::front);
  EXPECT_EQ(which_side(rows_of({"居民身份证", "有效期限2018"})), CardLooks::back);
  EXPECT_EQ(which_side(rows_of({"中华人民共和国", "营业执照"})), CardLooks::nothing);
  EXPECT_EQ(which_side(rows_of({"法人姓名测试", "身份证号码990101199203040025"})),
            CardLooks::nothing);
}

TEST(CardPicture, IsCutOutOfAPhotoAndNotOutOfADesk) {
  const auto photo = test::photograph(test::render_card_front({}), test::kCardPhoto, test::kHard);
  const auto card = cut_out_card(photo);
  ASSERT_TRUE(card);
  EXPECT_EQ(card->size(), cv::Size(1284, 810));
  EXPECT_FALSE(cut_out_card(cv::Mat(1200, 1600, CV_8UC3, cv::Scalar(60, 86, 118))));
}

class IdCard : public testing::Test {
 protected:
  void SetUp() override {
    const auto reason = why_no_text(files);
    if (!reason.empty()) GTEST_SKIP() << reason << ": npm ci in src/reading/models brings them";
  }
  const OcrFiles files = test::ocr_files();
};

TEST_F(IdCard, IsReadInGoodAndPoorPhotos) {
  const test::CardText people[] = {
      {.name = "测试甲"},
      {.name = "欧阳懿璟",
       .sex = "男",
       .nation = "土家",
       .birth = "1990-11-12",
       .number = "990101199011120012"},
      {.name = "阿卜杜热西提·测试", .nation = "维吾尔"},
  };
  std::uint64_t seed = 0;
  for (const auto& look : {test::kMild, test::kHard})
    for (const auto& person : people) {
      const auto photo =
          test::photo_of(test::render_card_front(person), test::kCardPhoto, look, ++seed);
      const auto card = read_id_card(photo, app::CardSide::front, files);
      ASSERT_TRUE(card) << card.error().message;
      EXPECT_EQ(card->name.text, person.name);
      EXPECT_EQ(card->id_number.text, person.number);
      EXPECT_EQ(card->sex.text, person.sex);
      EXPECT_EQ(card->nation.text, person.nation);
      EXPECT_EQ(card->birth.text, person.birth);
      EXPECT_EQ(card->address.text, person.address);
      EXPECT_GT(card->name.confidence, 0.8);
      EXPECT_TRUE(card->text_available);
    }
}

TEST_F(IdCard, OfTheBackIsRead) {
  const test::CardText person;
  const auto photo = test::photo_of(test::render_card_back(person), test::kCardPhoto, test::kMild);
  const auto card = read_id_card(photo, app::CardSide::back, files);
  ASSERT_TRUE(card) << card.error().message;
  EXPECT_EQ(card->authority.text, person.authority);
  EXPECT_EQ(card->valid_from.text, person.valid_from);
  EXPECT_EQ(card->valid_until.text, person.valid_until);
}

TEST_F(IdCard, HeldUpsideDownOrSidewaysIsTurned) {
  const auto photo = test::photograph(test::render_card_front({}), test::kCardPhoto, test::kMild);
  for (const int turn : {cv::ROTATE_180, cv::ROTATE_90_CLOCKWISE}) {
    cv::Mat turned;
    cv::rotate(photo, turned, turn);
    const auto card = read_id_card(encode_jpeg(turned, 85), app::CardSide::front, files);
    ASSERT_TRUE(card) << card.error().message;
    EXPECT_EQ(card->name.text, "测试甲");
    EXPECT_GT(load_upload(card->jpeg, {})->pages.at(0).cols, 1000);
  }
}

TEST_F(IdCard, OfTheWrongSideIsNamed) {
  const auto back = test::photo_of(test::render_card_back({}), test::kCardPhoto, test::kMild);
  const auto card = read_id_card(back, app::CardSide::front, files);
  ASSERT_FALSE(card);
  EXPECT_THAT(card.error().message, HasSubstr("这是身份证的国徽面"));
}

TEST_F(IdCard, ThatIsNoneIsRefused) {
  const auto form = test::photo_of(test::form_page(), test::kPhonePhoto, test::kMild);
  const auto card = read_id_card(form, app::CardSide::back, files);
  ASSERT_FALSE(card);
  EXPECT_THAT(card.error().message, HasSubstr("没有认出身份证国徽面"));
}

TEST_F(IdCard, ThatIsBlurredIsRefusedAsBlurred) {
  const auto photo = test::photo_of(test::render_card_front({}), test::kCardPhoto,
                                    {.tilt_degrees = 3, .blur = 14});
  const auto card = read_id_card(photo, app::CardSide::front, files);
  ASSERT_FALSE(card);
  EXPECT_THAT(card.error().message, HasSubstr("太模糊"));
}

TEST(IdCardWithoutModels, IsEncodedAgainAndTypedByHand) {
  const auto photo = test::photo_of(test::render_card_front({}), test::kCardPhoto, test::kMild);
  const auto card = read_id_card(photo, app::CardSide::front, {});
  ASSERT_TRUE(card);
  EXPECT_FALSE(card->text_available);
  EXPECT_EQ(card->name.text, "");
  EXPECT_TRUE(load_upload(card->jpeg, "image/jpeg"));
}

}  // namespace
}  // namespace certhall::reading

#include "tools/card_render.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "tools/canvas.h"

namespace certhall::test {
namespace {

constexpr double kCardScale = 20;
constexpr Colour kLabel{0.25, 0.45, 0.7};
constexpr Colour kCardGround{0.9, 0.95, 0.96};

/// "2018-05-20" as cards print it.
std::string dotted(std::string date) {
  std::ranges::replace(date, '-', '.');
  return date;
}

std::string without_zero(const std::string& digits) { return std::to_string(std::stoi(digits)); }

void draw_portrait(Canvas& canvas) {
  constexpr Colour kSkin{0.86, 0.72, 0.62}, kHair{0.15, 0.13, 0.13}, kShirt{0.3, 0.35, 0.45};
  canvas.rectangle(59, 7, 20, 25, {0.97, 0.97, 0.98});
  canvas.circle(69, 16, 5.6, kHair);
  canvas.circle(69, 17.5, 4.8, kSkin);
  canvas.rectangle(62.5, 25, 13, 7, kShirt);
}

}  // namespace

cv::Mat render_card_front(const CardText& card) {
  Canvas canvas(85.6, 54, kCardScale, kCardGround);
  for (int i = 0; i < 26; ++i)  // the guilloche that makes cards hard to read
    canvas.circle(20 + i * 1.7, 30 + (i % 5) * 2, 11, {0.84, 0.91, 0.93}, 0.15);
  draw_portrait(canvas);
  constexpr double kLabelSize = 2.7, kSize = 3.4, kLabelX = 5, kX = 15;
  canvas.text("姓 名", kLabelX, 6.4, kLabelSize, kLabel);
  canvas.text(card.name, kX, 5.8, kSize + 0.3);
  canvas.text("性 别", kLabelX, 13.4, kLabelSize, kLabel);
  canvas.text(card.sex, kX, 13, kSize - 0.2);
  canvas.text("民 族", 24, 13.4, kLabelSize, kLabel);
  canvas.text(card.nation, 32.5, 13, kSize - 0.2);
  canvas.text("出 生", kLabelX, 20.4, kLabelSize, kLabel);
  canvas.text(card.birth.substr(0, 4), kX, 20, kSize - 0.2);
  canvas.text("年", 24.5, 20.4, kLabelSize, kLabel);
  canvas.text(without_zero(card.birth.substr(5, 2)), 29, 20, kSize - 0.2);
  canvas.text("月", 34, 20.4, kLabelSize, kLabel);
  canvas.text(without_zero(card.birth.substr(8, 2)), 38.5, 20, kSize - 0.2);
  canvas.text("日", 43.5, 20.4, kLabelSize, kLabel);
  canvas.text("住 址", kLabelX, 27.4, kLabelSize, kLabel);
  canvas.text(card.address, kX, 27, kSize - 0.2, {}, false, 39);
  canvas.text("公民身份号码", kLabelX, 45.4, kLabelSize, kLabel);
  canvas.text(card.number, 28, 44.6, kSize + 0.5, {}, true);
  return canvas.picture();
}

cv::Mat render_card_back(const CardText& card) {
  Canvas canvas(85.6, 54, kCardScale, kCardGround);
  canvas.circle(15, 15, 9.5, {0.8, 0.12, 0.12});
  canvas.star(15, 12, 3, {0.95, 0.8, 0.2});
  canvas.text("中华人民共和国", 32, 6, 5.2, {}, true);
  canvas.text("居 民 身 份 证", 28, 15, 7.4, {}, true);
  canvas.text("签发机关", 20, 37.4, 2.9, {}, true);
  canvas.text(card.authority, 35, 37, 3.2);
  canvas.text("有效期限", 20, 44.4, 2.9, {}, true);
  canvas.text(dotted(card.valid_from) + "-" + dotted(card.valid_until), 35, 44, 3.2);
  return canvas.picture();
}

cv::Mat render_licence(const LicenceText& licence) {
  Canvas canvas(297, 210, 8, {1, 0.99, 0.96});
  canvas.rectangle(8, 8, 281, 194, {0.75, 0.6, 0.25}, 1.6);
  canvas.circle(148.5, 30, 15, {0.8, 0.12, 0.12});
  canvas.star(148.5, 26, 5, {0.95, 0.8, 0.2});
  canvas.text("营 业 执 照", 110, 48, 14, {}, true);
  canvas.text("(副 本)", 134, 68, 6);
  canvas.text("统一社会信用代码", 20, 60, 4.5);
  canvas.text(licence.credit_code, 20, 67, 5, {}, true);
  const std::pair<const char*, std::string> rows[] = {
      {"名        称", licence.name},
      {"类        型", "有限责任公司(自然人投资或控股)"},
      {"法定代表人", licence.legal_representative},
      {"注 册 资 本", "壹仟万元整"},
      {"成 立 日 期", "2015年06月01日"},
      {"住        所", licence.address},
      {"经 营 范 围", "示例工程施工;示例技术服务(仅供测试,不具有任何效力)"},
  };
  double y = 88;
  for (const auto& [label, value] : rows) {
    canvas.text(label, 24, y, 4.6);
    canvas.text(value, 58, y, 4.8);
    y += 12.5;
  }
  canvas.text("登记机关", 215, 168, 5);
  canvas.text("2020年01月02日", 212, 180, 5);
  return stamp_on(canvas.picture(), "示例市市场监督管理局", 0.79, 0.82, 45);
}

cv::Mat stamp_on(const cv::Mat& paper, const std::string& company, double x_share, double y_share,
                 double diameter) {
  constexpr double kA4Short = 210;
  const double scale = std::min(paper.cols, paper.rows) / kA4Short;
  Canvas canvas(diameter + 2, diameter + 2, scale);
  const double middle = diameter / 2 + 1, radius = diameter / 2;
  canvas.circle(middle, middle, radius - 0.6, kRed, 1.2);
  canvas.star(middle, middle, radius * 0.32, kRed);
  canvas.arc_text(company, middle, middle, radius * 0.9, radius * 0.24, kRed);
  const cv::Mat seal = canvas.picture();

  cv::Mat stamped = paper.clone();
  const cv::Rect place(cvRound(paper.cols * x_share) - seal.cols / 2,
                       cvRound(paper.rows * y_share) - seal.rows / 2, seal.cols, seal.rows);
  const cv::Rect inside = place & cv::Rect({}, paper.size());
  cv::Mat target = stamped(inside);
  cv::multiply(target, seal(inside - place.tl()), target, 1 / 255.0);
  return stamped;
}

}  // namespace certhall::test

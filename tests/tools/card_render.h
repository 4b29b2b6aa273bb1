#pragma once
// Test papers of invented people and companies: identity cards, licences, stamped scans.

#include <opencv2/core.hpp>
#include <string>

namespace certhall::test {

struct CardText {
  std::string name = "测试甲";
  std::string sex = "女";
  std::string nation = "汉";
  std::string birth = "1992-03-04";
  std::string address = "湖南省长沙市岳麓区示例路一百号示例小区三栋二单元五零一室";
  std::string number = "990101199203040025";
  std::string authority = "示例市公安局岳麓分局";
  std::string valid_from = "2018-05-20";
  std::string valid_until = "2038-05-20";  // or 长期
};

/// 85.6 mm × 54 mm at 20 pixels per millimetre.
[[nodiscard]] cv::Mat render_card_front(const CardText& card);
[[nodiscard]] cv::Mat render_card_back(const CardText& card);

struct LicenceText {
  std::string name = "湖南示例建设有限公司";
  std::string credit_code = "91430100MA4L0AAA0X";
  std::string legal_representative = "测试乙";
  std::string address = "湖南省长沙市岳麓区示例大道一百号";
};
/// A mock business licence, A4 landscape, with its red emblem and the registry's seal.
[[nodiscard]] cv::Mat render_licence(const LicenceText& licence);

/// A round company seal pressed on `paper` (BGR, A4) with its centre at the given shares of width
/// and height; ink lets what is printed below show through.
[[nodiscard]] cv::Mat stamp_on(const cv::Mat& paper, const std::string& company,
                               double x_share = 0.72, double y_share = 0.88,
                               double diameter_mm = 42);

}  // namespace certhall::test

// Makes the pictures that browser tests upload:
//
//   render_card --kind id_card --side front --name 测试甲 --number 990101199203040025 --out a.png
//   render_card --kind id_card --side back --out b.jpg --look mild
//   render_card --kind licence --name 湖南示例建设有限公司 --number 91430100MA4L0AAA0X --out c.jpg
//   render_card --kind stamped --in form.pdf --name 湖南示例建设有限公司 --out scan.jpg --look mild
//   render_card --kind plain --in form.pdf --out unstamped.jpg
//
// --look none (the sheet itself, as from a scanner), clean, mild or hard (photos on a desk).
// stamped presses a round red seal on page 1 of a PDF or picture: --at x,y as shares of width and
// height, such as 0.72,0.88 (the form's seal field, the default) or 0.28,0.56 (the seal sheet's
// circle).

#include <cstdio>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <string>

#include "reading/upload.h"
#include "tools/card_render.h"
#include "tools/photo.h"

namespace certhall::test {
namespace {

using Options = std::map<std::string, std::string>;

std::string option(const Options& options, const std::string& name, const std::string& otherwise) {
  const auto found = options.find("--" + name);
  return found == options.end() ? otherwise : found->second;
}

cv::Mat first_page(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  auto upload = reading::load_upload(bytes, {});
  if (!upload) throw std::runtime_error(path + ": " + upload.error().message);
  return upload->pages.front();
}

cv::Mat render_id_card(const Options& options) {
  CardText card;
  card.name = option(options, "name", card.name);
  card.number = option(options, "number", card.number);
  card.nation = option(options, "nation", card.nation);
  card.address = option(options, "address", card.address);
  card.birth =
      card.number.substr(6, 4) + "-" + card.number.substr(10, 2) + "-" + card.number.substr(12, 2);
  card.sex = (card.number[16] - '0') % 2 == 1 ? "男" : "女";
  card.authority = option(options, "authority", card.authority);
  card.valid_from = option(options, "valid-from", card.valid_from);
  card.valid_until = option(options, "valid-until", card.valid_until);
  return option(options, "side", "front") == "front" ? render_card_front(card)
                                                     : render_card_back(card);
}

cv::Mat render(const Options& options) {
  const auto kind = option(options, "kind", "id_card");
  const auto name = option(options, "name", "湖南示例建设有限公司");
  if (kind == "id_card") return render_id_card(options);
  if (kind == "licence") {
    LicenceText licence{.name = name};
    licence.credit_code = option(options, "number", licence.credit_code);
    licence.legal_representative = option(options, "legal", licence.legal_representative);
    return render_licence(licence);
  }
  const auto page = first_page(option(options, "in", ""));
  if (kind == "plain") return page;
  if (kind != "stamped") throw std::invalid_argument("no kind named " + kind);
  double x = 0.72, y = 0.88;
  const auto at = option(options, "at", "");
  if (!at.empty() && std::sscanf(at.c_str(), "%lf,%lf", &x, &y) != 2)
    throw std::invalid_argument("--at x,y");
  return stamp_on(page, name, x, y);
}

void run(const Options& options) {
  cv::Mat picture = render(options);
  int quality = 90;
  if (const auto name = option(options, "look", "none"); name != "none") {
    const auto look = look_named(name);
    const cv::Size size = picture.cols > picture.rows ? cv::Size{2000, 1500} : cv::Size{1500, 2000};
    picture = photograph(picture, size, look, std::stoull(option(options, "seed", "1")));
    quality = look.jpeg_quality;
  }
  write_picture(option(options, "out", "out.png"), picture, quality);
}

}  // namespace
}  // namespace certhall::test

int main(int count, char** arguments) {
  certhall::test::Options options;
  for (int i = 1; i + 1 < count; i += 2) options[arguments[i]] = arguments[i + 1];
  try {
    certhall::test::run(options);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}

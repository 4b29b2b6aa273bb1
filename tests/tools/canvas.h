#pragma once
// Draws Chinese test pictures with pango: millimetres in, BGR pixels out.

#include <memory>
#include <opencv2/core.hpp>
#include <string>

namespace certhall::test {

struct Colour {
  double red = 0, green = 0, blue = 0;
};
inline constexpr Colour kRed{0.82, 0.08, 0.1};

class Canvas {
 public:
  Canvas(double width_mm, double height_mm, double pixels_per_mm, Colour ground = {1, 1, 1});
  ~Canvas();
  Canvas(Canvas&&) noexcept;

  void text(const std::string& text, double x, double y, double size_mm, Colour colour = {},
            bool bold = false, double width = 0);
  void rectangle(double x, double y, double width, double height, Colour colour,
                 double line = 0);  // 0: filled
  void circle(double x, double y, double radius, Colour colour, double line = 0);
  void star(double x, double y, double radius, Colour colour);
  /// Text around a circle, as on a seal, its middle at the top.
  void arc_text(const std::string& text, double x, double y, double radius, double size_mm,
                Colour colour);

  [[nodiscard]] cv::Mat picture() const;

 private:
  struct Cairo;
  std::unique_ptr<Cairo> cairo_;
};

}  // namespace certhall::test

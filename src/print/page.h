#pragma once
// The pages of a PDF, A4 unless said otherwise, measured in millimetres from the upper left corner.
// Inside print only.

#include <memory>
#include <string>
#include <string_view>

#include "base/time.h"

namespace certhall::print {

inline constexpr double kPageWidth = 210;
inline constexpr double kPageHeight = 297;

enum class Align { left, centre, right };

struct TextStyle {
  double points = 10;
  bool bold = false;
  Align align = Align::left;
  double grey = 0;     // 0 black, 1 white
  int most_lines = 0;  // what does not fit ends in "…"; 0: as many as it takes
  double line_spacing = 1;
};

struct PageSize {
  double width = kPageWidth;
  double height = kPageHeight;
};

class Page {
 public:
  Page(std::string_view title, std::string_view author, Timestamp created_at, PageSize size = {});
  ~Page();
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;

  /// The height that `text` takes when it is wrapped at `width`.
  [[nodiscard]] double text_height(std::string_view text, double width, const TextStyle& style);
  /// Draws with the upper edge of the first line at `y`.
  void text(std::string_view text, double x, double y, double width, const TextStyle& style);
  void line(double x1, double y1, double x2, double y2, double thickness, double grey = 0);
  void dashed_box(double x, double y, double width, double height, double radius, double grey);
  void dashed_circle(double x, double y, double diameter, double grey);
  void box(double x, double y, double width, double height, double thickness);
  void fill(double x, double y, double width, double height, double grey);
  /// Error correction M with its quiet zone inside `size`; throws when `text` is too long for any
  /// QR code (about 2,300 bytes).
  void qr_code(std::string_view text, double x, double y, double size);

  /// Code 128 with its quiet zones inside `width`; throws for what is not printable ASCII.
  void barcode(std::string_view text, double x, double y, double width, double height);

  /// Ends this page and begins the next.
  void next();
  /// Ends the page and gives the PDF's bytes.
  [[nodiscard]] std::string finish();

 private:
  struct Drawing;
  std::unique_ptr<Drawing> drawing_;
};

}  // namespace certhall::print

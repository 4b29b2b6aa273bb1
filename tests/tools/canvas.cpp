#include "tools/canvas.h"

#include <pango/pangocairo.h>

#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <utility>

namespace certhall::test {

struct Canvas::Cairo {
  cairo_surface_t* surface;
  cairo_t* context;
  ~Cairo() {
    cairo_destroy(context);
    cairo_surface_destroy(surface);
  }
  void set(Colour c) const { cairo_set_source_rgb(context, c.red, c.green, c.blue); }
  void paint(double line) const {
    if (line == 0) return cairo_fill(context);
    cairo_set_line_width(context, line);
    cairo_stroke(context);
  }
  PangoLayout* layout(const std::string& text, double size, bool bold) const {
    auto* layout = pango_cairo_create_layout(context);
    auto* font = pango_font_description_from_string("Noto Sans CJK SC");
    pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
    if (bold) pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_text(layout, text.c_str(), -1);
    return layout;
  }
};

Canvas::Canvas(double width, double height, double scale, Colour ground) {
  auto* surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(width * scale),
                                             static_cast<int>(height * scale));
  cairo_.reset(new Cairo{surface, cairo_create(surface)});
  cairo_->set(ground);
  cairo_paint(cairo_->context);
  cairo_scale(cairo_->context, scale, scale);
}
Canvas::~Canvas() = default;
Canvas::Canvas(Canvas&&) noexcept = default;

void Canvas::text(const std::string& text, double x, double y, double size, Colour colour,
                  bool bold, double width) {
  // Large units keep pango from rounding glyphs to whole millimetres.
  constexpr double kFine = 0.01;
  auto* context = cairo_->context;
  cairo_save(context);
  cairo_translate(context, x, y);
  cairo_scale(context, kFine, kFine);
  auto* layout = cairo_->layout(text, size / kFine, bold);
  if (width > 0) {
    pango_layout_set_width(layout, static_cast<int>(width / kFine * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_CHAR);
  }
  cairo_->set(colour);
  pango_cairo_show_layout(context, layout);
  g_object_unref(layout);
  cairo_restore(context);
}

void Canvas::rectangle(double x, double y, double width, double height, Colour colour,
                       double line) {
  cairo_->set(colour);
  cairo_rectangle(cairo_->context, x, y, width, height);
  cairo_->paint(line);
}

void Canvas::circle(double x, double y, double radius, Colour colour, double line) {
  cairo_->set(colour);
  cairo_new_sub_path(cairo_->context);
  cairo_arc(cairo_->context, x, y, radius, 0, 2 * std::numbers::pi);
  cairo_->paint(line);
}

void Canvas::star(double x, double y, double radius, Colour colour) {
  cairo_->set(colour);
  for (int i = 0; i < 5; ++i) {
    const double angle = -std::numbers::pi / 2 + i * 4 * std::numbers::pi / 5;
    cairo_line_to(cairo_->context, x + radius * std::cos(angle), y + radius * std::sin(angle));
  }
  cairo_close_path(cairo_->context);
  cairo_fill(cairo_->context);
}

void Canvas::arc_text(const std::string& text, double x, double y, double radius, double size,
                      Colour colour) {
  const auto count = g_utf8_strlen(text.c_str(), -1);
  const double step = std::min(2 * std::numbers::pi * 0.72 / static_cast<double>(count), 0.42);
  const char* at = text.c_str();
  for (glong i = 0; i < count; ++i, at = g_utf8_next_char(at)) {
    const std::string one(at, static_cast<std::size_t>(g_utf8_next_char(at) - at));
    cairo_save(cairo_->context);
    cairo_translate(cairo_->context, x, y);
    cairo_rotate(cairo_->context,
                 (static_cast<double>(i) - static_cast<double>(count - 1) / 2) * step);
    this->text(one, -size / 2, -radius, size, colour, true);
    cairo_restore(cairo_->context);
  }
}

cv::Mat Canvas::picture() const {
  cairo_surface_flush(cairo_->surface);
  const cv::Mat bgrx(cairo_image_surface_get_height(cairo_->surface),
                     cairo_image_surface_get_width(cairo_->surface), CV_8UC4,
                     cairo_image_surface_get_data(cairo_->surface),
                     static_cast<std::size_t>(cairo_image_surface_get_stride(cairo_->surface)));
  cv::Mat bgr;
  cv::cvtColor(bgrx, bgr, cv::COLOR_BGRA2BGR);
  return bgr;
}

}  // namespace certhall::test

#include "print/page.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <qrencode.h>

#include <numbers>
#include <stdexcept>

#include "print/barcode.h"

namespace certhall::print {
namespace {

constexpr double kPointsPerMm = 72 / 25.4;
constexpr const char* kFamilies = "Noto Sans CJK SC,Noto Sans CJK SC whole";

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Surface = std::unique_ptr<cairo_surface_t, Deleter<cairo_surface_destroy>>;
using Cairo = std::unique_ptr<cairo_t, Deleter<cairo_destroy>>;
using Layout = std::unique_ptr<PangoLayout, Deleter<g_object_unref>>;
using Font = std::unique_ptr<PangoFontDescription, Deleter<pango_font_description_free>>;
using Attributes = std::unique_ptr<PangoAttrList, Deleter<pango_attr_list_unref>>;
using Options = std::unique_ptr<cairo_font_options_t, Deleter<cairo_font_options_destroy>>;
using CString = std::unique_ptr<char, Deleter<g_free>>;
using Qr = std::unique_ptr<QRcode, Deleter<QRcode_free>>;

cairo_status_t append(void* closure, const unsigned char* data, unsigned length) {
  static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

PangoAlignment to_pango(Align align) {
  switch (align) {
    case Align::left:
      return PANGO_ALIGN_LEFT;
    case Align::centre:
      return PANGO_ALIGN_CENTER;
    case Align::right:
      return PANGO_ALIGN_RIGHT;
  }
  throw std::logic_error("alignment");
}

}  // namespace

struct Page::Drawing {
  std::string bytes;
  Surface surface;
  Cairo cairo;

  Layout layout(std::string_view text, double width, const TextStyle& style) const {
    Layout layout(pango_cairo_create_layout(cairo.get()));
    // Metrics of a screen would make the page depend on the machine.
    Options options(cairo_font_options_create());
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(pango_layout_get_context(layout.get()), options.get());
    Font font(pango_font_description_new());
    pango_font_description_set_family_static(font.get(), kFamilies);
    pango_font_description_set_absolute_size(font.get(), style.points * PANGO_SCALE);
    if (style.bold) pango_font_description_set_weight(font.get(), PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(layout.get(), font.get());
    pango_layout_set_width(layout.get(), static_cast<int>(width * kPointsPerMm * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout.get(), to_pango(style.align));
    pango_layout_set_line_spacing(layout.get(), static_cast<float>(style.line_spacing));
    if (style.most_lines > 0) {
      pango_layout_set_height(layout.get(), -style.most_lines);
      pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
    }
    Attributes attributes(pango_attr_list_new());
    pango_attr_list_insert(attributes.get(), pango_attr_insert_hyphens_new(FALSE));
    pango_layout_set_attributes(layout.get(), attributes.get());
    const CString valid(g_utf8_make_valid(text.data(), static_cast<gssize>(text.size())));
    pango_layout_set_text(layout.get(), valid.get(), -1);
    return layout;
  }

  void grey(double value) const { cairo_set_source_rgb(cairo.get(), value, value, value); }
};

Page::Page(std::string_view title, std::string_view author, Timestamp created_at, PageSize size)
    : drawing_(std::make_unique<Drawing>()) {
  auto& drawing = *drawing_;
  drawing.surface.reset(cairo_pdf_surface_create_for_stream(
      append, &drawing.bytes, size.width * kPointsPerMm, size.height * kPointsPerMm));
  auto* surface = drawing.surface.get();
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, std::string(title).c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, std::string(author).c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                 to_rfc3339(created_at).c_str());
  drawing.cairo.reset(cairo_create(surface));
  cairo_scale(drawing.cairo.get(), kPointsPerMm, kPointsPerMm);
}

Page::~Page() = default;

double Page::text_height(std::string_view text, double width, const TextStyle& style) {
  int height = 0;
  const auto layout = drawing_->layout(text, width, style);
  pango_layout_get_size(layout.get(), nullptr, &height);
  return height / static_cast<double>(PANGO_SCALE) / kPointsPerMm;
}

void Page::text(std::string_view text, double x, double y, double width, const TextStyle& style) {
  auto* cairo = drawing_->cairo.get();
  const auto layout = drawing_->layout(text, width, style);
  drawing_->grey(style.grey);
  cairo_save(cairo);
  cairo_move_to(cairo, x, y);
  cairo_scale(cairo, 1 / kPointsPerMm, 1 / kPointsPerMm);
  pango_cairo_show_layout(cairo, layout.get());
  cairo_restore(cairo);
}

void Page::line(double x1, double y1, double x2, double y2, double thickness, double grey) {
  auto* cairo = drawing_->cairo.get();
  drawing_->grey(grey);
  cairo_set_line_width(cairo, thickness);
  cairo_move_to(cairo, x1, y1);
  cairo_line_to(cairo, x2, y2);
  cairo_stroke(cairo);
}

void Page::box(double x, double y, double width, double height, double thickness) {
  auto* cairo = drawing_->cairo.get();
  drawing_->grey(0);
  cairo_set_line_width(cairo, thickness);
  cairo_rectangle(cairo, x, y, width, height);
  cairo_stroke(cairo);
}

void Page::fill(double x, double y, double width, double height, double grey) {
  drawing_->grey(grey);
  cairo_rectangle(drawing_->cairo.get(), x, y, width, height);
  cairo_fill(drawing_->cairo.get());
}

void Page::dashed_box(double x, double y, double width, double height, double radius, double grey) {
  auto* cairo = drawing_->cairo.get();
  constexpr double kDashes[] = {1.6, 1.2};
  constexpr double kQuarter = std::numbers::pi / 2;
  drawing_->grey(grey);
  cairo_save(cairo);
  cairo_set_line_width(cairo, 0.25);
  cairo_set_dash(cairo, kDashes, 2, 0);
  cairo_new_sub_path(cairo);
  cairo_arc(cairo, x + width - radius, y + radius, radius, -kQuarter, 0);
  cairo_arc(cairo, x + width - radius, y + height - radius, radius, 0, kQuarter);
  cairo_arc(cairo, x + radius, y + height - radius, radius, kQuarter, 2 * kQuarter);
  cairo_arc(cairo, x + radius, y + radius, radius, 2 * kQuarter, 3 * kQuarter);
  cairo_close_path(cairo);
  cairo_stroke(cairo);
  cairo_restore(cairo);
}

void Page::dashed_circle(double x, double y, double diameter, double grey) {
  dashed_box(x - diameter / 2, y - diameter / 2, diameter, diameter, diameter / 2, grey);
}

void Page::qr_code(std::string_view text, double x, double y, double size) {
  const Qr code(QRcode_encodeData(static_cast<int>(text.size()),
                                  reinterpret_cast<const unsigned char*>(text.data()), 0,
                                  QR_ECLEVEL_M));
  if (!code) throw std::runtime_error("text does not fit into a QR code");
  constexpr int kQuietModules = 4;  // ISO/IEC 18004 clause 6.3.8
  const double module = size / (code->width + 2 * kQuietModules);
  auto* cairo = drawing_->cairo.get();
  drawing_->grey(0);
  for (int row = 0; row < code->width; ++row)
    for (int column = 0; column < code->width; ++column)
      if (code->data[row * code->width + column] & 1)
        cairo_rectangle(cairo, x + (kQuietModules + column) * module,
                        y + (kQuietModules + row) * module, module, module);
  cairo_fill(cairo);  // one path, so that no hairlines show between the modules
}

void Page::barcode(std::string_view text, double x, double y, double width, double height) {
  const std::string widths = code128_widths(text);
  constexpr int kQuietModules = 10;
  int modules = 2 * kQuietModules;
  for (const char c : widths) modules += c - '0';
  const double module = width / modules;
  auto* cairo = drawing_->cairo.get();
  drawing_->grey(0);
  double at = x + kQuietModules * module;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    const double wide = (widths[i] - '0') * module;
    if (i % 2 == 0) cairo_rectangle(cairo, at, y, wide, height);
    at += wide;
  }
  cairo_fill(cairo);
}

void Page::next() { cairo_show_page(drawing_->cairo.get()); }

std::string Page::finish() {
  cairo_show_page(drawing_->cairo.get());
  cairo_surface_finish(drawing_->surface.get());
  if (const auto status = cairo_surface_status(drawing_->surface.get()))
    throw std::runtime_error(std::string("PDF: ") + cairo_status_to_string(status));
  return std::move(drawing_->bytes);
}

}  // namespace certhall::print

#include "print/table.h"

#include <algorithm>
#include <numeric>

namespace certhall::print {
namespace {

constexpr double kLabelWidth = 29;
constexpr double kPadding = 2;
constexpr double kLeastRow = 6.4;
constexpr double kComfortableRow = 8.6;
constexpr double kSection = 6.4;
constexpr double kThin = 0.15;
constexpr double kThick = 0.4;

constexpr double kValuePoints = 10;
const TextStyle kLabel{.points = 10, .align = Align::centre, .grey = 0.15};
const TextStyle kTitle{.points = 10.5, .bold = true};

/// What fits on one line stays large when long values elsewhere have to be set smaller.
TextStyle value_style(Page& page, const std::string& value, double width, double scale,
                      int most_lines) {
  constexpr double kTwoLines = 2 * kValuePoints * 25.4 / 72;
  const bool one_line = page.text_height(value, width, {.points = kValuePoints}) < kTwoLines;
  return {.points = one_line ? kValuePoints : kValuePoints * scale, .most_lines = most_lines};
}

const TextStyle kParagraph{.points = 9, .line_spacing = 1.08};

}  // namespace

void Table::section(std::string title) {
  rows_.push_back({Kind::section, {{std::move(title), {}}}});
}

void Table::row(std::string label, std::string value) {
  rows_.push_back({Kind::row, {{std::move(label), std::move(value)}}});
}

void Table::row(std::string label, std::string value, std::string label2, std::string value2) {
  rows_.push_back(
      {Kind::row, {{std::move(label), std::move(value)}, {std::move(label2), std::move(value2)}}});
}

void Table::paragraph(std::string text) {
  rows_.push_back({Kind::paragraph, {{{}, std::move(text)}}});
}

double Table::height(Page& page, const Row& row, const Setting& setting) const {
  switch (row.kind) {
    case Kind::section:
      return kSection;
    case Kind::paragraph:
      return page.text_height(row.cells.front().second, kTableWidth - 2 * kPadding, kParagraph) +
             2 * kPadding;
    case Kind::row:
      break;
  }
  double tallest = kLeastRow;
  const double width =
      kTableWidth / static_cast<double>(row.cells.size()) - kLabelWidth - 2 * kPadding;
  for (const auto& [label, value] : row.cells) {
    const auto style = value_style(page, value, width, setting.scale, setting.most_lines);
    tallest = std::max(tallest, page.text_height(value, width, style) + kPadding);
  }
  return tallest;
}

double Table::draw(Page& page, double top, double bottom) const {
  std::vector<double> heights(rows_.size());
  // The last setting cuts every value at three lines: only absurd input gets there.
  for (const auto setting : {Setting{1}, Setting{0.92}, Setting{0.84}, Setting{0.76}, Setting{0.68},
                             Setting{0.6}, Setting{0.5, 3}}) {
    std::ranges::transform(rows_, heights.begin(),
                           [&](const Row& row) { return height(page, row, setting); });
    double total = std::accumulate(heights.begin(), heights.end(), 0.0);
    if (total > bottom - top && setting.most_lines == 0) continue;

    const auto stretches = [](const Row& row) { return row.kind == Kind::row; };
    const double share = (bottom - top - total) / std::ranges::count_if(rows_, stretches);
    double y = top;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (stretches(rows_[i])) heights[i] += std::clamp(share, 0.0, kComfortableRow - kLeastRow);
      draw_row(page, rows_[i], y, heights[i], setting);
      y += heights[i];
    }
    page.box(kMargin, top, kTableWidth, y - top, kThick);
    return y;
  }
  return bottom;
}

void Table::draw_row(Page& page, const Row& row, double y, double height,
                     const Setting& setting) const {
  const auto centred = [&](const std::string& text, double x, double width,
                           const TextStyle& style) {
    page.text(text, x, y + (height - page.text_height(text, width, style)) / 2, width, style);
  };
  const double inner = kTableWidth - 2 * kPadding;
  if (row.kind == Kind::section) {
    page.fill(kMargin, y, kTableWidth, height, 0.91);
    centred(row.cells.front().first, kMargin + kPadding, inner, kTitle);
  } else if (row.kind == Kind::paragraph) {
    centred(row.cells.front().second, kMargin + kPadding, inner, kParagraph);
  } else {
    const double width = kTableWidth / static_cast<double>(row.cells.size());
    const double value_width = width - kLabelWidth - 2 * kPadding;
    double x = kMargin;
    for (const auto& [label, value] : row.cells) {
      page.fill(x, y, kLabelWidth, height, 0.97);
      centred(label, x + 1, kLabelWidth - 2, kLabel);
      centred(value, x + kLabelWidth + kPadding, value_width,
              value_style(page, value, value_width, setting.scale, setting.most_lines));
      if (x > kMargin) page.line(x, y, x, y + height, kThin);
      page.line(x + kLabelWidth, y, x + kLabelWidth, y + height, kThin);
      x += width;
    }
  }
  page.line(kMargin, y, kMargin + kTableWidth, y, kThin);
}

}  // namespace certhall::print

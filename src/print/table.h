#pragma once
// A form's table: sections of labelled values, 180 mm wide. Inside print only.

#include <string>
#include <utility>
#include <vector>

#include "print/page.h"

namespace certhall::print {

inline constexpr double kMargin = 15;
inline constexpr double kTableWidth = kPageWidth - 2 * kMargin;

class Table {
 public:
  void section(std::string title);
  /// One or two labelled values side by side.
  void row(std::string label, std::string value);
  void row(std::string label, std::string value, std::string label2, std::string value2);
  /// Running text over the whole width.
  void paragraph(std::string text);

  /// Draws from `top` down and returns where the table ends, at `bottom` or above: values are
  /// set as large as fits, and what is left over is shared among the rows up to a comfortable
  /// height.
  double draw(Page& page, double top, double bottom) const;

 private:
  enum class Kind { section, row, paragraph };
  struct Row {
    Kind kind;
    std::vector<std::pair<std::string, std::string>> cells;  // label, value
  };
  struct Setting {
    double scale = 1;
    int most_lines = 0;
  };
  double height(Page& page, const Row& row, const Setting& setting) const;
  void draw_row(Page& page, const Row& row, double y, double height, const Setting& setting) const;

  std::vector<Row> rows_;
};

}  // namespace certhall::print

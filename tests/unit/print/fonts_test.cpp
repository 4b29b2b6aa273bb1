#include "print/fonts.h"

#include <gtest/gtest.h>

#include "print/application_form.h"
#include "tools/sample_form.h"

namespace certhall::print {
namespace {

/// All tests of pages look at those that a hall prints.
class ShippedFonts : public testing::Environment {
 public:
  void SetUp() override { use_fonts(CERTHALL_FONTS); }
};
const auto* const kShipped = testing::AddGlobalTestEnvironment(new ShippedFonts);

TEST(Fonts, AreThere) {
  EXPECT_NE(kShipped, nullptr);
  EXPECT_TRUE(has_chinese_font());
}

// With the font as Debian ships it, a form of one page was a megabyte.
TEST(Fonts, GoIntoAPdfWithTheCharactersThatItUsesAndNoMore) {
  EXPECT_LT(render_application_form(test::sample_form()).size(), 100'000U);
}

}  // namespace
}  // namespace certhall::print

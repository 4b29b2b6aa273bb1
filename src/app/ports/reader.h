#pragma once
// What the hall needs from whatever looks at uploads: a safe preview and what a machine can see.
// The bytes come from strangers, so an implementation must not decode them in this process.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace certhall::app {

/// One page, decoded and encoded again: safe to show, longest side at most 2000 pixels, upright.
struct PagePreview {
  std::string jpeg;
  int width = 0;
  int height = 0;
  double sharpness = 0;  // see reading/sharpness.h; 0 for a blank page
  bool blank = false;
};

struct MaterialReading {
  std::string media_type;             // what the bytes are: "application/pdf", "image/jpeg", …
  std::vector<PagePreview> pages;     // 1 to 10
  std::vector<std::string> qr_codes;  // texts of all QR codes found on all pages, each once
  bool stamp_found = false;           // a hint: something red and round as a seal is there
};

enum class CardSide { front, back };  // 人像面, 国徽面

struct ReadText {
  std::string text;       // empty: not read
  double confidence = 0;  // 0 to 1, the recogniser's own opinion
};

/// What is printed on one side of a resident identity card. Only the side asked for is filled.
struct IdCardReading {
  std::string jpeg;            // the card, cut out and made level where its edges were found
  bool text_available = true;  // false: this installation cannot read text; type it by hand
  ReadText name;               // front
  ReadText id_number;
  ReadText sex;
  ReadText nation;
  ReadText birth;  // "1990-01-31"
  ReadText address;
  ReadText authority;    // back
  ReadText valid_from;   // "2018-05-20"
  ReadText valid_until;  // "2038-05-20" or "长期"
};

class Reader {
 public:
  virtual ~Reader() = default;

  /// Refuses, in Chinese and with the remedy, what is too large (10 MB, 50 megapixels, 10 pages),
  /// not what `claimed_type` (a media type or a file name) says, undecodable, too small, blank or
  /// blurred. `unavailable`: too many are being read at the moment.
  [[nodiscard]] virtual Result<MaterialReading> check_material(std::string_view bytes,
                                                               std::string_view claimed_type) = 0;

  /// Refuses in the same way, and also what is not that side of an identity card. Nothing is said
  /// about whether the number's check character fits: that rule is the domain's.
  [[nodiscard]] virtual Result<IdCardReading> read_id_card(std::string_view bytes,
                                                           CardSide side) = 0;
};

}  // namespace certhall::app

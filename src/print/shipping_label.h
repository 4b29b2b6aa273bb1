#pragma once
// Labels for parcels, one for each token that leaves the house.

#include <string>
#include <vector>

#include "base/time.h"

namespace certhall::print {

enum class LabelPaper {
  label,  // 100 × 150 mm, a label to the page
  sheet,  // A4, four labels to the page
};

struct ShippingLabel {
  std::string number;  // ours
  std::string carrier_name;
  std::string waybill;  // empty: not known yet
  std::string recipient_name;
  std::string recipient_mobile;  // masked, as on couriers' own labels
  std::string address;
  std::string postcode;
};
struct ShippingLabels {
  std::string sender_name;
  std::string sender_hotline;
  Timestamp printed_at;
  std::vector<ShippingLabel> labels;
};

/// The PDF; throws std::invalid_argument without labels.
[[nodiscard]] std::string render_shipping_labels(const ShippingLabels& labels, LabelPaper paper);

}  // namespace certhall::print

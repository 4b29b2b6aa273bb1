#include "kmc/centre.h"

namespace certhall::kmc {

void audit(Transaction& tx, Timestamp now, const domain::Actor& actor, std::string_view act,
           std::string_view subject, boost::json::object detail) {
  tx.audit().append({.at = now,
                     .actor = actor,
                     .act = std::string(act),
                     .subject = std::string(subject),
                     .detail = boost::json::serialize(detail)});
}

}  // namespace certhall::kmc

#pragma once
// The file store: uploads, previews, printed forms. Bytes are sealed at rest.

#include <string>
#include <string_view>

#include "base/id.h"

namespace certhall::app {

class FileStore {
 public:
  virtual ~FileStore() = default;
  /// Returns when the bytes would survive a power cut. The row with length and digest is the
  /// caller's to write, afterwards; a file without a row is rubbish that nobody finds.
  virtual void put(const ObjectId& id, std::string_view bytes) = 0;
  /// Throws when it is missing or damaged: a row said that it is there.
  [[nodiscard]] virtual std::string get(const ObjectId& id) = 0;
  /// Its name is gone for good when this returns; nothing happens when it is gone already.
  virtual void remove(const ObjectId& id) = 0;
};

}  // namespace certhall::app

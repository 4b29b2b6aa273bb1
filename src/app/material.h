#pragma once
// Uploads: looked at in the jail, kept in the file store, judged at once.

#include <string>
#include <string_view>

#include "app/case_file.h"
#include "app/hall.h"

namespace certhall::app {

struct UploadedFile {
  std::string bytes;
  std::string claimed_type;  // media type
  std::string file_name;
};

/// Keeps bytes in the file store; the row is the caller's to insert.
[[nodiscard]] ObjectRow keep_object(const Hall& hall, std::string_view bytes,
                                    std::string_view type);

/// Checks and keeps an upload and its previews; nothing in the database yet. `must_show` is the
/// text that a QR code in it has to say (empty: no code is asked for).
struct KeptUpload {
  domain::Material material;
  std::vector<ObjectRow> objects;
};
struct UploadExpectation {
  domain::MaterialKind kind = domain::MaterialKind::application_form;
  std::string form_code;  // of the form that the scan must show; empty: any picture
  std::int64_t form_version = 0;
  bool stamped = false;
};
[[nodiscard]] Result<KeptUpload> keep_upload(const Hall& hall, const ApplicationId& id,
                                             const UploadExpectation& expectation,
                                             const UploadedFile& file);
/// Its rows: objects, then the material, which becomes the current one of its kind.
void save_upload(Transaction& tx, KeptUpload& upload);

/// One of the materials that the wizard asks for. An upload with a failing check is kept and shown,
/// so that the applicant sees what the machine saw; it just does not count as accepted.
[[nodiscard]] Result<CaseFile> upload_material(const Hall& hall, const AccountId& account,
                                               const ApplicationId& id, domain::MaterialKind kind,
                                               const UploadedFile& file);

/// After a change of the certificate type: its sheet says other things, so that what was uploaded
/// counts no more, and says so.
void void_seal_impression(Transaction& tx, const Hall& hall, const ApplicationId& id);

struct StoredFile {
  std::string bytes, content_type, file_name;
};
/// `page` from 1: the re-encoded JPEG. 0: the original, for downloading only.
[[nodiscard]] Result<StoredFile> material_file(Transaction& tx, const Hall& hall,
                                               const ApplicationId& id, domain::MaterialKind kind,
                                               std::int64_t page);

/// For the console. Photos of identity cards are for reviewers only, and each look at one is
/// audited.
[[nodiscard]] Result<StoredFile> material_file_for_staff(const Hall& hall,
                                                         const domain::Actor& staff,
                                                         const ApplicationId& id,
                                                         domain::MaterialKind kind,
                                                         std::int64_t page);

}  // namespace certhall::app

#include "app/material.h"

#include <algorithm>
#include <charconv>

#include "app/act.h"
#include "app/application.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "domain/material_rules.h"

namespace certhall::app {
namespace {

using domain::MaterialCheck;
using domain::MaterialKind;

/// A code of ours but not this one: says which of the two mistakes it is.
std::string wrong_code_text(std::string_view found, std::string_view wanted) {
  const auto number = [](std::string_view code) { return code.substr(0, code.rfind(':')); };
  if (number(found) == number(wanted))
    return "这是旧版本的申请表（第 " + std::string(found.substr(found.rfind(':') + 1)) +
           " 版），资料修改后请重新打印最新一版，签字盖章后再上传";
  return "这不是本业务单的申请表，请上传编号与本业务单一致的申请表";
}

MaterialCheck form_check(const std::vector<std::string>& codes, const std::string& wanted) {
  MaterialCheck check{.name = "form_code", .passed = false};
  if (std::find(codes.begin(), codes.end(), wanted) != codes.end()) {
    check.passed = true;
    check.message = "申请表编号与版本一致";
    return check;
  }
  const auto ours = std::find_if(codes.begin(), codes.end(), [](const std::string& code) {
    return code.starts_with("certhall:form:");
  });
  check.message =
      ours != codes.end()
          ? wrong_code_text(*ours, wanted)
          : "没有找到申请表右上角的二维码：请完整拍摄整张申请表，二维码清晰、不被遮挡，再重新上传";
  return check;
}

std::vector<MaterialCheck> judge(const MaterialReading& reading,
                                 const UploadExpectation& expectation) {
  std::vector<MaterialCheck> checks{
      {.name = "readable", .passed = true, .blocking = true, .message = "文件可以打开，画面清晰"}};
  if (!expectation.form_code.empty())
    checks.push_back(form_check(reading.qr_codes, expectation.form_code));
  if (expectation.stamped)
    checks.push_back({.name = "stamp",
                      .passed = reading.stamp_found,
                      .blocking = false,  // a hint: black-and-white scans are for the reviewer
                      .message = reading.stamp_found ? "已看到红色印章"
                                                     : "没有看到红色印章：请确认已加盖单位公章；如"
                                                       "为黑白扫描件，建议改用彩色扫描或拍照"});
  return checks;
}

}  // namespace

ObjectRow keep_object(const Hall& hall, std::string_view bytes, std::string_view type) {
  ObjectRow row{.id = ObjectId::create(hall.clock, hall.random),
                .content_type = std::string(type),
                .size_bytes = static_cast<std::int64_t>(bytes.size()),
                .digest = to_hex(sha256(bytes)),
                .created_at = hall.clock.now()};
  hall.files.put(row.id, bytes);
  return row;
}

Result<KeptUpload> keep_upload(const Hall& hall, const ApplicationId& id,
                               const UploadExpectation& expectation, const UploadedFile& file) {
  ASSIGN_OR_RETURN(reading, hall.reader.check_material(file.bytes, file.claimed_type));
  KeptUpload kept;
  kept.objects.push_back(keep_object(hall, file.bytes, reading.media_type));
  std::vector<ObjectId> previews;
  for (const auto& page : reading.pages) {
    kept.objects.push_back(keep_object(hall, page.jpeg, "image/jpeg"));
    previews.push_back(kept.objects.back().id);
  }
  kept.material = {.id = MaterialId::create(hall.clock, hall.random),
                   .application_id = id,
                   .kind = expectation.kind,
                   .file_name = file.file_name,
                   .content_type = reading.media_type,
                   .size_bytes = static_cast<std::int64_t>(file.bytes.size()),
                   .page_count = static_cast<std::int64_t>(reading.pages.size()),
                   .original = kept.objects.front().id,
                   .previews = std::move(previews),
                   .checks = judge(reading, expectation),
                   .form_version = expectation.form_version,
                   .uploaded_at = hall.clock.now()};
  return kept;
}

void save_upload(Transaction& tx, KeptUpload& upload) {
  for (const auto& object : upload.objects) tx.objects().insert(object);
  tx.materials().put(upload.material);
}

Result<CaseFile> upload_material(const Hall& hall, const AccountId& account,
                                 const ApplicationId& id, MaterialKind kind,
                                 const UploadedFile& file) {
  ASSIGN_OR_RETURN(application, read(hall.store, [&](Transaction& tx) {
                     return own_application(tx, account, id);
                   }));
  const auto wanted = domain::required_materials(application.details.certificate_type);
  const auto requirement = std::find_if(wanted.begin(), wanted.end(),
                                        [&](const auto& each) { return each.kind == kind; });
  if (requirement == wanted.end()) return fail(ErrorCode::not_found, "这张业务单不需要这项资料");
  UploadExpectation expectation{.kind = kind, .stamped = requirement->stamped};
  if (kind == MaterialKind::application_form) {
    if (!domain::form_is_current(application))
      return fail(ErrorCode::wrong_state, "申请信息在打印后有改动，请先重新生成并打印申请表");
    expectation.form_code = form_code(application);
    expectation.form_version = application.form_version;
  }
  // Decoding takes a while, so it happens before the transaction; the event checks the state.
  ASSIGN_OR_RETURN(upload, keep_upload(hall, id, expectation, file));
  return edit(hall, account, id, std::nullopt,
              [&](Transaction& tx, domain::Application&) -> Status {
                save_upload(tx, upload);
                return {};
              });
}

void void_seal_impression(Transaction& tx, const Hall& hall, const ApplicationId& id) {
  auto material = tx.materials().current(id, MaterialKind::seal_impression);
  if (!material || !material->accepted()) return;
  const MaterialId before = material->id;
  material->id = MaterialId::create(hall.clock, hall.random);
  material->checks.push_back(
      {.name = "certificate_type",
       .passed = false,
       .message = "证书类型已更改，印章采集表的内容随之不同：请重新打印印章采集表，按要求签名或盖章"
                  "后再上传"});
  tx.materials().put(*material);
  tx.materials().erase(before);
}

Result<StoredFile> material_file(Transaction& tx, const Hall& hall, const ApplicationId& id,
                                 MaterialKind kind, std::int64_t page) {
  const auto material = tx.materials().current(id, kind);
  if (!material || page < 0 || page > static_cast<std::int64_t>(material->previews.size()))
    return fail(ErrorCode::not_found, "没有这份资料");
  if (page == 0)
    return StoredFile{hall.files.get(material->original), material->content_type,
                      material->file_name};
  return StoredFile{hall.files.get(material->previews[static_cast<std::size_t>(page - 1)]),
                    "image/jpeg", "page-" + std::to_string(page) + ".jpg"};
}

Result<StoredFile> material_file_for_staff(const Hall& hall, const domain::Actor& staff,
                                           const ApplicationId& id, MaterialKind kind,
                                           std::int64_t page) {
  const bool reviews = staff.roles.has(domain::Role::reviewer);
  if (!reviews && kind != MaterialKind::transfer_voucher)
    return fail(ErrorCode::forbidden, "这份资料只供审核员查看，财务只查看汇款流水单");
  if (kind != MaterialKind::id_card_front && kind != MaterialKind::id_card_back)
    return read(hall.store,
                [&](Transaction& tx) { return material_file(tx, hall, id, kind, page); });
  return write(hall.store, [&](Transaction& tx) -> Result<StoredFile> {
    ASSIGN_OR_RETURN(file, material_file(tx, hall, id, kind, page));
    audit(tx, hall.clock.now(), staff, "identity.photo_seen", subject_of(id),
          {{"kind", enum_to_text(kind)}});
    return file;
  });
}

}  // namespace certhall::app

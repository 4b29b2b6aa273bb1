#include "main/backup_format.h"

#include <algorithm>
#include <array>
#include <sstream>
#include <stdexcept>

#include <spawn.h>
#include <sys/wait.h>

#include "adapters/passwords/argon2.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "base/files.h"
#include "base/json.h"
#include "main/wiring.h"
#include "store/snapshot.h"

namespace certhall {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSealedFormat = "b1";
constexpr std::string_view kSealedContext = "certhall backup secrets";
constexpr std::size_t kSalt = 16, kNonce = 12, kLeastPassphrase = 16;

void run_program(const std::vector<std::string>& command) {
  std::vector<char*> words;
  for (const auto& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  pid_t pid = 0;
  int status = 0;
  if (posix_spawnp(&pid, words[0], nullptr, nullptr, words.data(), environ) != 0)
    throw std::runtime_error("无法运行 " + command.front());
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    throw std::runtime_error(command.front() + " 没有成功，可能是磁盘空间不足或文件已损坏");
}

}  // namespace

std::string mac_of(BackupManifest manifest, const Sealer& sealer) {
  manifest.mac.clear();
  return sealer.digest(to_json_text(manifest), "backup");
}

bool mac_matches(const BackupManifest& manifest, const fs::path& secrets) {
  SystemRandom random;
  return equal_constant_time(mac_of(manifest, sealer_of(secrets, random)), manifest.mac);
}

BackupManifest read_manifest(const fs::path& backup) {
  const auto text = read_file(backup / kManifest);
  if (!text) throw std::runtime_error(backup.string() + " 里没有 manifest.json：不是完整的备份");
  auto manifest = from_json_text<BackupManifest>(*text, {.bytes = 256U << 20});
  if (!manifest || manifest->format != 1)
    throw std::runtime_error("manifest.json 无法识别：已损坏，或由更新版本的 certhall 生成");
  return std::move(*manifest);
}

std::string to_text(const Sums& sums) {
  std::string text;
  for (const auto& [name, sum] : sums) text.append(sum).append("  ").append(name).append("\n");
  return text;
}

Sums parse_sums(const std::string& text) {
  constexpr std::size_t kHex = 64;
  Sums sums;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    if (line.size() > kHex + 2) sums.emplace(line.substr(kHex + 2), line.substr(0, kHex));
  return sums;
}

std::vector<std::string> files_below(const fs::path& folder) {
  std::vector<std::string> names;
  if (!fs::exists(folder)) return names;
  for (const auto& each : fs::recursive_directory_iterator(folder))
    if (!each.is_directory()) names.push_back(fs::relative(each.path(), folder).string());
  return names;
}

std::string seal_secrets(const fs::path& folder, const SecretText& passphrase, Random& random) {
  boost::json::object files;
  for (const auto& name : files_below(folder))
    files.emplace(name, to_base64(read_file(folder / name).value_or("")));
  const std::string salt = random.bytes(kSalt);
  const std::string nonce = random.bytes(kNonce);
  const SecretText key = adapters::key_from(passphrase, salt);
  return std::string(kSealedFormat) + salt + nonce +
         aes_gcm_seal(key.reveal(), nonce, boost::json::serialize(files), kSealedContext);
}

namespace {

/// A name below the folder, hidden nowhere on its way: nothing is written outside.
fs::path inside(const fs::path& folder, const fs::path& name) {
  const bool plain =
      !name.empty() && name.is_relative() && std::ranges::none_of(name, [](const fs::path& part) {
        return part.empty() || part.native().starts_with('.');
      });
  if (!plain) throw std::runtime_error("secrets.sealed 里有不该有的文件名");
  return folder / name;
}

}  // namespace

void open_secrets(const std::string& sealed, const SecretText& passphrase, const fs::path& folder) {
  constexpr std::size_t kHead = 2 + kSalt + kNonce;
  if (sealed.size() < kHead || !sealed.starts_with(kSealedFormat))
    throw std::runtime_error("secrets.sealed 无法识别：已损坏");
  const SecretText key = adapters::key_from(passphrase, sealed.substr(2, kSalt));
  const auto plain = aes_gcm_open(key.reveal(), sealed.substr(2 + kSalt, kNonce),
                                  sealed.substr(kHead), kSealedContext);
  if (!plain) throw std::runtime_error("口令不对，或 secrets.sealed 已损坏");
  const auto files = parse_json(*plain);
  if (!files) throw std::runtime_error("secrets.sealed 无法识别：已损坏");
  for (const auto& [name, value] : files->as_object()) {
    const fs::path path = inside(folder, fs::path(std::string(name)));
    const auto bytes = from_base64(std::string_view(value.as_string()));
    make_folder_durably(path.parent_path());
    write_file_durably(path, bytes.value_or(""));
  }
}

SecretText read_passphrase(const std::string& path) {
  const auto text = read_file(path);
  if (!text) throw std::runtime_error("没有口令文件 " + path);
  std::string line = text->substr(0, text->find_first_of("\r\n"));
  if (line.size() < kLeastPassphrase)
    throw std::runtime_error("口令文件 " + path + " 的第一行应至少有 16 个字符");
  return SecretText(std::move(line));
}

void pack(const fs::path& folder, const fs::path& tar) {
  run_program({"tar", "--create", "--file", tar.string(), "--directory", folder.string(), "."});
}

void unpack(const fs::path& tar, const fs::path& folder) {
  fs::create_directories(folder);
  fs::permissions(folder, fs::perms::owner_all);
  run_program({"tar", "--extract", "--no-same-owner", "--file", tar.string(), "--directory",
               folder.string()});
}

std::vector<std::string> faults_of(const fs::path& backup) {
  std::vector<std::string> faults;
  BackupManifest manifest;
  try {
    manifest = read_manifest(backup);
  } catch (const std::exception& error) {
    return {error.what()};
  }
  const std::string text = read_file(backup / kSums).value_or("");
  if (to_hex(sha256(text)) != manifest.sums) return {"SHA256SUMS 与 manifest.json 不符"};
  const Sums sums = parse_sums(text);
  if (static_cast<std::int64_t>(sums.size()) != manifest.files)
    faults.emplace_back("文件个数与 manifest.json 不符");
  for (const auto& [name, sum] : sums) {
    if (!fs::is_regular_file(fs::symlink_status(backup / name)))
      faults.push_back("缺少 " + name);
    else if (sha256_of_file(backup / name) != sum)
      faults.push_back("内容已改变：" + name);
  }
  for (const auto& name : files_below(backup))
    if (!sums.contains(name) && name != kManifest && name != kSums)
      faults.push_back("多出一个文件：" + name);
  if (const std::string fault = store::fault_of_copy(backup / "database"); !fault.empty())
    faults.push_back("数据库副本有错：" + fault);
  if (manifest.key_centre)
    if (const std::string fault = store::fault_of_copy(backup / kKeyCentreCopy); !fault.empty())
      faults.push_back("密钥管理中心的数据库副本有错：" + fault);
  return faults;
}

}  // namespace certhall

#pragma once
// Files that are whole or absent: written beside, fsynced, renamed, and the folder fsynced.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace certhall {

/// Returns once the bytes would survive a power cut; throws std::system_error otherwise.
/// `mode` e.g. 0600.
void write_file_durably(const std::filesystem::path& path, std::string_view bytes,
                        unsigned mode = 0600);
/// Returns once the name would not come back after a power cut; nothing happens when there is none.
/// Throws std::system_error.
void remove_file_durably(const std::filesystem::path& path);
/// Adds `line` and a line feed in one write, whole among those of others; does not wait for the
/// disk. Throws std::system_error.
void append_line(const std::filesystem::path& path, std::string_view line);
/// The folder and what is missing above it, new ones for the owner only; returns once their names
/// would survive a power cut, also when they are there already.
void make_folder_durably(const std::filesystem::path& folder);
/// All that was written to the file system of `path` would survive a power cut. Throws.
void sync_disk(const std::filesystem::path& path);
/// Nothing when there is no such file; throws when it cannot be read.
[[nodiscard]] std::optional<std::string> read_file(const std::filesystem::path& path);

}  // namespace certhall

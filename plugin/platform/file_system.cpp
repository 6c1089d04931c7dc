#include "plugin/platform/file_system.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <sstream>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <utility>

#include "plugin/platform/files.hpp"

namespace passback::platform {

namespace {

constexpr std::uint64_t kFuseMagic = 0x65735546;

constexpr std::array<std::pair<std::uint64_t, std::string_view>, 15> kNetworkMagics{{
    {0x6969, "nfs"},
    {0x517b, "smb"},
    {0xff534d42, "cifs"},
    {0xfe534d42, "smb2"},
    {0x564c, "ncp"},
    {0x5346414f, "afs"},
    {0x6b414653, "kafs"},
    {0x73757245, "coda"},
    {0x00c36400, "ceph"},
    {0x01021997, "9p"},
    {0x0bd00bd0, "lustre"},
    {0x01161970, "gfs2"},
    {0x7461636f, "ocfs2"},
    {0x786f4256, "vboxsf"},
    {0x47504653, "gpfs"},
}};

constexpr std::array<std::string_view, 26> kNetworkTypes{
    "nfs",         "nfs4",        "cifs",        "smb3",      "smbfs",          "ncpfs",
    "afs",         "coda",        "ceph",        "9p",        "lustre",         "gfs2",
    "ocfs2",       "vboxsf",      "gpfs",        "virtiofs",  "davfs",          "fuse.sshfs",
    "fuse.davfs2", "fuse.s3fs",   "fuse.rclone", "fuse.ceph", "fuse.ceph-fuse", "fuse.glusterfs",
    "fuse.goofys", "fuse.gcsfuse"};

/// The type of the mount of that device, from the kernel's mount table; empty if it is not there.
std::string mount_type(dev_t device) {
  constexpr std::size_t kMaxTable = std::size_t{4} << 20;
  const auto table = read_file("/proc/self/mountinfo", kMaxTable);
  if (!table || !table->has_value()) {
    return {};
  }
  const std::string wanted = std::to_string(major(device)) + ":" + std::to_string(minor(device));
  std::istringstream lines(**table);
  for (std::string line; std::getline(lines, line);) {
    // proc(5): "36 35 98:0 /root /mount options [tags...] - type source options"
    std::istringstream words(line);
    std::string id;
    std::string parent;
    std::string numbers;
    words >> id >> parent >> numbers;
    const std::size_t separator = line.find(" - ");
    if (numbers != wanted || separator == std::string::npos) {
      continue;
    }
    std::istringstream rest(line.substr(separator + 3));
    std::string type;
    rest >> type;
    return type;
  }
  return {};
}

} // namespace

std::string_view network_file_system_by_magic(std::uint64_t magic) {
  for (const auto& [number, name] : kNetworkMagics) {
    if (number == magic) {
      return name;
    }
  }
  return {};
}

bool is_network_mount_type(std::string_view type) {
  return std::find(kNetworkTypes.begin(), kNetworkTypes.end(), type) != kNetworkTypes.end();
}

Result<std::optional<std::string>> network_file_system(const std::string& folder) {
  struct statfs system{};
  if (::statfs(folder.c_str(), &system) != 0) {
    return file_error(errno, folder);
  }
  // f_type is signed on some architectures: only its low 32 bits are the number.
  const auto magic = static_cast<std::uint64_t>(system.f_type) & 0xffffffffU;
  if (const std::string_view name = network_file_system_by_magic(magic); !name.empty()) {
    return std::optional<std::string>(name);
  }
  if (magic != kFuseMagic) {
    return std::optional<std::string>{};
  }
  struct stat found{};
  if (::stat(folder.c_str(), &found) != 0) {
    return file_error(errno, folder);
  }
  std::string type = mount_type(found.st_dev);
  if (is_network_mount_type(type)) {
    return std::optional<std::string>(std::move(type));
  }
  return std::optional<std::string>{};
}

} // namespace passback::platform

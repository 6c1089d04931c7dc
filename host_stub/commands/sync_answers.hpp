#pragma once
// What the commands of `host_stub sync` answer, each for one class.
#include "host_stub/commands/class_sync.hpp"

namespace host_stub::commands {

Answer sync_preview(const CommonOptions& common, const SyncOptions& options);
Answer sync_send(const CommonOptions& common, const SyncOptions& options);
Answer sync_answer(const CommonOptions& common, const SyncOptions& options);
Answer sync_history(const CommonOptions& common, const SyncOptions& options);
Answer sync_export(const CommonOptions& common, const SyncOptions& options);
Answer sync_settings(const CommonOptions& common, const SyncOptions& options);

} // namespace host_stub::commands

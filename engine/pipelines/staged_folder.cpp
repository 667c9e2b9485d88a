// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/staged_folder.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <fstream>
#include <set>
#include <vector>

#include "base/files.h"
#include "base/json.h"

namespace egt::pipelines {
namespace fs = std::filesystem;

namespace {

constexpr const char* kMark = ".egt-export"; ///< tells our own leftovers from the user's folders
constexpr const char* kManifest = "manifest.json";

bool isFilled(const fs::path& path) {
    std::error_code code;
    return fs::exists(path, code) && !(fs::is_directory(path, code) && fs::is_empty(path, code));
}

/// An empty file in one step: a kill leaves it or nothing.
Result<void> mark(const fs::path& folder) {
    errno = 0;
    if (!std::ofstream(folder / kMark)) return fail(writeError(folder / kMark, errno));
    return {};
}

/// The mark goes last, so that a folder whose removal is cut short still tells whose it is.
void removeMarked(const fs::path& folder) {
    std::error_code code;
    std::vector<fs::path> inside;
    for (fs::directory_iterator it(folder, code), end; !code && it != end; it.increment(code))
        if (it->path().filename() != kMark) inside.push_back(it->path());
    for (const fs::path& path : inside)
        fs::remove_all(path, code);
    fs::remove_all(folder, code);
}

/// What an export wrote, by its manifest; empty when it is none.
std::set<std::string> writtenFiles(const fs::path& folder) {
    const auto text = readFile(folder / kManifest);
    const auto json = text ? parseJson(*text) : Result<Json>(Json());
    if (!json || !json->is_object() || !json->contains("files") || !json->contains("program")) return {};
    if ((*json)["program"] != "EGT Studio") return {};
    std::set<std::string> out{kManifest, kMark};
    for (const Json& file : (*json)["files"])
        if (file.is_object() && file.contains("path") && file["path"].is_string())
            out.insert(file["path"].get<std::string>());
    return out;
}

/// The first thing in the folder that no export wrote; a folder without manifest is foreign as a whole.
std::string foreignFile(const fs::path& folder) {
    const std::set<std::string> ours = writtenFiles(folder);
    if (ours.empty()) return folder.string();
    std::error_code code;
    for (fs::recursive_directory_iterator it(folder, code), end; !code && it != end; it.increment(code)) {
        if (it->is_directory(code) && !it->is_symlink(code)) continue;
        if (!ours.contains(fs::relative(it->path(), folder, code).generic_string())) return it->path().string();
    }
    return {};
}

Result<void> mayReplace(const fs::path& target, bool replace) {
    if (!isFilled(target)) return {};
    if (!replace)
        return fail("export.exists", EGT_TEXT("engine", "%1 is already there and not empty. Choose another folder."),
                    {target.string()}, target.string(), 0, "out");
    const std::string foreign = foreignFile(target);
    if (foreign.empty()) return {};
    return fail("export.exists",
                EGT_TEXT("engine", "%1 can't be replaced: %2 was not written by an export. Move it, or choose another "
                                   "folder."),
                {target.string(), foreign}, foreign, 0, "out");
}

} // namespace

Result<std::unique_ptr<StagedFolder>> StagedFolder::make(const std::string& out, bool replace) {
    if (out.empty())
        return fail("export.no_folder", EGT_TEXT("engine", "Name the folder that the export is to be written to."), {},
                    {}, 0, "out");
    fs::path target = fs::absolute(out).lexically_normal();
    if (!target.has_filename()) target = target.parent_path();
    const fs::path part = target.string() + ".part";
    EGT_TRY(mayReplace(target, replace));
    std::error_code code;
    if (fs::exists(part, code) && !fs::exists(part / kMark, code) && !fs::is_empty(part, code))
        return fail(
            "export.exists",
            EGT_TEXT("engine", "%1 is in the way and was not made by an export. Move it, or choose another folder."),
            {part.string()}, part.string(), 0, "out");
    removeMarked(part); // what an export that was killed left behind
    EGT_TRY(makeFolder(part));
    EGT_TRY(mark(part));
    return std::unique_ptr<StagedFolder>(new StagedFolder(std::move(target), part));
}

StagedFolder::~StagedFolder() {
    if (!m_done) removeMarked(m_part);
}

Result<void> StagedFolder::finish() {
    std::error_code code;
    if (isFilled(m_target)) {
        EGT_TRY(changePlaces());
    } else {
        fs::rename(m_part, m_target, code); // also onto an empty folder (POSIX rename)
        if (code) return fail(writeError(m_target, code.value()));
        m_done = true;
    }
    fs::remove(m_target / kMark, code);
    return {};
}

/// Old and new in one step where the file system can (renameat2(2)); the old one then lies in OUT.part, marked as ours
/// so that it is cleared away even if we are killed here.
Result<void> StagedFolder::changePlaces() {
    EGT_TRY(mark(m_target));
    std::error_code code;
    if (::renameat2(AT_FDCWD, m_part.c_str(), AT_FDCWD, m_target.c_str(), RENAME_EXCHANGE) == 0) return {};
    if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP) return fail(writeError(m_target, errno));
    const fs::path old = m_target.string() + ".old";
    fs::rename(m_target, old, code);
    if (!code) fs::rename(m_part, m_target, code);
    if (code) {
        const int error = code.value();
        fs::rename(old, m_target, code);
        return fail(writeError(m_target, error));
    }
    m_done = true;
    removeMarked(old);
    return {};
}

} // namespace egt::pipelines

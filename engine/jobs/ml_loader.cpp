// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/ml_loader.h"

#include <algorithm>
#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <mutex>
#include <vector>

#include "base/files.h"

namespace egt::jobs {
namespace fs = std::filesystem;
namespace {

constexpr const char* kLibrary = "libegt_ml.so";

/// The folder of the library that this code is in.
fs::path ownFolder() {
    Dl_info info{};
    if (dladdr(reinterpret_cast<const void*>(&loadMlBackend), &info) == 0 || info.dli_fname == nullptr) return {};
    std::error_code code;
    return fs::weakly_canonical(info.dli_fname, code).parent_path();
}

Result<fs::path> findLibrary(const std::string& given) {
    std::error_code code;
    std::vector<fs::path> places;
    if (!given.empty())
        places = {given};
    else
        places = {ownFolder() / kLibrary, ownFolder() / "../lib" / kLibrary};
    for (const fs::path& place : places)
        if (fs::is_regular_file(place, code)) return fs::weakly_canonical(place, code);
    return fail("ml.not_found",
                EGT_TEXT("engine", "The machine-learning part (%1) is not installed: %2 is not there. Everything but "
                                   "judges works without it; to use judges, build or install it."),
                {kLibrary, places.front().string()}, places.front().string());
}

fs::path torchFolder(const fs::path& library) {
    if (const char* named = std::getenv("EGT_TORCH"); named != nullptr && *named != '\0') return named;
    if (auto text = readFile(library.parent_path() / "egt_ml.paths")) {
        const fs::path folder = text->substr(0, text->find('\n'));
        if (!folder.empty()) return folder;
    }
    return library.parent_path();
}

/// torch brings an OpenMP library under a name of its own; it must be the one that everybody gets.
std::vector<fs::path> bundledOpenMp(const fs::path& torch) {
    std::vector<fs::path> found;
    std::error_code code;
    for (const fs::path& folder : {torch, torch / "../../torch.libs"})
        for (fs::directory_iterator it(folder, code), end; !code && it != end; it.increment(code))
            if (it->path().filename().string().starts_with("libgomp")) found.push_back(it->path());
    std::sort(found.begin(), found.end());
    return found;
}

// Torch brings its own BLAS and exports sgemm_; OpenCV pulls the reference BLAS into the process, whose sgemm_ would
// win and is ten times slower. Sanitizers refuse this flag; there only the speed suffers.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kOwnSymbolsFirst = 0;
#else
constexpr int kOwnSymbolsFirst = RTLD_DEEPBIND;
#endif

Result<void> openTorch(const fs::path& folder) {
    std::error_code code;
    std::vector<fs::path> libraries = bundledOpenMp(folder);
    libraries.push_back(folder / "libc10.so");
    libraries.push_back(folder / "libtorch_cpu.so");
    for (const fs::path& library : libraries) {
        if (!fs::exists(library, code))
            return fail("ml.no_torch",
                        EGT_TEXT("engine",
                                 "LibTorch is not where it was configured: %1 is missing. Run ./dev setup, or "
                                 "set EGT_TORCH to the folder with libtorch_cpu.so."),
                        {library.string()}, library.string());
        if (dlopen(library.c_str(), RTLD_NOW | RTLD_GLOBAL | kOwnSymbolsFirst) == nullptr) {
            const char* reason = dlerror();
            return fail("ml.no_torch",
                        EGT_TEXT("engine", "LibTorch can't be loaded: %1. Run ./dev setup, or set EGT_TORCH to the "
                                           "folder of a working LibTorch."),
                        {reason != nullptr ? reason : library.string()}, library.string());
        }
    }
    return {};
}

Result<MlBackend*> open(const std::string& given) {
    EGT_ASSIGN(const fs::path library, findLibrary(given));
    EGT_TRY(openTorch(torchFolder(library)));
    void* handle = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (handle == nullptr) {
        const char* reason = dlerror();
        return fail(
            "ml.cannot_load",
            EGT_TEXT("engine", "The machine-learning part can't be loaded: %1. Build it again with this LibTorch."),
            {reason != nullptr ? reason : library.string()}, library.string());
    }
    const auto factory = reinterpret_cast<MlBackendFactory>(dlsym(handle, kMlBackendFactory));
    MlBackend* backend = factory != nullptr ? factory(kMlBackendVersion) : nullptr;
    if (backend == nullptr)
        return fail("ml.version",
                    EGT_TEXT("engine", "%1 is of another version than this program. Install both from the same build."),
                    {library.string()}, library.string());
    return backend;
}

} // namespace

Result<MlBackend*> loadMlBackend(const std::string& library) {
    static std::mutex mutex;
    static MlBackend* loaded = nullptr; // never deleted: torch's own threads may outlive any order of destruction
    const std::lock_guard lock(mutex);
    if (loaded == nullptr) {
        EGT_ASSIGN(loaded, open(library));
    }
    return loaded;
}

} // namespace egt::jobs

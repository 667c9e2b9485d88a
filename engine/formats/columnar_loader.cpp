// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdlib>
#include <dlfcn.h>
#include <mutex>
#include <sstream>

#include "base/files.h"
#include "formats/columnar.h"

namespace egt::formats {
namespace fs = std::filesystem;
namespace {

constexpr const char* kLibrary = "libegt_arrow.so";

/// The folder of the library that this code is in.
fs::path ownFolder() {
    Dl_info info{};
    if (dladdr(reinterpret_cast<const void*>(&columnarBackend), &info) == 0 || info.dli_fname == nullptr) return {};
    std::error_code code;
    return fs::weakly_canonical(info.dli_fname, code).parent_path();
}

Result<fs::path> findLibrary(const std::string& given) {
    std::error_code code;
    std::vector<fs::path> places{ownFolder() / kLibrary, ownFolder() / "../lib" / kLibrary};
    if (!given.empty()) places = {given};
    for (const fs::path& place : places)
        if (fs::is_regular_file(place, code)) return fs::weakly_canonical(place, code);
    return fail("columnar.not_installed",
                EGT_TEXT("engine", "The part for Parquet and Arrow files is not installed: %1 is not there. Run ./dev "
                                   "setup and build again, or convert the file to JSONL."),
                {places.front().string()}, places.front().string());
}

/// libarrow before libparquet, which needs it. Empty: the system is to find them.
std::vector<fs::path> arrowLibraries(const fs::path& library) {
    std::vector<fs::path> out;
    std::istringstream lines(readFile(library.parent_path() / "egt_arrow.paths").value_or(""));
    for (std::string line; std::getline(lines, line);)
        if (!line.empty()) out.emplace_back(line);
    const char* named = std::getenv("EGT_ARROW");
    if (named == nullptr || *named == '\0') return out;
    for (fs::path& file : out)
        file = fs::path(named) / file.filename();
    return out;
}

tl::unexpected<Error> noArrow(const std::string& reason, const fs::path& file) {
    return fail("columnar.no_arrow",
                EGT_TEXT("engine", "The Arrow libraries can't be loaded: %1. Run ./dev setup, or set EGT_ARROW to the "
                                   "folder of a working Arrow."),
                {reason}, file.string());
}

// libparquet brings a simdjson of another version and exports it; ours would win inside it. Sanitizers refuse this
// flag; there the two meet only where Parquet reads JSON of its own, which our files have none of.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kOwnSymbolsFirst = 0;
#else
constexpr int kOwnSymbolsFirst = RTLD_DEEPBIND;
#endif

/// By absolute paths and beforehand, so that no path into an environment is baked into our library: the names that it
/// needs are then in the process already.
Result<void> openArrow(const std::vector<fs::path>& libraries) {
    std::error_code code;
    for (const fs::path& library : libraries) {
        if (!fs::exists(library, code))
            return fail("columnar.no_arrow",
                        EGT_TEXT("engine", "Arrow is not where it was configured: %1 is missing. Run ./dev setup, or "
                                           "set EGT_ARROW to the folder with libarrow and libparquet."),
                        {library.string()}, library.string());
        if (dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL | kOwnSymbolsFirst) == nullptr) {
            const char* reason = dlerror();
            return noArrow(reason != nullptr ? reason : library.string(), library);
        }
    }
    return {};
}

Result<const ColumnarBackend*> open(const std::string& given) {
    EGT_ASSIGN(const fs::path library, findLibrary(given));
    EGT_TRY(openArrow(arrowLibraries(library)));
    void* handle = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (handle == nullptr) {
        const char* reason = dlerror();
        return noArrow(reason != nullptr ? reason : library.string(), library);
    }
    const auto factory = reinterpret_cast<ColumnarFactory>(dlsym(handle, kColumnarFactory));
    const ColumnarBackend* backend = factory != nullptr ? factory(kColumnarVersion) : nullptr;
    if (backend == nullptr)
        return fail("columnar.version",
                    EGT_TEXT("engine", "%1 is of another version than this program. Install both from the same build."),
                    {library.string()}, library.string());
    return backend;
}

} // namespace

Result<const ColumnarBackend*> columnarBackend(const std::string& library) {
    static std::mutex mutex;
    static const ColumnarBackend* loaded = nullptr;
    const std::lock_guard lock(mutex);
    if (loaded == nullptr || !library.empty()) {
        EGT_ASSIGN(const ColumnarBackend* backend, open(library));
        loaded = backend;
    }
    return loaded;
}

Result<std::unique_ptr<TableWriter>> writeParquet(const TableSpec& spec) {
    EGT_ASSIGN(const ColumnarBackend* backend, columnarBackend());
    return backend->writeParquet(spec);
}

} // namespace egt::formats

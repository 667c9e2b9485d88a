// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/device.h"

#include <dlfcn.h>

namespace egt::kernels {
namespace {

/// The folder of the library (or program) that this code is in.
std::string ownFolder() {
    Dl_info info{};
    static const char here = 0;
    if (dladdr(&here, &info) == 0 || info.dli_fname == nullptr) return "";
    const std::string file = info.dli_fname;
    const auto slash = file.rfind('/');
    return slash == std::string::npos ? "" : file.substr(0, slash + 1);
}

struct Opened {
    DeviceKernels kernels;
    std::string problem;

    Opened() {
        void* library = nullptr;
        const std::string own = ownFolder();
        for (const std::string& folder : {own, own + "../lib/"}) { // libraries lie together; programs lie beside lib/
            library = dlopen((folder + "libegt_cuda.so").c_str(), RTLD_NOW | RTLD_LOCAL);
            if (library != nullptr) break;
        }
        if (library == nullptr) {
            const char* message = dlerror();
            problem = message ? message : "libegt_cuda.so can't be opened";
            return;
        }
        decltype(&egt_cuda_abi) abi = nullptr;
        decltype(&egt_cuda_device_count) count = nullptr;
        const bool whole =
            find(library, "egt_cuda_abi", abi) && find(library, "egt_cuda_device_count", count) &&
            find(library, "egt_cuda_message", kernels.message) && find(library, "egt_cuda_scratch", kernels.scratch) &&
            find(library, "egt_cuda_row_stats", kernels.rowStats) &&
            find(library, "egt_cuda_gradient", kernels.gradient) && find(library, "egt_cuda_top", kernels.top);
        if (!whole || abi() != kEgtCudaAbi) {
            problem = "libegt_cuda.so comes from other sources than this program";
            return;
        }
        std::int32_t devices = 0;
        const std::int32_t code = count(&devices);
        if (code != 0)
            problem = kernels.message(code);
        else if (devices == 0)
            problem = "there is no CUDA device";
    }

    template <class Function> static bool find(void* library, const char* name, Function& out) {
        out = reinterpret_cast<Function>(dlsym(library, name));
        return out != nullptr;
    }
};
const Opened& opened() { // never closed: its kernels may still run
    static const auto* once = new Opened;
    return *once;
}

} // namespace

const DeviceKernels* deviceKernels() {
    return opened().problem.empty() ? &opened().kernels : nullptr;
}
const std::string& deviceProblem() {
    return opened().problem;
}

} // namespace egt::kernels

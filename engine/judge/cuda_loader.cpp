// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/cuda_loader.h"

#include <filesystem>

#include <ATen/Context.h>
#include <dlfcn.h>

namespace egt::judge {
namespace {

std::string open() {
    std::error_code code;
    if (!std::filesystem::exists("/proc/driver/nvidia", code) && !std::filesystem::exists("/dev/nvidiactl", code) &&
        !std::filesystem::exists("/dev/dxg", code)) // the last is the driver's in WSL
        return "this machine has no NVIDIA driver";
    // Its initialisers register CUDA with torch. Found beside libtorch_cpu, which is loaded already.
    Dl_info info{};
    std::string folder;
    if (dladdr(reinterpret_cast<void*>(&at::getCPUAllocator), &info) != 0 && info.dli_fname != nullptr)
        folder = std::string(info.dli_fname).substr(0, std::string(info.dli_fname).rfind('/') + 1);
    if (dlopen((folder + "libtorch_cuda.so").c_str(), RTLD_NOW | RTLD_GLOBAL) == nullptr) {
        const char* message = dlerror();
        return message ? message : "libtorch_cuda.so can't be opened";
    }
    return at::hasCUDA() && at::detail::getCUDAHooks().deviceCount() > 0 ? "" : "torch finds no CUDA device";
}

} // namespace

const std::string& openCuda() {
    static const std::string problem = open();
    return problem;
}

} // namespace egt::judge

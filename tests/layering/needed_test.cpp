// SPDX-License-Identifier: GPL-3.0-or-later
// The programs and the core library must start on a machine without torch, CUDA or Arrow; the plugin on one without
// CUDA; and our CUDA kernels carry the runtime in them, so that no second copy of it must fit torch's.
#include <array>
#include <cstdio>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace {

struct Close {
    void operator()(std::FILE* file) const { pclose(file); }
};

std::vector<std::string> neededBy(const std::string& file) {
    const std::unique_ptr<std::FILE, Close> pipe(popen(("LC_ALL=C readelf -d '" + file + "'").c_str(), "r"));
    std::vector<std::string> out;
    std::array<char, 4096> line{};
    while (pipe != nullptr && std::fgets(line.data(), line.size(), pipe.get()) != nullptr) {
        const std::string text(line.data());
        const auto open = text.find('[');
        if (text.find("(NEEDED)") != std::string::npos && open != std::string::npos)
            out.push_back(text.substr(open + 1, text.find(']') - open - 1));
    }
    return out;
}

std::vector<std::string> heavyFor(const std::string& file) {
    if (file.ends_with("libegt_arrow.so")) return {"torch", "c10", "cuda", "cudart", "egt_ml"};
    if (file.ends_with("libegt_ml.so")) return {"cuda", "cudart", "cublas", "arrow", "parquet"};
    return {"torch", "c10", "cuda", "cudart", "arrow", "parquet", "egt_ml"};
}

TEST(Needed, NothingHeavy) {
    std::istringstream files(EGT_PROGRAMS);
    int seen = 0;
    for (std::string file; std::getline(files, file, '|');) {
        if (file.empty()) continue;
        ++seen;
        const auto needed = neededBy(file);
        EXPECT_GE(needed.size(), 2U) << file << ": readelf found no needed libraries, so this test saw nothing";
        for (const std::string& library : needed)
            for (const std::string& heavy : heavyFor(file))
                EXPECT_EQ(library.find(heavy), std::string::npos) << file << " needs " << library;
        for (const std::string& library : needed)
            if (file.find("egt-studio") == std::string::npos) {
                EXPECT_EQ(library.find("Qt"), std::string::npos) << file << " needs " << library;
            }
    }
    EXPECT_GE(seen, 1);
}

} // namespace

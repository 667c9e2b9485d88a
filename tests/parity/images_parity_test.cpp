// SPDX-License-Identifier: GPL-3.0-or-later
// Decoding, resizing and patches against Pillow, torch and transformers live, on a seed of this run.
#include <cstdlib>
#include <random>

#include <gtest/gtest.h>
#include <sys/wait.h>

#include "base/files.h"
#include "images/image_goldens.h"
#include "support/temp_folder.h"

namespace egt {
namespace {

class ImagesParity : public testing::Test {
protected:
    static void SetUpTestSuite() {
        const char* python = std::getenv("EGT_PARITY_PYTHON");
        if (python == nullptr || !std::filesystem::exists(python)) {
            s_why = "the live comparison with the reference libraries runs under ./dev parity";
            return;
        }
        s_folder = new test::TempFolder;
        const std::string seed = std::to_string(std::random_device()() % 1'000'000'000);
        const std::string log = (*s_folder / "log").string();
        const std::string command = std::string("'") + python + "' '" EGT_IMAGES_SCRIPT "' --seed " + seed + " '" +
                                    s_folder->path().string() + "' '" EGT_PARITY_STUBS "' > '" + log + "' 2>&1";
        const int status = std::system(command.c_str());
        const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        s_failed = code != 0 && code != 77;
        if (code != 0) s_why = readFile(log).value_or("images_reference.py failed");
        if (code == 0) s_goldens = new test::ImageGoldens(s_folder->path());
        RecordProperty("seed", seed);
        std::printf("seed %s\n", seed.c_str());
    }
    static void TearDownTestSuite() {
        delete s_goldens;
        delete s_folder;
    }
    void SetUp() override {
        if (s_failed) FAIL() << s_why;
        if (s_goldens == nullptr) GTEST_SKIP() << s_why;
    }
    inline static test::TempFolder* s_folder = nullptr;
    inline static test::ImageGoldens* s_goldens = nullptr;
    inline static std::string s_why;
    inline static bool s_failed = false;
};

TEST_F(ImagesParity, EveryKindOfFile) {
    s_goldens->checkDecoding();
}
TEST_F(ImagesParity, SmartResize) {
    s_goldens->checkSizes();
}
TEST_F(ImagesParity, ResizedToTheByte) {
    s_goldens->checkResizing();
}
TEST_F(ImagesParity, Patches) {
    s_goldens->checkPatches();
}

} // namespace
} // namespace egt

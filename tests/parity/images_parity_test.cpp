// SPDX-License-Identifier: GPL-3.0-or-later
// Decoding, resizing and patches against Pillow, torch and transformers live, on a seed of this run.
#include <memory>

#include "images/image_goldens.h"
#include "parity/reference_test.h"

namespace egt {
namespace {

class ImagesParity : public test::ReferenceTest {
protected:
    static void SetUpTestSuite() {
        if (ask(EGT_IMAGES_SCRIPT, {"--seed", seed(), folder().path().string(), EGT_PARITY_STUBS}))
            s_goldens = std::make_unique<test::ImageGoldens>(folder().path());
    }
    static void TearDownTestSuite() {
        s_goldens.reset();
        ReferenceTest::TearDownTestSuite();
    }
    inline static std::unique_ptr<test::ImageGoldens> s_goldens;
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

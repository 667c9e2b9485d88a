// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>

#include "jobs/fixture.h"
#include "jobs/ml_loader.h"

namespace egt::test {
namespace {

TEST(MlLoader, SaysWhatIsMissing) {
    const TempFolder folder;
    const auto none = jobs::loadMlBackend((folder / "libegt_ml.so").string());
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, "ml.not_found");
    EXPECT_NE(none.error().message().find((folder / "libegt_ml.so").string()), std::string::npos);

    ASSERT_TRUE(writeFileAtomically(folder / "libegt_ml.so", "not a library"));
    ASSERT_TRUE(writeFileAtomically(folder / "egt_ml.paths", (folder / "torch").string() + "\n"));
    unsetenv("EGT_TORCH");
    const auto torch = jobs::loadMlBackend((folder / "libegt_ml.so").string());
    ASSERT_FALSE(torch);
    EXPECT_EQ(torch.error().code, "ml.no_torch");
    EXPECT_EQ(torch.error().file, (folder / "torch" / "libc10.so").string());

    setenv("EGT_TORCH", (folder / "elsewhere").c_str(), 1);
    EXPECT_EQ(jobs::loadMlBackend((folder / "libegt_ml.so").string()).error().file,
              (folder / "elsewhere" / "libc10.so").string());
    unsetenv("EGT_TORCH");
}

TEST(MlLoader, AJobWithoutItFailsWithThatSentence) {
    const TempFolder folder;
    const auto engine = makeLocalEngine((folder / "no.so").string());
    EXPECT_EQ(engine->judgeInfo("x").error().code, "ml.not_found");
    ASSERT_TRUE(engine->create((folder / "p.egt").string()));
    ASSERT_TRUE(writeFileAtomically(folder / "config.json", "{}"));
    EvalRequest request;
    request.judge = folder.path();
    const auto run = engine->submit(request);
    ASSERT_TRUE(run) << run.error().message();
    EXPECT_EQ(engine->wait(*run).error().code, "ml.not_found");
    EXPECT_EQ(engine->run(*run)->state, RunState::failed);
}

} // namespace
} // namespace egt::test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace egt::test {

/// A project that has seen everything, made in about a second and without a judge: pairs of the synthetic world with
/// their pictures through the real import, then stored scores, responses, flags, decisions, selections and two training
/// runs. The numbers follow from what the pictures show, so that wrong labels gather where the entropy is high.
/// Throws std::runtime_error with the engine's sentence.
void makeScreensProject(const std::filesystem::path& project, const std::filesystem::path& world_folder);

} // namespace egt::test

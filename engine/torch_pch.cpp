// SPDX-License-Identifier: GPL-3.0-or-later
// Only here to own the precompiled header of the machine-learning plugin.

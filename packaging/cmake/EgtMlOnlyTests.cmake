# SPDX-License-Identifier: GPL-3.0-or-later
# The tests of the mlonly preset: those of its folders where GoogleTest is, and the plain programs everywhere.
find_package(GTest QUIET)
if(GTest_FOUND)
    foreach(folder support kernels judge scoring training)
        add_subdirectory(${folder})
    endforeach()
else()
    message(STATUS "GoogleTest was not found: only the GPU checks and the benchmarks are built")
endif()
add_subdirectory(gpu)
add_subdirectory(bench)

# SPDX-License-Identifier: GPL-3.0-or-later
# OpenCV's core, imgproc and imgcodecs alone: their Debian packages carry no CMake configuration (that is in the large
# libopencv-dev). Defines OpenCVParts::OpenCV.
find_path(OpenCVParts_INCLUDE_DIR opencv2/imgcodecs.hpp PATH_SUFFIXES opencv4)
set(_libraries)
foreach(part core imgproc imgcodecs)
    find_library(OpenCVParts_${part} opencv_${part})
    list(APPEND _libraries ${OpenCVParts_${part}})
endforeach()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(OpenCVParts REQUIRED_VARS OpenCVParts_core OpenCVParts_imgproc OpenCVParts_imgcodecs
                                  OpenCVParts_INCLUDE_DIR)
if(OpenCVParts_FOUND AND NOT TARGET OpenCVParts::OpenCV)
    add_library(OpenCVParts::OpenCV INTERFACE IMPORTED)
    set_target_properties(OpenCVParts::OpenCV PROPERTIES
        INTERFACE_INCLUDE_DIRECTORIES "${OpenCVParts_INCLUDE_DIR}"
        INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${OpenCVParts_INCLUDE_DIR}"
        INTERFACE_LINK_LIBRARIES "${_libraries}")
endif()

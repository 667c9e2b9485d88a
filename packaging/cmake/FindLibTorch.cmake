# SPDX-License-Identifier: GPL-3.0-or-later
# LibTorch from an environment (EGT_VENV), from EGT_TORCH_ROOT, or from the active python's torch wheel: just libtorch_cpu
# and libc10. TorchConfig.cmake is not used because it demands a CUDA toolkit when the wheel was built with one.
# Defines LibTorch::LibTorch, EGT_TORCH_LIB_DIR and LibTorch_VERSION.
set(_venv "$ENV{EGT_VENV}")
if(NOT _venv)
    set(_venv "${CMAKE_SOURCE_DIR}/.venv")
endif()
file(GLOB _roots "${_venv}/lib/python3*/site-packages/torch")
if(EGT_TORCH_ROOT)
    list(PREPEND _roots "${EGT_TORCH_ROOT}")
endif()
if(NOT _roots)
    execute_process(COMMAND python3 -c "import torch, os; print(os.path.dirname(torch.__file__))"
                    OUTPUT_VARIABLE _found OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    set(_roots "${_found}")
endif()
find_path(LibTorch_INCLUDE_DIR torch/csrc/api/include/torch/torch.h PATHS ${_roots} PATH_SUFFIXES include NO_DEFAULT_PATH)
find_library(LibTorch_CPU torch_cpu PATHS ${_roots} PATH_SUFFIXES lib NO_DEFAULT_PATH)
find_library(LibTorch_C10 c10 PATHS ${_roots} PATH_SUFFIXES lib NO_DEFAULT_PATH)
if(LibTorch_INCLUDE_DIR)
    file(READ "${LibTorch_INCLUDE_DIR}/torch/headeronly/version.h" _version_text)
    string(REGEX MATCH "TORCH_VERSION_MAJOR ([0-9]+)" _ "${_version_text}")
    set(LibTorch_VERSION "${CMAKE_MATCH_1}")
    string(REGEX MATCH "TORCH_VERSION_MINOR ([0-9]+)" _ "${_version_text}")
    string(APPEND LibTorch_VERSION ".${CMAKE_MATCH_1}")
endif()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibTorch REQUIRED_VARS LibTorch_CPU LibTorch_C10 LibTorch_INCLUDE_DIR
                                  VERSION_VAR LibTorch_VERSION)
if(LibTorch_FOUND AND NOT TARGET LibTorch::LibTorch)
    get_filename_component(EGT_TORCH_LIB_DIR "${LibTorch_CPU}" DIRECTORY)
    add_library(LibTorch::C10 SHARED IMPORTED)
    set_target_properties(LibTorch::C10 PROPERTIES IMPORTED_LOCATION "${LibTorch_C10}")
    add_library(LibTorch::LibTorch SHARED IMPORTED)
    set_target_properties(LibTorch::LibTorch PROPERTIES
        IMPORTED_LOCATION "${LibTorch_CPU}"
        INTERFACE_INCLUDE_DIRECTORIES "${LibTorch_INCLUDE_DIR};${LibTorch_INCLUDE_DIR}/torch/csrc/api/include"
        INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${LibTorch_INCLUDE_DIR};${LibTorch_INCLUDE_DIR}/torch/csrc/api/include"
        INTERFACE_LINK_LIBRARIES LibTorch::C10)
    # at::parallel_for is a plain loop in a source that is compiled without OpenMP. The library must be torch's own: one
    # process, one pool of threads. The thread sanitizer does not see the barriers of a library that was not built with
    # it, so there the loops stay plain.
    file(GLOB _openmp "${EGT_TORCH_LIB_DIR}/libgomp*.so*" "${EGT_TORCH_LIB_DIR}/../../torch.libs/libgomp*.so*")
    if(_openmp AND NOT EGT_SANITIZE STREQUAL "thread")
        list(GET _openmp 0 _openmp)
        add_library(LibTorch::OpenMP SHARED IMPORTED)
        set_target_properties(LibTorch::OpenMP PROPERTIES IMPORTED_LOCATION "${_openmp}"
                              INTERFACE_COMPILE_OPTIONS "$<$<COMPILE_LANGUAGE:CXX>:-fopenmp>")
        set_property(TARGET LibTorch::LibTorch APPEND PROPERTY INTERFACE_LINK_LIBRARIES LibTorch::OpenMP)
    elseif(NOT EGT_SANITIZE STREQUAL "thread")
        message(WARNING "torch has no OpenMP library of its own: loops over rows run on one thread")
    endif()
endif()

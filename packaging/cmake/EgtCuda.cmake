# SPDX-License-Identifier: GPL-3.0-or-later
# libegt_cuda.so: our kernels alone, with CUDA's runtime inside (static), opened at run time where a device is. Needs nvcc
# (on PATH, in CUDA_HOME, /usr/local/cuda, or the nvidia-cuda-nvcc wheel of the Python environment), no GPU. CMake's own
# CUDA language is not used: it would demand a complete toolkit and a device architecture of this machine.
file(GLOB _egt_wheel_nvcc "${EGT_TORCH_LIB_DIR}/../../nvidia/cu13/bin")
find_program(EGT_NVCC nvcc HINTS ENV CUDA_HOME PATHS /usr/local/cuda /opt/cuda ${_egt_wheel_nvcc} PATH_SUFFIXES bin)
if(NOT EGT_NVCC)
    message(STATUS "CUDA kernels: not built, nvcc was not found (put it on PATH or set CUDA_HOME)")
    return()
endif()

get_filename_component(_egt_nvcc_bin "${EGT_NVCC}" REALPATH)
get_filename_component(_egt_nvcc_bin "${_egt_nvcc_bin}" DIRECTORY)
find_library(EGT_CUDART_STATIC cudart_static PATHS "${_egt_nvcc_bin}/.." NO_DEFAULT_PATH
             PATH_SUFFIXES lib64 lib targets/x86_64-linux/lib targets/sbsa-linux/lib)
find_library(EGT_CUDART_STATIC cudart_static)
if(NOT EGT_CUDART_STATIC)
    message(STATUS "CUDA kernels: not built, ${EGT_NVCC} has no libcudart_static.a beside it")
    return()
endif()
# Ampere and Hopper as machine code; PTX, which the driver compiles, for what comes after.
set(_egt_nvcc_flags -std=c++20 -O3 -I${CMAKE_SOURCE_DIR}/engine -ccbin ${CMAKE_CXX_COMPILER}
    -gencode arch=compute_80,code=sm_80 -gencode arch=compute_90,code=[sm_90,compute_90]
    -Xcompiler=-fPIC,-Wall,-Wextra)
if(EGT_WERROR)
    list(APPEND _egt_nvcc_flags -Werror all-warnings)
endif()

# A toolkit that does not know this compiler or these chips is as good as none.
set(_egt_trial "${CMAKE_BINARY_DIR}/nvcc_trial.cu")
file(WRITE "${_egt_trial}" "#include <cuda_fp16.h>\n__global__ void trial(float* x) { *x = 1; }\n")
execute_process(COMMAND ${EGT_NVCC} ${_egt_nvcc_flags} -c "${_egt_trial}" -o "${_egt_trial}.o"
                RESULT_VARIABLE _egt_trial_result OUTPUT_VARIABLE _egt_trial_text ERROR_VARIABLE _egt_trial_text)
if(NOT _egt_trial_result EQUAL 0)
    message(STATUS "CUDA kernels: not built, ${EGT_NVCC} fails on a trial: ${_egt_trial_text}")
    return()
endif()
message(STATUS "CUDA kernels: built with ${EGT_NVCC} for sm_80, sm_90 and PTX")

set(_egt_cuda_source ${CMAKE_SOURCE_DIR}/engine/kernels/cuda/egt_cuda.cu)
set(_egt_cuda_object ${CMAKE_CURRENT_BINARY_DIR}/egt_cuda.cu.o)
add_custom_command(OUTPUT ${_egt_cuda_object}
    COMMAND ${EGT_NVCC} ${_egt_nvcc_flags} -MD -MT ${_egt_cuda_object} -MF ${_egt_cuda_object}.d
            -c ${_egt_cuda_source} -o ${_egt_cuda_object}
    DEPENDS ${_egt_cuda_source} DEPFILE ${_egt_cuda_object}.d
    COMMENT "Compiling CUDA kernels" VERBATIM)
# The dev tests find it in lib/, where libegt_ml.so is too.
add_library(egt_cuda SHARED ${_egt_cuda_object})
set_target_properties(egt_cuda PROPERTIES LINKER_LANGUAGE CXX)
# What a program sees of it is the plain C interface; the runtime inside stays its own.
target_link_options(egt_cuda PRIVATE -Wl,--exclude-libs,ALL)
find_package(Threads REQUIRED)
target_link_libraries(egt_cuda PRIVATE ${EGT_CUDART_STATIC} Threads::Threads ${CMAKE_DL_LIBS} rt)

# SPDX-License-Identifier: GPL-3.0-or-later
# Arrow C++ from an environment (EGT_VENV), from EGT_ARROW_ROOT, or from the active python's pyarrow wheel: its headers,
# libarrow and libparquet. The wheel ships them with their version in the name and without CMake files.
# Defines ArrowWheel::Arrow, ArrowWheel::Parquet, EGT_ARROW_LIBRARIES (in the order to open them), ArrowWheel_VERSION.
set(_venv "$ENV{EGT_VENV}")
if(NOT _venv)
    set(_venv "${CMAKE_SOURCE_DIR}/.venv")
endif()
file(GLOB _roots "${_venv}/lib/python3*/site-packages/pyarrow")
if(EGT_ARROW_ROOT)
    list(PREPEND _roots "${EGT_ARROW_ROOT}")
endif()
if(NOT _roots)
    execute_process(COMMAND python3 -c "import pyarrow, os; print(os.path.dirname(pyarrow.__file__))"
                    OUTPUT_VARIABLE _found OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    set(_roots "${_found}")
endif()
find_path(ArrowWheel_INCLUDE_DIR arrow/api.h PATHS ${_roots} PATH_SUFFIXES include NO_DEFAULT_PATH)
foreach(_name arrow parquet)
    set(_candidates "")
    foreach(_root ${_roots})
        file(GLOB _found "${_root}/lib${_name}.so*" "${_root}/lib/lib${_name}.so*")
        list(APPEND _candidates ${_found})
    endforeach()
    if(_candidates)
        list(GET _candidates 0 _first)
        set(ArrowWheel_${_name} "${_first}" CACHE FILEPATH "lib${_name} of Arrow C++")
    endif()
endforeach()
if(ArrowWheel_INCLUDE_DIR)
    file(READ "${ArrowWheel_INCLUDE_DIR}/arrow/util/config.h" _version_text)
    string(REGEX MATCH "ARROW_VERSION_STRING \"([0-9.]+)\"" _ "${_version_text}")
    set(ArrowWheel_VERSION "${CMAKE_MATCH_1}")
endif()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(ArrowWheel REQUIRED_VARS ArrowWheel_arrow ArrowWheel_parquet ArrowWheel_INCLUDE_DIR
                                  VERSION_VAR ArrowWheel_VERSION)
if(ArrowWheel_FOUND AND NOT TARGET ArrowWheel::Arrow)
    set(EGT_ARROW_LIBRARIES "${ArrowWheel_arrow}" "${ArrowWheel_parquet}")
    add_library(ArrowWheel::Arrow SHARED IMPORTED)
    set_target_properties(ArrowWheel::Arrow PROPERTIES
        IMPORTED_LOCATION "${ArrowWheel_arrow}"
        INTERFACE_INCLUDE_DIRECTORIES "${ArrowWheel_INCLUDE_DIR}"
        INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${ArrowWheel_INCLUDE_DIR}")
    add_library(ArrowWheel::Parquet SHARED IMPORTED)
    set_target_properties(ArrowWheel::Parquet PROPERTIES
        IMPORTED_LOCATION "${ArrowWheel_parquet}"
        INTERFACE_LINK_LIBRARIES ArrowWheel::Arrow)
endif()

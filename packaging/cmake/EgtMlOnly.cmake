# SPDX-License-Identifier: GPL-3.0-or-later
# The engine's machine-learning folders and as much of what lies below them as needs nothing beside the standard library
# and nlohmann-json (header-only). For GPU machines: `cmake --preset mlonly && cmake --build --preset mlonly`.
find_path(EGT_JSON_INCLUDE nlohmann/json.hpp HINTS ${EGT_HEADERS} $ENV{EGT_HEADERS})
if(NOT EGT_JSON_INCLUDE)
    message(FATAL_ERROR "nlohmann/json.hpp was not found. It is header-only: install nlohmann-json3-dev, or copy the "
                        "folder nlohmann of another machine's /usr/include somewhere and give that place in EGT_HEADERS.")
endif()
find_package(Threads REQUIRED)
find_package(LibTorch REQUIRED)

find_path(EGT_EXPECTED_INCLUDE tl/expected.hpp HINTS ${EGT_HEADERS} $ENV{EGT_HEADERS})

add_library(egt_core_deps INTERFACE)
target_include_directories(egt_core_deps INTERFACE ${CMAKE_SOURCE_DIR}/engine)
target_include_directories(egt_core_deps SYSTEM INTERFACE ${EGT_JSON_INCLUDE})
target_link_libraries(egt_core_deps INTERFACE Threads::Threads ${CMAKE_DL_LIBS})
if(EGT_EXPECTED_INCLUDE)
    target_include_directories(egt_core_deps SYSTEM INTERFACE ${EGT_EXPECTED_INCLUDE})
else()
    target_include_directories(egt_core_deps INTERFACE ${CMAKE_SOURCE_DIR}/packaging/mlonly)
    set(CMAKE_CXX_STANDARD 23) # std::expected takes its place, here and in the tests
    set(CMAKE_CXX_STANDARD 23 PARENT_SCOPE)
endif()

# A source that includes another library is left out; whoever needs it fails to link and says its name.
file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/engine/base/*.cpp ${CMAKE_SOURCE_DIR}/engine/records/*.cpp
     ${CMAKE_SOURCE_DIR}/engine/text/response_parser.cpp ${CMAKE_SOURCE_DIR}/engine/images/*.cpp
     ${CMAKE_SOURCE_DIR}/engine/evaluation/*.cpp ${CMAKE_SOURCE_DIR}/engine/scoring/*.cpp)
foreach(source ${sources})
    file(STRINGS ${source} foreign REGEX "^#include <(opencv2|pcre2|utf8proc|xxhash|simdjson|yaml|spdlog|fmt|SQLite|sqlite3|curl|png|jpeg|turbojpeg|webp|gif)")
    if(foreign)
        list(REMOVE_ITEM sources ${source})
    endif()
endforeach()
add_library(egt_core STATIC ${sources})
target_link_libraries(egt_core PUBLIC egt_options egt_core_deps)

add_library(egt_ml_deps INTERFACE)
target_link_libraries(egt_ml_deps INTERFACE egt_core_deps LibTorch::LibTorch)
egt_torch_header()
foreach(layer kernels judge training)
    add_subdirectory(${layer})
endforeach()
get_property(ml_layers GLOBAL PROPERTY EGT_ML_LAYERS)
add_library(egt_ml SHARED)
foreach(layer ${ml_layers})
    target_sources(egt_ml PRIVATE $<TARGET_OBJECTS:${layer}>)
endforeach()
target_link_libraries(egt_ml PUBLIC egt_options egt_ml_deps egt_core)

# SPDX-License-Identifier: GPL-3.0-or-later

# egt_core_layer(NAME sources…): one folder of the torch-free engine. Its objects become part of libegt_core.so.
function(egt_core_layer name)
    if(NOT ARGN)
        return()
    endif()
    add_library(egt_${name} OBJECT ${ARGN})
    target_link_libraries(egt_${name} PUBLIC egt_options egt_core_deps)
    set_property(GLOBAL APPEND PROPERTY EGT_CORE_LAYERS egt_${name})
endfunction()

# egt_torch_header(): one precompiled header for the whole plugin: torch headers take longer than our sources.
macro(egt_torch_header)
    add_library(egt_torch_pch OBJECT ${CMAKE_SOURCE_DIR}/engine/torch_pch.cpp)
    target_link_libraries(egt_torch_pch PUBLIC egt_options egt_ml_deps)
    target_precompile_headers(egt_torch_pch PRIVATE <torch/types.h> <torch/csrc/autograd/generated/variable_factories.h>)
endmacro()

# egt_ml_layer(NAME sources…): one folder of the engine that may use torch. Its objects become part of libegt_ml.so.
function(egt_ml_layer name)
    if(NOT ARGN)
        return()
    endif()
    add_library(egt_${name} OBJECT ${ARGN})
    target_link_libraries(egt_${name} PUBLIC egt_options egt_ml_deps)
    if(NOT name STREQUAL "kernels")
        if(TARGET egt_torch_pch)
            target_precompile_headers(egt_${name} REUSE_FROM egt_torch_pch)
        endif()
    endif()
    set_property(GLOBAL APPEND PROPERTY EGT_ML_LAYERS egt_${name})
endfunction()

# egt_widgets_layer(NAME sources…): one folder of widgets/, an object library of the window.
function(egt_widgets_layer name)
    if(NOT ARGN)
        return()
    endif()
    add_library(egt_w_${name} OBJECT ${ARGN})
    set_target_properties(egt_w_${name} PROPERTIES AUTOMOC ON)
    target_link_libraries(egt_w_${name} PUBLIC egt_options egt_widget_deps)
    target_precompile_headers(egt_w_${name} PRIVATE <QtWidgets/QtWidgets>)
    set_property(GLOBAL APPEND PROPERTY EGT_WIDGET_LAYERS egt_w_${name})
endfunction()

# egt_test(NAME LABEL unit LIBS … SOURCES …): a GoogleTest program, one ctest entry a program.
function(egt_test name)
    cmake_parse_arguments(arg "" "TIMEOUT" "LABELS;LIBS;SOURCES" ${ARGN})
    add_executable(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE egt_options ${arg_LIBS} egt_test_main)
    add_test(NAME ${name} COMMAND ${name})
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()
    set_tests_properties(${name} PROPERTIES LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT} SKIP_RETURN_CODE 77)
endfunction()

# egt_torch_test(NAME): lets a test program use the plugin's precompiled torch header, which was compiled with -fPIC
# (a program's default -fPIE would not fit it).
function(egt_torch_test name)
    set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
    target_compile_options(${name} PRIVATE -fPIC)
    target_precompile_headers(${name} REUSE_FROM egt_torch_pch)
endfunction()

# egt_qtest(NAME LABELS gui LIBS … SOURCES …): a Qt Test program.
function(egt_qtest name)
    cmake_parse_arguments(arg "" "TIMEOUT" "LABELS;LIBS;SOURCES" ${ARGN})
    add_executable(${name} ${arg_SOURCES})
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    target_link_libraries(${name} PRIVATE egt_options ${arg_LIBS} Qt6::Test)
    add_test(NAME ${name} COMMAND ${name})
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 180)
    endif()
    set_tests_properties(${name} PROPERTIES LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT}
                         ENVIRONMENT "QT_QPA_PLATFORM=offscreen")
endfunction()

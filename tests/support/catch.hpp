#pragma once

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

// Catch2 2 passes no argument for the "..." of a macro in TEMPLATE_TEST_CASE, whose expansion stands in the tests.
#if defined(__clang__) && CATCH_VERSION_MAJOR < 3
#pragma clang diagnostic ignored "-Wc++20-extensions"
#pragma clang diagnostic ignored "-Wgnu-zero-variadic-macro-arguments"
#endif

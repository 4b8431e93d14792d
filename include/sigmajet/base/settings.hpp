#pragma once

/// @file
/// What users may define before they include the library, each as a plain number: it becomes part of a name, so that
/// the units of one program may differ (base/config.hpp). SIGMAJET_ORDINARY_FUNCTIONS stands there too.

/// A thread takes no fewer numbers than these: starting it costs as much as computing a few thousand.
#ifndef SIGMAJET_NUMBERS_PER_THREAD
#define SIGMAJET_NUMBERS_PER_THREAD 16384
#endif

/// From so many bytes of output on, results go past the caches: twice the last-level cache that cores share on common
/// processors, 64 MiB. What the system says of that cache is not asked for, since on virtual machines it is often the
/// sum of several.
#ifndef SIGMAJET_STREAMING_BYTES
#define SIGMAJET_STREAMING_BYTES 67108864
#endif

#define SIGMAJET_SECOND(first, second, ...) second
#define SIGMAJET_SECOND_OF(...) SIGMAJET_SECOND(__VA_ARGS__, 0, 0)
#define SIGMAJET_FOLLOWED_BY_PARENTHESES(...) 1, 1
/// 1 where the setting begins with a parenthesis, else 0.
#define SIGMAJET_IS_EXPRESSION(setting) SIGMAJET_SECOND_OF(SIGMAJET_FOLLOWED_BY_PARENTHESES setting)
#if SIGMAJET_IS_EXPRESSION(SIGMAJET_NUMBERS_PER_THREAD) || SIGMAJET_IS_EXPRESSION(SIGMAJET_STREAMING_BYTES)
#error \
    "sigmajet: SIGMAJET_NUMBERS_PER_THREAD and SIGMAJET_STREAMING_BYTES must be plain numbers, as 1048576 for (1 << 20)"
// With the names that these would make nothing else compiles, and the sentence would be lost.
#undef SIGMAJET_NUMBERS_PER_THREAD
#undef SIGMAJET_STREAMING_BYTES
#define SIGMAJET_NUMBERS_PER_THREAD 16384
#define SIGMAJET_STREAMING_BYTES 67108864
#endif

#pragma once

/// @file
/// The version of the library, in the only place where it is written.

#define SIGMAJET_VERSION_MAJOR 0
#define SIGMAJET_VERSION_MINOR 1
#define SIGMAJET_VERSION_PATCH 0

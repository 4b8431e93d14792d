// expect: sigmajet: SIGMAJET_NUMBERS_PER_THREAD and SIGMAJET_STREAMING_BYTES must be plain numbers
#ifdef SIGMAJET_COMPILES
#define SIGMAJET_STREAMING_BYTES 1048576
#else
#define SIGMAJET_STREAMING_BYTES (1 << 20)
#endif
#include <sigmajet/sigmajet.hpp>

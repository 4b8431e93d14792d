// Macros that other headers define without a prefix: the library uses none of these names. Included after what the
// library includes, since Eigen and the standard library need not stand them.

#include <algorithm>
#include <array>
#include <cfloat>
#include <cmath>
#include <complex>
#include <initializer_list>
#include <iomanip>
#include <iterator>
#include <limits>
#include <ostream>
#include <random>
#include <sstream>
#include <stdexcept>
#include <tuple>
#include <utility>
#include <vector>

#include <Eigen/Core>

// X11/X.h, Xlib.h and Xutil.h
#define Above 0
#define Always 2
#define Below 1
#define Bool int
#define Complex 0
#define Convex 2
#define CursorShape 0
#define Expose 12
#define False 0
#define FocusIn 9
#define InputOnly 2
#define KeyPress 2
#define Never 0
#define None 0L
#define Nonconvex 1
#define Opposite 4
#define Status int
#define Success 0
#define True 1
#define Unsorted 0
#define XNegative 0x0010
#define YSorted 1

// complex.h of C
#define I (__extension__ 1.0iF)

// windows.h and what it includes
#define CALLBACK __stdcall
#define CONST const
#define DELETE (0x00010000L)
#define ERROR 0
#define FAR
#define IN
#define IGNORE 0
#define INFINITE 0xffffffff
#define NEAR
#define OPTIONAL
#define OUT
#define PASCAL __stdcall
#define RELATIVE 1
#define STRICT 1
#define TEXT(quote) L##quote
#define VOID void
#define far
#define grp1 0x0420
#define hyper __int64
#define interface struct
#define max(a, b) (((a) > (b)) ? (a) : (b))
#define min(a, b) (((a) < (b)) ? (a) : (b))
#define near
#define rad1 0x0420
#define small char

// math.h of old
#define DOMAIN 1
#define HUGE 3.40282347e+38F
#define OVERFLOW 3
#define PLOSS 6
#define SING 2
#define TLOSS 5
#define UNDERFLOW 4

// ctype.h of newlib, BSD and old Microsoft
#define _A 0x100
#define _B 0200
#define _C 040
#define _D 04
#define _L 02
#define _N 04
#define _P 020
#define _S 010
#define _U 01
#define _X 0100

// AssertMacros.h, objc.h and MacTypes.h of Apple
#define NO 0
#define YES 1
#define nil nullptr
#define require(assertion, label)
#define verify(assertion)
#define check(assertion)

// sys/sysmacros.h, sys/param.h, termios.h and what g++ defines in GNU mode
#define B0 0
#define ECHO 0000010
#define MAX(a, b) (((a) > (b)) ? (a) : (b))
#define MIN(a, b) (((a) < (b)) ? (a) : (b))
#define NAN_BOXING 1
#define howmany(x, y) (((x) + ((y) - 1)) / (y))
#define linux 1
#define major(dev) dev
#define makedev(major, minor) 0
#define minor(dev) dev
#define roundup(x, y) (x)
#define unix 1

// Arduino.h
#define B1 1
#define DEC 10
#define DEFAULT 1
#define F(string) string
#define HEX 16
#define PI 3.1415926535897932384626433832795
#define bit(b) (1UL << (b))
#define constrain(amt, low, high) (amt)
#define degrees(rad) (rad)
#define radians(deg) (deg)
#define sq(x) ((x) * (x))

// Qt's keywords, and the logging and testing macros of many
#define ASSERT(condition)
#define CHECK(condition)
#define DEBUG 1
#define EXPECT(condition)
#define INFO 0
#define LOG(level)
#define WARNING 1
#define emit
#define foreach for
#define forever for (;;)
#define likely(x) (x)
#define signals public
#define slots
#define unlikely(x) (x)

#include <sigmajet/sigmajet.hpp>

using namespace sigmajet;

void use(Eigen::ArrayXXd& x, BackwardMode<Softplus, Eigen::ArrayXXd>& mode, Eigen::ArrayXXd& y) {
  evaluate(Tanh{}, x, none, y);
  evaluate(Softmax<>{}, x, y);
  mode.forward(x, y);
  mode.backward(y);
  forward_laplacian(Gaussian{}, x, x, x, x, x, y);
  y = hvp(LogSoftmax<>{}, x, x, x);
  check_derivatives(SoftLIF{}, y);
}

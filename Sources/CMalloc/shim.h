// Not in the Glibc module of Swift.
#include <malloc.h>

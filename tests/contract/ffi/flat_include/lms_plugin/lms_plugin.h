/* Stands in for the real header, to compile the probe against the flat one. */
#include <stddef.h>
#include <stdint.h>

#include LMS_FLAT_HEADER

/* macros.h - compiler words of the contract. Nothing outside this header needs a compiler extension.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef LMS_PLUGIN_MACROS_H
#define LMS_PLUGIN_MACROS_H

/* The ABI that these headers describe. MAJOR changes when an existing thing changes its layout or
 * its meaning (the goal is never); MINOR when something is appended. A plugin and a host with the
 * same MAJOR work together whatever their MINORs: each side looks at the other's struct_size. */
#define LMS_ABI_MAJOR 1
#define LMS_ABI_MINOR 1

/* Calling convention of every function and function pointer of the contract. */
#if defined(_WIN32)
#define LMS_CALL __cdecl
#else
#define LMS_CALL
#endif

/* Marks the one function that a plugin exports. */
#if defined(_WIN32)
#define LMS_EXPORT_ATTRIBUTE __declspec(dllexport)
#elif defined(__GNUC__)
#define LMS_EXPORT_ATTRIBUTE __attribute__((visibility("default")))
#else
#define LMS_EXPORT_ATTRIBUTE
#endif

#if defined(__cplusplus)
#define LMS_EXTERN_C_BEGIN extern "C" {
#define LMS_EXTERN_C_END }
#else
#define LMS_EXTERN_C_BEGIN
#define LMS_EXTERN_C_END
#endif

/* True if the struct that `p` points to, as its writer compiled it, reaches to the end of `member`.
 * The only right way to ask whether a peer knows a member: sizes are compared with "at least",
 * never with "equal". `p` must not be NULL. */
#if defined(__cplusplus)
#define LMS_HAS(p, type, member)                                                                   \
  ((p)->struct_size >= offsetof(type, member) + sizeof(type::member))
#else
#define LMS_HAS(p, type, member)                                                                   \
  ((p)->struct_size >= offsetof(type, member) + sizeof(((const type *)0)->member))
#endif

#endif

// The file that the precompiled headers of the sanitizer builds belong to; see PassbackTargets.cmake.

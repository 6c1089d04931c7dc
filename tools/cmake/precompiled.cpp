// The file that the precompiled headers belong to; see PassbackTargets.cmake.

# A module that strangers load into their process is built so that a memory fault of ours stops where it happens.
# tests/contract/module/hardened.py reads the built files and says what is missing of this.
if(PASSBACK_SANITIZE)
  return() # the sanitizers find more, and nobody ships their builds
endif()
include(CheckCXXCompilerFlag)
include(CheckPIESupported)
check_pie_supported() # with CMAKE_POSITION_INDEPENDENT_CODE: programs are linked as position-independent, too

foreach(flag IN ITEMS -fstack-protector-strong -fstack-clash-protection -fcf-protection)
  string(MAKE_C_IDENTIFIER "PASSBACK_HAS${flag}" known)
  check_cxx_compiler_flag(${flag} ${known}) # -fcf-protection is of x86 alone
  if(${known})
    add_compile_options(${flag})
  endif()
endforeach()
# It needs optimisation. Level 3 counts as 2 where the C library or the compiler does not know it; some compilers define a
# level themselves.
add_compile_options($<$<NOT:$<CONFIG:Debug>>:-U_FORTIFY_SOURCE> $<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=3>)
add_link_options(LINKER:-z,relro LINKER:-z,now LINKER:-z,noexecstack)

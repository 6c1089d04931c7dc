<?php
// layout_php.php FLAT_HEADER FROZEN MODULE : the sizes as PHP's FFI sees them; also proves that constants can be reached by name.
if (!extension_loaded('ffi')) {
    fwrite(STDERR, "PHP's FFI extension is not loaded\n");
    exit(77);
}
$ffi = FFI::cdef(file_get_contents($argv[1]), $argv[3]);
if ($ffi->LMS_E_STATE !== -2 || $ffi->LMS_SCORE_RELEASED !== 4 || $ffi->LMS_ABI_MAJOR !== 1) {
    fwrite(STDERR, "a constant has another value than in C\n");
    exit(1);
}
foreach (file($argv[2], FILE_IGNORE_NEW_LINES) as $line) {
    [$name] = explode(' ', $line);
    if ($name[0] !== '#' && !str_contains($name, '.')) {
        echo $name, ' ', FFI::sizeof($ffi->type($name)), "\n";
    }
}

<?php
// php_host.php FLAT_HEADER MODULE DATA_DIR : a tier 0 host in PHP, through the flat header: create, start, a score, stop.
if (!extension_loaded('ffi')) {
    fwrite(STDERR, "PHP's FFI extension is not loaded\n");
    exit(77);
}
$ffi = FFI::cdef(file_get_contents($argv[1]), $argv[2]);
$api = $ffi->lms_plugin_query($ffi->LMS_ABI_MAJOR);
$kept = [];  // what the plugin borrows must stay referenced for the call
$give = function (FFI\CData $string, string $text) use ($ffi, &$kept): void {
    $bytes = $ffi->new('char[' . (strlen($text) + 1) . ']');
    FFI::memcpy($bytes, $text, strlen($text));
    $kept[] = $bytes;
    $string->ptr = $ffi->cast('const char *', FFI::addr($bytes));
    $string->len = strlen($text);
};
$lines = 0;
$log = function ($ctx, $record) use (&$lines): void { $lines++; };
$secret = function ($ctx, $reply, $name, $len) use ($ffi): void { ($reply->fail)($reply, $ffi->LMS_E_UNSUPPORTED, '', 0); };

$host = $ffi->new('lms_host');
$host->struct_size = FFI::sizeof($host);
$host->abi_major = $ffi->LMS_ABI_MAJOR;
$host->log = $log;
$host->secret_get = $secret;
$error = $ffi->new('lms_error');
$error->struct_size = FFI::sizeof($error);
$check = function (int $status, string $what) use ($error): void {
    if ($status !== 0) {
        fwrite(STDERR, "$what: $status " . FFI::string($error->message) . "\n");
        exit(1);
    }
};
$handle = $ffi->new('lms_instance');
$config = json_encode(['schema' => 'lms.config/1', 'data_dir' => $argv[3], 'run_mode' => 'enqueue_only'], JSON_UNESCAPED_SLASHES);
$check(($api->create)(FFI::addr($host), $config, strlen($config), FFI::addr($handle), FFI::addr($error)), 'create');
$instance = $handle->cdata;
$check(($api->start)($instance, FFI::addr($error)), 'start');

$score = $ffi->new('lms_score_event');
$score->struct_size = FFI::sizeof($score);
$score->flags = $ffi->LMS_SCORE_HAS_POINTS | $ffi->LMS_SCORE_RELEASED;
$score->points = 88.5;
foreach (['class_id' => 'c1', 'activity_id' => 'a1', 'student_id' => "s\u{e9}1"] as $member => $text) {
    $give($score->$member, $text);
}
$outcome = $ffi->new('lms_outcome');
$outcome->struct_size = FFI::sizeof($outcome);
$check(($api->on_score)($instance, FFI::addr($score), 2000, FFI::addr($outcome), FFI::addr($error)), 'on_score');
$check(($api->pump)($instance, 50, null, FFI::addr($error)), 'pump');
$check(($api->stop)($instance, 1000, FFI::addr($error)), 'stop');
($api->destroy)($instance);
if ($outcome->seq < 1 || $lines < 1) {
    fwrite(STDERR, "nothing stored, or no log line\n");
    exit(1);
}
echo "disposition {$outcome->disposition}, seq {$outcome->seq}, $lines log lines\n";

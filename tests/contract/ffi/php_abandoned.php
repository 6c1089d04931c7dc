<?php
// php_abandoned.php FLAT_HEADER MODULE DATA_DIR : what PHP does when a script ends inside a service of its own: it leaves by
// a jump over the plugin's frames, and runs the shutdown functions. Those must find an instance that can be stopped, and a
// data directory that is free again.
if (!extension_loaded('ffi')) {
    fwrite(STDERR, "PHP's FFI extension is not loaded\n");
    exit(77);
}
$ffi = FFI::cdef(file_get_contents($argv[1]), $argv[2]);
$api = $ffi->lms_plugin_query($ffi->LMS_ABI_MAJOR);
$armed = true;
$log = function ($ctx, $record): void {};
$register = function ($ctx, $reply, $callbacks) use (&$armed): void {
    if ($armed) {
        $armed = false;
        throw new Exception('in the middle of a service');
    }
    ($reply->ok)($reply, '', 0);
};
$secret = function ($ctx, $reply, $name, $len) use ($ffi): void { ($reply->fail)($reply, $ffi->LMS_E_UNSUPPORTED, '', 0); };
$host = $ffi->new('lms_host');
$host->struct_size = FFI::sizeof($host);
$host->abi_major = $ffi->LMS_ABI_MAJOR;
$host->log = $log;
$host->secret_get = $secret;
$host->register_callbacks = $register;
$config = json_encode(['schema' => 'lms.config/1', 'data_dir' => $argv[3], 'run_mode' => 'inline'], JSON_UNESCAPED_SLASHES);
$open = function () use ($ffi, $api, $host, $config): array {
    $handle = $ffi->new('lms_instance');
    $created = ($api->create)(FFI::addr($host), $config, strlen($config), FFI::addr($handle), null);
    return [$created, $handle->cdata];
};
[$created, $instance] = $open();
register_shutdown_function(function () use ($api, $instance, $open): void {
    $stopped = ($api->stop)($instance, 2000, null);
    ($api->destroy)($instance);
    [$again, $next] = $open();
    $started = $again === 0 ? ($api->start)($next, null) : $again;
    ($api->destroy)($next);
    $threads = count(scandir('/proc/self/task')) - 2;
    echo "stop $stopped, create $again, start $started, threads $threads\n";
});
if ($created !== 0) {
    exit(1);
}
($api->start)($instance, null);
echo "the service was not left\n";

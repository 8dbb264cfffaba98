<?php

declare(strict_types=1);

$stop = static function (string $why): never {
    fwrite(STDERR, $why . PHP_EOL);
    exit(1);
};

if (!extension_loaded('northbound')) {
    $stop('The extension northbound is not loaded: run PHPUnit as `php -d extension=/path/of/northbound.so …`.');
}

$platform = getenv('NORTHBOUND_PLATFORM');
if (!is_string($platform) || !is_file($platform) || !is_executable($platform)) {
    $stop('Set NORTHBOUND_PLATFORM to the path of the binary northbound-platform (`cargo build -p northbound-platform`).');
}

// No test queries a name server: only names in /etc/hosts exist. The C library reads this at the first lookup.
putenv('RES_OPTIONS=attempts:0');

// One class per file in this directory; Composer would only add a step.
spl_autoload_register(static function (string $class): void {
    $prefix = 'Northbound\\Tests\\';
    if (str_starts_with($class, $prefix)) {
        $file = __DIR__ . '/' . strtr(substr($class, strlen($prefix)), '\\', '/') . '.php';
        if (is_file($file)) {
            require $file;
        }
    }
});

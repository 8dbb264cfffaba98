<?php

/** Loads the Composer package of the stubs in the folder NORTHBOUND_STUBS as Composer does, and the classes of the tests. */

declare(strict_types=1);

(static function (string $folder): void {
    $composer = json_decode((string) file_get_contents("$folder/composer.json"), true, 512, JSON_THROW_ON_ERROR);
    $folders = ['Northbound\Tests\\' => dirname(__DIR__) . '/'];
    foreach ($composer['autoload']['psr-4'] as $prefix => $below) {
        $folders[$prefix] = "$folder/$below";
    }
    spl_autoload_register(static function (string $class) use ($folders): void {
        foreach ($folders as $prefix => $path) {
            $file = $path . strtr(substr($class, strlen($prefix)), '\\', '/') . '.php';
            if (str_starts_with($class, $prefix) && is_file($file)) {
                require $file;
            }
        }
    });
    // Twice, as when PHPStan loads them after Composer.
    foreach ([1, 2] as $time) {
        foreach ($composer['autoload']['files'] as $file) {
            require "$folder/$file";
        }
    }
})((string) realpath((string) getenv('NORTHBOUND_STUBS')));

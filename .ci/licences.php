<?php
// Prints the licences of the crates in the extension: name, version, licence, and the
// texts of the licence files. They must be distributed together with the library.
//
// usage: php .ci/licences.php        (CARGO names the cargo to ask)

declare(strict_types=1);

/** Returns the ids of a package and its dependencies, without those that only tests or build scripts need. */
function linked(array $metadata, string $name): array
{
    $nodes = array_column($metadata['resolve']['nodes'], null, 'id');
    $names = array_column($metadata['packages'], 'name', 'id');
    $waiting = array_keys($names, $name, true);
    $found = [];
    while ($waiting !== []) {
        $id = array_pop($waiting);
        if (isset($found[$id])) {
            continue;
        }
        $found[$id] = true;
        foreach ($nodes[$id]['deps'] as $dependency) {
            if (in_array(null, array_column($dependency['dep_kinds'], 'kind'), true)) {
                $waiting[] = $dependency['pkg'];
            }
        }
    }
    return array_keys($found);
}

chdir(dirname(__DIR__));
$cargo = escapeshellarg(getenv('CARGO') ?: 'cargo');
preg_match('/^host: (\S+)$/m', (string) shell_exec('rustc -vV'), $host);
$metadata = json_decode((string) shell_exec(
    "$cargo metadata --locked --format-version 1 --filter-platform " . escapeshellarg($host[1] ?? ''),
), true);
if (!is_array($metadata) || !isset($metadata['resolve']['nodes'])) {
    fwrite(STDERR, "licences.php: cargo metadata failed, see above\n");
    exit(1);
}
$own = $metadata['workspace_members'];
$packages = array_column($metadata['packages'], null, 'id');
$texts = [];
echo "northbound contains these crates. Their licence texts follow the list.\n\n";
$ids = array_diff(linked($metadata, 'northbound-php'), $own);
sort($ids);
foreach ($ids as $id) {
    ['name' => $name, 'version' => $version, 'license' => $license, 'manifest_path' => $manifest] = $packages[$id];
    echo "- $name $version: ", $license ?? 'see its licence file', "\n";
    foreach (glob(dirname($manifest) . '/{LICEN[CS]E,COPYING,NOTICE,COPYRIGHT,UNLICENSE}*', GLOB_BRACE) ?: [] as $file) {
        if (is_file($file)) {
            $texts[trim((string) file_get_contents($file))]["$name $version"] = true;
        }
    }
}
if ($ids === [] || $texts === []) {
    fwrite(STDERR, "licences.php: no crates or no licence texts were found\n");
    exit(1);
}
foreach ($texts as $text => $of) {
    echo "\n", str_repeat('=', 80), "\nOf ", implode(', ', array_keys($of)), ":\n\n", $text, "\n";
}

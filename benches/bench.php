<?php

/**
 * Measures the extension and its alternatives in one run, in alternating rounds:
 * `make bench` runs it. It reports numbers, and never fails because of a number.
 *
 * usage: php bench.php PLATFORM EXTENSION FOLDER-OF-RESULTS [SUBJECT...]
 *
 * Without a subject, it measures all of them. Results of other subjects stay in the
 * folder, each with the time at which it was measured.
 */

declare(strict_types=1);

namespace Northbound\Bench;

require __DIR__ . '/autoload.php';

/** @param list<string> $arguments */
function main(array $arguments): int
{
    [$platform, $extension, $folder] = $arguments + [null, null, null];
    $chosen = array_slice($arguments, 3) ?: array_keys(Report::SUBJECTS);
    $unknown = array_diff($chosen, array_keys(Report::SUBJECTS));
    if ($folder === null || $unknown !== []) {
        $subjects = implode(', ', array_keys(Report::SUBJECTS));
        fwrite(STDERR, "usage: php bench.php PLATFORM EXTENSION FOLDER-OF-RESULTS [SUBJECT...]\nsubjects: $subjects\n");
        return 2;
    }
    putenv('NORTHBOUND_EXTENSION=' . realpath($extension));
    is_dir($folder) || mkdir($folder, 0755, true);
    $file = "$folder/bench.json";
    $setup = new Setup($platform, (string) realpath($extension));
    register_shutdown_function($setup->stop(...));
    foreach ($chosen as $name) {
        $started = hrtime(true);
        $results = Report::SUBJECTS[$name]::measure($setup);
        // After each subject, so that a run that is interrupted is not lost.
        $report = Report::read($file);
        $report[$name] = [
            'machine' => Report::machine(),
            'measured' => gmdate('Y-m-d H:i'),
            'seconds' => (int) ((hrtime(true) - $started) / 1e9),
        ] + $results;
        file_put_contents($file, json_encode($report, JSON_PRETTY_PRINT | JSON_THROW_ON_ERROR) . "\n");
        Setup::progress("measured: $name");
    }
    echo Report::text(Report::read($file), $chosen), "\nwritten: $file\n";
    return 0;
}

exit(main(array_slice($argv, 1)));

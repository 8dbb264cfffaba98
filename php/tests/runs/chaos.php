<?php

/*
 * A bad day: 16 processes with a managed token and a quota call a platform, while faults come and go. They last some
 * seconds. From five seconds after their end until the next ones, every call of every process must succeed. No fault
 * may cost more logins than tokens are lost by it, and the platform may never refuse a call because of the quota.
 *
 * usage: chaos.php SECONDS SEED
 */

declare(strict_types=1);

use Northbound\Tests\Support\Chaos;

require __DIR__ . '/../bootstrap.php';

error_reporting(-1);
[$seconds, $seed] = [(int) ($argv[1] ?? 600), (int) ($argv[2] ?? time())];
echo "make chaos CHAOS_SECONDS=$seconds CHAOS_SEED=$seed\n";
exit((new Chaos($seed))->run($seconds) === [] ? 0 : 1);

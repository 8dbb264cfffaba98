<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

use RuntimeException;

/** Load from wrk in a separate process, until the test stops it. */
final class Load
{
    /** Counts the wrong responses. */
    private const SCRIPT = <<<'LUA'
        local threads = {}
        function setup(thread) table.insert(threads, thread) end
        function init(args) wrong = 0; right = 0; expected = args[1] end
        function response(status, headers, body)
            if status == 200 and body == expected then right = right + 1 else wrong = wrong + 1 end
        end
        function done(summary)
            local sum = { right = 0, wrong = 0 }
            for _, thread in ipairs(threads) do
                for name in pairs(sum) do sum[name] = sum[name] + thread:get(name) end
            end
            local e = summary.errors
            print("SUMMARY " .. sum.right .. " " .. sum.wrong .. " " .. e.connect + e.read + e.write + e.timeout)
        end
        LUA;

    private Folder $folder;

    /** @var resource */
    private $process;

    /** @var array<int, resource> */
    private array $pipes = [];

    public function __construct(string $wrk, string $url, int $connections, string $expected)
    {
        $this->folder = new Folder();
        $command = [
            $wrk, '--threads', '2', '--connections', (string) $connections,
            // Longer than any test takes on any machine.
            '--duration', '600s', '--timeout', '60s',
            '--script', $this->folder->file('check.lua', self::SCRIPT), $url, '--', $expected,
        ];
        $process = proc_open($command, [['file', '/dev/null', 'r'], ['pipe', 'w']], $this->pipes);
        if ($process === false) {
            throw new RuntimeException('wrk could not be started.');
        }
        $this->process = $process;
    }

    public function __destruct()
    {
        if (is_resource($this->process)) {
            proc_terminate($this->process, 9);
            proc_close($this->process);
        }
    }

    /** @return array{int, int, int} correct responses, wrong responses, and failed connections */
    public function end(): array
    {
        // Like Ctrl-C: wrk then prints its summary.
        proc_terminate($this->process, 2);
        $output = (string) stream_get_contents($this->pipes[1]);
        proc_close($this->process);
        if (preg_match('/^SUMMARY (\d+) (\d+) (\d+)$/m', $output, $found) !== 1) {
            throw new RuntimeException("wrk failed: $output");
        }
        return [(int) $found[1], (int) $found[2], (int) $found[3]];
    }
}

<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

/** The processes of `make chaos`. One that is killed is replaced. */
final class ChaosCrowd
{
    public const SIZE = 16;
    private const KILL = 9;
    private const CONTINUE = 18;

    /** @var array<int, Running> */
    private array $members = [];

    /** @var array<int, string> the log of each */
    private array $logs = [];
    private int $started = 0;

    /** @param array<string, string|int> $ini */
    public function __construct(
        private readonly Folder $folder,
        private readonly FakeClock $clock,
        private readonly array $ini,
    ) {
        foreach (range(0, self::SIZE - 1) as $number) {
            $this->start($number);
        }
    }

    /** @param list<int> $members */
    public function signal(array $members, int $signal): void
    {
        foreach ($members as $number) {
            $this->members[$number]->signal($signal);
        }
    }

    /** Kills processes, and starts others. @param list<int> $members */
    public function replace(array $members): void
    {
        $this->signal($members, self::KILL);
        foreach ($members as $number) {
            $this->members[$number]->kill();
            $this->start($number);
        }
    }

    public function end(): void
    {
        $this->signal(array_keys($this->members), self::CONTINUE);
        touch("{$this->folder->path}/stop");
        foreach ($this->members as $member) {
            $member->end();
        }
        $this->members = [];
    }

    /**
     * Returns the calls since the last time, by process: begin, end and outcome of each.
     *
     * @return array<int, list<array{int, int, string}>>
     */
    public function calls(): array
    {
        $calls = [];
        foreach ($this->logs as $number => $log) {
            $file = fopen($log, 'c+');
            flock($file, LOCK_EX);
            $lines = explode("\n", trim((string) stream_get_contents($file)));
            $calls[$number] = array_map(static fn (string $line): array => json_decode($line, true), array_filter($lines));
            ftruncate($file, 0);
            fclose($file);
        }
        return $calls;
    }

    private function start(int $number): void
    {
        $log = $this->logs[$number] = "{$this->folder->path}/calls-" . $this->started++;
        $arguments = [...Php::flags($this->ini), dirname(__DIR__) . '/runs/chaos-member.php', $log, "{$this->folder->path}/stop"];
        $this->members[$number] = $this->clock->run(fn (): Running => new Running($arguments, $this->folder->path));
    }
}

<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

/**
 * PHP processes that run the same code in parallel.
 *
 * Before each step, the code calls `step()`. It continues when all processes have called it and the test calls `go()`.
 */
final class Crowd
{
    private const PROLOGUE = <<<'PHP'
        use North_PHP_SDK\client\invokeapi\DeviceUpgrade;

        /** Prints a value, and waits at the next gate. */
        function step(mixed $say = null): void
        {
            static $number = 0;
            echo json_encode($say), "\n";
            $gate = fopen(getenv('GATES') . '/' . $number++, 'c');
            flock($gate, LOCK_SH);
        }

        /** A call that needs a token; the task does not exist. */
        function call(DeviceUpgrade $upgrade, ?string $token = null): void
        {
            try {
                $upgrade->queryUpgradeTask('nowhere', $token);
            } catch (North_PHP_SDK\client\NotFoundException) {
            }
        }
        PHP;

    private Folder $folder;

    /** @var list<Running> */
    private array $members = [];

    /** @var list<resource> the gates that are still closed */
    private array $gates = [];

    /**
     * @param int $steps number of calls of `step()` in the code
     * @param callable(int): array<string, string|int> $ini the settings of each
     */
    public function __construct(int $members, int $steps, string $code, callable $ini)
    {
        $this->folder = new Folder();
        for ($step = 0; $step < $steps; ++$step) {
            $gate = fopen($this->folder->path . "/$step", 'ce');
            // Closed on exec, or the child processes would keep the lock.
            flock($gate, LOCK_EX);
            $this->gates[] = $gate;
        }
        $file = $this->folder->file('member.php', "<?php\n" . self::PROLOGUE . "\n" . $code);
        putenv('GATES=' . $this->folder->path);
        for ($member = 0; $member < $members; ++$member) {
            $this->members[] = new Running([...Php::flags($ini($member)), $file], $this->folder->path);
        }
        putenv('GATES');
    }

    /**
     * Returns the output of each process, after all have reached the next gate.
     *
     * @return list<mixed>
     */
    public function said(): array
    {
        $said = [];
        foreach ($this->members as $member) {
            $line = $member->line();
            $said[] = $line === '' ? implode(' ', array_slice($member->end(), 0, 2)) : json_decode($line, true);
        }
        return $said;
    }

    /** Opens the gate at which all processes wait. */
    public function go(): void
    {
        fclose(array_shift($this->gates));
    }
}

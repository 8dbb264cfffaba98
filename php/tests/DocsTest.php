<?php

declare(strict_types=1);

namespace Northbound\Tests;

use Northbound\Tests\Support\Document;
use Northbound\Tests\Support\Folder;
use Northbound\Tests\Support\Php;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Program;
use Northbound\Tests\Support\Receiver;
use Northbound\Tests\Support\Snippet;
use ParseError;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Group;

/**
 * Tests the documents: links, anchors, settings, and every code block. PHP programs run against the local platform.
 *
 * A block that begins with `<?php` is a program, and a block that does not continues the program before it. An HTML
 * comment on the line before a block says what readers need not see: `needs FOLDER` names packages below
 * /usr/share/php, `file PATH` makes the block a file for the programs of the page, and `not run: REASON` leaves a
 * program to PHP's parser.
 */
final class DocsTest extends PlatformTestCase
{
    private const OWN_SITE = '#^https://github\.com/northbound/northbound/(?:blob|tree)/main/#';

    /** What follows `northbound.` and is no setting: files, a file's setting of the shim, and a spelling of all of them. */
    private const NO_SETTINGS = ['so', 'ini', 'shim_log'];

    /**
     * Each translation, and the originals, which it has in this order: whole documents, or sections of them. Those of
     * README.zh-CN.md are there because the pages that they belong to are in English only.
     */
    private const TRANSLATIONS = [
        'README.zh-CN.md' => [
            ['README.md'],
            ['docs/errors.md', 'When a call fails'],
            ['docs/errors.md', 'Retries'],
            ['docs/settings.md', 'Settings'],
            ['docs/migration.md', '3. Set the certificates'],
            ['docs/paging.md', 'All pages of a list'],
            ['docs/paging.md', 'Many calls in parallel'],
            ['docs/paging.md', 'A list as CSV'],
            ['docs/waiting.md', 'Waiting until an upgrade has ended'],
            ['docs/notifications.md', 'Receiving notifications'],
            ['docs/shared-state.md', 'What processes share'],
            ['docs/php-fpm.md', 'Under PHP-FPM'],
            ['platform/README.md', 'Start it'],
            ['platform/README.md', 'A session'],
            ['platform/README.md', 'From PHP'],
        ],
        'docs/zh-CN/install.md' => [['docs/install.md']],
        'docs/zh-CN/migration.md' => [['docs/migration.md']],
    ];

    /** Languages whose blocks are only read. */
    private const NOT_CHECKED = ['text', 'console', 'diff', 'toml', 'neon', 'rust', 'rust,no_run', 'nginx'];

    /** @dataProvider documents */
    #[DataProvider('documents')]
    public function testLinksLeadSomewhere(string $path): void
    {
        $document = new Document($path);
        $broken = [];
        foreach ($document->links() as $link) {
            if (!self::leadsSomewhere($document, $link)) {
                $broken[] = $link;
            }
        }
        self::assertSame([], $broken);
    }

    /** @return iterable<string, array{string}> */
    public static function documents(): iterable
    {
        foreach (Document::all() as $path) {
            yield $path => [$path];
        }
    }

    /** A page that no other page leads to is not found. */
    public function testEveryPageIsLinked(): void
    {
        $linked = ['README.md' => true];
        $left = ['README.md'];
        while (($path = array_pop($left)) !== null) {
            foreach ((new Document($path))->links() as $link) {
                $target = self::resolve($path, explode('#', $link)[0]);
                if ($target !== null && str_ends_with($target, '.md') && !isset($linked[$target])) {
                    $linked[$target] = true;
                    $left[] = $target;
                }
            }
        }
        $pages = preg_grep('#^(\.github/|php/)#', Document::all(), PREG_GREP_INVERT) ?: [];
        self::assertSame([], array_values(array_diff($pages, array_keys($linked))));
    }

    /** @dataProvider documents */
    #[DataProvider('documents')]
    public function testSettingsExist(string $path): void
    {
        $known = array_map(
            static fn (string $name): string => substr($name, strlen('northbound.')),
            array_keys(ini_get_all('northbound', false) ?: []),
        );
        // The changelog names settings of the past, too.
        $named = $path === 'CHANGELOG.md' ? [] : (new Document($path))->settings();
        self::assertSame([], array_values(array_diff($named, $known, self::NO_SETTINGS)));
    }

    public function testEverySettingIsInTheTable(): void
    {
        $table = (new Document('docs/settings.md'))->tables()[0];
        $names = array_map(static fn (array $row): string => trim($row[0], '`'), array_slice($table, 2));
        self::assertSame(array_keys(ini_get_all('northbound', false) ?: []), self::sorted($names));
    }

    /** Neither language falls behind: code blocks, tables and settings are the same. */
    public function testTranslationsSayTheSame(): void
    {
        foreach (self::TRANSLATIONS as $path => $originals) {
            $structure = [[], []];
            $settings = [];
            foreach ($originals as $original) {
                $document = new Document(...$original);
                $structure = array_map(array_merge(...), $structure, $document->structure());
                $settings = [...$settings, ...$document->settings()];
            }
            $translation = new Document($path);
            self::assertSame($structure, $translation->structure(), $path);
            self::assertSame([], array_diff($settings, $translation->settings()), "missing in $path");
            if (count($originals) === 1) {
                $levels = static fn (Document $document): array => array_column($document->headings, 0);
                self::assertSame($levels(new Document($originals[0][0])), $levels($translation), "headings of $path");
                self::assertSame([], array_diff($translation->settings(), $settings), "only in $path");
            }
        }
    }

    /** The original of each translation leads to it, and back. */
    public function testTranslationsAreLinkedAtTheTop(): void
    {
        foreach (self::TRANSLATIONS as $path => [[$original]]) {
            foreach ([[$path, $original], [$original, $path]] as [$from, $to]) {
                $first = strtok((string) file_get_contents(Document::ROOT . "/$from"), "\n");
                preg_match_all('/\]\(([^)]+)\)/', (string) $first, $links);
                $targets = array_map(static fn (string $link): ?string => self::resolve($from, $link), $links[1]);
                self::assertContains($to, $targets, $from);
            }
        }
    }

    /** docs/iotda.md has a row for every operation. */
    public function testEveryOperationHasASuccessor(): void
    {
        $rows = array_merge(...(new Document('docs/iotda.md'))->tables());
        $named = array_filter(array_map(
            static fn (array $row): string => preg_match('/^`(\w+)`(?:, .*)?$/', $row[0], $found) === 1 && count($row) === 4 ? $found[1] : '',
            $rows,
        ));
        $methods = array_merge(...array_map(array_keys(...), array_values(require __DIR__ . '/data/operations.php')));
        // PHPUnit 13 compares the keys, too.
        self::assertEqualsCanonicalizing(array_values(array_unique(array_map(
            static fn (string $method): string => (string) preg_replace('/^subDeviceData\d$/', 'subDeviceData', $method),
            $methods,
        ))), array_values(array_unique($named)));
    }

    /** @dataProvider snippets */
    #[DataProvider('snippets')]
    public function testABlockIsWellFormed(Snippet $snippet): void
    {
        match ($snippet->language) {
            'php' => self::assertParses(str_starts_with($snippet->code, '<?php') ? $snippet->code : "<?php\n$snippet->code"),
            'json' => self::assertNotNull(json_decode($snippet->code), json_last_error_msg()),
            'ini' => self::assertIsArray(parse_ini_string($snippet->code)),
            'sh' => self::assertShell($snippet->code),
            'dockerfile' => self::assertDockerfile($snippet->code),
            'yaml' => self::assertStringNotContainsString("\t", $snippet->code),
            default => self::assertContains($snippet->language, self::NOT_CHECKED, 'the language of the block'),
        };
    }

    /** @return iterable<string, array{Snippet}> */
    public static function snippets(): iterable
    {
        foreach (Document::all() as $path) {
            foreach ((new Document($path))->snippets as $snippet) {
                yield $snippet->place => [$snippet];
            }
        }
    }

    /** @dataProvider programs */
    #[DataProvider('programs')]
    public function testAProgramRuns(Program $program): void
    {
        self::assertRuns($program);
    }

    /** @return iterable<string, array{Program}> */
    public static function programs(): iterable
    {
        yield from self::programsThat(static fn (Program $program): bool => $program->begin->packages() === []);
    }

    /**
     * @dataProvider programsWithLaravel
     * @group laravel
     */
    #[DataProvider('programsWithLaravel')]
    #[Group('laravel')]
    public function testAProgramWithLaravelRuns(Program $program): void
    {
        self::assertRuns($program);
    }

    /** @return iterable<string, array{Program}> */
    public static function programsWithLaravel(): iterable
    {
        yield from self::programsThat(static fn (Program $program): bool => $program->uses('Illuminate'));
    }

    /**
     * @dataProvider programsWithSymfony
     * @group symfony
     */
    #[DataProvider('programsWithSymfony')]
    #[Group('symfony')]
    public function testAProgramWithSymfonyRuns(Program $program): void
    {
        self::assertRuns($program);
    }

    /** @return iterable<string, array{Program}> */
    public static function programsWithSymfony(): iterable
    {
        yield from self::programsThat(static fn (Program $program): bool => $program->uses('Symfony'));
    }

    /** Programs with other packages would not run. */
    public function testEachPackageHasATest(): void
    {
        $all = iterator_to_array(self::programsThat(static fn (): bool => true));
        $tested = [...iterator_to_array(self::programs()), ...iterator_to_array(self::programsWithLaravel()),
            ...iterator_to_array(self::programsWithSymfony())];
        self::assertEqualsCanonicalizing(array_keys($all), array_keys($tested));
    }

    public function testReadmeIsShort(): void
    {
        self::assertLessThan(150, count(file(Document::ROOT . '/README.md') ?: []));
    }

    /** A misspelt remark would silently change how a program runs. */
    public function testRemarksAreKnown(): void
    {
        foreach (self::snippets() as $place => [$snippet]) {
            self::assertMatchesRegularExpression('/^((needs|not run:|file) \S|$)/', $snippet->remark, $place);
        }
    }

    /** @return iterable<string, array{Program}> */
    private static function programsThat(callable $wanted): iterable
    {
        foreach (Document::all() as $path) {
            foreach (Program::of(new Document($path)) as $program) {
                if ($program->begin->notRun() === null && $wanted($program)) {
                    yield $program->begin->place => [$program];
                }
            }
        }
    }

    private static function assertRuns(Program $program): void
    {
        if (str_contains($program->code, 'php://input')) {
            self::assertReceives($program);
            return;
        }
        // A task of the day before yesterday, so that waiting for it ends.
        $id = self::$platform->task(30, 2 * 86_400);
        // What the first page of docs/with says about php.ini.
        $managed = str_starts_with($program->begin->place, 'docs/with/') ? ['northbound.managed_token' => 1] : [];
        $php = $program->run(self::$platform->ini() + $managed + ['northbound.state' => 'process'], [$id]);
        self::assertSame(['', 0], [$php->errors, $php->status], $php->output);
    }

    /** A program that reads the body of a request runs in a web server. */
    private static function assertReceives(Program $program): void
    {
        $folder = new Folder();
        $receiver = new Receiver($folder->file('receiver.php', $program->code));
        $push = '{"notifyType": "fwUpgradeResultNotify", "deviceId": "meter-7", "status": "SUCCESS"}';
        self::assertSame([200, 'ok'], $receiver->post($push));
        self::assertSame(['upgrade of meter-7 ended: SUCCESS'], $receiver->lines());
        self::assertSame(400, $receiver->post('no JSON')[0]);
        $receiver->stop();
    }

    private static function assertParses(string $code): void
    {
        try {
            self::assertNotSame([], token_get_all($code, TOKEN_PARSE));
        } catch (ParseError $error) {
            self::fail("line {$error->getLine()}: {$error->getMessage()}\n$code");
        }
    }

    /** The shell reads it, and the project has the targets of make and the programs that it names. */
    private static function assertShell(string $code): void
    {
        $process = proc_open(['bash', '-n'], [['pipe', 'r'], ['pipe', 'w'], ['pipe', 'w']], $pipes);
        self::assertIsResource($process);
        fwrite($pipes[0], $code);
        fclose($pipes[0]);
        $errors = (string) stream_get_contents($pipes[2]);
        self::assertSame(['', 0], [$errors, proc_close($process)]);

        $makefile = (string) file_get_contents(Document::ROOT . '/Makefile');
        preg_match_all('/^(?:sudo )?make ([a-z][a-z-]*)/m', $code, $targets);
        foreach ($targets[1] as $target) {
            self::assertMatchesRegularExpression("/^$target:/m", $makefile, "make $target");
        }
        preg_match_all('~(?<![\w/.$-])((?:php|platform|docs|benches|\.ci)/[\w./-]+)~', $code, $files);
        foreach ($files[1] as $file) {
            self::assertFileExists(Document::ROOT . "/$file");
        }
    }

    private static function assertDockerfile(string $code): void
    {
        // A line that ends with a backslash continues.
        $lines = array_filter(explode("\n", (string) preg_replace('/\\\\\n/', ' ', $code)));
        foreach ($lines as $line) {
            self::assertMatchesRegularExpression('/^(FROM|RUN|COPY|ENV|WORKDIR|USER|CMD|ENTRYPOINT|ARG|EXPOSE|#) ?/', $line);
        }
    }

    private static function leadsSomewhere(Document $from, string $link): bool
    {
        if (preg_match('#^(https?|mailto):#', $link) === 1 && preg_match(self::OWN_SITE, $link) !== 1) {
            return str_starts_with($link, 'mailto:') || filter_var($link, FILTER_VALIDATE_URL) !== false;
        }
        [$file, $anchor] = explode('#', $link, 2) + [1 => null];
        $path = $file === '' ? $from->path : self::resolve($from->path, $file);
        if ($path === null) {
            return false;
        }
        return $anchor === null || in_array(rawurldecode($anchor), (new Document($path))->anchors(), true);
    }

    /** The path of what a link names, from the root of the project; null if there is nothing. */
    private static function resolve(string $from, string $link): ?string
    {
        $own = preg_replace(self::OWN_SITE, '', $link, 1, $isOwn);
        $root = (string) realpath(Document::ROOT);
        $path = realpath($isOwn === 1 ? "$root/$own" : "$root/" . dirname($from) . "/$link");
        return $path !== false && str_starts_with("$path/", "$root/") ? substr($path, strlen($root) + 1) : null;
    }

    /**
     * @param list<string> $names
     * @return list<string>
     */
    private static function sorted(array $names): array
    {
        sort($names);
        return $names;
    }
}

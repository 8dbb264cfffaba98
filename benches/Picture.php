<?php

declare(strict_types=1);

namespace Northbound\Bench;

/** A chart of horizontal bars, readable at 680 pixels, on light and dark pages. */
final class Picture
{
    private const WIDTH = 680;
    /** Where bars begin, and how long the longest is. Behind it is room for its figures. */
    private const LEFT = 222;
    private const LONGEST = 290;
    private const BAR = 20;
    private const GAP = 8;

    /** Colours of the bars on light and on dark pages; each client has its own in all pictures. */
    private const COLOURS = [
        'ours' => ['#0b7a4b', '#3fb37f'],
        'new' => ['#b4451f', '#e8845c'],
        'share' => ['#1f5fb4', '#6ea8f0'],
        'reused' => ['#1f5fb4', '#6ea8f0'],
        'guzzle' => ['#7a3fa0', '#b98be0'],
        'none' => ['#8a9199', '#7d858e'],
    ];

    private string $shapes = '';
    private int $y = 0;

    public function __construct(private readonly string $title, private readonly string $description)
    {
        $this->y = 28;
        $this->text(12, 'title', $title);
        foreach (explode("\n", wordwrap($description, 100)) as $line) {
            $this->y += 18;
            $this->text(12, 'note', $line);
        }
        $this->y += 8;
    }

    /**
     * @param list<array{label: string, value: float, spread?: array{float, float}, figures: string, colour: key-of<self::COLOURS>}> $bars
     */
    public function group(string $heading, array $bars): void
    {
        $this->y += 26;
        $this->text(12, 'head', $heading);
        $this->y += 8;
        $ends = array_map(static fn (array $bar): float => max($bar['value'], $bar['spread'][1] ?? 0), $bars);
        $scale = self::LONGEST / max($ends);
        foreach ($bars as $at => $bar) {
            $middle = $this->y + self::BAR / 2;
            $this->y += self::BAR;
            $this->shapes .= sprintf(
                '<text x="%d" y="%.1f" text-anchor="end">%s</text><rect x="%d" y="%.1f" width="%.1f" height="%d" rx="2" class="%s"/>',
                self::LEFT - 8,
                $middle + 4.5,
                self::escape($bar['label']),
                self::LEFT,
                $middle - self::BAR / 2,
                max(1, $bar['value'] * $scale),
                self::BAR,
                $bar['colour'],
            );
            if (isset($bar['spread'])) {
                [$from, $to] = array_map(static fn (float $value): float => self::LEFT + $value * $scale, $bar['spread']);
                $this->shapes .= sprintf('<path d="M%1$.1f %3$.1fH%2$.1fM%1$.1f %4$.1fv8M%2$.1f %4$.1fv8" class="spread"/>', $from, $to, $middle, $middle - 4);
            }
            $this->shapes .= sprintf('<text x="%.1f" y="%.1f" class="figures">%s</text>', self::LEFT + $ends[$at] * $scale + 7, $middle + 4.5, self::escape($bar['figures']));
            $this->shapes .= "\n";
            $this->y += self::GAP;
        }
    }

    public function svg(): string
    {
        $height = $this->y + 8;
        [$light, $dark] = ['', ''];
        foreach (self::COLOURS as $name => [$onLight, $onDark]) {
            $light .= ".$name{fill:$onLight}";
            $dark .= ".$name{fill:$onDark}";
        }
        $width = self::WIDTH;
        return <<<SVG
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 $width $height" width="$width" height="$height" role="img" aria-labelledby="title description">
            <title id="title">{$this->escaped($this->title)}</title>
            <desc id="description">{$this->escaped($this->description)}</desc>
            <style>
            text{font:13px system-ui,"DejaVu Sans",sans-serif;fill:#1f2328}.title{font-size:17px;font-weight:600}.head,.figures{font-weight:600}.note{fill:#57606a}
            .page{fill:#fff}.spread{stroke:#1f2328;stroke-width:1.5;fill:none}$light
            @media (prefers-color-scheme:dark){text{fill:#e6edf3}.note{fill:#9aa4af}.page{fill:#0d1117}.spread{stroke:#e6edf3}$dark}
            </style>
            <rect width="100%" height="100%" class="page"/>
            $this->shapes</svg>

            SVG;
    }

    private function text(int $x, string $class, string $text): void
    {
        $this->shapes .= sprintf('<text x="%d" y="%d" class="%s">%s</text>' . "\n", $x, $this->y, $class, self::escape($text));
    }

    private function escaped(string $text): string
    {
        return self::escape($text);
    }

    private static function escape(string $text): string
    {
        return htmlspecialchars($text, ENT_QUOTES | ENT_XML1);
    }
}

<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

/**
 * The DTOs of the original SDK: their properties in order, and their string form.
 *
 * Written from the original, not from the extension, so that a difference shows.
 */
final class Catalogue
{
    /** The DTOs whose string form, JSON and dumps mask properties. */
    public const SECRETS = [
        'ClientInfo' => ['secret'],
        'SSLConfig' => ['selfCertPwd', 'trustCAPwd'],
        'AuthOutDTO' => ['accessToken', 'refreshToken'],
        'AuthRefreshInDTO' => ['secret', 'refreshToken'],
        'AuthRefreshOutDTO' => ['accessToken', 'refreshToken'],
    ];

    private const FILE = __DIR__ . '/../../../tests/data/dto-catalogue.json';

    /** @var ?array<string, array<string, mixed>> */
    private static ?array $dtos = null;

    /** @return list<string> */
    public static function names(): array
    {
        return array_keys(self::dtos());
    }

    /** @return list<string> */
    public static function members(string $name): array
    {
        return self::dtos()[$name]['fields'];
    }

    /** @return array<string, mixed> the values of a new object that are not null */
    public static function defaults(string $name): array
    {
        return self::dtos()[$name]['defaults'] ?? [];
    }

    /** @return class-string */
    public static function className(string $name): string
    {
        return 'North_PHP_SDK\\client\\dto\\' . $name;
    }

    /** @param array<string, mixed> $values by property; the other properties keep their values */
    public static function create(string $name, array $values = []): object
    {
        $class = self::className($name);
        $dto = new $class();
        foreach ($values as $member => $value) {
            $dto->$member = $value;
        }
        return $dto;
    }

    /**
     * The values as JSON and dumps show them: a secret that is set is masked.
     *
     * @param array<string, mixed> $values
     * @return array<string, mixed>
     */
    public static function masked(string $name, array $values): array
    {
        foreach (self::SECRETS[$name] ?? [] as $secret) {
            if (isset($values[$secret])) {
                $values[$secret] = '***';
            }
        }
        return $values;
    }

    /** The string form with these values of the properties; missing values are null. */
    public static function stringForm(string $name, array $values): string
    {
        return (string) preg_replace_callback(
            '/{(\w+)(:json)?}/',
            static function (array $match) use ($name, $values): string {
                $value = $values[$match[1]] ?? null;
                return match (true) {
                    isset($match[2]) => json_encode($value, JSON_THROW_ON_ERROR),
                    $value === null => '',
                    in_array($match[1], self::SECRETS[$name] ?? [], true) => '***',
                    is_array($value), is_object($value) => json_encode($value, JSON_THROW_ON_ERROR),
                    default => (string) $value,
                };
            },
            self::form($name),
        );
    }

    /** `{property:json}`: the original prints it as JSON. One of its classes has no string form; ours has. */
    private static function form(string $name): string
    {
        $members = array_map(static fn (string $member): string => "$member={{$member}}", self::members($name));
        return self::dtos()[$name]['string_form'] ?? str_replace(
            ['{customFields}', '{deviceConfig}', '{tags}'],
            ['{customFields:json}', '{deviceConfig:json}', '{tags:json}'],
            "$name [" . implode(', ', $members) . ']',
        );
    }

    /** @return array<string, array<string, mixed>> */
    private static function dtos(): array
    {
        return self::$dtos ??= json_decode((string) file_get_contents(self::FILE), true, 512, JSON_THROW_ON_ERROR);
    }
}

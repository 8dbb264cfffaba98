<?php

declare(strict_types=1);

namespace Northbound\Shim\Check;

use PhpToken;
use RuntimeException;

/** The classes of the SDK, as the stubs for editors describe them. */
final class Sdk
{
    private const DTO = Names::SDK . 'client\dto\\';
    private const SERVICE = Names::SDK . 'client\invokeapi\\';
    private const EXCEPTION = '/^North_PHP_SDK\\\\client\\\\\w+Exception$/i';

    /** @var array<string, string> operation in lower case => type of its result, such as `AuthOutDTO` or `list<RuleDTO>` */
    private array $operations = [];

    /** @var array<string, true> methods of the client in lower case */
    private readonly array $clientMethods;

    /** @var array<string, array<string, string>> DTO in lower case => field => type */
    private array $fields = [];

    public function __construct(string $stubs)
    {
        $folder = "$stubs/North_PHP_SDK/client";
        foreach (glob("$folder/invokeapi/*.php") ?: [] as $file) {
            $this->operations += self::documented($file, T_FUNCTION, '@return');
        }
        foreach (glob("$folder/dto/*.php") ?: [] as $file) {
            $this->fields[strtolower(basename($file, '.php'))] = self::documented($file, T_VARIABLE, '@var');
        }
        $methods = self::documented("$folder/NorthApiClient.php", T_FUNCTION, '@return');
        $this->clientMethods = array_fill_keys(array_map(strtolower(...), array_keys($methods)), true);
        if ($this->operations === [] || $this->fields === []) {
            throw new RuntimeException("the stubs are not there: $folder");
        }
        $isOperation = static fn (string $method): bool => !str_starts_with($method, '__');
        $this->operations = array_change_key_case(array_filter($this->operations, $isOperation, ARRAY_FILTER_USE_KEY));
    }

    /** The type of a parameter or a new object of a class. */
    public function object(string $class, bool $new): Type
    {
        $short = substr($class, strlen(self::DTO));
        $isDto = stripos($class, self::DTO) === 0 && isset($this->fields[strtolower($short)]);
        return match (true) {
            $isDto => new Type($new ? Type::REQUEST : $this->kindOf($short), $short),
            stripos($class, self::SERVICE) === 0 => new Type(Type::SERVICE, $class),
            preg_match(self::EXCEPTION, $class) === 1 => new Type(Type::EXCEPTION, $class),
            strcasecmp($class, Names::SDK . 'client\NorthApiClient') === 0 => new Type(Type::CLIENT, $class),
            default => new Type(Type::OTHER, $class),
        };
    }

    public function isOperation(string $method): bool
    {
        return isset($this->operations[strtolower($method)]);
    }

    /** Returns true for a method that only the SDK has: objects of other classes have none of its name. */
    public function isMethod(string $method): bool
    {
        return $this->isOperation($method) || isset($this->clientMethods[strtolower($method)]);
    }

    /** The type of an operation's result. */
    public function result(string $method): ?Type
    {
        $type = $this->operations[strtolower($method)] ?? '';
        $item = self::itemOf($type);
        if ($item !== null) {
            return new Type(Type::OBJECTS, $item);
        }
        return isset($this->fields[strtolower($type)]) ? new Type(Type::RESPONSE, $type) : null;
    }

    /** The type of a field of a response, or of a DTO within it. */
    public function field(Type $of, string $name): ?Type
    {
        $type = $this->fields[strtolower($of->class)][$name] ?? '';
        $class = self::itemOf($type) ?? $type;
        if (!isset($this->fields[strtolower($class)]) || !in_array($of->kind, [Type::RESPONSE, Type::ROW], true)) {
            return null;
        }
        return new Type($class === $type ? Type::ROW : Type::ROWS, $class);
    }

    public function hasField(string $class, string $name): bool
    {
        return array_key_exists($name, $this->fields[strtolower($class)] ?? []);
    }

    /** The type of the items of a list; null for any other type. */
    private static function itemOf(string $type): ?string
    {
        return preg_match('/^list<(.+)>$/', $type, $found) === 1 ? $found[1] : null;
    }

    /** A parameter holds a response if calls return its class. */
    private function kindOf(string $dto): string
    {
        return in_array(strtolower($dto), array_map(strtolower(...), $this->operations), true)
            ? Type::RESPONSE
            : Type::REQUEST;
    }

    /**
     * The types that a file documents.
     *
     * @return array<string, string> name of a method or property => type without null
     */
    private static function documented(string $file, int $kind, string $tag): array
    {
        $types = [];
        $comment = '';
        $tokens = array_values(array_filter(
            PhpToken::tokenize((string) file_get_contents($file)),
            static fn (PhpToken $token): bool => !$token->is(T_WHITESPACE),
        ));
        foreach ($tokens as $at => $token) {
            if ($token->is(T_DOC_COMMENT)) {
                $comment = $token->text;
            } elseif ($token->is($kind) && $comment !== '') {
                $name = $kind === T_FUNCTION ? $tokens[$at + 1]->text : substr($token->text, 1);
                $words = preg_split('/\s+/', (string) strstr($comment, $tag)) ?: [];
                $types[$name] = explode('|', $words[1] ?? '')[0];
                $comment = '';
            }
        }
        return $types;
    }
}

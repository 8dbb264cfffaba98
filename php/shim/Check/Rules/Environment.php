<?php

declare(strict_types=1);

namespace Northbound\Shim\Check\Rules;

use Northbound\Shim\Check\Application;
use Northbound\Shim\Check\LedgerRow;
use Northbound\Shim\Check\Names;
use Northbound\Shim\Check\Place;
use Northbound\Shim\Check\Rule;
use Northbound\Shim\Check\Source;

/** Certificates, log4php, and paths with backslashes: the original's environment. */
final class Environment extends Rule
{
    private const SETTINGS = ['northbound.ca_file', 'northbound.tls_verify', 'northbound.client_cert'];

    /** @var ?array{Source, int} where the first client is made */
    private ?array $client = null;

    /** @var ?array{Source, int} where the first initSSLConfig() without certificates is called */
    private ?array $test = null;

    private bool $initialised = false;

    private bool $certificates = false;

    /** @var array<string, true> files in which log4php was found */
    private array $loggers = [];

    public function visit(Place $place): void
    {
        $this->logger($place);
        $this->path($place);
        $source = $place->source;
        if ($source->is($place->at, T_NEW) && $source->isName($place->at + 1)) {
            $class = strtolower($source->className($place->at + 1));
            if ($class === strtolower(Names::SDK . 'client\NorthApiClient')) {
                $this->client ??= [$source, $place->at];
            }
            $this->certificates = $this->certificates || $class === strtolower(Names::SDK . 'client\dto\SSLConfig');
        }
        // Whatever the object is: only the SDK has these methods.
        if ($source->isCall($place->at, ['initsslconfig', 'initsslconfig0', 'initsslconfig1'])) {
            $this->initialised = true;
            $isTest = $source->arguments($place->at + 2) === [] && $place->application->usesSdk;
            $this->test ??= $isTest ? [$source, $place->at] : null;
        }
    }

    public function finish(Application $application): void
    {
        foreach (self::SETTINGS as $setting) {
            if (get_cfg_var($setting) !== false || $application->has($setting)) {
                return;
            }
        }
        // A client without certificates uses the original's, whatever other clients use.
        $found = $this->test ?? ($this->certificates || $this->initialised ? null : $this->client);
        if ($found === null) {
            return;
        }
        [$source, $at] = $found;
        $text = $this->test !== null
            ? 'initSSLConfig() takes its certificates from php.ini, and the original has a test certificate, which has expired'
            : 'without initSSLConfig(), the certificates are those of php.ini';
        $row = $this->test !== null ? LedgerRow::TestCertificate : LedgerRow::CertificatesOfPhpIni;
        $application->report($source, $at, $row, "$text; set northbound.client_cert, and northbound.ca_file if the platform's"
            . ' CA is not one of the system');
    }

    private function logger(Place $place): void
    {
        $source = $place->source;
        if (isset($this->loggers[$source->path]) || !$place->application->usesSdk) {
            return;
        }
        $isLogger = $source->isName($place->at) && $source->is($place->at + 1, T_DOUBLE_COLON)
            && strtolower($source->className($place->at)) === 'logger';
        $isConstant = $source->isName($place->at) && ltrim($source->text($place->at), '\\') === 'LOG4PHP_DIR'
            && !$source->is($place->at - 1, [T_OBJECT_OPERATOR, T_NULLSAFE_OBJECT_OPERATOR, T_DOUBLE_COLON]);
        if ((!$isLogger && !$isConstant) || $place->application->declaresClass('Logger')) {
            return;
        }
        $this->loggers[$source->path] = true;
        $place->report(LedgerRow::Log4php, ($isLogger ? 'the class Logger' : 'the constant LOG4PHP_DIR') . ' comes from log4php, which'
            . ' the original loads; load log4php yourself, or the file client/NorthApiClient.php of php/shim.php');
    }

    /** A backslash before the folder's name is part of the name of a file above the folder. */
    private function path(Place $place): void
    {
        $source = $place->source;
        if (!$source->is($place->at, [T_REQUIRE, T_REQUIRE_ONCE, T_INCLUDE, T_INCLUDE_ONCE])) {
            return;
        }
        for ($at = $place->at; $at < $place->end && !$source->is($at, ';'); $at++) {
            if (str_contains($source->literal($at) ?? '', '\North_PHP_SDK')) {
                $place->report(LedgerRow::Spellings, 'a path with a backslash before North_PHP_SDK is not found on Linux; write slashes', $at);
            }
        }
    }
}

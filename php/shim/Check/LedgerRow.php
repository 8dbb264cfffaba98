<?php

declare(strict_types=1);

namespace Northbound\Shim\Check;

/** The rows of docs/differences.md that findings refer to, by their numbers. */
enum LedgerRow: int
{
    case ConnectionFailure = 1;
    case ExceptionMessage = 4;
    case CertificatesOfPhpIni = 9;
    case TestCertificate = 15;
    case IssetOnField = 22;
    case UnknownField = 23;
    case RowsAreObjects = 24;
    case Secrets = 35;
    case Spellings = 69;
    case UnsentParameters = 71;
    case SwallowedErrors = 73;
    case ManagedToken = 86;
    case Paginator = 90;
    case Log4php = 93;
    case ErrorTexts = 97;
    case GetApiResponse = 98;
    case RedeclaredField = 104;
    case StringForm = 106;
}

<?php

declare(strict_types=1);

namespace Northbound\Shim\Check;

/** The rows of docs/differences.md that findings refer to, by their numbers. */
enum LedgerRow: int
{
    case ConnectionFailure = 1;
    case ExceptionMessage = 4;
    case CertificatesOfPhpIni = 9;
    case TestCertificate = 14;
    case IssetOnField = 21;
    case UnknownField = 22;
    case RowsAreObjects = 23;
    case Secrets = 28;
    case Spellings = 57;
    case Paginator = 75;
    case Log4php = 78;
    case ErrorTexts = 82;
    case GetApiResponse = 83;
    case RedeclaredField = 84;
}

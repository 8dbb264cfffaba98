<?php

declare(strict_types=1);

namespace Northbound\Shim\Check\Rules;

use Northbound\Shim\Check\Application;
use Northbound\Shim\Check\ClassDeclaration;
use Northbound\Shim\Check\LedgerRow;
use Northbound\Shim\Check\Names;
use Northbound\Shim\Check\Place;
use Northbound\Shim\Check\Rule;
use Northbound\Shim\Check\Sdk;
use Northbound\Shim\Check\Source;
use Northbound\Shim\Check\Type;

/** Subclasses of the SDK's classes, calls of methods that do not exist, and paginators. */
final class Classes extends Rule
{
    private const CLIENT = Names::SDK . 'client\NorthApiClient';
    private const PAGINATOR = Names::SDK . 'client\Paginator';

    private const EXCEPTION_FIELDS = ['error_code', 'error_desc', 'httpStatusCode', 'httpReasonPhase', 'httpMessage'];

    public function visit(Place $place): void
    {
        $source = $place->source;
        if ($source->is($place->at, T_NEW) && $source->isName($place->at + 1)) {
            if (strcasecmp($source->className($place->at + 1), self::PAGINATOR) === 0) {
                $place->report(LedgerRow::Paginator, 'a Paginator cannot be made with new; call getSubTaskPaginator() or the like,'
                    . ' and Paginator::fromArray() in tests');
            }
        } elseif ($source->isCall($place->at, ['getapiresponse']) && $place->application->usesSdk) {
            $place->report(LedgerRow::GetApiResponse, 'NorthApiClient::getAPIResponse() does not exist; call invokeAPI()');
        }
    }

    public function visitFile(Application $application, Source $source, Sdk $sdk): void
    {
        foreach ($source->classes as $class) {
            if ($class->parent === null || !$source->isName($class->parent)) {
                continue;
            }
            $parent = $source->className($class->parent);
            if (strcasecmp($parent, self::PAGINATOR) === 0) {
                $application->report($source, $class->parent, LedgerRow::Paginator, 'Paginator is final and cannot be'
                    . ' extended; call Paginator::fromArray() in tests');
            }
            if (strcasecmp($parent, self::CLIENT) === 0) {
                $this->client($application, $source, $class);
            }
            $this->fields($application, $source, $class, $sdk, $sdk->object($parent, true));
        }
    }

    private function client(Application $application, Source $source, ClassDeclaration $class): void
    {
        foreach ($source->functions as $function) {
            if ($function->class === $class && strcasecmp($function->name, 'getAPIResponse') === 0) {
                $application->report($source, $function->at, LedgerRow::GetApiResponse, 'getAPIResponse() is never called; override'
                    . ' invokeAPI10()');
            }
        }
    }

    private function fields(Application $application, Source $source, ClassDeclaration $class, Sdk $sdk, Type $parent): void
    {
        foreach ($class->properties as [$at, $plain]) {
            $name = substr($source->text($at), 1);
            $isField = match (true) {
                $parent->isDto() => $sdk->hasField($parent->class, $name),
                $parent->kind === Type::EXCEPTION => in_array($name, self::EXCEPTION_FIELDS, true),
                default => false,
            };
            if ($isField && !$plain) {
                $application->report($source, $at, LedgerRow::RedeclaredField, "\$$name is private in the original's class, and public"
                    . ' here: a fatal error, unless the subclass declares it public and without a type');
            }
        }
    }
}

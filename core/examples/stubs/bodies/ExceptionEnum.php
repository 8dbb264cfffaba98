<?php

class ExceptionEnum
{
    public function __construct($error)
    {
        if (is_array($error) && $error !== []) {
            $this->errorCode = (string) array_key_first($error);
            $this->errorDesc = reset($error);
        }
    }

    public function __toString(): string
    {
        $text = static fn ($value): string => (string) (is_array($value) || is_object($value) ? json_encode($value) : $value);
        return 'ExceptionEnum [errorCode=' . $text($this->errorCode) . ', errorDesc=' . $text($this->errorDesc) . ']';
    }
}

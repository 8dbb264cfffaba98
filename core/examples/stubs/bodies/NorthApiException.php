<?php

class NorthApiException
{
    private $attempts = 1;

    private $retryAfter;

    public function __construct($message = null, $code = null, $previous = null)
    {
        if (is_object($message) && $message::class === ExceptionEnum::class) {
            $this->error_code = $message->errorCode;
            $this->error_desc = $message->errorDesc;
            if (func_num_args() > 1) {
                $this->httpMessage = $code;
            }
        } else {
            parent::__construct($message ?? '', $code ?? 0, $previous);
        }
    }

    public function __toString(): string
    {
        $texts = [];
        foreach (['error_code', 'error_desc', 'httpStatusCode', 'httpReasonPhase', 'httpMessage'] as $name) {
            $isJson = $name === 'httpMessage' || is_array($this->$name) || is_object($this->$name);
            $texts[] = "$name=" . ($isJson ? json_encode($this->$name) : $this->$name);
        }
        return 'NorthApiException [' . implode(', ', $texts) . "]\n" . parent::__toString();
    }

    public function getAttempts()
    {
        return $this->attempts;
    }

    public function getRetryAfter()
    {
        return $this->retryAfter;
    }
}

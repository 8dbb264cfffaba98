<?php

class StillRunningException
{
    private $progress;

    public function getProgress()
    {
        return $this->progress;
    }
}

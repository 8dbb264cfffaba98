<?php

class Paginator
{
    private $items = [];

    private $at = 0;

    public function __construct()
    {
        throw new \Error('A Paginator cannot be created with new; call a method such as DeviceUpgrade::getSubTaskPaginator()');
    }

    public function current()
    {
        return $this->items[$this->at] ?? null;
    }

    public function key()
    {
        return $this->valid() ? $this->at : null;
    }

    public function next()
    {
        if ($this->valid()) {
            ++$this->at;
        }
    }

    public function rewind()
    {
        $this->at = 0;
    }

    public function valid()
    {
        return $this->at < count($this->items);
    }

    public function count()
    {
        return count($this->items);
    }

    public function isConsistent()
    {
        return true;
    }

    public function getPageNo()
    {
        return 0;
    }

    public static function fromArray(array $items)
    {
        $paginator = (new \ReflectionClass(self::class))->newInstanceWithoutConstructor();
        foreach ($items as $item) {
            $paginator->items[] = $item;
        }
        return $paginator;
    }
}

<?php

namespace North_PHP_SDK\client;

/**
 * All rows of a list, to be iterated over. Made by `DeviceUpgrade::getSubTaskPaginator()`
 * and the like.
 *
 * Rows come in the order of the list, each once, and none is left out that is in
 * the list from the beginning of the reading to its end. Only a few pages are in
 * memory at a time.
 *
 * An error comes at the row where it hurts, with the page in its message. The
 * next `foreach` over the same paginator then goes on at that row; without an
 * error, it begins anew.
 *
 * @template-covariant T
 * @implements \Iterator<int, T>
 */
final class Paginator implements \Iterator, \Countable
{
    /** Cannot be called: paginators are made by the services. */
    public function __construct() {}

    /**
     * The current row; null after the last one.
     *
     * @return T|null an object of its documented class, or with
     *     `northbound.rows = array` an array
     * @throws NorthApiException
     */
    #[\ReturnTypeWillChange]
    public function current() {}

    /**
     * How many rows were before this one; null after the last one.
     *
     * @return int|null
     * @throws NorthApiException
     */
    #[\ReturnTypeWillChange]
    public function key() {}

    /**
     * Leaves the current row behind. After an error, there is none.
     *
     * @return void
     * @throws NorthApiException
     */
    #[\ReturnTypeWillChange]
    public function next() {}

    /**
     * Begins a new reading of the list; after an error, goes on with this one.
     *
     * @return void
     */
    #[\ReturnTypeWillChange]
    public function rewind() {}

    /**
     * Whether there is a row. After an error, tries its page again.
     *
     * @return bool
     * @throws NorthApiException
     */
    #[\ReturnTypeWillChange]
    public function valid() {}

    /**
     * Rows on all pages, as the platform told last; those that were handed out,
     * if it does not tell. Asks for the first page if nothing is known yet.
     *
     * @return int
     * @throws NorthApiException
     */
    #[\ReturnTypeWillChange]
    public function count() {}

    /**
     * Whether the list has stood still so far: each page told the same total, no
     * row was on two pages, and there were as many rows as the platform counts.
     * If it has not, the rows are good all the same.
     *
     * @return bool
     */
    public function isConsistent() {}

    /**
     * The page of the current row, from 0, or of the next one if there is none:
     * the `pageNo` with which another paginator goes on.
     *
     * @return int
     */
    public function getPageNo() {}

    /**
     * Returns a paginator over items that you have, for tests of your own code. It
     * sends nothing.
     *
     * @template I
     * @param array<array-key, I> $items
     * @return Paginator<I>
     */
    public static function fromArray(array $items) {}
}

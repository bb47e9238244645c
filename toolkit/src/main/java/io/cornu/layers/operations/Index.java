package io.cornu.layers.operations;

import io.cornu.text.Arguments;
import java.util.OptionalInt;

/** What {@link GetItem} takes of an axis, as between Python's square brackets. */
public sealed interface Index {
    /**
     * All of an axis: {@code :}.
     *
     * @return the index
     */
    static Index all() {
        return new Slice(OptionalInt.empty(), OptionalInt.empty(), 1);
    }

    /**
     * The places from one to before another: {@code start:stop}.
     *
     * @param start the first place, from 0, or from the end if negative
     * @param stop the place after the last
     * @return the index
     */
    static Index range(int start, int stop) {
        return new Slice(OptionalInt.of(start), OptionalInt.of(stop), 1);
    }

    /**
     * The places from one on: {@code start:}.
     *
     * @param start the first place, from 0, or from the end if negative
     * @return the index
     */
    static Index from(int start) {
        return new Slice(OptionalInt.of(start), OptionalInt.empty(), 1);
    }

    /**
     * The places before one: {@code :stop}.
     *
     * @param stop the place after the last, from 0, or from the end if negative
     * @return the index
     */
    static Index until(int stop) {
        return new Slice(OptionalInt.empty(), OptionalInt.of(stop), 1);
    }

    /**
     * Every so many places: {@code ::step}.
     *
     * @param step how far apart, not 0; backwards if negative
     * @return the index
     * @throws IllegalArgumentException if the step is 0
     */
    static Index every(int step) {
        return new Slice(OptionalInt.empty(), OptionalInt.empty(), step);
    }

    /**
     * One place, without the axis: a number.
     *
     * @param place from 0, or from the end if negative
     * @return the index
     */
    static Index at(int place) {
        return new At(place);
    }

    /**
     * A new axis of size 1: {@code None}.
     *
     * @return the index
     */
    static Index newAxis() {
        return new NewAxis();
    }

    /**
     * All axes that are not named otherwise: {@code ...}.
     *
     * @return the index
     */
    static Index ellipsis() {
        return new Ellipsis();
    }

    /**
     * Some places of an axis: {@code start:stop:step}.
     *
     * @param start the first place; the beginning in the step's direction if empty
     * @param stop the place after the last; the end if empty
     * @param step how far apart, not 0
     */
    record Slice(OptionalInt start, OptionalInt stop, int step) implements Index {
        /**
         * Checks the step.
         *
         * @throws IllegalArgumentException if it is 0
         */
        public Slice {
            Arguments.require(step != 0, "Index", "step must not be 0", step);
        }
    }

    /**
     * One place.
     *
     * @param place from 0, or from the end if negative
     */
    record At(int place) implements Index {}

    /** A new axis of size 1. */
    record NewAxis() implements Index {}

    /** All axes that are not named otherwise. */
    record Ellipsis() implements Index {}
}
